import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger as SlackLogger } from '@slack/bolt';
import { SocketModeClient } from '@slack/socket-mode';
import type { WebClientOptions } from '@slack/web-api';
import type { Logger } from '../domain/logger.ts';
import { type Duration, SECOND } from '../domain/time.ts';
import { slackErrorName } from './send-result.ts';

/** What arrives: an envelope with the means to acknowledge it. */
export interface SlackEnvelope {
  readonly ack: (response?: Record<string, unknown>) => Promise<void>;
  readonly envelope_id: string;
  readonly body: Record<string, unknown>;
  readonly retry_num?: number;
  readonly retry_reason?: string;
}

export interface SocketLinkOptions {
  readonly appToken: string;
  readonly clientOptions: WebClientOptions;
  readonly slackLogger: SlackLogger;
  readonly logger: Logger;
  readonly onEnvelope: (envelope: SlackEnvelope) => void;
  /** Between attempts; the first and the longest. */
  readonly pause?: { readonly first: Duration; readonly longest: Duration };
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
const SETTLED = 2 * SECOND;

/** Slack says hello within a second or two; a connection without one is dead. */
const HELLO_WITHIN = 20 * SECOND;

/**
 * Keeps one Socket Mode connection, with a new client for each attempt. The client's own reconnecting is off: in the
 * version at hand a disconnect that races it rejects a promise that nobody holds, which would end the process, and
 * gives up for good on a network error.
 */
export function createSocketLink(options: SocketLinkOptions): SocketLink {
  const { logger, pause = { first: SECOND, longest: 30 * SECOND } } = options;
  const stopping = new AbortController();
  let connected = false;
  let trouble: string | null = 'not yet connected';
  let client: SocketModeClient | null = null;
  let running: Promise<void> = Promise.resolve();

  async function keepUp(): Promise<void> {
    let wait = pause.first;
    while (!stopping.signal.aborted) {
      const worked = await connectOnce();
      wait = worked ? pause.first : Math.min(pause.longest, wait * 2);
      if (stopping.signal.aborted) return;
      // After a good connection Slack itself asked to renew it: at once, so that there is no gap.
      if (!worked) await rest(wait * (0.5 + Math.random() / 2));
    }
  }

  async function rest(duration: Duration): Promise<void> {
    await sleep(duration, undefined, { signal: stopping.signal }).catch(() => {});
  }

  /** True when there was a connection for a while, which has ended since. */
  async function connectOnce(): Promise<boolean> {
    const current = new SocketModeClient({
      appToken: options.appToken,
      autoReconnectEnabled: false,
      clientOptions: options.clientOptions,
      logger: options.slackLogger,
      clientPingTimeout: 5 * SECOND,
    });
    client = current;
    const ended = Promise.withResolvers<void>();
    current.on('disconnected', () => ended.resolve());
    current.on('error', () => ended.resolve());
    // The client waits up to 30 s for the other side to close; the next connection need not.
    current.on('ws_message', (data: unknown) => {
      if (isGoodbye(data)) ended.resolve();
    });
    current.on('slack_event', options.onEnvelope);
    try {
      await within(HELLO_WITHIN, current.start(), ended.promise);
      connected = true;
      trouble = null;
      logger.info({}, 'Connected to Slack');
      const since = performance.now();
      await ended.promise;
      logger.info({}, 'Connection to Slack ended');
      return performance.now() - since > SETTLED;
    } catch (error) {
      trouble = slackErrorName(error);
      logger.warn({ why: trouble }, 'No connection to Slack');
      return false;
    } finally {
      connected = false;
      if (client === current) client = null;
      close(current);
    }
  }

  return {
    connected: () => connected,
    trouble: () => trouble,
    start() {
      running = keepUp();
    },
    async stop() {
      stopping.abort();
      if (client !== null) close(client);
      await within(2 * SECOND, running, running).catch(() => {});
    },
  };
}

/** Resolves with `work`; fails when `ended` comes first or the time is over. */
async function within(
  limit: Duration,
  work: Promise<unknown>,
  ended: Promise<void>,
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

/** Slack is about to close this connection. */
function isGoodbye(data: unknown): boolean {
  return typeof data === 'string' && data.length < 2000 && /"type"\s*:\s*"disconnect"/.test(data);
}

/** Says goodbye and waits for nobody: the peer may be gone. */
function close(client: SocketModeClient): void {
  client.disconnect().catch(() => {});
}
