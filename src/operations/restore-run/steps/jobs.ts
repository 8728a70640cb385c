import { named } from '../../../domain/plan.ts';
import { MINUTE, SECOND } from '../../../domain/time.ts';
import type { StepContext, StepKind } from '../../acting/operation.ts';
import { text } from '../../acting/row-fields.ts';
import { failure } from './standing.ts';

/** How long it is waited for someone to disable them, and how often that is looked at. */
const wait = 10 * MINUTE;
const pause = 15 * SECOND;

/**
 * Waits until no Agent job is enabled that backs up or cleans up (S23): it would take the log between the tail and the
 * first full, or delete what leads back. It only looks; nobody but the DBA disables jobs.
 */
export const jobs: StepKind = {
  async perform(context) {
    const { plan, ports, progress, signal } = context;
    const { database } = plan.target;
    for (let waited = 0; ; waited += pause) {
      const enabled = await enabledJobs(context);
      if (enabled?.length === 0) return { kind: 'done', note: 'No such job is enabled.' };
      if (signal.aborted) return { kind: 'cancelled', note: 'Nothing was done.' };
      const names = enabled?.map(named).join(', ') ?? null;
      if (waited >= wait)
        return failure(
          context,
          database,
          names === null
            ? 'Nothing was done: which jobs are enabled is not known. Let the reader see them, or order it with “while they run”.'
            : `Nothing was done: these jobs are still enabled: ${names}. Let the DBA disable them, or order it with “while they run”.`,
        );
      const note =
        names === null
          ? 'which jobs are enabled could not be asked; it is tried again'
          : `waiting for ${names} to be disabled`;
      progress({ percent: null, note, left: wait - waited });
      await ports.sleep(pause);
    }
  },
  examine: async () => ({ kind: 'again', note: 'it only looks.' }),
};

/** Null: that could not be asked, which is no leave to go on. */
async function enabledJobs({ ports }: StepContext): Promise<readonly string[] | null> {
  const answer = await ports.facts.ask('backup-jobs');
  if (!answer.ok) return null;
  return [...new Set(answer.value.map((row) => text(row, 'name') ?? ''))];
}
