import { type BackupSet, type Lsn, type ServerTime, sameGuid } from './backup-set.ts';
import { createDiffBases } from './bases.ts';
import { unusable } from './usable.ts';

/** A stretch of time of which no moment can be restored, with the log that is missing. */
export interface Hole {
  /** The last moment before it that can be restored. */
  readonly from: ServerTime;
  /** When a backup could be restored again; null: none yet. */
  readonly to: ServerTime | null;
  readonly fromLsn: Lsn;
  readonly toLsn: Lsn;
}

/** How far a restore could have gone, backup by backup. */
export interface ReachOverTime {
  /** The moments at which what can be restored moved on, in order. */
  readonly moves: readonly ServerTime[];
  readonly holes: readonly Hole[];
}

/**
 * Follows the log through a history: a full or differential can be restored to its end, a log carries on from where the
 * one before ended. A log that begins further on is worth nothing until the next full or differential.
 */
export function reachOverTime(sets: readonly BackupSet[], fork: string | null): ReachOverTime {
  const onFork = (set: BackupSet) =>
    fork === null || set.lastForkGuid === null || sameGuid(set.lastForkGuid, fork);
  const usable = sets.filter((set) => unusable(set) === null && onFork(set));
  const baseOf = createDiffBases(usable, () => true);
  const moves: ServerTime[] = [];
  const holes: Hole[] = [];
  const here: {
    reach: { readonly lsn: Lsn; readonly at: ServerTime } | null;
    hole: Omit<Hole, 'to'> | null;
  } = { reach: null, hole: null };

  function move(set: BackupSet): void {
    if (here.hole !== null) holes.push({ ...here.hole, to: set.finishedAt });
    here.hole = null;
    here.reach = { lsn: set.lastLsn, at: set.finishedAt };
    moves.push(set.finishedAt);
  }

  for (const set of inOrder(usable)) {
    const { reach } = here;
    if (set.type !== 'log') {
      const stands = set.type === 'full' || baseOf(set) !== null;
      // A base within reach of the log adds a way to restore, not a moment, unless the log has ended.
      if (stands && (reach === null || set.lastLsn > reach.lsn)) move(set);
    } else if (reach !== null && set.lastLsn >= reach.lsn) {
      if (set.firstLsn <= reach.lsn) move(set);
      else here.hole ??= { from: reach.at, fromLsn: reach.lsn, toLsn: set.firstLsn };
    }
  }
  if (here.hole !== null) holes.push({ ...here.hole, to: null });
  return { moves, holes };
}

/** By the LSN at which they end: msdb's times go back in autumn. */
function inOrder(sets: readonly BackupSet[]): readonly BackupSet[] {
  return sets.toSorted((a, b) => {
    if (a.lastLsn !== b.lastLsn) return a.lastLsn < b.lastLsn ? -1 : 1;
    return a.finishedAt - b.finishedAt;
  });
}
