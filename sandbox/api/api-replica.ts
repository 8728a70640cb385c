import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { ReplicaCertificate, ReplicaView } from './replica-view.ts';

export interface ApiReplicaOptions {
  readonly host?: string;
  /** 0 or none: any free port. */
  readonly port?: number;
  readonly replica: ReplicaView;
  /** With it the replica speaks TLS. */
  readonly certificate?: ReplicaCertificate;
}

/** A running replica of the product's API. */
export interface ApiReplica {
  readonly port: number;
  readonly url: string;
  /** Brings listening in step with `isUp()`; call it after the world changed. */
  refresh(): Promise<void>;
  /** Serves another certificate to new connections. */
  setCertificate(certificate: ReplicaCertificate): void;
  close(): Promise<void>;
}

/**
 * Starts a replica that answers `GET /health` as ASP.NET's health checks do: `Healthy` or `Unhealthy` in plain text.
 * Every other path wants a token: 401. While the replica is down, connections are refused.
 */
export async function createApiReplica(options: ApiReplicaOptions): Promise<ApiReplica> {
  const host = options.host ?? '127.0.0.1';
  const { replica } = options;
  const sockets = new Set<Socket>();
  let certificate = options.certificate;
  let port = options.port ?? 0;
  let server: Server | null = null;

  const respond: RequestListener = (request, response) => {
    if (request.url !== '/health' || (request.method !== 'GET' && request.method !== 'HEAD')) {
      response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
      return;
    }
    setTimeout(() => {
      const status = replica.healthStatus();
      response.writeHead(status, { 'content-type': 'text/plain', 'cache-control': 'no-store' });
      response.end(status === 200 ? 'Healthy' : 'Unhealthy');
    }, replica.answerMs());
  };

  async function listen(): Promise<void> {
    const started =
      certificate === undefined
        ? createHttpServer(respond)
        : createHttpsServer({ ...certificate }, respond);
    server = started;
    started.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      started.once('error', reject);
      started.listen(port, host, resolve);
    });
    const address = started.address();
    if (typeof address === 'object' && address !== null) port = address.port;
  }

  async function stop(): Promise<void> {
    const stopped = server;
    server = null;
    if (stopped === null) return;
    const closed = new Promise<void>((resolve) => stopped.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  async function refresh(): Promise<void> {
    const wanted = replica.isUp();
    if (wanted && server === null) await listen();
    if (!wanted && server !== null) await stop();
  }

  // The port is taken even by a replica that begins its life down, so that it has an address.
  await listen();
  await refresh();
  return {
    get port() {
      return port;
    },
    get url() {
      return `${certificate === undefined ? 'http' : 'https'}://${host}:${port}`;
    },
    refresh,
    setCertificate(next) {
      certificate = next;
      if (server !== null && 'setSecureContext' in server) replaceCertificate(server, next);
    },
    close: stop,
  };
}

function replaceCertificate(server: object, certificate: ReplicaCertificate): void {
  if ('setSecureContext' in server && typeof server.setSecureContext === 'function')
    Reflect.apply(server.setSecureContext, server, [certificate]);
}
