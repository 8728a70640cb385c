import { type BackupSet, guidKey, type Lsn } from './backup-set.ts';
import { type Branches, forksOf } from './branches.ts';
import type { Continuation, Moment } from './request.ts';
import { after, type State } from './state.ts';

/** The full that a differential was found to rest on. */
export interface DiffBase {
  readonly full: BackupSet;
  /** Its GUID or LSN says so; otherwise it is the newest full before, which is what it should be. */
  readonly proven: boolean;
}

/** Finds the full below each differential. */
export function createDiffBases(
  sets: readonly BackupSet[],
  isUsable: (full: BackupSet) => boolean,
): (diff: BackupSet) => DiffBase | null {
  const fulls = sets.filter(({ type, isCopyOnly }) => type === 'full' && isCopyOnly !== true);
  const byGuid = group(fulls, ({ setGuid }) => (setGuid === null ? null : guidKey(setGuid)));
  const byCheckpoint = group(fulls, ({ checkpointLsn }) => checkpointLsn);
  const inOrder = fulls.toSorted((a, b) => a.finishedAt - b.finishedAt);

  return (diff) => {
    const guid = diff.differentialBaseGuid === null ? null : guidKey(diff.differentialBaseGuid);
    const named = guid === null ? undefined : byGuid.get(guid);
    if (named !== undefined) return { full: prefer(named, diff, isUsable), proven: true };
    const fits = (full: BackupSet) => guid === null || full.setGuid === null;
    const lsn = diff.differentialBaseLsn ?? diff.databaseBackupLsn;
    const at = lsn === null ? [] : (byCheckpoint.get(lsn) ?? []).filter(fits);
    if (at.length > 0) {
      const full = prefer(at, diff, isUsable);
      return { full, proven: sameFork(full, diff) };
    }
    const newest = newestBefore(inOrder, diff);
    if (newest === null || !fits(newest)) return null;
    if (lsn !== null && !couldHaveCheckpoint(newest, lsn)) return null;
    return { full: newest, proven: false };
  };
}

/** The checkpoint of a full lies within what it covers. */
function couldHaveCheckpoint(full: BackupSet, lsn: Lsn): boolean {
  return full.checkpointLsn === null && full.firstLsn <= lsn && lsn <= full.lastLsn;
}

/** Of several readings of one full, one that can be used, on the differential's fork, with checksums. */
function prefer(
  fulls: readonly BackupSet[],
  diff: BackupSet,
  isUsable: (full: BackupSet) => boolean,
): BackupSet {
  const rank = (full: BackupSet) =>
    (isUsable(full) ? 0 : 4) +
    (sameFork(full, diff) ? 0 : 2) +
    (full.hasChecksums === true ? 0 : 1);
  const [best] = fulls.toSorted((a, b) => rank(a) - rank(b));
  return best ?? diff;
}

function sameFork(one: BackupSet, other: BackupSet): boolean {
  const [a, b] = [forksOf(one).last, forksOf(other).first];
  return a === null || b === null || a === b;
}

function newestBefore(fulls: readonly BackupSet[], diff: BackupSet): BackupSet | null {
  let [low, high] = [0, fulls.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((fulls[middle]?.finishedAt ?? 0) <= diff.startedAt) low = middle + 1;
    else high = middle;
  }
  const full = fulls[low - 1];
  return full !== undefined && full.lastLsn <= diff.lastLsn && sameFork(full, diff) ? full : null;
}

function group<K>(
  sets: readonly BackupSet[],
  keyOf: (set: BackupSet) => K | null,
): ReadonlyMap<K, readonly BackupSet[]> {
  const groups = new Map<K, BackupSet[]>();
  for (const set of sets) {
    const key = keyOf(set);
    if (key === null) continue;
    const found = groups.get(key);
    if (found === undefined) groups.set(key, [set]);
    else found.push(set);
  }
  return groups;
}

/** All that rolling forward can begin with: fulls, and differentials on theirs, finished by the moment. */
export function findBases(input: {
  readonly fulls: readonly BackupSet[];
  readonly diffs: readonly BackupSet[];
  readonly diffBase: (diff: BackupSet) => DiffBase | null;
  readonly branches: Branches;
  readonly moment: Moment | null;
  readonly excludeDiff: boolean;
}): readonly State[] {
  const { branches, moment } = input;
  const states = new Map<BackupSet, State>();
  const inTime = (set: BackupSet) => moment === null || set.finishedAt <= moment.at;
  const branchOf = (set: BackupSet) => branches.of(forksOf(set).last, set.databaseGuid);
  for (const set of input.fulls)
    if (inTime(set))
      states.set(set, { ...after(start(set), set, branchOf(set)), baseLsn: set.lastLsn });
  const fulls = new Map(states);
  if (input.excludeDiff) return [...fulls.values()];
  for (const diff of input.diffs) {
    if (!inTime(diff)) continue;
    const base = input.diffBase(diff);
    const full = base === null ? undefined : fulls.get(base.full);
    if (base === null || full === undefined) continue;
    states.set(diff, {
      ...after(full, diff, branchOf(diff)),
      doubts: base.proven ? 0 : 1,
      copyOnly: 0,
      baseLsn: diff.lastLsn,
    });
  }
  return [...states.values()];
}

function start(full: BackupSet): State {
  return {
    lsn: full.firstLsn,
    branch: 0,
    set: null,
    before: null,
    doubts: 0,
    steps: 0,
    copyOnly: full.isCopyOnly === true ? 1 : 0,
    unchecked: 0,
    baseLsn: full.firstLsn,
  };
}

/**
 * What a database in RESTORING can go on with: itself, and a differential where only its full was restored. Once a log
 * was, no differential may follow.
 */
export function findContinuations(input: {
  readonly diffs: readonly BackupSet[];
  readonly all: readonly BackupSet[];
  readonly diffBase: (diff: BackupSet) => DiffBase | null;
  readonly branches: Branches;
  readonly moment: Moment | null;
  readonly excludeDiff: boolean;
  readonly fork: string | null;
  readonly from: Continuation;
}): readonly State[] {
  const { branches, moment, from } = input;
  const here: State = {
    lsn: from.lsn,
    branch: branches.of(input.fork, null),
    set: null,
    before: null,
    doubts: 0,
    steps: 0,
    copyOnly: 0,
    unchecked: 0,
    baseLsn: from.lsn,
  };
  if (from.diffBase === null || input.excludeDiff) return [here];
  const full = input.all.find(
    ({ type, checkpointLsn }) => type === 'full' && checkpointLsn === from.diffBase,
  );
  if (full !== undefined && (from.lsn < full.firstLsn || from.lsn > full.lastLsn)) return [here];
  const branchOf = (set: BackupSet) => branches.of(forksOf(set).last, set.databaseGuid);
  // One that adds nothing to the full leads on all the same where it was taken on the fork that came after it.
  const leadsOn = (set: BackupSet) =>
    set.lastLsn > from.lsn || (set.lastLsn === from.lsn && branchOf(set) !== here.branch);
  const diffs = input.diffs.filter(
    (set) =>
      ((set.differentialBaseLsn ?? set.databaseBackupLsn) === from.diffBase ||
        (full !== undefined && input.diffBase(set)?.full === full)) &&
      leadsOn(set) &&
      (moment === null || set.finishedAt <= moment.at),
  );
  return [
    here,
    ...diffs.map((diff) => ({
      ...after(here, diff, branchOf(diff)),
      // Without the full in the history nothing shows that no log has been restored on it.
      doubts: full === undefined ? 1 : 0,
      baseLsn: diff.lastLsn,
    })),
  ];
}
