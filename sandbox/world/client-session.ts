import type { Instant } from './clock.ts';

/** Someone connected over TDS. */
export interface ClientSession {
  readonly spid: number;
  readonly login: string;
  readonly program: string;
  readonly host: string;
  /** The one that the session is in now. */
  readonly database: string;
  readonly since: Instant;
  readonly encrypted: boolean;
}
