import type { Trouble } from '../../../domain/target.ts';
import { overwriting } from '../../acting/next-move.ts';
import type { StepContext, StepOutcome } from '../../acting/operation.ts';
import { type Standing, standingOf } from './standing.ts';

/**
 * What RESTORE says before it writes a byte: who asks, who is in, what the devices hold and where the files would go. A
 * media family that it cannot read (3241) is not among them: of several it may be the second.
 */
const refusals: ReadonlySet<number> = new Set([
  262, 1834, 3031, 3101, 3102, 3104, 3108, 3110, 3119, 3132, 3135, 3141, 3154, 3156, 3159, 3169,
  3176, 3187, 3201, 3205, 3227, 3231, 3234, 3257, 3258, 4038, 5133, 33_111,
]);

/**
 * Whether the database that a run was about to overwrite is as it was, though its first RESTORE was sent: it stands as
 * before, and where it was in RESTORING already by its tail, the error is one that comes before all writing. What was
 * cut off before and begun anew nobody can say that of.
 *
 * @param trouble what RESTORE failed with; null: it was not even sent
 */
export async function isUntouched(
  context: StepContext,
  before: Standing | null,
  trouble: Trouble | null,
): Promise<boolean> {
  const { run, step, plan, memory, again = false } = context;
  const isFirst = overwriting(run)?.id === step.id;
  if (typeof memory['copy'] === 'string' || memory['mode'] === 'continue' || !isFirst) return false;
  if (trouble === null) return !again;
  const answer = await standingOf(context, plan.target.database);
  const after = answer.ok ? answer.value : null;
  if (before === null || after === null || !isSame(before, after)) return false;
  return after.state !== 'RESTORING' || (!again && refusals.has(Number(trouble.code)));
}

function isSame(before: Standing, after: Standing): boolean {
  return (
    before.databaseId === after.databaseId &&
    before.state === after.state &&
    before.redoStartLsn === after.redoStartLsn
  );
}

/** What follows gives the database back, and the report offers a plan anew instead of going on. */
export function nothingOverwritten(why: string, detail: string | null): StepOutcome {
  return {
    kind: 'failed',
    why,
    detail,
    leaves: 'Nothing was overwritten.',
    memory: { untouched: true },
  };
}
