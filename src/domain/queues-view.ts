import type { State } from './check.ts';
import type { Duration, Instant } from './time.ts';

/** A Service Broker queue. Null: not known. */
export interface QueueLine {
  readonly queue: string;
  readonly state: State;
  readonly depth: number | null;
  /** Recent depths, oldest first. */
  readonly trend: readonly number[];
  /** Age of the oldest message by the server's clock. */
  readonly oldest: Duration | null;
  readonly receiveEnabled: boolean | null;
  readonly enqueueEnabled: boolean | null;
  readonly activationEnabled: boolean | null;
  readonly readers: number | null;
  readonly maxReaders: number | null;
}

/** What `/hart queues` shows. */
export interface QueuesView {
  readonly environment: string;
  readonly asOf: Instant;
  readonly queues: readonly QueueLine[];
  /** Messages in sys.transmission_queue, and rows of the dead letter table. Null: not known. */
  readonly undelivered: number | null;
  readonly deadLetters: number | null;
  /** Why something, or all, is not known; empty when everything is. */
  readonly unknown: readonly string[];
}
