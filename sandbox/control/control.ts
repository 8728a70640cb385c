import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readBody, sendJson, sendText } from '../slack/http-body.ts';
import { PersonRefusal } from '../slack/person/refusal.ts';
import { streamChanges } from './events.ts';
import type { ControlPorts } from './ports.ts';
import { ControlRefusal } from './refusal.ts';
import { routes, type TextAnswer } from './routes.ts';

/** The server of the control API and the page; the caller lets it listen, on 127.0.0.1. */
export function createControl(ports: ControlPorts): Server {
  return createServer((request, response) => {
    handle(ports, request, response).catch((error: unknown) =>
      answerError(ports, request, response, error),
    );
  });
}

async function handle(
  ports: ControlPorts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  refuseStrangers(request);
  if (!url.pathname.startsWith('/_sandbox/')) {
    if (ports.page(request, response)) return;
    throw new ControlRefusal(404, `there is nothing at ${url.pathname}`);
  }
  if (url.pathname === '/_sandbox/events' && request.method === 'GET') {
    streamChanges(ports.slack.state.changes, request, response);
    return;
  }
  const route = Object.hasOwn(routes, `${request.method} ${url.pathname}`)
    ? routes[`${request.method} ${url.pathname}`]
    : undefined;
  if (route === undefined) throw unknownRoute(request.method ?? '', url.pathname);
  const input =
    request.method === 'GET' ? Object.fromEntries(url.searchParams) : await jsonBody(request);
  const answer = await route(ports, input);
  if (isText(answer)) sendText(response, 200, answer.text, answer.type);
  else sendJson(response, 200, answer ?? {});
}

/**
 * Only this machine's own pages and programs: a page from elsewhere could otherwise reach a server on the loopback
 * through the browser, or through a name that resolves to it.
 */
function refuseStrangers(request: IncomingMessage): void {
  const own = /^(127\.0\.0\.1|localhost)(:\d+)?$/;
  const { host = '', origin } = request.headers;
  if (!own.test(host) || (origin !== undefined && !own.test(origin.replace(/^https?:\/\//, '')))) {
    throw new ControlRefusal(403, 'the sandbox answers to this machine only');
  }
}

function unknownRoute(method: string, path: string): ControlRefusal {
  const allowed = ['GET', 'POST', 'DELETE'].filter((each) =>
    Object.hasOwn(routes, `${each} ${path}`),
  );
  if (allowed.length === 0) return new ControlRefusal(404, `there is no call ${path}`);
  return new ControlRefusal(405, `${path} takes ${allowed.join(' and ')}, not ${method}`);
}

async function jsonBody(request: IncomingMessage): Promise<unknown> {
  const text = (await readBody(request)).toString();
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlRefusal(400, 'the body is not JSON');
  }
}

function isText(answer: unknown): answer is TextAnswer {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'text' in answer &&
    'type' in answer &&
    Object.keys(answer).length === 2
  );
}

function answerError(
  ports: ControlPorts,
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
): void {
  if (response.headersSent) {
    response.destroy();
  } else if (error instanceof ControlRefusal || error instanceof PersonRefusal) {
    sendJson(response, error.status, { error: error.message });
  } else {
    ports.log.error({ err: error, url: request.url }, 'a call of the control API failed');
    sendJson(response, 500, { error: error instanceof Error ? error.message : 'something broke' });
  }
}
