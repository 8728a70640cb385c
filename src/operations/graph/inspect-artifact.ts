import { named } from '../../domain/plan.ts';
import type { StepKind } from '../acting/operation.ts';
import { inputText } from './input-text.ts';

/** Reads what is about to be loaded: nothing is overwritten before it is readable. */
export const inspectArtifact: StepKind = {
  async perform({ step, ports, signal }) {
    const artifact = {
      directory: inputText(step, 'directory'),
      file: inputText(step, 'file'),
    };
    const read = await ports.graphAdmin?.inspect(artifact, signal);
    if (read?.ok === true)
      return {
        kind: 'done',
        note: `${read.value.bytes} bytes, SHA-256 ${read.value.sha256.slice(0, 16)}…`,
      };
    if (read?.trouble.kind === 'cancelled')
      return { kind: 'cancelled', note: 'Nothing was changed.' };
    return {
      kind: 'failed',
      why: `${named(artifact.file)} cannot be read.`,
      detail: read?.trouble.detail ?? null,
      leaves: 'Nothing was changed.',
    };
  },
  examine: async () => ({ kind: 'again', note: 'reading changes nothing' }),
};
