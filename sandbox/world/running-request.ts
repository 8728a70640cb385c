import type { Instant } from './clock.ts';

/** A statement at work, as sys.dm_exec_requests shows it. */
export interface RunningRequest {
  readonly spid: number;
  /** `BACKUP DATABASE`, `RESTORE LOG` … */
  readonly command: string;
  /** The database that it works on. */
  readonly database: string;
  readonly since: Instant;
  readonly percent: number;
  readonly wait: string;
}
