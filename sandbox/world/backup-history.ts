import { DAY, type Instant, local, MINUTE, SECOND, ZONE_MINUTES } from './clock.ts';
import { lsnAt } from './lsn.ts';

export type BackupType = 'D' | 'I' | 'L';

/** One backup set as msdb knows it. Times are UTC here. */
export interface BackupSet {
  readonly id: number;
  readonly database: string;
  readonly type: BackupType;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  readonly firstLsn: bigint;
  readonly lastLsn: bigint;
  readonly checkpointLsn: bigint;
  /** Checkpoint of the newest full before it; 0 for the first. */
  readonly databaseBackupLsn: bigint;
  /** The full that a differential stands on. */
  readonly base: BackupSet | null;
  readonly beginsLogChain: boolean;
  readonly isCopyOnly: boolean;
  readonly recoveryModel: 'FULL' | 'SIMPLE';
  readonly bytes: number;
  readonly file: string;
}

export interface NewBackup {
  readonly database: string;
  readonly type: BackupType;
  readonly at: Instant;
  /** How long it took. */
  readonly ms?: number;
  readonly file?: string;
  readonly isCopyOnly?: boolean;
  readonly beginsLogChain?: boolean;
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
  /** Grows with every change. */
  readonly revision: number;
  take(backup: NewBackup): BackupSet;
  /** Takes a log backup of which nothing is recorded, as when its row was lost. */
  lose(at: Instant): BackupSet;
  putBack(set: BackupSet): void;
  /** Drops what no longer matters, or what a fault says never happened. */
  remove(which: (set: BackupSet) => boolean): void;
  newest(database: string, type: BackupType): BackupSet | undefined;
}

export function createBackupHistory(): BackupHistory {
  let sets: BackupSet[] = [];
  let lastId = 9000;
  let revision = 0;

  function keep(changed: BackupSet[]): void {
    sets = changed;
    revision += 1;
  }

  const newest = (database: string, type: BackupType) =>
    sets.findLast((set) => set.database === database && set.type === type && !set.isCopyOnly);

  function make(backup: NewBackup): BackupSet {
    const { database, type, at } = backup;
    const finishedAt = at + (backup.ms ?? duration(database, type));
    // a backup made while a full runs still stands on the full before it
    const full = sets.findLast(
      (set) =>
        set.database === database && set.type === 'D' && !set.isCopyOnly && set.finishedAt <= at,
    );
    const previous = sets.findLast((set) => set.database === database && set.type === 'L');
    const checkpointLsn = lsnAt(at);
    const isLog = type === 'L';
    lastId += 1;
    return {
      id: lastId,
      database,
      type,
      startedAt: at,
      finishedAt,
      firstLsn: isLog ? logStart(backup, previous, full) : checkpointLsn,
      lastLsn: isLog ? lsnAt(at) : lsnAt(finishedAt),
      checkpointLsn: isLog ? lsnAt(at - 90 * SECOND) : checkpointLsn,
      databaseBackupLsn: full?.checkpointLsn ?? 0n,
      base: type === 'I' ? (full ?? null) : null,
      beginsLogChain: backup.beginsLogChain ?? (isLog && !previous),
      isCopyOnly: backup.isCopyOnly ?? false,
      recoveryModel: database === 'Hartonomous' ? 'FULL' : 'SIMPLE',
      bytes: size(database, type),
      file: backup.file ?? fileName(database, type, at),
    };
  }

  return {
    get sets() {
      return sets;
    },
    get revision() {
      return revision;
    },
    take(backup) {
      const made = make(backup);
      keep([...sets, made]);
      return made;
    },
    lose: (at) => make({ database: 'Hartonomous', type: 'L', at }),
    putBack(set) {
      keep([...sets, set].toSorted((a, b) => a.id - b.id));
    },
    remove(which) {
      keep(sets.filter((set) => !which(set)));
    },
    newest,
  };
}

/** A log begins where the one before it ended; the first of a chain reaches back to the full it stands on. */
function logStart(
  { at, beginsLogChain }: NewBackup,
  previous: BackupSet | undefined,
  full: BackupSet | undefined,
): bigint {
  if (!previous) return full?.checkpointLsn ?? lsnAt(at - 15 * MINUTE);
  return beginsLogChain ? lsnAt(at - 20 * SECOND) : previous.lastLsn;
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
