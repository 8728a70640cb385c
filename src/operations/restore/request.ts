import type { BackupSet, Lsn, ServerTime } from './backup-set.ts';

/** The moment that is wanted. */
export interface Moment {
  /** Of the same kind as the times of the sets. */
  readonly at: ServerTime;
  /** On the server's own clock: what STOPAT says. */
  readonly local: ServerTime;
  /** As people are shown it, server-local. */
  readonly text: string;
  /** The earlier moment at which the server's clock showed the same, where it was put back between. */
  readonly earlier?: ServerTime | undefined;
}

/** A database in RESTORING that is to be continued: from sys.master_files. */
export interface Continuation {
  /** redo_start_lsn */
  readonly lsn: Lsn;
  /** differential_base_lsn; null where no differential may follow. */
  readonly diffBase: Lsn | null;
}

export interface RestoreRequest {
  readonly database: string;
  /** Null: the last moment that any sound chain reaches. */
  readonly moment: Moment | null;
  readonly exclude: { readonly diff: boolean; readonly log: boolean };
  /** The recovery fork that is wanted; for a continued database the one it is on. */
  readonly fork: string | null;
  readonly continueFrom: Continuation | null;
}

export interface RestoreStep {
  readonly setId: string;
  readonly type: 'full' | 'diff' | 'log';
  readonly files: readonly string[];
  readonly recovery: 'norecovery' | 'recovery';
  /** On the last log alone. */
  readonly stopAt: string | null;
}

export interface LeftOut {
  readonly setId: string;
  readonly why: string;
}

export interface RestorePlan {
  readonly ok: true;
  /** STOPAT ends at the moment that was asked for. */
  readonly pointInTime: boolean;
  readonly steps: readonly RestoreStep[];
  /** Server-local. Null: nothing is left to restore. */
  readonly reaches: string | null;
  readonly fork: string | null;
  /** Every set that is not a step. */
  readonly excluded: readonly LeftOut[];
  readonly warnings: readonly string[];
  readonly statements: readonly string[];
}

/** In order of precedence: the first that applies. */
export const refusalReasons = [
  'bad-history',
  'unknown-database',
  'no-full',
  'damaged',
  'fork',
  'gap',
  'bulk-logged',
  'not-covered',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

export interface RestoreRefusal {
  readonly ok: false;
  readonly reason: RefusalReason;
  /** What is wrong and what to do. */
  readonly message: string;
  /** The newest moment, not after the one asked for, that can be reached; server-local. */
  readonly newestReachable: string | null;
  readonly missing: { readonly fromLsn: string; readonly toLsn: string } | null;
  /** The forks to choose from. */
  readonly forks: readonly string[] | null;
}

export type RestoreAnswer = RestorePlan | RestoreRefusal;

/** Sets in the order in which they are restored, and where that ends. */
export interface Route {
  readonly sets: readonly BackupSet[];
  readonly fork: string | null;
}
