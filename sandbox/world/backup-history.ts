import type { BackupSet } from './backup-set.ts';
import type { BackupType } from './backup-type.ts';
import { DAY, type Instant, local, MINUTE, SECOND, ZONE_MINUTES } from './clock.ts';
import { baseAt, lsnOf } from './databases/body.ts';
import type { DatabaseBody } from './databases/database.ts';
import type { Databases } from './databases/databases.ts';
import type { Random } from './random.ts';

export interface NewBackup {
  readonly database: string;
  readonly type: BackupType;
  readonly at: Instant;
  /** How long it took. */
  readonly ms?: number;
  readonly beginsLogChain?: boolean;
  /** What a statement asked for, or where the set was put. */
  readonly with?: Partial<
    Pick<
      BackupSet,
      | 'isCopyOnly'
      | 'media'
      | 'position'
      | 'hasChecksums'
      | 'isCompressed'
      | 'name'
      | 'description'
      | 'userName'
      | 'isForceOffline'
      | 'bytes'
    >
  >;
}

/** One row of msdb's restorehistory. */
export interface RestoreRecord {
  readonly id: number;
  readonly at: Instant;
  readonly database: string;
  readonly user: string;
  readonly setId: number;
  readonly type: BackupType;
  readonly isReplacing: boolean;
  readonly isRecovering: boolean;
  readonly stopAt: Instant | null;
  readonly devices: number;
}

const GIGABYTE = 2 ** 30;
export const BACKUP_DIRECTORY = 'D:\\Backups';

/** What is due at a moment by the schedule: full at 01:00, differential every six hours from then, log every 15 minutes. */
export function dueBetween(after: Instant, until: Instant): readonly NewBackup[] {
  const due: NewBackup[] = [];
  const quarter = 15 * MINUTE;
  for (let at = (Math.floor(after / quarter) + 1) * quarter; at <= until; at += quarter) {
    const minuteOfDay = Math.floor(((at + ZONE_MINUTES * MINUTE) % DAY) / MINUTE);
    if (minuteOfDay === 30)
      for (const database of ['master', 'msdb']) due.push({ database, type: 'D', at });
    if (minuteOfDay === 60) due.push({ database: 'Hartonomous', type: 'D', at: at + SECOND });
    else if (minuteOfDay % 360 === 60)
      due.push({ database: 'Hartonomous', type: 'I', at: at + SECOND });
    due.push({ database: 'Hartonomous', type: 'L', at });
  }
  return due;
}

/** The sets in order, and how a new one continues them. */
export interface BackupHistory {
  readonly sets: readonly BackupSet[];
  readonly restores: readonly RestoreRecord[];
  /** Grows with every change. */
  readonly revision: number;
  /** Makes a set and lets the database stand as it does after one. */
  take(backup: NewBackup): BackupSet;
  /** What a set would be, without anything of it happening. */
  draft(backup: NewBackup): BackupSet;
  /** Takes a log backup of which nothing is recorded, as when its row was lost. */
  lose(at: Instant): BackupSet;
  putBack(set: BackupSet): void;
  /** Records sets that were made elsewhere, under new numbers. */
  learn(sets: readonly BackupSet[]): void;
  /** Drops what no longer matters, or what a fault says never happened. */
  remove(which: (set: BackupSet) => boolean): void;
  newest(database: string, type: BackupType): BackupSet | undefined;
  restored(record: Omit<RestoreRecord, 'id'>): void;
  /** The number of a media set that is yet to be. */
  nextMediaId(): number;
}

export function createBackupHistory(databases: Databases, random: Random): BackupHistory {
  let sets: BackupSet[] = [];
  let restores: RestoreRecord[] = [];
  let lastId = 9000;
  let lastMediaId = 9000;
  let revision = 0;

  function keep(changed: BackupSet[]): void {
    sets = changed;
    revision += 1;
  }

  const newest = (database: string, type: BackupType) =>
    sets.findLast((set) => set.database === database && set.type === type && !set.isCopyOnly);

  function nextMediaId(): number {
    lastMediaId += 1;
    return lastMediaId;
  }

  function make(backup: NewBackup): BackupSet {
    const { type, at } = backup;
    const database = databases.get(backup.database);
    const { body } = database;
    const finishedAt = at + (backup.ms ?? duration(database.name, type));
    // a backup made while a full runs still stands on the full before it
    const base = baseAt(body, at);
    const checkpointLsn = lsnOf(body, at);
    const lastLsn = lsnOf(body, finishedAt);
    const isLog = type === 'L';
    lastId += 1;
    const id = lastId;
    const firstLsn = isLog ? logStart(backup, body, lastLsn) : checkpointLsn;
    const spans = isLog && body.left !== null && firstLsn <= body.left.lsn ? body.left : null;
    const mediaId = backup.with?.media?.id ?? nextMediaId();
    return {
      id,
      guid: random.guid('set', id),
      database: database.name,
      type,
      startedAt: at,
      finishedAt,
      firstLsn,
      lastLsn,
      checkpointLsn: isLog ? lsnOf(body, at - 90 * SECOND) : checkpointLsn,
      databaseBackupLsn: base?.lsn ?? 0n,
      base: type === 'I' ? base : null,
      beginsLogChain: backup.beginsLogChain ?? (isLog && !body.isChainBegun),
      isCopyOnly: false,
      recoveryModel: body.options.recoveryModel,
      bytes: size(database.name, type),
      media: {
        id: mediaId,
        guid: random.guid('media', mediaId),
        files: [fileName(database.name, type, at)],
        name: null,
        description: null,
      },
      position: 1,
      firstFork: spans?.fork ?? body.fork,
      lastFork: body.fork,
      forkPointLsn: spans?.lsn ?? null,
      databaseGuid: database.databaseGuid,
      familyGuid: body.familyGuid,
      hasChecksums: true,
      isDamaged: false,
      isSnapshot: false,
      isCompressed: true,
      hasBulkLoggedData: isLog && body.options.recoveryModel === 'BULK_LOGGED',
      hasIncompleteMetadata: false,
      isSingleUser: database.userAccess === 'SINGLE_USER',
      isReadOnly: body.options.isReadOnly,
      isForceOffline: false,
      name: `${database.name} ${type}`,
      description: null,
      userName: 'NT SERVICE\\SQLSERVERAGENT',
      createdAt: database.createdAt,
      image: body,
      ...backup.with,
    };
  }

  /** What a backup changes in the database: its differential base, and where the next log backup begins. */
  function follow(set: BackupSet): void {
    if (set.isCopyOnly || set.type === 'I') return;
    const { body } = databases.get(set.database);
    const { startedAt, finishedAt } = set;
    if (set.type === 'L') {
      const change = { lastLogBackupLsn: set.lastLsn, isChainBegun: true, left: null };
      databases.changeBody(set.database, change, startedAt);
      return;
    }
    const base = { lsn: set.firstLsn, guid: set.guid ?? '', startedAt, finishedAt };
    const begins = body.lastLogBackupLsn === null && body.options.recoveryModel !== 'SIMPLE';
    databases.changeBody(
      set.database,
      {
        bases: [...body.bases.slice(-3), base],
        ...(begins ? { lastLogBackupLsn: set.firstLsn, isChainBegun: false } : {}),
      },
      startedAt,
    );
  }

  return {
    get sets() {
      return sets;
    },
    get restores() {
      return restores;
    },
    get revision() {
      return revision;
    },
    take(backup) {
      const made = make(backup);
      follow(made);
      const set = { ...made, image: databases.get(made.database).body };
      keep([...sets, set]);
      return set;
    },
    draft: make,
    lose(at) {
      const made = make({ database: 'Hartonomous', type: 'L', at });
      return { ...made, firstLsn: made.image.lastLogBackupLsn ?? made.firstLsn };
    },
    putBack(set) {
      keep([...sets, set].toSorted((a, b) => a.id - b.id));
    },
    learn(foreign) {
      const known = foreign.map((set) => {
        lastId += 1;
        return { ...set, id: lastId };
      });
      keep([...sets, ...known]);
    },
    remove(which) {
      keep(sets.filter((set) => !which(set)));
    },
    newest,
    restored(record) {
      restores = [...restores, { ...record, id: 61 + restores.length }];
      revision += 1;
    },
    nextMediaId,
  };
}

/** A log begins where the one before it ended; one that begins a chain anew leaves a gap behind it. */
function logStart({ at, beginsLogChain }: NewBackup, body: DatabaseBody, end: bigint): bigint {
  const previous = body.lastLogBackupLsn;
  if (beginsLogChain === true && previous !== null && body.isChainBegun)
    return lsnOf(body, at - 20 * SECOND);
  return previous !== null && previous < end ? previous : end;
}

function duration(database: string, type: BackupType): number {
  if (database !== 'Hartonomous') return 6 * SECOND;
  return { D: 18 * MINUTE, I: 3 * MINUTE, L: 6 * SECOND }[type];
}

function size(database: string, type: BackupType): number {
  if (database !== 'Hartonomous') return 40 * 2 ** 20;
  return { D: 412 * GIGABYTE, I: 31 * GIGABYTE, L: Math.round(0.4 * GIGABYTE) }[type];
}

function fileName(database: string, type: BackupType, at: Instant): string {
  const stamp = new Date(local(at))
    .toISOString()
    .slice(0, 19)
    .replaceAll(/[-:]/g, '')
    .replace('T', '_');
  const kind = { D: 'Full', I: 'Diff', L: 'Log' }[type];
  return `${BACKUP_DIRECTORY}\\${database}_${kind}_${stamp}.${type === 'L' ? 'trn' : 'bak'}`;
}
