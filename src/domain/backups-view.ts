import type { State } from './check.ts';
import type { Duration, Instant } from './time.ts';

/** The newest backup of one kind of one database. Null: not known, or none. */
export interface BackupLine {
  readonly database: string;
  readonly kind: 'full' | 'diff' | 'log' | 'neo4j';
  readonly state: State;
  /** When it finished; null: there is none. */
  readonly finishedAt: Instant | null;
  /** By the server's own clock. */
  readonly age: Duration | null;
  readonly bytes: number | null;
  /** Read back by the server with checksums; null: not known. */
  readonly readBack: boolean | null;
  /** Restored somewhere and proven; null: not known. */
  readonly restoreTested: boolean | null;
}

/** What the history on hand can restore. */
export interface Restorability {
  readonly database: string;
  /** The newest moment; null: nothing can be restored. */
  readonly newest: Instant | null;
  /** How far that lies behind the server's clock: what would be lost now. */
  readonly behind: Duration | null;
  readonly worstGap: Duration | null;
  /** The oldest moment; null: none, or not known. */
  readonly oldest?: Instant | null;
  /** A tail-log backup now would reach the present. */
  readonly tailReaches?: boolean;
  /** About how long a restore to the newest moment takes, by the history. */
  readonly restoreTakes?: Duration | null;
  /** Since the last restore under another name that was tried; null: not known. */
  readonly testedAgo?: Duration | null;
  /** What is missing, in words. */
  readonly missing: readonly string[];
}

/** What `/hart backups` shows. */
export interface BackupsView {
  readonly environment: string;
  readonly asOf: Instant;
  readonly lines: readonly BackupLine[];
  readonly restorability: readonly Restorability[];
  /** The most that may be lost, as configured. */
  readonly rpo: Duration | null;
  /** How long a restore may take, as configured. */
  readonly rto?: Duration | null;
  /** Why something, or all, is not known; empty when everything is. */
  readonly unknown: readonly string[];
}
