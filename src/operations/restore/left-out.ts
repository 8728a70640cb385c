import { type BackupSet, guidKey } from './backup-set.ts';
import { createDiffBases } from './bases.ts';
import { forksOf } from './branches.ts';
import type { History } from './history.ts';
import type { LeftOut, RestoreRequest } from './request.ts';

/** Why each set that is not in the plan is not. */
export function leftOutOf(
  history: History,
  request: RestoreRequest,
  plan: readonly BackupSet[],
): readonly LeftOut[] {
  const used = new Set(plan);
  const why = createReasons(history, request, plan);
  return [
    ...history.sets
      .filter((set) => !used.has(set))
      .map((set) => ({ setId: set.id, why: why(set) })),
    ...history.others.map((set) => ({ setId: set.id, why: `other database: ${set.database}` })),
  ];
}

/** Whether a set is on the same forks and of the same family as the one before it. */
function goesOnLike(set: BackupSet, before: BackupSet | undefined): boolean {
  return (
    before !== undefined &&
    set.familyGuid === before.familyGuid &&
    set.firstForkGuid === before.firstForkGuid &&
    set.lastForkGuid === before.lastForkGuid &&
    set.forkPointLsn === before.forkPointLsn
  );
}

function createReasons(
  history: History,
  { moment, exclude, continueFrom }: RestoreRequest,
  plan: readonly BackupSet[],
): (set: BackupSet) => string {
  const last = plan.at(-1);
  const base = plan.findLast(({ type }) => type !== 'log');
  const from = base?.lastLsn ?? continueFrom?.lsn ?? null;
  const turns = plan.filter((set, index) => !goesOnLike(set, plan[index - 1]));
  const forks = new Set(turns.flatMap((set) => Object.values(forksOf(set))));
  const families = new Set(turns.map(({ familyGuid }) => familyGuid && guidKey(familyGuid)));
  const isForeign = (set: BackupSet) =>
    set.familyGuid !== null && !families.has(null) && !families.has(guidKey(set.familyGuid));
  const diffBase = createDiffBases(history.sets, (full) => !history.unusable.has(full));

  function isOnAnotherFork(set: BackupSet): boolean {
    const { first, last: end } = forksOf(set);
    return (
      !forks.has(null) && end !== null && !(forks.has(end) && (first === null || forks.has(first)))
    );
  }
  function ofData(set: BackupSet): string {
    if (continueFrom !== null && set.type === 'full')
      return 'not needed: the database is restored already and goes on from its LSN';
    if (moment !== null && set.finishedAt > moment.at)
      return `finished after the moment, at ${set.finishedText}: it can’t be stopped inside`;
    if (set.type === 'full') return 'not needed: another full is the base of the plan';
    if (exclude.diff) return 'left out as asked: --exclude diff';
    if (continueFrom !== null)
      return 'can’t follow: its base is another, or a log was restored already';
    const found = diffBase(set);
    if (found === null) return 'its base full is not in the history';
    const unusable = history.unusable.get(found.full);
    if (unusable !== undefined)
      return `its base full ${found.full.id} can’t be used: ${unusable.why}`;
    return found.full === plan[0]
      ? 'not needed: the plan has fewer steps or is newer without it'
      : `rests on full ${found.full.id}, which is not the base of the plan`;
  }
  function ofLog(set: BackupSet): string {
    if (exclude.log) return 'left out as asked: --exclude log';
    if (
      from !== null &&
      set.lastLsn <= from &&
      !(set.firstLsn === set.lastLsn && set.lastLsn === from)
    )
      return 'not needed: all it holds is in what is restored before';
    if (set.firstLsn === set.lastLsn) return 'empty: nothing happened in it';
    if (last !== undefined && set.firstLsn >= last.lastLsn)
      return moment === null
        ? 'can’t be reached: logs before it are missing'
        : 'not needed: after the moment';
    return 'not needed: what it holds is covered by the logs of the plan';
  }
  return (set) => {
    const reason = history.unusable.get(set);
    if (reason !== undefined) return reason.why;
    if (isForeign(set)) return 'of another database of the same name: another family';
    if (isOnAnotherFork(set))
      return `on recovery fork ${set.lastForkGuid}, which the plan does not take`;
    return set.type === 'log' ? ofLog(set) : ofData(set);
  };
}
