import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Slack } from '../../../sandbox/slack/slack.ts';
import type { Json } from '../../../sandbox/slack/types.ts';
import { call, json, until } from './harness.ts';

/** A Socket Mode client that does nothing by itself. */
export interface SocketClient {
  readonly socket: WebSocket;
  readonly heard: Json[];
  readonly url: string;
  ack(envelope: Json | undefined, payload?: object): void;
  readonly closed: () => boolean;
}

export async function openAddress(slack: Slack): Promise<string> {
  return String((await call(slack, 'apps.connections.open', {}, slack.tokens.app))['url']);
}

/** Connects and waits for the hello. */
export async function socketClient(slack: Slack): Promise<SocketClient> {
  const url = await openAddress(slack);
  const socket = new WebSocket(url);
  const heard: Json[] = [];
  socket.on('message', (data: Buffer) => heard.push(json(JSON.parse(data.toString()))));
  socket.on('error', () => undefined);
  onTestFinished(() => socket.terminate());
  await until(() => heard.length > 0);
  return {
    socket,
    heard,
    url,
    ack: (envelope, payload) =>
      socket.send(JSON.stringify({ envelope_id: envelope?.['envelope_id'], payload })),
    closed: () => socket.readyState === WebSocket.CLOSED,
  };
}
