/**
 * A log sequence number. SQL Server's are numeric(25,0) and lose digits as a JavaScript number, so they are never
 * anything but a bigint or a decimal text.
 */
export type Lsn = bigint;

/**
 * A moment on the server's clock in milliseconds: local time counted as if it were UTC, or UTC where the server's zone
 * is known (see `zone.ts`). All moments of one planning are of one kind.
 */
export type ServerTime = number;

export type SetType = 'full' | 'diff' | 'log' | 'other';

/** One row of msdb's backupset with its media, or one backup header. Null: not known. */
export interface BackupSet {
  readonly id: string;
  readonly database: string;
  readonly type: SetType;
  /** The type as it was written: only full, diff and log can be planned with. */
  readonly typeText: string;
  readonly startedAt: ServerTime;
  readonly finishedAt: ServerTime;
  /** `finishedAt` as it was written, server-local: what people are shown. */
  readonly finishedText: string;
  readonly firstLsn: Lsn;
  /** The LSN of the next record after the set. */
  readonly lastLsn: Lsn;
  readonly checkpointLsn: Lsn | null;
  readonly databaseBackupLsn: Lsn | null;
  readonly differentialBaseLsn: Lsn | null;
  readonly differentialBaseGuid: string | null;
  readonly setGuid: string | null;
  readonly familyGuid: string | null;
  readonly databaseGuid: string | null;
  readonly firstForkGuid: string | null;
  readonly lastForkGuid: string | null;
  /** Where the log leaves `firstForkGuid` for `lastForkGuid`; null also where they are the same. */
  readonly forkPointLsn: Lsn | null;
  readonly isCopyOnly: boolean | null;
  readonly isDamaged: boolean | null;
  readonly isSnapshot: boolean | null;
  readonly hasChecksums: boolean | null;
  readonly hasBulkLoggedData: boolean | null;
  readonly hasIncompleteMetadata: boolean | null;
  readonly beginsLogChain: boolean | null;
  readonly recoveryModel: string | null;
  /** The server's offset from UTC in quarters of an hour when the backup began. */
  readonly timeZone: number | null;
  /** msdb's number: 2 disk, 102 named disk device, 9 URL; others are tapes and virtual devices. */
  readonly deviceType: number | null;
  readonly isMirror: boolean | null;
  readonly server: string | null;
  /** The set's place in its media: `FILE =`. */
  readonly position: number | null;
  /** Media families (stripes) that the set was written to. */
  readonly familyCount: number | null;
  /** The family number of each of `files`. */
  readonly familySequences: readonly number[] | null;
  readonly files: readonly string[] | null;
  /** False: the server was asked just now and does not find one of them. Left out: nobody asked, or nobody could tell. */
  readonly filesSeen?: boolean;
}

/** A GUID for comparing: tools write it with and without braces, in either case. */
export function guidKey(guid: string): string {
  return (guid.startsWith('{') ? guid.replace(/^\{|\}$/g, '') : guid).toLowerCase();
}

export function sameGuid(one: string, other: string): boolean {
  return one === other || guidKey(one) === guidKey(other);
}
