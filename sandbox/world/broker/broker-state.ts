import type { Instant } from '../clock.ts';

/** What somebody set on a queue; undefined is as the product has it. */
export interface QueueSetting {
  /** Since when it is switched off; null: it is on. */
  readonly offSince: Instant | null;
  readonly activation: boolean | undefined;
}

/** What people have changed in Service Broker, beside what faults do to it. */
export interface BrokerState {
  setting(queue: string): QueueSetting;
  set(queue: string, change: Partial<QueueSetting>): void;
  /** After a restore the queues are as they were at its moment: they are part of the database. */
  rewind(moment: Instant): void;
  /** A message, by its conversation, is gone from its queue. */
  take(conversation: string): void;
  isTaken(conversation: string): boolean;
  /** This many leaked dialogs were ended since that moment, at which they began to leak. */
  endLeaked(count: number, since: Instant): void;
  endedLeaked(since: Instant): number;
  /** Dialogs that were ended with cleanup take their undelivered messages with them. */
  cleanUp(conversation: string): void;
  isCleanedUp(conversation: string): boolean;
  reset(): void;
}

const untouched: QueueSetting = { offSince: null, activation: undefined };

export function createBrokerState(now: () => Instant): BrokerState {
  let settings: readonly (QueueSetting & { readonly queue: string; readonly at: Instant })[] = [];
  const taken = new Set<string>();
  const cleaned = new Set<string>();
  const leaked = new Map<Instant, number>();
  const setting = (queue: string) => settings.findLast((one) => one.queue === queue) ?? untouched;
  return {
    setting,
    set(queue, change) {
      settings = [...settings, { ...setting(queue), ...change, queue, at: now() }];
    },
    rewind(moment) {
      settings = settings.filter(({ at }) => at <= moment);
    },
    take: (conversation) => void taken.add(conversation.toLowerCase()),
    isTaken: (conversation) => taken.has(conversation.toLowerCase()),
    endLeaked: (count, since) => void leaked.set(since, (leaked.get(since) ?? 0) + count),
    endedLeaked: (since) => leaked.get(since) ?? 0,
    cleanUp: (conversation) => void cleaned.add(conversation.toLowerCase()),
    isCleanedUp: (conversation) => cleaned.has(conversation.toLowerCase()),
    reset() {
      settings = [];
      taken.clear();
      cleaned.clear();
      leaked.clear();
    },
  };
}
