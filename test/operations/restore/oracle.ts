/**
 * A server that restores, by SQL Server's own refusals, written without a look at the planner. Imports nothing.
 * Times are the texts of the history, which sort as they are.
 */

/** One set as it stands in a history file. */
export interface RawSet {
  readonly id: string;
  readonly database: string;
  readonly type: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly firstLsn: string;
  readonly lastLsn: string;
  readonly checkpointLsn?: string | null;
  readonly databaseBackupLsn?: string | null;
  readonly differentialBaseLsn?: string | null;
  readonly differentialBaseGuid?: string | null;
  readonly setGuid?: string | null;
  readonly familyGuid?: string | null;
  readonly databaseGuid?: string | null;
  readonly firstForkGuid?: string | null;
  readonly lastForkGuid?: string | null;
  readonly forkPointLsn?: string | null;
  readonly isCopyOnly?: boolean | null;
  readonly isDamaged?: boolean | null;
  readonly isSnapshot?: boolean | null;
  readonly hasChecksums?: boolean | null;
  readonly hasBulkLoggedData?: boolean | null;
  readonly hasIncompleteMetadata?: boolean | null;
  readonly beginsLogChain?: boolean | null;
  readonly recoveryModel?: string | null;
  readonly timeZone?: number | null;
  readonly deviceType?: number | null;
  readonly isMirror?: boolean | null;
  readonly server?: string | null;
  readonly position?: number | null;
  readonly familyCount?: number | null;
  readonly familySequences?: readonly number[] | null;
  readonly files?: readonly string[] | null;
}

/** A database in RESTORING. */
export interface Restoring {
  readonly lsn: bigint;
  readonly fork: string | null;
  /** The end of what has been applied. */
  readonly time: string;
  readonly full: RawSet | null;
  readonly last: 'full' | 'diff' | 'log';
  /** STOPAT ended inside the last log. */
  readonly stopped: boolean;
}

export type Outcome = { readonly error: number } | { readonly database: Restoring };

export interface Leniency {
  /** Damaged and incomplete media are read all the same. */
  readonly damage?: boolean;
  /** STOPAT works inside logs with minimally logged changes. */
  readonly bulk?: boolean;
}

/** RESTORE … FROM one set WITH NORECOVERY, on what is there (null: no database). */
export function restore(
  database: Restoring | null,
  set: RawSet,
  stopAt: string | null,
  lenient: Leniency = {},
): Outcome {
  const media = mediaError(set, lenient);
  if (media !== null) return { error: media };
  if (set.type === 'full') {
    const { lastLsn, finishedAt: time, lastForkGuid, firstForkGuid } = set;
    const fork = lastForkGuid ?? firstForkGuid ?? null;
    return {
      database: { lsn: BigInt(lastLsn), fork, time, full: set, last: 'full', stopped: false },
    };
  }
  if (database === null || database.stopped) return { error: 3117 };
  return set.type === 'diff'
    ? restoreDiff(database, set)
    : restoreLog(database, set, stopAt, lenient);
}

function mediaError(set: RawSet, { damage = false }: Leniency): number | null {
  if (set.isMirror === true || set.isSnapshot === true) return 3241;
  if (
    set.deviceType !== undefined &&
    set.deviceType !== null &&
    ![2, 9, 102].includes(set.deviceType)
  )
    return 3201;
  if (set.files?.some((file) => file.toUpperCase() === 'NUL') === true) return 3201;
  if (damage) return null;
  if (set.isDamaged === true || set.hasIncompleteMetadata === true) return 3183;
  const families = new Set<unknown>(set.familySequences ?? set.files ?? []).size;
  return (set.familyCount ?? families) > families ? 3132 : null;
}

function restoreDiff(database: Restoring, set: RawSet): Outcome {
  if (database.last !== 'full' || database.full === null) return { error: 3136 };
  const { full } = database;
  if (full.isCopyOnly === true) return { error: 3136 };
  const guids = [set.differentialBaseGuid ?? null, full.setGuid ?? null] as const;
  const lsns = [
    set.differentialBaseLsn ?? set.databaseBackupLsn ?? null,
    full.checkpointLsn ?? null,
  ] as const;
  const isBased = guids.includes(null)
    ? lsns[0] !== null && lsns[0] === lsns[1]
    : guids[0] === guids[1];
  if (!isBased) return { error: 3136 };
  const fork = set.lastForkGuid ?? set.firstForkGuid ?? null;
  return {
    database: {
      ...database,
      lsn: BigInt(set.lastLsn),
      fork,
      time: set.finishedAt,
      last: 'diff',
    },
  };
}

function restoreLog(
  database: Restoring,
  set: RawSet,
  stopAt: string | null,
  { bulk = false }: Leniency,
): Outcome {
  const [first, last] = [BigInt(set.firstLsn), BigInt(set.lastLsn)];
  if (first > database.lsn) return { error: 4305 };
  if (last < database.lsn) return { error: 4326 };
  const fork = forkAfter(database, set);
  if (fork === undefined) return { error: 4330 };
  if (stopAt !== null) {
    if (database.time > stopAt) return { error: 4335 };
    if (set.hasBulkLoggedData === true && !bulk) return { error: 4341 };
  }
  const stopped = stopAt !== null && set.finishedAt >= stopAt;
  const time = stopped ? stopAt : later(database.time, set.finishedAt);
  return { database: { ...database, lsn: last, fork, time, last: 'log', stopped } };
}

/** The fork after a log, or undefined where the log is on another path than the database. */
function forkAfter({ fork, lsn }: Restoring, set: RawSet): string | null | undefined {
  const point = set.forkPointLsn ?? null;
  const begin = set.firstForkGuid ?? (point === null ? (set.lastForkGuid ?? null) : null);
  const end = set.lastForkGuid ?? (point === null ? begin : null);
  if (begin === end || point === null) {
    if (fork !== null && begin !== null && fork !== begin) return undefined;
    return end ?? fork;
  }
  if (fork === null) return end;
  if (fork === begin) return lsn <= BigInt(point) ? end : undefined;
  return fork === end && lsn > BigInt(point) ? end : undefined;
}

/** A way through the sets that the server takes without an error. */
export interface Way {
  readonly ids: readonly string[];
  readonly database: Restoring;
}

/** Every useful way to restore these sets in some order, ended at `moment` where one is given. */
export function everyWay(
  sets: readonly RawSet[],
  options: {
    readonly moment: string | null;
    readonly diffs?: boolean;
    readonly logs?: boolean;
    readonly from?: Restoring;
  } & Leniency,
): readonly Way[] {
  const { moment } = options;
  const ways: Way[] = [];
  const cheapest = new Map<string, number>();
  function follow(database: Restoring | null, ids: readonly string[]): void {
    if (database !== null) {
      const { lsn, fork, time, last, stopped } = database;
      const key = [lsn, fork, time, last, stopped, last === 'full' ? ids[0] : ''].join('|');
      if ((cheapest.get(key) ?? Infinity) <= ids.length) return;
      cheapest.set(key, ids.length);
      ways.push({ ids, database });
    }
    for (const set of sets) {
      if (ids.includes(set.id)) continue;
      if (database !== null && set.type === 'full') continue;
      if (set.type === 'diff' && options.diffs === false) continue;
      if (set.type === 'log' && options.logs === false) continue;
      // Data can't be stopped inside.
      if (set.type !== 'log' && moment !== null && set.finishedAt > moment) continue;
      const stop = set.type === 'log' && moment !== null && set.finishedAt >= moment;
      const outcome = restore(database, set, stop ? moment : null, options);
      if ('database' in outcome) follow(outcome.database, [...ids, set.id]);
    }
  }
  follow(options.from ?? null, []);
  return ways;
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}
