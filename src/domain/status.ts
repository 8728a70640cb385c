import type { State, Subsystem } from './check.ts';
import type { Incident } from './incident.ts';
import type { Duration, Instant } from './time.ts';

/** One of the ten lines of the status. */
export interface StatusLine {
  readonly subsystem: Subsystem;
  readonly state: State;
  /** The one number that matters, or, when unknown, why there is none. */
  readonly headline: string;
  /** Recent values of that number, oldest first; empty where none is meaningful. */
  readonly trend: readonly number[];
  /** How old the oldest sample behind the line is, by the bot's clock; null: none yet. */
  readonly age: Duration | null;
  /** Older than it should be: the age is shown bold, with the reason. */
  readonly stale: boolean;
  /** Since when and why it is stale or unknown: `SQL Server unreachable for 3 min`. */
  readonly reason: string | null;
}

/** How many checks are in each state. `off` ones are not counted in the headline. */
export type StateCounts = Readonly<Record<State, number>>;

/** Messages decided on and not yet confirmed by Slack. */
export interface OutboxView {
  readonly waiting: number;
  readonly oldest: Duration | null;
}

/** Configured hours that keep alerts quiet now. */
export interface QuietView {
  readonly name: string;
  /** Null: not in the next days. */
  readonly until: Instant | null;
  /** How many firing instances they are about. */
  readonly held: number;
}

/** A restore that checks cannot look behind yet: what the database says of the time before is of another history (S18). */
export interface JustRestored {
  readonly ago: Duration;
  /** The checks that are unknown because of it, by name. */
  readonly checks: readonly string[];
}

/** Everything that `/hart status` shows of one environment. */
export interface Status {
  readonly environment: string;
  readonly state: State;
  readonly counts: StateCounts;
  readonly asOf: Instant;
  /** The ten subsystems, in their order. */
  readonly lines: readonly StatusLine[];
  readonly openAlerts: readonly Incident[];
  /** Runs in progress and plans that wait for approval, in words. */
  readonly running: readonly string[];
  readonly waiting: readonly string[];
  /** Rules that the configuration made laxer than their files: `queue-backlog/warning`. */
  readonly raised: readonly string[];
  /** Checks that are switched off, by name. */
  readonly off: readonly string[];
  /** What is silenced, by alert name, with its end. */
  readonly silenced: readonly { readonly name: string; readonly until: Instant }[];
  /** Mute times that are on, active times that are not. */
  readonly muting: readonly QuietView[];
  /** Null: no check is unknown because of a restore. */
  readonly restored: JustRestored | null;
  readonly outbox: OutboxView;
  readonly nextDigest: Instant | null;
  /** Faults found at start that still stand: a missing scope, a group that does not resolve. */
  readonly faults: readonly string[];
}

export function countStates(states: readonly State[]): StateCounts {
  const counts = { ok: 0, warning: 0, critical: 0, unknown: 0, off: 0 };
  for (const state of states) counts[state] += 1;
  return counts;
}
