import type { Instant } from './clock.ts';
import type { DatabaseName } from './things.ts';

/** Someone connected over TDS. */
export interface ClientSession {
  readonly spid: number;
  readonly login: string;
  readonly program: string;
  readonly host: string;
  readonly database: DatabaseName;
  readonly since: Instant;
  readonly encrypted: boolean;
}
