import type { PlanStep } from '../../domain/plan.ts';
import type { Run } from '../../domain/run.ts';
import { isStopping, overwriting, pastAWord } from './next-move.ts';

/** What a run leaves that is stopped early, and what goes on from there. Sentences. */
interface Left {
  readonly leaves: string;
  readonly goesOn: string;
}

/** Where a run that is past a word can be stopped, and what that leaves (S12). */
export interface StopPlace extends Left {
  /** The step that is still done, or broken off. */
  readonly after: PlanStep;
  /** It is broken off where it is, since it only reads or waits: nothing is waited for. */
  readonly breaksOff: boolean;
  /** What is still done until then, that one the last. */
  readonly until: readonly PlanStep[];
  /** What is done afterwards in any case. */
  readonly owed: readonly PlanStep[];
  /** What is sent besides, to put back what was. */
  readonly sends: readonly string[];
  readonly leftOut: readonly PlanStep[];
  /** Whether something is lost by it: overwritten, and not put back. */
  readonly loses: boolean;
}

/** The next place that has a name; null: it may be stopped by a word, it stops already, or nothing would be left out. */
export function stopPlace(run: Run, compensations: readonly string[]): StopPlace | null {
  const hasFailed = run.steps.some(({ state }) => state === 'failed');
  if (run.state !== 'running' || hasFailed || isStopping(run) || pastAWord(run) === null)
    return null;
  const ahead = run.plan.steps.filter(
    ({ id, undoes }) =>
      undoes === undefined && ['waiting', 'running'].includes(stateOf(run, id) ?? ''),
  );
  return inTheMiddle(run, ahead, compensations) ?? atTheNext(run, ahead, compensations);
}

/** In the step under way, where it may be broken off and what was before it has a name. */
function inTheMiddle(
  run: Run,
  [now, ...rest]: readonly PlanStep[],
  compensations: readonly string[],
): StopPlace | null {
  if (now?.brokenOff === undefined || stateOf(run, now.id) !== 'running') return null;
  const before = run.plan.steps
    .filter(({ id, by }) => by === 'bot' && ['done', 'by-dba'].includes(stateOf(run, id) ?? ''))
    .at(-1);
  if (before === undefined || !hasName(before)) return null;
  const { leaves, goesOn } = stateAfter(run, before);
  const leftOut = rest.filter(({ id }) => !compensations.includes(id));
  return {
    ...placeOf(run, before, compensations, rest),
    after: now,
    breaksOff: true,
    until: [],
    leftOut: [now, ...leftOut],
    leaves: `${leaves} ${now.brokenOff}`,
    goesOn,
  };
}

function atTheNext(
  run: Run,
  ahead: readonly PlanStep[],
  compensations: readonly string[],
): StopPlace | null {
  const at = ahead.findIndex(hasName);
  const after = ahead[at];
  if (after === undefined) return null;
  const rest = ahead.slice(at + 1);
  const leftOut = rest.filter(({ id }) => !compensations.includes(id));
  if (leftOut.length === 0) return null;
  return {
    ...placeOf(run, after, compensations, rest),
    after,
    breaksOff: false,
    until: ahead.slice(0, at + 1),
    leftOut,
    ...stateAfter(run, after),
  };
}

/** @param last the step whose end names what is left */
function placeOf(
  run: Run,
  last: PlanStep,
  compensations: readonly string[],
  rest: readonly PlanStep[],
): Pick<StopPlace, 'owed' | 'sends' | 'loses'> {
  const undoing = run.plan.steps.filter(
    ({ id, undoes }) => undoes === last.id && compensations.includes(id),
  );
  const sends = last.stop?.sends ?? [];
  return {
    owed: [...undoing, ...rest.filter(({ id }) => compensations.includes(id))],
    sends,
    loses: overwritesBy(run, last) && undoing.length === 0 && last.stop?.sends === undefined,
  };
}

function overwritesBy(run: Run, last: PlanStep): boolean {
  const { steps } = run.plan;
  const upTo = steps.slice(0, steps.indexOf(last) + 1);
  return overwriting(run) !== null || upTo.some(({ overwrites }) => overwrites);
}

/** What a cancel that was agreed to has left, by what became of its step; null: there was none. */
export function leftByCancel(
  run: Run,
): (Left & { readonly title: string; readonly isBrokenOff: boolean }) | null {
  const agreed = run.cancelAsked?.agreed;
  if (agreed === undefined) return null;
  const step = run.plan.steps.find(({ id }) => id === agreed.after);
  const isBrokenOff = agreed.breaksOff === true && stateOf(run, agreed.after) === 'skipped';
  // It came to its end before it could be broken off: then that is what is true.
  const wasQuicker = agreed.breaksOff === true && !isBrokenOff;
  const { leaves, goesOn } =
    wasQuicker && step !== undefined && hasName(step) ? stateAfter(run, step) : agreed;
  return { title: step?.title ?? agreed.after, isBrokenOff, leaves, goesOn };
}

function hasName({ safe, stop }: PlanStep): boolean {
  return safe !== undefined || stop !== undefined;
}

function stateAfter({ plan }: Run, { stop, safe }: PlanStep): Left {
  return (
    stop ?? {
      leaves: `\`${plan.target.database}\` is: ${safe ?? ''}.`,
      goesOn: 'A DBA does what is left out, or it is asked for again from the beginning.',
    }
  );
}

function stateOf({ steps }: Run, id: string) {
  return steps.find((step) => step.id === id)?.state;
}
