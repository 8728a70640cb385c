import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../domain/logger.ts';
import type { Sender, SendResult } from '../domain/message.ts';
import type { Method, Outbox, OutboxCounts } from '../domain/outbox.ts';
import { type Duration, type Instant, MINUTE, SECOND } from '../domain/time.ts';
import type { Means } from './means.ts';
import { type PaceLimits, paceLimits, pausedUntil, unhurried } from './pace.ts';
import { present } from './presence.ts';
import { sendNext } from './send-next.ts';

export interface DeliveryState extends OutboxCounts {
  readonly running: boolean;
  /** Since when nothing got through to Slack; null while it answers. */
  readonly awaySince: Instant | null;
  /** When Slack last took something. */
  readonly lastSentAt: Instant | null;
  /** Null when Slack took something since. */
  readonly lastFailure: { readonly at: Instant; readonly why: string } | null;
  /** Methods that Slack asked us to leave alone, until when. */
  readonly blockedUntil: Readonly<Partial<Record<Method, Instant>>>;
}

/** Brings the outbox to Slack: in order, at Slack's pace, once. */
export interface Delivery {
  start(): void;
  /** Something was asked for: look at once instead of at the next look. */
  kick(): void;
  /** Lets the call under way end, and makes no other. */
  stop(): Promise<void>;
  state(): Promise<DeliveryState>;
}

/** Without a kick the outbox is looked at this often. */
const idle: Duration = 30 * SECOND;
/** Whoever archived a channel, or removed the bot, may have put it right. */
const reconsiderEvery: Duration = 10 * MINUTE;
/** A store that cannot be read or written is asked again this often. */
const afterFault: Duration = 5 * SECOND;

/**
 * @param options.sleep must end early, without an error or with one, when the signal is aborted
 * @param options.deadline a call to Slack that takes longer counts as lost on the way; a minute when left out
 */
export function createDelivery(options: {
  readonly outbox: Outbox;
  readonly sender: Sender;
  readonly now: () => Instant;
  readonly log: Logger;
  readonly sleep?: (duration: Duration, signal: AbortSignal) => Promise<void>;
  readonly limits?: Partial<PaceLimits>;
  readonly permalink?: Means['permalink'];
  readonly deadline?: Duration;
  /** Told of every call's outcome. */
  readonly onResult?: (kind: SendResult['kind']) => void;
}): Delivery {
  const { outbox, now, log, sleep = nap } = options;
  const means: Means = {
    outbox,
    sender: options.sender,
    now,
    log,
    limits: { ...paceLimits, ...options.limits },
    permalink: options.permalink ?? (() => null),
    deadline: options.deadline ?? MINUTE,
  };
  let pace = unhurried;
  let isRecalled = false;
  let presence = present;
  let reconsideredAt = Number.NEGATIVE_INFINITY;
  const asked = { toLook: false, toStop: false };
  let waking = new AbortController();
  let running: Promise<void> | null = null;
  let lastSentAt: Instant | null = null;
  let lastFailure: DeliveryState['lastFailure'] = null;

  /** One step; answers how long to wait before the next. */
  async function step(): Promise<Duration> {
    await recall();
    await reconsider();
    const stepped = await sendNext(means, pace, presence);
    pace = stepped.pace;
    presence = stepped.presence;
    const { result, next } = stepped;
    if (result) options.onResult?.(result.kind);
    if (result?.kind === 'sent') {
      lastSentAt = now();
      lastFailure = null;
    } else if (result) {
      lastFailure = { at: now(), why: result.why };
    }
    if (next.kind === 'now') return 0;
    return next.at === null ? idle : Math.min(idle, Math.max(0, next.at - now()));
  }

  /** What Slack asked for it asked of the bot, not of this process. */
  async function recall(): Promise<void> {
    if (isRecalled) return;
    pace = pausedUntil(pace, await outbox.pauses(now()));
    isRecalled = true;
  }

  async function guardedStep(): Promise<Duration> {
    try {
      return await step();
    } catch (error) {
      log.error({ err: error }, 'Delivery could not go on and tries again');
      lastFailure = { at: now(), why: error instanceof Error ? error.message : String(error) };
      return afterFault;
    }
  }

  async function reconsider(): Promise<void> {
    if (now() - reconsideredAt < reconsiderEvery) return;
    reconsideredAt = now();
    const again = await outbox.reconsider();
    if (again > 0) log.info({ messages: again }, 'Trying messages again that Slack had refused');
  }

  async function run(): Promise<void> {
    reconsideredAt = Number.NEGATIVE_INFINITY;
    while (!asked.toStop) {
      asked.toLook = false;
      const wait = await guardedStep();
      if (asked.toStop || asked.toLook || wait === 0) continue;
      waking = new AbortController();
      await sleep(wait, waking.signal).catch(() => undefined);
    }
  }

  return {
    start() {
      asked.toStop = false;
      running ??= run();
    },
    kick() {
      asked.toLook = true;
      waking.abort();
    },
    async stop() {
      asked.toStop = true;
      waking.abort();
      await running;
      running = null;
    },
    async state() {
      const blocked = Object.entries(pace.blockedUntil).filter(([, until]) => until > now());
      return {
        ...(await outbox.counts()),
        running: running !== null && !asked.toStop,
        awaySince: presence.awaySince,
        lastSentAt,
        lastFailure,
        blockedUntil: Object.fromEntries(blocked),
      };
    },
  };
}

async function nap(duration: Duration, signal: AbortSignal): Promise<void> {
  await delay(duration, undefined, { signal });
}
