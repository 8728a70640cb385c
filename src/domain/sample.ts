import type { Duration, Instant } from './time.ts';

/** One thing seen. A null value: the source had none. */
export interface Row {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, number | string | null>>;
}

/** Why a check cannot say. The words people read come from `detail`. */
export type UnknownReason =
  | 'unreachable'
  | 'timeout'
  | 'permission'
  | 'hidden'
  | 'missing'
  | 'version'
  | 'empty'
  | 'stale'
  | 'restored'
  | 'secondary'
  | 'error';

/** A part of what a check asks that gave no answer: all rows that carry these labels are not known. */
export interface Blind {
  readonly labels: Readonly<Record<string, string>>;
  readonly reason: UnknownReason;
  readonly detail: string;
}

/** Rows, or why there are none. */
export type Outcome =
  | {
      readonly kind: 'rows';
      readonly rows: readonly Row[];
      /** There, if only empty, where several servers were asked one by one. */
      readonly blind?: readonly Blind[];
    }
  | {
      readonly kind: 'unknown';
      readonly reason: UnknownReason;
      readonly detail: string;
      /** How long before the sample the database was restored, where that is the reason. */
      readonly restoredAgo?: Duration;
    }
  | { readonly kind: 'off'; readonly detail: string };

/** What one probe saw. */
export interface Sample {
  readonly environment: string;
  readonly check: string;
  /** The bot's clock when the probe ended. */
  readonly at: Instant;
  /** How long it took. */
  readonly ms: Duration;
  /** The variant that ran, where the check has several. */
  readonly variant: string | null;
  /** The server that answered, as it calls itself. */
  readonly replica: string | null;
  /** The server's own clock when it answered. */
  readonly serverTime: Instant | null;
  /** When the server last started: counters begin anew there. */
  readonly startedAt: Instant | null;
  readonly outcome: Outcome;
}

/** Beyond this the two clocks disagree, which is worth a warning. */
export const maxClockSkew: Duration = 5000;

/** How far the server's clock is ahead of the bot's; null where the server did not say. */
export function clockSkew({ serverTime, at }: Sample): Duration | null {
  return serverTime === null ? null : serverTime - at;
}
