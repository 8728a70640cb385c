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
  /** A request of it runs now. */
  readonly isRunning: boolean;
  /** When its newest request began, and when the last one ended. */
  readonly lastRequest: { readonly began: Instant; readonly ended: Instant };
  /** Ends it as KILL does: its connection breaks, what it ran is interrupted. */
  end(): void;
}
