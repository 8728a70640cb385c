import type { DigestTask, DigestView } from '../domain/digest-view.ts';
import { type RunbookTask, runbook } from '../domain/runbook.ts';
import type { Instant } from '../domain/time.ts';
import type { Verdict } from './digest-verify.ts';

/** One occasion of a task of the runbook. Of a task there is never more than one that is open. */
export interface TaskRecord extends DigestTask {
  readonly name: string;
  /** The period in which it came up. */
  readonly since: string;
}

const unitOf = { daily: 'day', weekly: 'week', monthly: 'month' } as const;

/**
 * The tasks of a digest: those that come up in its period, verified where the measurements do it, and those that are
 * still open from before. One that is open already does not come up a second time; what verifies it now closes it.
 */
export function tasksOf(
  { environment, kind, period }: { environment: string; kind: DigestView['kind']; period: string },
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
      carriedFrom: since === period ? null : since,
    };
  });
  const others = open.filter((task) => !isDue(task));
  return [...due, ...others.map((task) => ({ ...task, carriedFrom: task.since }))];
}

/** The task signed off; null where it is done already. */
export function signedOff(task: TaskRecord, person: string, at: Instant): TaskRecord | null {
  if (task.state !== 'open') return null;
  return { ...task, state: 'signed', signedBy: person, signedAt: at };
}
