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
