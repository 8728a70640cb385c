import type { Duration } from '../../domain/time.ts';
import type { BackupSet, ServerTime } from '../restore/backup-set.ts';

/** A set of the history with what planning a backup looks at besides. */
export interface PastBackup {
  readonly set: BackupSet;
  /** As it lies on the disk; null: not known. */
  readonly bytes: number | null;
  readonly took: Duration;
  /** The name that it was given; ours begin with `hart R`. */
  readonly name: string | null;
}

export interface BackupServer {
  readonly name: string;
  readonly edition: string;
  /** 4 is Express; 5 and 8 are Azure's own. */
  readonly engineEdition: number;
  readonly localNow: ServerTime;
  /** What its local time is ahead of UTC now. */
  readonly offset: Duration;
  /** Whether it compresses where nothing is said; null: not known. */
  readonly compresses: boolean | null;
}

export interface BackupDatabase {
  readonly name: string;
  readonly id: number;
  readonly brokerGuid: string | null;
  readonly state: string;
  readonly recoveryModel: string;
  readonly inGroup: boolean;
  readonly familyGuid: string | null;
  readonly fork: string | null;
  /** Null in FULL: no backup began the chain yet. */
  readonly lastLogBackupLsn: string | null;
}

export interface RunningBackup {
  readonly sessionId: number;
  readonly command: string;
  readonly program: string;
  readonly startedLocal: string;
}

/** Everything that a plan of a backup rests on. Null: nobody could say. */
export interface BackupFacts {
  readonly server: BackupServer;
  readonly database: BackupDatabase | null;
  /** The GUIDs of the full that the data files' next differential stands on; null where there is none. */
  readonly bases: readonly (string | null)[];
  readonly past: readonly PastBackup[];
  readonly running: readonly RunningBackup[] | null;
  readonly replica: { readonly preferred: boolean; readonly primary: boolean } | null;
  readonly directory: 'there' | 'missing' | null;
  readonly volumes: readonly { readonly mount: string; readonly freeBytes: number }[] | null;
  /** Of the files that the differential's base lies in, those that the server does not see; null: not known. */
  readonly unseenBaseFiles: readonly string[] | null;
  /** What the operator's login was given; null: not known. */
  readonly mayBackUp: boolean | null;
  readonly mayReadBack: boolean | null;
}
