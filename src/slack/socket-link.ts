import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger as SlackLogger } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Logger } from '../domain/logger.ts';
import { type Duration, SECOND } from '../domain/time.ts';
import { slackErrorName } from './send-result.ts';
import { openLine, type SlackEnvelope, type SocketLine } from './socket-line.ts';

export interface SocketLinkOptions {
  readonly appToken: string;
  readonly clientOptions: WebClientOptions;
  readonly slackLogger: SlackLogger;
  readonly logger: Logger;
  readonly onEnvelope: (envelope: SlackEnvelope) => void;
  /** Slack was heard of: a ping, or anything else. */
  readonly onHeard: () => void;
  /** Between attempts; the first and the longest. */
  readonly pause?: { readonly first: Duration; readonly longest: Duration };
  /** A connection on which Slack is not heard for so long is dead, whatever it seems to be. */
  readonly silence?: Duration;
  /** How long to wait before connecting anew, so that all connections do not end at one moment again. */
  readonly stagger?: () => Duration;
}

/** One connection to Slack that is kept up. */
export interface SocketLink {
  connected(): boolean;
  /** Why the last attempt failed; null once it succeeded. */
  trouble(): string | null;
  start(): void;
  stop(): Promise<void>;
}

/** A connection that ends sooner than this counts as a failed attempt, so that we do not knock without end. */
const settled: Duration = 2 * SECOND;

/** Slack says hello within a second or two; a connection without one is dead. */
const helloWithin: Duration = 20 * SECOND;

/** Slack pings every few seconds. */
const longestSilence: Duration = 25 * SECOND;

/** From Slack's warning to the end of a connection that it renews. */
const warning: Duration = 10 * SECOND;

/**
 * Keeps one Socket Mode connection, with a new line for each attempt. When Slack says that it will end one, the next is
 * opened first: what arrives on either is taken.
 */
export function createSocketLink(options: SocketLinkOptions): SocketLink {
  const { logger, pause = { first: SECOND, longest: 30 * SECOND } } = options;
  const { silence = longestSilence, stagger = () => 0 } = options;
  const stopping = new AbortController();
  const retiring = new Set<SocketLine>();
  let connected = false;
  let trouble: string | null = 'not yet connected';
  let line: SocketLine | null = null;
  let running: Promise<void> = Promise.resolve();

  async function keepUp(): Promise<void> {
    let wait = pause.first;
    while (!stopping.signal.aborted) {
      const worked = await connectOnce();
      wait = worked ? pause.first : Math.min(pause.longest, wait * 2);
      if (stopping.signal.aborted) return;
      // After a good connection at once, so that there is no gap.
      await rest(worked ? stagger() : wait * (0.5 + Math.random() / 2));
    }
  }

  async function rest(duration: Duration): Promise<void> {
    if (duration > 0) await sleep(duration, undefined, { signal: stopping.signal }).catch(() => {});
  }

  /** True when there was a connection for a while, which has ended since. */
  async function connectOnce(): Promise<boolean> {
    const current = openLine({ ...options, silence });
    line = current;
    try {
      await within(helloWithin, current.hello, current.ended);
      connected = true;
      trouble = null;
      logger.info({}, 'Connected to Slack');
      for (const old of retiring) old.close();
      const since = performance.now();
      const why = await current.ended;
      logger.info({ why }, 'Connection to Slack ended');
      if (why === 'goodbye') retire(current);
      return why === 'silent' || performance.now() - since > settled;
    } catch (error) {
      trouble = slackErrorName(error);
      logger.warn({ why: trouble }, 'No connection to Slack');
      return false;
    } finally {
      connected = false;
      if (line === current) line = null;
      if (!retiring.has(current)) current.close();
    }
  }

  /** Slack may send on it until it ends, and takes what is acknowledged on it. */
  function retire(old: SocketLine): void {
    retiring.add(old);
    void old.closed.then(() => retiring.delete(old));
    setTimeout(() => old.close(), warning).unref();
  }

  return {
    connected: () => connected || retiring.size > 0,
    trouble: () => trouble,
    start() {
      running = keepUp();
    },
    async stop() {
      stopping.abort();
      line?.close();
      for (const old of retiring) old.close();
      await within(2 * SECOND, running, new Promise(() => {})).catch(() => {});
    },
  };
}

/** Resolves with `work`; fails when `ended` comes first or the time is over. */
async function within(
  limit: Duration,
  work: Promise<unknown>,
  ended: Promise<unknown>,
): Promise<void> {
  const over = new AbortController();
  const timer = sleep(limit, undefined, { signal: over.signal });
  try {
    await Promise.race([work, failWhen(ended, 'ended'), failWhen(timer, 'no hello')]);
  } finally {
    over.abort();
  }
}

async function failWhen(promise: Promise<unknown>, why: string): Promise<never> {
  await promise;
  throw new Error(why);
}
