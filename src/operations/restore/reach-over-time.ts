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
    /** How far a restore gets. */
    reach: End | null;
    /** Where the log that can be restored ends: a base may lie beyond it. */
    covered: End | null;
    /** The first log that cannot be restored. */
    orphan: Lsn | null;
  } = { reach: null, covered: null, orphan: null };

  function move({ lastLsn: lsn, finishedAt: at }: BackupSet): void {
    here.reach = { lsn, at };
    here.covered ??= here.reach;
    moves.push(at);
  }

  for (const set of inOrder(usable)) {
    const { reach, covered } = here;
    if (set.type !== 'log') {
      const stands = set.type === 'full' || baseOf(set) !== null;
      if (stands && (reach === null || set.lastLsn > reach.lsn)) move(set);
    } else if (reach !== null && covered !== null && set.lastLsn >= reach.lsn) {
      if (set.firstLsn > reach.lsn) {
        here.orphan ??= set.firstLsn;
        continue;
      }
      // A base took it across: between the two there is no log.
      if (set.firstLsn > covered.lsn)
        holes.push({
          from: covered.at,
          to: reach.at,
          fromLsn: covered.lsn,
          toLsn: here.orphan ?? set.firstLsn,
        });
      here.orphan = null;
      move(set);
      here.covered = here.reach;
    }
  }
  const { covered, orphan, reach } = here;
  if (orphan !== null && covered !== null && reach !== null)
    holes.push({
      from: covered.at,
      // A base beyond it may have come already.
      to: reach.lsn > orphan ? reach.at : null,
      fromLsn: covered.lsn,
      toLsn: orphan,
    });
  return { moves, holes };
}

interface End {
  readonly lsn: Lsn;
  readonly at: ServerTime;
}

/** By the LSN at which they end: msdb's times go back in autumn. */
function inOrder(sets: readonly BackupSet[]): readonly BackupSet[] {
  return sets.toSorted((a, b) => {
    if (a.lastLsn !== b.lastLsn) return a.lastLsn < b.lastLsn ? -1 : 1;
    return a.finishedAt - b.finishedAt;
  });
}
