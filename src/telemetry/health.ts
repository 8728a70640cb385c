import { createServer, type ServerResponse } from 'node:http';
import { Fault } from '../domain/fault.ts';
import type { Logger } from '../domain/logger.ts';

/** Each a name and whether it is well, with a word of explanation: no secrets, it is read without a password. */
export interface HealthReport {
  readonly ok: boolean;
  readonly parts: Readonly<Record<string, string>>;
}

export interface Health {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves `/healthz` (the process does its work; restart it if not), `/readyz` (it can serve people) and `/metrics`.
 *
 * @param options.host loopback unless the configuration says otherwise
 * @param options.port 0: any that is free
 */
export async function startHealth(options: {
  readonly host: string;
  readonly port: number;
  readonly healthy: () => Promise<HealthReport> | HealthReport;
  readonly ready: () => Promise<HealthReport> | HealthReport;
  readonly metrics: () => Promise<{ readonly type: string; readonly body: string }>;
  readonly log: Logger;
}): Promise<Health> {
  const { host, port, healthy, ready, metrics, log } = options;

  async function answer(path: string, response: ServerResponse): Promise<void> {
    if (path === '/healthz' || path === '/readyz') {
      const report = await (path === '/healthz' ? healthy() : ready());
      send(response, report.ok ? 200 : 503, 'application/json', JSON.stringify(report));
    } else if (path === '/metrics') {
      const { type, body } = await metrics();
      send(response, 200, type, body);
    } else {
      send(response, 404, 'text/plain', 'Not here. Try /healthz, /readyz or /metrics.\n');
    }
  }

  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      send(response, 405, 'text/plain', 'Only GET and HEAD.\n');
      return;
    }
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    answer(path, response).catch((error: unknown) => {
      log.error({ err: error, path }, 'A health request failed');
      send(response, 503, 'text/plain', 'Could not find out; the log says why.\n');
    });
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new Fault('config-invalid', `Nothing can listen on ${host}:${port}: ${cause.message}`, {
          cause,
          hint: 'Another hart, or something else, may have that port: see `http` in hart.yml.',
        }),
      ),
    );
    server.listen(port, host, resolve);
  });
  server.on('error', (error) => log.error({ err: error }, 'The health server failed'));

  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body);
}
