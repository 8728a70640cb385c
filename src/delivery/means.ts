import type { Logger } from '../domain/logger.ts';
import type { Sender } from '../domain/message.ts';
import type { Outbox } from '../domain/outbox.ts';
import type { Duration, Instant } from '../domain/time.ts';
import type { PaceLimits } from './pace.ts';

/** What delivery works with. */
export interface Means {
  readonly outbox: Outbox;
  readonly sender: Sender;
  readonly now: () => Instant;
  readonly log: Logger;
  readonly limits: PaceLimits;
  /** Where people find a message; null when it cannot be said. */
  readonly permalink: (channel: string, ts: string) => string | null;
  /** A call that takes longer has an unknown end. */
  readonly deadline: Duration;
}
