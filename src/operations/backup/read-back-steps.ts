import { named } from '../../domain/plan.ts';
import type { StepContext, StepKind, StepOutcome } from '../acting/operation.ts';
import { headerStatement, setName, verifyStatement } from './backup-statements.ts';
import { followProgress } from './follow-progress.ts';
import { foundToJson, heldBy } from './read-header.ts';
import { whyItFailed } from './why-it-failed.ts';
import { isObject, writeInput, writtenFrom } from './written.ts';

/** Both only read: after a crash they are done anew. */
const examine: StepKind['examine'] = () =>
  Promise.resolve({ kind: 'again', note: 'it only reads' });

/** Reads the header from the file, by the name of the run: what it says counts, not what msdb says (S13, S20). */
export const headerStep: StepKind = {
  async perform(context) {
    const { session, ports, run, signal, memory } = context;
    const written = writtenFrom(memory);
    if (session === null || written === null) return notThere;
    const { options } = writeInput(writing(context));
    const statement = headerStatement(ports.template, written.files);
    const answer = await session.run(statement, {}, { signal });
    const held = heldBy(answer, { name: setName(run.id), database: options.database });
    if (held.kind !== 'whole') {
      const detail = answer.ok ? null : answer.trouble.detail;
      if (!answer.ok && answer.trouble.kind === 'cancelled')
        return { kind: 'cancelled', note: 'Written, not read back.' };
      const why = held.kind === 'broken' ? held.why : 'the server did not read it';
      return useless(`Of the file that was written ${why}.`, detail, written.files);
    }
    const { set } = held;
    if (set.isDamaged || !set.hasChecksums)
      return useless(
        set.isDamaged ? 'The backup was written damaged.' : 'The backup has no checksums.',
        null,
        written.files,
      );
    return {
      kind: 'done',
      note: `Set ${set.guid.slice(0, 8)} at position ${set.position}.`,
      memory: { set: foundToJson(set) },
    };
  },
  examine,
};

/** Reads every byte back. It says "readable (checksums)", never "restorable". */
export const verifyStep: StepKind = {
  async perform(context) {
    const { session, ports, signal, memory } = context;
    const written = writtenFrom(memory);
    if (session === null || written === null) return notThere;
    const { set } = memory;
    const position = isObject(set) ? Number(set['position'] ?? 1) : 1;
    const statement = verifyStatement(ports.template, written.files, position);
    const answer = await followProgress(context, (onMessage) =>
      session.run(statement, {}, { signal, onMessage }),
    );
    if (answer.ok)
      return { kind: 'done', note: 'Readable (checksums).', memory: { verified: true } };
    if (answer.trouble.kind === 'cancelled')
      return { kind: 'cancelled', note: 'Written, not read back.' };
    return useless(whyItFailed(answer.trouble), answer.trouble.detail, written.files);
  },
  examine,
};

function writing({ plan, step }: StepContext) {
  return plan.steps.find(({ does }) => does === 'write') ?? step;
}

const notThere: StepOutcome = {
  kind: 'failed',
  why: 'There is nothing to read back.',
  detail: null,
  leaves: 'The database is as it was.',
};

function useless(why: string, detail: string | null, files: readonly string[]): StepOutcome {
  return {
    kind: 'failed',
    why,
    detail,
    leaves: `Do not count on ${files.map(named).join(', ')}: take the backup again, and look at the disk.`,
  };
}
