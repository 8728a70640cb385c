import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type CallLog, createCallLog } from './call-log.ts';
import { readBody, sendJson, sendText, uploadedBytes } from './http-body.ts';
import { createRateLimits, type RateLimits } from './rate-limits.ts';
import { receiveResponse } from './response-endpoint.ts';
import { createSocketMode, type SocketMode, type SocketModeOptions } from './socket-mode.ts';
import { createSlackState, type SlackState } from './state.ts';
import { type Logger, type SlackFaultName, slackFaultNames } from './types.ts';
import { createWebApi, type Tokens } from './web-api.ts';
import { receiveWebhook } from './webhooks.ts';

export interface SlackOptions {
  readonly log: Logger;
  /** 0 or missing: any free one. */
  readonly port?: number;
  readonly now?: () => number;
  readonly tokens?: Tokens;
  /** Slack's own limits a method; off unless asked for. The fault `slack-rate-limited` works either way. */
  readonly rateLimits?: boolean;
  readonly scopes?: readonly string[];
  readonly socket?: Omit<SocketModeOptions, 'state'>;
}

/** The local Slack: its servers, and what it remembers. */
export interface Slack {
  readonly port: number;
  /** For `clientOptions.slackApiUrl`. */
  readonly apiUrl: string;
  readonly webhookUrl: string;
  readonly tokens: Tokens;
  readonly state: SlackState;
  readonly socket: SocketMode;
  readonly calls: CallLog;
  setFault(name: SlackFaultName, on: boolean): void;
  /** Everything said and shown is forgotten, every fault is off; connections stay. */
  reset(): void;
  close(): Promise<void>;
}

const sandboxTokens: Tokens = {
  bot: 'xoxb-sandbox-not-a-real-token',
  app: 'xapp-sandbox-not-a-real-token',
};

export async function startSlack(options: SlackOptions): Promise<Slack> {
  const { log, now = Date.now, tokens = sandboxTokens, rateLimits: enforced = false } = options;
  const state = createSlackState(now, log);
  const calls = createCallLog();
  const socket = createSocketMode({ state, ...options.socket });
  const rateLimits = createRateLimits(now, state.faults, enforced);
  const callMethod = createWebApi({
    state,
    tokens,
    calls,
    rateLimits,
    openConnection: socket.issueAddress,
    ...(options.scopes === undefined ? {} : { scopes: options.scopes }),
  });
  const routes = createRoutes(state, calls, callMethod, rateLimits);
  const server = createServer((request, response) => {
    routes(request, response).catch((error: unknown) => {
      log.error({ err: error, url: request.url }, 'the local Slack failed');
      if (!response.headersSent) sendJson(response, 500, { ok: false, error: 'internal_error' });
    });
  });
  const sockets = trackSockets(server);
  server.on('upgrade', socket.upgrade);
  await listen(server, options.port ?? 0);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  state.origin = `http://127.0.0.1:${port}`;

  function setFault(name: SlackFaultName, on: boolean): void {
    state.faults[name] = on;
    if (name === 'slack-down' && on) for (const each of sockets) each.destroy();
    socket.faultsChanged();
    state.changes.emit('faults');
  }

  return {
    port,
    apiUrl: `${state.origin}/api/`,
    webhookUrl: `${state.origin}/services/TSANDBOX/BSANDBOX/sandbox`,
    tokens,
    state,
    socket,
    calls,
    setFault,
    reset() {
      for (const name of slackFaultNames) setFault(name, false);
      state.messages.clear();
      state.views.clear();
    },
    async close() {
      socket.close();
      for (const each of sockets) each.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type CallMethod = ReturnType<typeof createWebApi>;

function createRoutes(
  state: SlackState,
  calls: CallLog,
  callMethod: CallMethod,
  rateLimits: RateLimits,
) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    const [, area = '', ...rest] = url.pathname.split('/');
    if (area === 'api') return callMethod(request, response, rest.join('/'), url.searchParams);
    if (state.faults['slack-down']) {
      request.socket.destroy();
      return;
    }
    const at = new Date(state.now()).toISOString();
    const body = await readBody(request);
    const type = request.headers['content-type'] ?? '';
    if (area === 'actions' && request.method === 'POST') {
      const { status, body: answer, args } = receiveResponse(state, url.pathname, body);
      calls.add({ at, method: 'response_url', args, status, retryAfter: null, answer });
      sendJson(response, status, answer);
    } else if (area === 'services' && request.method === 'POST') {
      // A webhook may post as often as a method may: about once a second.
      const wait = rateLimits.check('chat.postMessage', 'webhook');
      if (wait !== null) {
        calls.add({
          at,
          method: 'webhook',
          args: {},
          status: 429,
          retryAfter: wait,
          answer: 'rate_limited',
        });
        response.setHeader('retry-after', String(wait));
        sendText(response, 429, 'rate_limited');
        return;
      }
      const { status, text, args } = receiveWebhook(state, body, type);
      calls.add({ at, method: 'webhook', args, status, retryAfter: null, answer: text });
      sendText(response, status, text);
    } else if (area === 'upload' && request.method === 'POST') {
      const bytes = await uploadedBytes(body, type);
      const taken = state.files.receive(rest[1] ?? '', bytes);
      sendText(
        response,
        taken ? 200 : 400,
        taken ? `OK - ${bytes.length}` : 'the length is not the one announced',
      );
    } else if (area === 'files-pri') {
      const file = state.files.find(rest[0] ?? '');
      if (file === undefined) sendText(response, 404, 'no such file');
      else sendText(response, 200, file.content);
    } else {
      sendText(response, 404, 'SANDBOX: there is nothing here');
    }
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function trackSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return sockets;
}
