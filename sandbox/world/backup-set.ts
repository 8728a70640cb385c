import type { BackupType } from './backup-type.ts';
import type { Instant } from './clock.ts';
import type { DatabaseBody, RecoveryModel } from './databases/database.ts';

/** One backup set, as its header on the media and its row in msdb tell of it. Times are UTC here. */
export interface BackupSet {
  readonly id: number;
  /** Null only where a history was given that does not know it. */
  readonly guid: string | null;
  readonly database: string;
  readonly type: BackupType;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  readonly firstLsn: bigint;
  readonly lastLsn: bigint;
  readonly checkpointLsn: bigint | null;
  /** Checkpoint of the newest full before it; 0 for the first. */
  readonly databaseBackupLsn: bigint | null;
  /** The full that a differential stands on. */
  readonly base: { readonly lsn: bigint | null; readonly guid: string | null } | null;
  readonly beginsLogChain: boolean;
  readonly isCopyOnly: boolean;
  readonly recoveryModel: RecoveryModel;
  readonly bytes: number;
  readonly media: BackupMedia;
  /** Its place on the media, from 1. */
  readonly position: number;
  readonly firstFork: string | null;
  readonly lastFork: string | null;
  readonly forkPointLsn: bigint | null;
  readonly databaseGuid: string | null;
  readonly familyGuid: string | null;
  readonly hasChecksums: boolean;
  readonly isDamaged: boolean;
  readonly isSnapshot: boolean;
  readonly isCompressed: boolean;
  readonly hasBulkLoggedData: boolean;
  readonly hasIncompleteMetadata: boolean;
  readonly isSingleUser: boolean;
  readonly isReadOnly: boolean;
  /** Of a log: taken WITH NORECOVERY. */
  readonly isForceOffline: boolean;
  readonly name: string | null;
  readonly description: string | null;
  readonly userName: string;
  readonly createdAt: Instant;
  /** What it holds, as it was at its end. */
  readonly image: DatabaseBody;
}

/** The files that one or more sets were written to, all stripes of it. */
export interface BackupMedia {
  readonly id: number;
  readonly guid: string;
  /** One path a stripe, in the order of their sequence numbers. */
  readonly files: readonly string[];
  /** How many stripes there should be, and which those of `files` are, where some are missing. */
  readonly familyCount?: number;
  readonly sequence?: readonly number[];
  readonly deviceType?: number;
  readonly isMirror?: boolean;
  readonly name: string | null;
  readonly description: string | null;
}
