import type { DigestTask, DigestView } from '../domain/digest-view.ts';
import { type RunbookTask, runbook } from '../domain/runbook.ts';
import type { Instant } from '../domain/time.ts';
import type { Verdict } from './digest-verify.ts';

/** One occasion of a task of the runbook. Of a task there is never more than one that is open. */
export interface TaskRecord extends DigestTask {
  readonly name: string;
  /** The period in which it came up. */
  readonly since: string;
  readonly openedAt: Instant;
}

/** Which digest it is. */
export interface Occasion {
  readonly environment: string;
  readonly kind: DigestView['kind'];
  readonly period: string;
  readonly at: Instant;
}

const units = ['day', 'week', 'month'] as const;
const unitOf = { daily: 'day', weekly: 'week', monthly: 'month' } as const;

/**
 * The tasks of a digest: those that come up in its period, verified where the measurements do it, and those that are
 * still open from before, of this kind or of longer ones. One that is open already does not come up a second time; what verifies it now closes it.
 */
export function tasksOf(
  { environment, kind, period, at }: Occasion,
  known: readonly TaskRecord[],
  verdicts: ReadonlyMap<string, Verdict>,
): readonly TaskRecord[] {
  if (kind === 'now') return [];
  const open = known.filter(({ state }) => state === 'open');
  const isDue = ({ every }: Pick<RunbookTask, 'every'>) => every === unitOf[kind];
  const due = runbook.filter(isDue).map((task): TaskRecord => {
    const verdict = verdicts.get(task.name);
    const before = open.find(({ name }) => name === task.name);
    const since = before?.since ?? period;
    return {
      id: before?.id ?? `${environment}/${task.name}/${period}`,
      name: task.name,
      title: task.title,
      every: task.every,
      state: verdict?.verified === true ? 'verified' : 'open',
      detail: verdict?.detail ?? '',
      signedBy: null,
      signedAt: null,
      since,
      openedAt: before?.openedAt ?? at,
      carriedFrom: since === period ? null : since,
    };
  });
  const rank = units.indexOf(unitOf[kind]);
  // Shorter ones have digests of their own, and what came up at this very moment stands in the one beside.
  const others = open.filter(({ every, openedAt }) => units.indexOf(every) > rank && openedAt < at);
  return [...due, ...others.map((task) => ({ ...task, carriedFrom: task.since }))];
}

/** The task signed off; null where it is done already. */
export function signedOff(task: TaskRecord, person: string, at: Instant): TaskRecord | null {
  if (task.state !== 'open') return null;
  return { ...task, state: 'signed', signedBy: person, signedAt: at };
}
