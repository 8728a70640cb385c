import type { Duration, Instant } from './time.ts';

/** A moment by two clocks. */
export interface ServerMoment {
  /** What the server's clock showed, without a zone: `2026-11-23T14:05:00`. */
  readonly local: string;
  /** Null: the server's zone is not known, so nobody can say. */
  readonly at: Instant | null;
}

/** One history of the database: a recovery fork with backups on hand. */
export interface RestoreFork {
  /** Its GUID. */
  readonly id: string;
  /** The one that the database is on now. */
  readonly present: boolean;
  /** Null: nothing of it can be restored, or it is not known; `note` says why. */
  readonly oldest: ServerMoment | null;
  readonly newest: ServerMoment | null;
  /** What tells it from the others: `left on 2026-11-20 by a restore`. Fit for a channel. */
  readonly note: string | null;
}

/** A log backup before which a restore can end: for "before the thing that is in this log". */
export interface RestoreLog {
  readonly setId: string;
  readonly fork: string | null;
  readonly startedAt: ServerMoment;
  readonly finishedAt: ServerMoment;
}

/** A file of the database, and where a copy would have it. */
export interface RestoreFile {
  readonly logical: string;
  readonly kind: 'rows' | 'log' | 'filestream' | 'memory';
  readonly proposed: string;
  readonly bytes: number | null;
}

/** What the form of a restore offers. Null stands for what nobody could say. */
export interface RestoreChoices {
  readonly environment: string;
  readonly server: string;
  readonly database: string;
  /** The present one first. */
  readonly forks: readonly RestoreFork[];
  /** Newest first. */
  readonly logs: readonly RestoreLog[];
  /** `Europe/Berlin`, or an offset. */
  readonly serverZone: string | null;
  /** A name for a copy that no database has. */
  readonly copyName: string;
  readonly files: readonly RestoreFile[];
  readonly volumes: readonly { readonly name: string; readonly freeBytes: number | null }[];
  /** How long a copy is kept before it is proposed for dropping. */
  readonly copyLifetime: Duration;
  /** Why a restore in place can't be made beside first (S8): of plain text. Null: it can. Left out: nobody knows. */
  readonly notBeside?: string | null;
  /** The environment whose backups these are; left out: its own (S17). */
  readonly from?: string;
  /** Whose backups it could be made of besides, where there are several environments. */
  readonly others?: readonly string[];
  /** What masks a copy of another environment's database here; null, or left out: nothing does. */
  readonly masking?: string | null;
  /** What is worth knowing before choosing. */
  readonly warnings: readonly string[];
}

/** Until when to restore. `before-log`: to the end of what came before that log backup. */
export type RestoreEnd =
  | { readonly kind: 'latest' }
  | { readonly kind: 'moment'; readonly at: Instant }
  | { readonly kind: 'before-log'; readonly setId: string };

/**
 * The options of the orders `restore.copy` and `restore.in-place`, as the form gives them; `copy`, `moves` and `keep`
 * are of a copy alone.
 */
export interface RestoreOptions {
  /** Null: the present one. */
  readonly fork: string | null;
  readonly end: RestoreEnd;
  readonly copy: string | null;
  /** Logical name and path; files that are not here go where they are proposed. */
  readonly moves: Readonly<Record<string, string>>;
  readonly keep: Duration | null;
  /** In place alone: it does not wait until jobs that back up or clean up are disabled (S23). */
  readonly whileJobsRun?: boolean;
  /** In place alone: a copy is restored and proven first, then both change their names (S8). Overwriting otherwise. */
  readonly way?: 'beside' | 'over';
  /** In place alone, overwriting: no tail of the log is taken first, and what is not backed up is lost (S3). */
  readonly withoutTail?: boolean;
  /** A copy alone: the environment whose backups it is made of; left out: its own (S17). */
  readonly from?: string;
  /** A copy from another environment: it keeps the data as it is, where nothing masks it (S17). */
  readonly unmasked?: boolean;
}
