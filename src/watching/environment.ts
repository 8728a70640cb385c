import type { Check } from '../domain/check.ts';
import type { OnCallView } from '../domain/incident.ts';
import type { OutboxView } from '../domain/status.ts';
import type { Duration, Instant } from '../domain/time.ts';
import type { WatchStore } from './ports.ts';
import type { Watcher } from './watcher.ts';

/** One watched environment, with what its views need. */
export interface WatchedEnvironment {
  readonly name: string;
  readonly watcher: Watcher;
  readonly checks: readonly Check[];
  /** Checks that the configuration switched off. */
  readonly disabled: readonly Check[];
  /** Rules that the configuration made laxer, by name. */
  readonly raised?: readonly string[];
  readonly rpo: Duration;
  readonly rto?: Duration;
}

/** What the bot knows of itself. */
export interface BotFacts {
  readonly sockets: number;
  readonly outbox: OutboxView;
  readonly nextDigest: Instant | null;
  /** How large its store is. */
  readonly storeBytes: number;
  /** Faults that stand since the start: a missing scope, a group that does not resolve. */
  readonly faults: readonly string[];
}

export interface ViewOptions {
  readonly environments: ReadonlyMap<string, WatchedEnvironment>;
  readonly store: WatchStore;
  readonly bot: () => Promise<BotFacts>;
  readonly timeZone: string;
  /** Who is mentioned when something turns critical now. */
  readonly onCall: () => OnCallView;
  /** GUIDs of backup sets that runs read back. */
  readonly readBacks?: (environment: string) => Promise<ReadonlySet<string>>;
  /** What runs left that is wanted no more, in words. */
  readonly copiesDue?: (environment: string) => Promise<readonly string[]>;
  readonly now: () => Instant;
}
