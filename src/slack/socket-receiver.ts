import { channel } from 'node:diagnostics_channel';
import type { App, Receiver, Logger as SlackLogger } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Logger } from '../domain/logger.ts';
import type { Duration, Instant } from '../domain/time.ts';
import { createSocketLink, type SlackEnvelope } from './socket-link.ts';

export interface SocketReceiverOptions {
  readonly appToken: string;
  readonly clientOptions: WebClientOptions;
  readonly slackLogger: SlackLogger;
  readonly logger: Logger;
  readonly now: () => Instant;
  /** Two, so that one is there while Slack renews the other. */
  readonly sockets: number;
  readonly pause?: { readonly first: Duration; readonly longest: Duration };
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

/** Bolt's receiver for Socket Mode over several connections; Slack sends each envelope to one of them. */
export function createSocketReceiver(options: SocketReceiverOptions): SocketReceiver {
  const { logger, now } = options;
  let app: App | null = null;
  let lastPing: Instant | null = null;
  const heard = (): void => {
    lastPing = now();
  };
  const heartbeats = ['undici:websocket:ping', 'undici:websocket:pong'].map((name) =>
    channel(name),
  );

  async function process(envelope: SlackEnvelope): Promise<void> {
    heard();
    try {
      await app?.processEvent({
        body: envelope.body,
        ack: async (response?: unknown) => envelope.ack(toAck(response)),
        ...(envelope.retry_num === undefined ? {} : { retryNum: envelope.retry_num }),
        ...(envelope.retry_reason === undefined ? {} : { retryReason: envelope.retry_reason }),
        customProperties: { envelopeId: envelope.envelope_id },
      });
    } catch (error) {
      logger.error({ err: error }, 'An envelope from Slack was not handled');
    }
  }

  const links = Array.from({ length: options.sockets }, (_, index) =>
    createSocketLink({
      ...options,
      logger: logger.child({ socket: index + 1 }),
      onEnvelope: (envelope) => void process(envelope),
    }),
  );

  return {
    init(given) {
      app = given;
    },
    start() {
      for (const heartbeat of heartbeats) heartbeat.subscribe(heard);
      for (const link of links) link.start();
      return Promise.resolve();
    },
    async stop() {
      for (const heartbeat of heartbeats) heartbeat.unsubscribe(heard);
      await Promise.all(links.map((link) => link.stop()));
    },
    state() {
      const up = links.filter((link) => link.connected()).length;
      const trouble = links.find((link) => link.trouble() !== null)?.trouble() ?? null;
      return { sockets: up, wanted: links.length, lastPing, trouble };
    },
  };
}

function toAck(response: unknown): Record<string, unknown> {
  if (typeof response === 'string') return { text: response };
  return typeof response === 'object' && response !== null ? { ...response } : {};
}
