import type { Run } from '../../domain/run.ts';

/** Recovered, and nobody was let in: then it is restored anew from the first set, or opened by hand as it is. */
export function isRecovered({ plan, steps, memory }: Run): boolean {
  return (
    memory['way'] !== 'beside' &&
    typeof memory['copy'] !== 'string' &&
    plan.steps.some(
      ({ does, id }) =>
        does === 'recover' && steps.some((step) => step.id === id && step.state === 'done'),
    )
  );
}

/** What is between a database that is recovered and people who wait for it. */
export function closedLines(run: Run, isThere: boolean): readonly string[] {
  const { plan, steps, state } = run;
  if (isThere || !isRecovered(run) || (state !== 'failed' && state !== 'stopped')) return [];
  const doors = plan.steps.findIndex(({ id }) => id === 'doors');
  const left = plan.steps.filter(
    ({ id }, at) =>
      at <= doors &&
      (id === 'doors' || !steps.some((step) => step.id === id && step.state === 'done')),
  );
  const titles = left.map(({ title }) => `“${title}”`).join(', ');
  return [
    `It is recovered, and closed to all but administrators. “Restore anew…” begins again from its backups; to open it as it is, the DBA does what is left, in this order: ${titles}.`,
  ];
}
