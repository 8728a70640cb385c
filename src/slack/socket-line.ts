import { channel } from 'node:diagnostics_channel';
import type { Logger as SlackLogger } from '@slack/bolt';
import { SocketModeClient } from '@slack/socket-mode';
import type { WebClientOptions } from '@slack/web-api';
import { type Duration, SECOND } from '../domain/time.ts';

/** What arrives: an envelope with the means to acknowledge it. */
export interface SlackEnvelope {
  readonly ack: (response?: Record<string, unknown>) => Promise<void>;
  readonly envelope_id: string;
  readonly body: Record<string, unknown>;
  readonly retry_num?: number;
  readonly retry_reason?: string;
}

/** `goodbye`: Slack will end it soon. `silent`: open, it seems, but nothing comes. */
export type LineEnd = 'closed' | 'goodbye' | 'silent';

/** One connection, from its opening to its end. */
export interface SocketLine {
  /** Slack has said hello; rejects when there is no connection to be had. */
  readonly hello: Promise<unknown>;
  /** It needs a successor. Never rejects. */
  readonly ended: Promise<LineEnd>;
  /** Nothing more can come. */
  readonly closed: Promise<void>;
  /** Says goodbye and waits for nobody: the peer may be gone. */
  close(): void;
}

const pings = channel('undici:websocket:ping');

/**
 * Opens one connection of the SDK's. Its own reconnecting is off: in the version at hand a disconnect that races it
 * rejects a promise that nobody holds, which would end the process, and it gives up for good on a network error.
 *
 * @param options.silence without a sign of Slack for so long the line has ended
 */
export function openLine(options: {
  readonly appToken: string;
  readonly clientOptions: WebClientOptions;
  readonly slackLogger: SlackLogger;
  readonly onEnvelope: (envelope: SlackEnvelope) => void;
  readonly onHeard: () => void;
  readonly silence: Duration;
}): SocketLine {
  const client = new SocketModeClient({
    appToken: options.appToken,
    autoReconnectEnabled: false,
    clientOptions: options.clientOptions,
    logger: options.slackLogger,
    clientPingTimeout: 5 * SECOND,
  });
  const ended = Promise.withResolvers<LineEnd>();
  const closed = Promise.withResolvers<void>();
  let address = '';
  let watchdog: NodeJS.Timeout | undefined;

  function heard(): void {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => ended.resolve('silent'), options.silence);
    options.onHeard();
  }

  function onPing(message: unknown): void {
    if (address !== '' && addressOf(message) === address) heard();
  }

  function finish(): void {
    clearTimeout(watchdog);
    pings.unsubscribe(onPing);
    ended.resolve('closed');
    closed.resolve();
  }

  pings.subscribe(onPing);
  client.on('authenticated', (answer: unknown) => {
    address = new URL(urlOf(answer)).href;
  });
  client.on('disconnected', finish);
  client.on('error', finish);
  client.on('slack_event', options.onEnvelope);
  // The SDK closes a connection at once when Slack warns that it will end: what is on its way, acknowledgements too,
  // would be lost. So warnings do not reach it, and the line is used until its successor is there.
  const given = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: unknown) => {
    heard();
    if (isGoodbye(data)) ended.resolve('goodbye');
    else for (const listener of given) listener(data, isBinary);
  });
  const hello = client.start();
  // Whoever waits for it is told; if nobody does any more, it is no news.
  hello.catch(finish);

  return {
    hello,
    ended: ended.promise,
    closed: closed.promise,
    close() {
      clearTimeout(watchdog);
      client.disconnect().catch(() => {});
    },
  };
}

/** Slack is about to close this connection. */
function isGoodbye(data: unknown): boolean {
  return typeof data === 'string' && data.length < 2000 && /"type"\s*:\s*"disconnect"/.test(data);
}

/** Pings are told of every connection of the process: the address, with its ticket, says of which. */
function addressOf(message: unknown): string | null {
  if (typeof message !== 'object' || message === null || !('websocket' in message)) return null;
  return urlOf(message.websocket);
}

function urlOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('url' in value)) return '';
  return typeof value.url === 'string' ? value.url : '';
}
