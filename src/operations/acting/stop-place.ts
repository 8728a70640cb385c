import type { PlanStep } from '../../domain/plan.ts';
import type { Run } from '../../domain/run.ts';
import { isStopping, overwriting } from './next-move.ts';

/** Where a run that overwrites can be stopped, and what that leaves (S12). */
export interface StopPlace {
  /** The step that is still done. */
  readonly after: PlanStep;
  /** What is still done until then, that one the last. */
  readonly until: readonly PlanStep[];
  /** What is done afterwards in any case. */
  readonly owed: readonly PlanStep[];
  readonly leftOut: readonly PlanStep[];
  /** Sentences. */
  readonly leaves: string;
  readonly goesOn: string;
}

/** The next place that has a name; null: nothing is overwritten, it stops already, or nothing would be left out. */
export function stopPlace(run: Run, compensations: readonly string[]): StopPlace | null {
  const hasFailed = run.steps.some(({ state }) => state === 'failed');
  if (run.state !== 'running' || hasFailed || isStopping(run) || overwriting(run) === null)
    return null;
  const ahead = run.plan.steps.filter(({ id }) => {
    const state = run.steps.find((step) => step.id === id)?.state;
    return state === 'waiting' || state === 'running';
  });
  const at = ahead.findIndex(({ safe, stop }) => safe !== undefined || stop !== undefined);
  const after = ahead[at];
  if (after === undefined) return null;
  const rest = ahead.slice(at + 1);
  const leftOut = rest.filter(({ id }) => !compensations.includes(id));
  if (leftOut.length === 0) return null;
  return {
    after,
    until: ahead.slice(0, at + 1),
    owed: rest.filter(({ id }) => compensations.includes(id)),
    leftOut,
    ...stateAfter(run, after),
  };
}

function stateAfter({ plan }: Run, { stop, safe }: PlanStep): NonNullable<PlanStep['stop']> {
  return (
    stop ?? {
      leaves: `\`${plan.target.database}\` is: ${safe ?? ''}.`,
      goesOn: 'A DBA does what is left out, or it is asked for again from the beginning.',
    }
  );
}
