import type { BackupSet, Lsn, ServerTime } from './backup-set.ts';
import type { Branch } from './branches.ts';

/** A database that has been restored up to here, and the cheapest way to it. */
export interface State {
  readonly lsn: Lsn;
  readonly branch: Branch;
  /** Restored last; null: the database that is to be continued. */
  readonly set: BackupSet | null;
  readonly before: State | null;
  /** Sets whose place in the chain is assumed, not proven. */
  readonly doubts: number;
  readonly steps: number;
  /** 1: rests on a copy-only full. */
  readonly copyOnly: number;
  /** Sets not known to carry checksums. */
  readonly unchecked: number;
  /** Where rolling forward began: of two equal ways the one that has less log to apply. */
  readonly baseLsn: Lsn;
}

/** Negative where `a` is the better way: surer, shorter, conventional, checked, newer base. */
export function compareStates(a: State, b: State): number {
  return (
    a.doubts - b.doubts ||
    a.steps - b.steps ||
    a.copyOnly - b.copyOnly ||
    a.unchecked - b.unchecked ||
    compareLsns(b.baseLsn, a.baseLsn)
  );
}

export function compareLsns(a: Lsn, b: Lsn): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The state after one more set. */
export function after(before: State, set: BackupSet, branch: Branch): State {
  return {
    lsn: set.lastLsn,
    branch,
    set,
    before,
    doubts: before.doubts,
    steps: before.steps + 1,
    copyOnly: before.copyOnly,
    unchecked: before.unchecked + (set.hasChecksums === true ? 0 : 1),
    baseLsn: before.baseLsn,
  };
}

/** The sets that lead to a state, in the order in which they are restored. */
export function setsOf(state: State): readonly BackupSet[] {
  const sets: BackupSet[] = [];
  for (let at: State | null = state; at !== null; at = at.before)
    if (at.set !== null) sets.push(at.set);
  return sets.toReversed();
}

/** When the newest set of a state finished; null: the database that is to be continued, as it is. */
export function finishOf(state: State): ServerTime | null {
  return state.set?.finishedAt ?? null;
}
