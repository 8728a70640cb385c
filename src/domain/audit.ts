import type { Instant } from './time.ts';

/** Who did what to what, when, with what outcome. */
export interface AuditEntry {
  readonly at: Instant;
  /** `slack:T123/U456`, `os:dba`, or `bot`. */
  readonly actor: string;
  readonly person: string | null;
  /** A command or operation: `status`, `test-alert`, `backup.full`. */
  readonly action: string;
  readonly environment: string | null;
  readonly outcome: 'done' | 'refused' | 'failed' | 'started';
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

/** An entry as it stands in the log. */
export interface RecordedAuditEntry extends AuditEntry {
  /** Gapless, from 1. */
  readonly sequence: number;
  /** Binds it to all before it. */
  readonly hash: string;
}

/** What came of reading the whole log again. */
export interface AuditFinding {
  readonly ok: boolean;
  readonly entries: number;
  readonly firstBad: { readonly sequence: number; readonly why: string } | null;
  /** `unproven`: entries could be missing at the end, since nothing kept elsewhere says otherwise. */
  readonly tail: 'proven' | 'unproven';
  readonly head: { readonly sequence: number; readonly hash: string } | null;
}
