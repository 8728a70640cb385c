import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { parseJson } from './http-body.ts';
import { bot, newSecret } from './ids.ts';
import { isJson } from './rules/shapes.ts';
import type { SlackState } from './state.ts';
import type { Json } from './types.ts';

/** How long Slack waits for an acknowledgement: milliseconds. */
const ackLimit = 3000;
const mostConnections = 10;

export interface Ack {
  readonly acked: boolean;
  /** Milliseconds from sending to the acknowledgement. */
  readonly ackMs: number | null;
  /** What came with it: a message for commands, a `response_action` for views. */
  readonly payload: Json | null;
}

export interface SocketCounts {
  readonly sent: number;
  readonly acked: number;
  /** Acknowledgements of what was acknowledged already: doubled deliveries do that. */
  readonly again: number;
  readonly timedOut: number;
}

export interface SocketModeOptions {
  readonly state: SlackState;
  readonly pingInterval?: number;
  /** When an event that was not acknowledged is sent again. */
  readonly retryDelays?: readonly number[];
  /** How long a connection lasts while the fault `socket-drops` is on. */
  readonly dropAfter?: number;
  /** From the warning to the end of a connection that is to be renewed. */
  readonly warning?: number;
}

export interface SocketMode {
  /** An address that one connection can use once. */
  issueAddress(this: void): string;
  upgrade(this: void, request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** To one connection; answers at the acknowledgement, or when its time is over. */
  deliver(
    type: 'slash_commands' | 'interactive',
    payload: object,
    acceptsResponse: boolean,
  ): Promise<Ack>;
  /** The same, and sent again if nothing acknowledges it. */
  deliverEvent(payload: object): Promise<Ack>;
  connections(): number;
  counts(): SocketCounts;
  /** Tells every connection that it will end, and ends it after the warning. */
  refresh(): void;
  /** Cuts every connection without a word. */
  cut(): void;
  /** To be told that the faults have changed. */
  faultsChanged(): void;
  close(): void;
}

interface Waiting {
  readonly since: number;
  readonly done: (ack: Ack) => void;
}

const unacked: Ack = { acked: false, ackMs: null, payload: null };

export function createSocketMode(options: SocketModeOptions): SocketMode {
  const {
    state,
    pingInterval = 5000,
    retryDelays = [0, 60_000, 300_000],
    dropAfter = 8000,
    warning = 10_000,
  } = options;
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const waiting = new Map<string, Waiting>();
  const seen = new Set<string>();
  /** Open, it seems: but nothing goes through them any more, in either direction. */
  const silent = new WeakSet<WebSocket>();
  let silenced = false;
  const timers = new Set<NodeJS.Timeout>();
  const counts = { sent: 0, acked: 0, again: 0, timedOut: 0 };
  let turn = 0;

  function later(delay: number, action: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, delay);
    timers.add(timer);
    return timer;
  }

  const open = () => [...server.clients].filter((socket) => socket.readyState === socket.OPEN);

  function accept(socket: WebSocket): void {
    const host = 'sandbox-link';
    if (server.clients.size > mostConnections) {
      socket.send(
        JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets', debug_info: { host } }),
      );
      socket.close();
      return;
    }
    const ping = setInterval(() => {
      if (!silent.has(socket)) socket.ping(`Ping from ${host}`);
    }, pingInterval);
    socket.on('message', (data: Buffer) => {
      if (!silent.has(socket)) acknowledge(data.toString());
    });
    socket.on('close', () => {
      clearInterval(ping);
      state.changes.emit('connections');
    });
    socket.on('error', (error) => state.log.debug({ err: error }, 'socket failed'));
    if (state.faults['socket-drops']) later(dropAfter, () => socket.terminate());
    const hello = {
      type: 'hello',
      num_connections: open().length,
      debug_info: { host, build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: bot.appId },
    };
    socket.send(JSON.stringify(hello));
    socket.ping(`Ping from ${host}`);
    state.changes.emit('connections');
  }

  function acknowledge(text: string): void {
    const message = parseJson(text);
    const id = message?.['envelope_id'];
    if (message === undefined || typeof id !== 'string') return;
    const wait = waiting.get(id);
    if (wait === undefined) {
      if (seen.has(id)) counts.again += 1;
      return;
    }
    waiting.delete(id);
    if (seen.size > 10_000) seen.clear();
    seen.add(id);
    counts.acked += 1;
    const payload =
      isJson(message['payload']) && Object.keys(message['payload']).length > 0
        ? message['payload']
        : null;
    wait.done({ acked: true, ackMs: state.now() - wait.since, payload });
  }

  /** One delivery: to one connection, or three times in turn while Slack delivers everything again. */
  function send(envelope: Json, id: string): Promise<Ack> {
    const sockets = open();
    if (sockets.length === 0) return Promise.resolve(unacked);
    const copies = state.faults['slack-redelivers'] ? 3 : 1;
    return new Promise((resolve) => {
      const timer = later(ackLimit, () => {
        waiting.delete(id);
        counts.timedOut += 1;
        resolve(unacked);
      });
      const done = (ack: Ack) => {
        clearTimeout(timer);
        timers.delete(timer);
        resolve(ack);
      };
      waiting.set(id, { since: state.now(), done });
      for (let copy = 0; copy < copies; copy += 1) {
        const attempt =
          envelope['type'] === 'events_api' && copy > 0
            ? { retry_attempt: copy, retry_reason: 'timeout' }
            : {};
        const socket = sockets[turn++ % sockets.length];
        if (socket !== undefined && !silent.has(socket))
          socket.send(JSON.stringify({ ...envelope, ...attempt, envelope_id: id }));
        counts.sent += 1;
      }
    });
  }

  async function deliverEvent(payload: object, attempt = 0): Promise<Ack> {
    const retry =
      attempt === 0
        ? { retry_attempt: 0, retry_reason: '' }
        : { retry_attempt: attempt, retry_reason: 'timeout' };
    const envelope = { type: 'events_api', payload, accepts_response_payload: false, ...retry };
    const ack = await send(envelope, crypto.randomUUID());
    const delay = retryDelays[attempt];
    if (!ack.acked && delay !== undefined)
      later(delay, () => void deliverEvent(payload, attempt + 1));
    return ack;
  }

  function cut(): void {
    for (const socket of server.clients) socket.terminate();
  }

  return {
    issueAddress() {
      const ticket = newSecret();
      tickets.add(ticket);
      return `${state.origin.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${bot.appId}`;
    },
    upgrade(request, socket, head) {
      const url = new URL(request.url ?? '/', 'http://sandbox');
      const ticket = url.searchParams.get('ticket') ?? '';
      if (state.faults['slack-down'] || url.pathname !== '/link/' || !tickets.delete(ticket)) {
        socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, accept);
    },
    deliver: (type, payload, acceptsResponse) =>
      send({ type, payload, accepts_response_payload: acceptsResponse }, crypto.randomUUID()),
    deliverEvent: (payload) => deliverEvent(payload),
    connections: () => open().length,
    counts: () => ({ ...counts }),
    refresh() {
      for (const socket of open()) {
        const say = (reason: string) =>
          socket.send(
            JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox-link' } }),
          );
        say('warning');
        later(warning, () => {
          say('refresh_requested');
          socket.close();
        });
      }
    },
    cut,
    faultsChanged() {
      if (state.faults['slack-down'] || state.faults['socket-drops']) cut();
      if (state.faults['socket-silent'] === silenced) return;
      silenced = state.faults['socket-silent'];
      for (const socket of open()) {
        if (silenced) silent.add(socket);
        else silent.delete(socket);
      }
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      cut();
      server.close();
    },
  };
}
