import type { Run } from '../../../src/domain/run.ts';

/** The steps of a run in order, each with its state. */
export function statesOf({ steps }: Run): readonly string[] {
  return steps.map(({ id, state }) => `${id} ${state}`);
}
