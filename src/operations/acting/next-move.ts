import type { PlanStep } from '../../domain/plan.ts';
import type { Run, RunState, RunStep } from '../../domain/run.ts';

/** What a running run does next, from what is recorded of it alone. */
export type Move =
  | { readonly kind: 'perform'; readonly step: PlanStep }
  /** Begun and not ended: by another process, or over a connection that is gone. */
  | { readonly kind: 'examine'; readonly step: PlanStep }
  | { readonly kind: 'end'; readonly state: RunState };

export function nextMove(run: Run, compensations: readonly string[]): Move {
  const begun = stepIn(run, 'running');
  if (begun !== undefined) return { kind: 'examine', step: begun };
  const compensating = isCompensating(run, compensations);
  const wanted = compensating ? compensations : run.plan.steps.map(({ id }) => id);
  for (const id of wanted) {
    const step = run.plan.steps.find((each) => each.id === id);
    if (step === undefined || stateOf(run, id) !== 'waiting') continue;
    if (step.undoes === undefined || (compensating && lastBegun(run) === step.undoes))
      return { kind: 'perform', step };
  }
  return { kind: 'end', state: ending(run, compensations) };
}

/** Something failed, or someone cancelled: what undoes it is all that is still done. */
export function isCompensating(run: Run, compensations: readonly string[]): boolean {
  return run.steps.some(({ state }) => state === 'failed') || isCancelled(run, compensations);
}

/** Whether a cancel takes effect by now: one that was agreed to does once the step that it named is over. */
export function isStopping(run: Run): boolean {
  const { cancelAsked } = run;
  if (cancelAsked === null) return false;
  const after = cancelAsked.agreed?.after;
  return after === undefined || !['waiting', 'running'].includes(stateOf(run, after));
}

/** Asked for in time: something was or will be left out because of it. */
function isCancelled(run: Run, compensations: readonly string[]): boolean {
  if (!isStopping(run)) return false;
  return run.steps.some(
    ({ id, state }) => state === 'skipped' || (state === 'waiting' && !compensations.includes(id)),
  );
}

/** Whether a cancel breaks this step off where it is, or keeps it from being done anew (S12). */
export function givesWay({ cancelAsked }: Run, id: string): boolean {
  if (cancelAsked === null) return false;
  const { agreed } = cancelAsked;
  return agreed === undefined || (agreed.breaksOff === true && agreed.after === id);
}

/** Of the steps in the order of the plan, but for those that undo. */
function lastBegun({ plan, steps }: Run): string | null {
  const begun = plan.steps.filter(
    ({ id, undoes }) =>
      undoes === undefined && steps.some((step) => step.id === id && step.startedAt !== null),
  );
  return begun.at(-1)?.id ?? null;
}

/** The step from which on what was there is being overwritten, once it has begun (S12). */
export function overwriting(run: Run): PlanStep | null {
  return firstBegun(run, ({ overwrites }) => overwrites);
}

/** The step from which on one person's word cancels no more: it overwrites, or changes which database bears the name (S12). */
export function pastAWord(run: Run): PlanStep | null {
  return firstBegun(run, ({ overwrites, swaps }) => overwrites || swaps === true);
}

function firstBegun(run: Run, wanted: (step: PlanStep) => boolean): PlanStep | null {
  const begun = run.plan.steps.filter(
    (step) => wanted(step) && !['waiting', 'skipped', 'by-dba'].includes(stateOf(run, step.id)),
  );
  return begun[0] ?? null;
}

/** Whether what was done last left the target in a state that has a name of its own (S48). */
export function isSafe(run: Run): boolean {
  if (pastAWord(run) === null) return true;
  const done = run.plan.steps.filter(({ id }) => stateOf(run, id) === 'done');
  return done.at(-1)?.safe !== undefined;
}

function stateOf(run: Run, id: string): RunStep['state'] {
  return run.steps.find((step) => step.id === id)?.state ?? 'skipped';
}

function stepIn(run: Run, state: RunStep['state']): PlanStep | undefined {
  return run.plan.steps.find(({ id }) => stateOf(run, id) === state);
}

function ending(run: Run, compensations: readonly string[]): RunState {
  const states = run.steps.map(({ state }) => state);
  if (states.includes('failed')) return 'failed';
  if (isCancelled(run, compensations)) return 'cancelled';
  return states.includes('by-dba') ? 'incomplete' : 'done';
}

/** The steps as they stand before the first: what the bot may not do is the DBA's from the start. */
export function firstSteps(steps: readonly PlanStep[]): readonly RunStep[] {
  return steps.map(({ id, by }) => ({
    id,
    state: by === 'dba' ? 'by-dba' : 'waiting',
    startedAt: null,
    endedAt: null,
    percent: null,
    note: null,
  }));
}

/** The run with one step changed. */
export function withStep(run: Run, id: string, change: Partial<RunStep>): Run {
  return {
    ...run,
    steps: run.steps.map((step) => (step.id === id ? { ...step, ...change } : step)),
  };
}
