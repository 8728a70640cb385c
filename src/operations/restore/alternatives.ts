import type { BackupSet } from './backup-set.ts';
import { historyOf } from './history.ts';
import type { RestorePlan, RestoreRequest } from './request.ts';
import { chooseChain, surveyOf } from './survey.ts';
import { writePlan } from './write-plan.ts';

/**
 * Other sound plans for the same moment, shortest first: on each of the newest fulls, with differentials and without.
 * For when a file of the best plan turns out to be lost. Each full looked at costs as much as a planning.
 */
export function alternativesTo(
  best: RestorePlan,
  sets: readonly BackupSet[],
  request: RestoreRequest,
  limit = 3,
): readonly RestorePlan[] {
  const history = historyOf(sets, request.database);
  const { moment, exclude } = request;
  const fulls = history.usable
    .filter(
      ({ type, finishedAt }) => type === 'full' && (moment === null || finishedAt <= moment.at),
    )
    .toSorted((a, b) => b.finishedAt - a.finishedAt)
    .slice(0, limit + 1);
  const plans = new Map([[routeKey(best), best]]);
  for (const full of fulls) {
    const usable = history.usable.filter((set) => set.type !== 'full' || set === full);
    for (const diff of exclude.diff ? [true] : [false, true]) {
      const asked = { ...request, exclude: { ...exclude, diff }, fork: request.fork ?? best.fork };
      const choice = chooseChain(surveyOf(history, asked, { usable }), asked);
      if (choice.kind !== 'chain') continue;
      const plan = writePlan(history, asked, choice.chain);
      // "Latest" by way of another full must not mean less.
      if (plan.reaches === best.reaches) plans.set(routeKey(plan), plan);
    }
  }
  plans.delete(routeKey(best));
  return [...plans.values()].toSorted((a, b) => a.steps.length - b.steps.length).slice(0, limit);
}

function routeKey({ steps }: RestorePlan): string {
  return JSON.stringify(steps.map(({ setId }) => setId));
}
