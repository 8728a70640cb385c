import type { BackupType } from '../backup-type.ts';
import type { Instant } from '../clock.ts';

export type DatabaseState = 'ONLINE' | 'RESTORING' | 'RECOVERING' | 'OFFLINE' | 'SUSPECT';
export type UserAccess = 'MULTI_USER' | 'SINGLE_USER' | 'RESTRICTED_USER';
export type RecoveryModel = 'FULL' | 'BULK_LOGGED' | 'SIMPLE';

/** What ALTER DATABASE … SET changes and a restore puts back to what the backup holds. */
export interface DatabaseOptions {
  readonly recoveryModel: RecoveryModel;
  readonly isBrokerEnabled: boolean;
  readonly isTrustworthy: boolean;
  readonly isDbChaining: boolean;
  readonly isReadCommittedSnapshot: boolean;
  readonly isQueryStoreOn: boolean;
  readonly isAutoUpdateStatsAsync: boolean;
  readonly isElevateToSnapshot: boolean;
  readonly isReadOnly: boolean;
  readonly isCdcEnabled: boolean;
  readonly isPublished: boolean;
  readonly compatibilityLevel: number;
  readonly ownerSid: Uint8Array;
}

export interface DatabaseFile {
  readonly id: number;
  /** The logical name. */
  readonly name: string;
  readonly path: string;
  readonly kind: 'ROWS' | 'LOG' | 'FILESTREAM';
  readonly megabytes: number;
  readonly usedMegabytes: number;
}

/** A point of the log and the moment at which it was written; from there the log grows with time. */
export interface LogPosition {
  readonly lsn: bigint;
  readonly at: Instant;
}

/** A full backup on which differentials stand. */
export interface DifferentialBase {
  /** Its checkpoint. */
  readonly lsn: bigint;
  readonly guid: string;
  readonly startedAt: Instant;
  /** It counts from its end on. */
  readonly finishedAt: Instant;
}

/** A stretch of time whose commits are in the database; `until` may be Infinity. */
export interface Window {
  readonly from: Instant;
  readonly until: Instant;
}

/** What is in the files of a database, and thus in its backups. Never changed: a new one points to the one before. */
export interface DatabaseBody {
  readonly since: Instant;
  readonly before: DatabaseBody | null;
  readonly options: DatabaseOptions;
  readonly brokerGuid: string;
  readonly familyGuid: string;
  /** Extended properties of the database itself. */
  readonly properties: Readonly<Record<string, string>>;
  /** Rows of the product are in it if they were committed in one of these. */
  readonly windows: readonly Window[];
  readonly log: LogPosition;
  /** The recovery fork, and the one that was left for it as long as no log backup spans both. */
  readonly fork: string;
  readonly left: { readonly fork: string; readonly lsn: bigint } | null;
  readonly bases: readonly DifferentialBase[];
  /** Where the next log backup begins; null: a full must come first. */
  readonly lastLogBackupLsn: bigint | null;
  /** A log backup was taken since the chain began. */
  readonly isChainBegun: boolean;
  readonly files: readonly DatabaseFile[];
}

/** How far a restore has come. */
export interface Restoring {
  /** The end of what was applied. */
  readonly lsn: bigint;
  readonly fork: string | null;
  readonly time: Instant;
  /** The full that all began with; null after a tail of the log alone. */
  readonly full: RestoredFull | null;
  readonly last: BackupType;
  /** A full restore broke off in it: only another full can follow. */
  readonly isBroken: boolean;
}

export interface RestoredFull {
  readonly guid: string | null;
  readonly checkpointLsn: bigint | null;
  readonly isCopyOnly: boolean;
}

export interface Database {
  readonly name: string;
  readonly id: number;
  readonly state: DatabaseState;
  readonly userAccess: UserAccess;
  /** The session that a SINGLE_USER database belongs to; null: whoever comes first. */
  readonly singleUserSpid: number | null;
  readonly isInStandby: boolean;
  readonly createdAt: Instant;
  readonly databaseGuid: string;
  readonly lastGoodCheck: Instant | null;
  readonly body: DatabaseBody;
  readonly restoring: Restoring | null;
}
