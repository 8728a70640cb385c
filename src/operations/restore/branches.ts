import { type BackupSet, guidKey } from './backup-set.ts';

/**
 * Where a database can be: on a recovery fork, as one of the databases that share it. Null: not known, fits all.
 * A branch is named by its number.
 */
export type Branch = number;

/** A way that one log offers: from a branch to a branch. */
export interface Passage {
  readonly from: Branch;
  readonly to: Branch;
  /**
   * A log that leaves one fork for another takes a database that is on the first up to the fork point, and one that is
   * on the other beyond it (as Microsoft's own planner in SMO has it).
   */
  readonly side: 'any' | 'before' | 'after';
}

export interface Branches {
  readonly count: number;
  /** The branch that a full, a differential or a continued database is on. */
  of(fork: string | null, databaseGuid: string | null): Branch;
  passages(log: BackupSet): readonly Passage[];
  /** The fork's GUID as it was written; null: not known. */
  fork(branch: Branch): string | null;
}

/** Finds the forks and databases in some sets of one family. */
export function findBranches(sets: readonly BackupSet[], startFork: string | null): Branches {
  const written = new Map<string, string>();
  const note = (guid: string | null) => {
    if (guid !== null && !written.has(guidKey(guid))) written.set(guidKey(guid), guid);
  };
  note(startFork);
  for (const set of sets) {
    note(set.firstForkGuid);
    note(set.lastForkGuid);
  }
  const lines = findLines(sets);
  const forks = [null, ...written.keys()];
  const lineCount = lines.count + 1;
  const forkIndex = new Map(forks.map((key, index) => [key, index]));
  const number = (fork: string | null, line: number | null) =>
    (forkIndex.get(fork) ?? 0) * lineCount + (line === null ? 0 : line + 1);
  const all = forks.flatMap((fork) =>
    Array.from({ length: lineCount }, (_, index) => ({
      fork,
      line: index === 0 ? null : index - 1,
    })),
  );
  const cache = new Map<string, readonly Passage[]>();

  let before: BackupSet | null = null;
  let found: readonly Passage[] = [];
  function passages(log: BackupSet): readonly Passage[] {
    // One log is mostly like the one before.
    if (before === null || !areAlike(log, before)) found = passagesOf(log);
    before = log;
    return found;
  }
  function passagesOf(log: BackupSet): readonly Passage[] {
    const { first, last } = forksOf(log);
    const line = lines.of(log.databaseGuid);
    const forked = log.forkPointLsn !== null;
    const key = `${first}|${last}|${line}|${forked}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const ways = all.flatMap((here): Passage[] => {
      const crossing = first !== last;
      const sameLine = here.line === null || line === null || here.line === line;
      const to = number(last ?? here.fork, line ?? here.line);
      const from = number(here.fork, here.line);
      // A restore, which begins the new fork, also gives the database a new GUID.
      if (crossing && here.fork === first) return [{ from, to, side: forked ? 'before' : 'any' }];
      if (!sameLine) return [];
      if (crossing && here.fork === last) return forked ? [{ from, to, side: 'after' }] : [];
      if (here.fork === null || first === null || here.fork === first)
        return [{ from, to, side: 'any' }];
      return [];
    });
    cache.set(key, ways);
    return ways;
  }
  return {
    count: all.length,
    passages,
    of: (fork, databaseGuid) =>
      number(fork === null ? null : guidKey(fork), lines.of(databaseGuid)),
    fork(branch) {
      const key = all[branch]?.fork ?? null;
      return key === null ? null : (written.get(key) ?? key);
    },
  };
}

function areAlike(a: BackupSet, b: BackupSet): boolean {
  return (
    a.firstForkGuid === b.firstForkGuid &&
    a.lastForkGuid === b.lastForkGuid &&
    a.databaseGuid === b.databaseGuid &&
    (a.forkPointLsn === null) === (b.forkPointLsn === null)
  );
}

/** The forks on which a set begins and ends, by key. A set with one of them known and no fork point has but that one. */
export function forksOf({ firstForkGuid, lastForkGuid, forkPointLsn }: BackupSet): {
  readonly first: string | null;
  readonly last: string | null;
} {
  const first = firstForkGuid === null ? null : guidKey(firstForkGuid);
  const last = lastForkGuid === null ? null : guidKey(lastForkGuid);
  if (forkPointLsn !== null) return { first, last };
  return { first: first ?? last, last: last ?? first };
}

/**
 * A database's GUID changes with every restore, so a chain may pass from one to the next; two that took backups at the
 * same time were two databases, and nothing leads from one to the other.
 */
function findLines(sets: readonly BackupSet[]): {
  readonly count: number;
  of(databaseGuid: string | null): number | null;
} {
  const spans = new Map<string, { from: number; to: number }>();
  for (const { databaseGuid, startedAt } of sets) {
    if (databaseGuid === null) continue;
    const key = guidKey(databaseGuid);
    const span = spans.get(key);
    if (span === undefined) spans.set(key, { from: startedAt, to: startedAt });
    else {
      span.from = Math.min(span.from, startedAt);
      span.to = Math.max(span.to, startedAt);
    }
  }
  const ends: number[] = [];
  const lines = new Map<string, number>();
  for (const [key, { from, to }] of [...spans].toSorted(([, a], [, b]) => a.from - b.from)) {
    const free = ends.findIndex((end) => end <= from);
    const line = free === -1 ? ends.length : free;
    ends[line] = to;
    lines.set(key, line);
  }
  // With one line there is nothing to keep apart.
  if (ends.length < 2) return { count: 0, of: () => null };
  return {
    count: ends.length,
    of: (guid) => (guid === null ? null : (lines.get(guidKey(guid)) ?? null)),
  };
}
