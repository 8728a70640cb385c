import { setImmediate as nextTurn } from 'node:timers/promises';
import type { App, Receiver, Logger as SlackLogger } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Logger } from '../domain/logger.ts';
import { type Duration, type Instant, SECOND } from '../domain/time.ts';
import { createSeenEnvelopes, idsOf } from './seen-envelopes.ts';
import type { SlackEnvelope } from './socket-line.ts';
import { createSocketLink } from './socket-link.ts';

export interface SocketReceiverOptions {
  readonly appToken: string;
  readonly clientOptions: WebClientOptions;
  readonly slackLogger: SlackLogger;
  readonly logger: Logger;
  readonly now: () => Instant;
  /** Whether it is ours, and nothing can come with its acknowledgement: such a thing is acknowledged as it arrives. */
  readonly isAckedEmpty?: (body: Readonly<Record<string, unknown>>) => boolean;
  /** Two, so that one is there while Slack renews the other. */
  readonly sockets: number;
  readonly pause?: { readonly first: Duration; readonly longest: Duration };
  readonly silence?: Duration;
}

export interface SocketsState {
  readonly sockets: number;
  readonly wanted: number;
  /** When Slack was last heard of on any of them. */
  readonly lastPing: Instant | null;
  readonly trouble: string | null;
}

export interface SocketReceiver extends Receiver {
  state(): SocketsState;
}

/** Connections that ended at one moment come back so far apart that they do not do so again. */
const apart: Duration = 3 * SECOND;

/**
 * Bolt's receiver for Socket Mode over several connections. Slack sends each envelope to one of them, and again to any
 * when it knows of no acknowledgement: what comes again is acknowledged as before, and not done again.
 */
export function createSocketReceiver(options: SocketReceiverOptions): SocketReceiver {
  const { logger, now, isAckedEmpty = () => false } = options;
  const seen = createSeenEnvelopes(now);
  let app: App | null = null;
  let lastPing: Instant | null = null;
  let lastEnd = Number.NEGATIVE_INFINITY;

  async function process(envelope: SlackEnvelope): Promise<void> {
    const { body, envelope_id: id, retry_num: retryNum, retry_reason: retryReason } = envelope;
    const { again, taken } = seen.take(idsOf(id, body));
    if (again) {
      logger.info({ envelope: id }, 'Slack sent something again');
      await acknowledge(envelope, await taken.answer);
      return;
    }
    const isAcked = isAckedEmpty(body);
    try {
      if (isAcked) {
        taken.answered({});
        void acknowledge(envelope, {});
        // What else has arrived comes first: Bolt has much to look at before it is at the handler.
        await nextTurn();
      }
      await app?.processEvent({
        body,
        ack: async (response?: unknown) => {
          if (isAcked) return;
          const answer = toAck(response);
          taken.answered(answer);
          // The same form may be sent once more when its mistakes are put right.
          if (answer['response_action'] === 'errors') taken.forget();
          await acknowledge(envelope, answer);
        },
        ...(retryNum === undefined ? {} : { retryNum }),
        ...(retryReason === undefined ? {} : { retryReason }),
        customProperties: { envelopeId: id },
      });
    } catch (error) {
      taken.forget();
      logger.error({ err: error }, 'An envelope from Slack was not handled');
    }
  }

  /** An acknowledgement that cannot be sent must not end the work: Slack sends again, or the person sees the answer. */
  async function acknowledge(
    { ack, envelope_id: envelope }: SlackEnvelope,
    answer: Record<string, unknown>,
  ): Promise<void> {
    try {
      await ack(answer);
    } catch (error) {
      logger.warn({ err: error, envelope }, 'An acknowledgement was lost with its connection');
    }
  }

  const links = Array.from({ length: options.sockets }, (_, index) =>
    createSocketLink({
      ...options,
      logger: logger.child({ socket: index + 1 }),
      onEnvelope: (envelope) => void process(envelope),
      onHeard: () => {
        lastPing = now();
      },
      stagger,
    }),
  );

  /** The first of those that end together connects at once, the other later. */
  function stagger(): Duration {
    const together = performance.now() - lastEnd < SECOND && up() === 0;
    lastEnd = performance.now();
    return together ? apart : 0;
  }

  function up(): number {
    return links.filter((link) => link.connected()).length;
  }

  return {
    init(given) {
      app = given;
    },
    start() {
      for (const link of links) link.start();
      return Promise.resolve();
    },
    async stop() {
      await Promise.all(links.map((link) => link.stop()));
    },
    state() {
      const trouble = links.find((link) => link.trouble() !== null)?.trouble() ?? null;
      return { sockets: up(), wanted: links.length, lastPing, trouble };
    },
  };
}

function toAck(response: unknown): Record<string, unknown> {
  if (typeof response === 'string') return { text: response };
  return typeof response === 'object' && response !== null ? { ...response } : {};
}
