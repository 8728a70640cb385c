import { createServer, type Socket } from 'node:net';
import type { Backend } from './backend.ts';
import { type Connection, type ConnectionState, serveConnection } from './connection.ts';
import type { TlsOptions } from './tls-channel.ts';

export interface TdsServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Without it the server tells clients that it cannot encrypt. */
  readonly tls?: TlsOptions;
  readonly backend: Backend;
  /** What the server calls itself in messages. */
  readonly serverName?: string;
}

export interface TdsServer {
  readonly port: number;
  connections(): readonly ConnectionState[];
  /** Cuts every connection, as a broken network does; new ones are taken. */
  dropConnections(): void;
  close(): Promise<void>;
}

/** Listens for TDS clients and hands their requests to the backend. */
export async function createTdsServer(options: TdsServerOptions): Promise<TdsServer> {
  const { host, port, tls, backend, serverName = 'SANDBOX' } = options;
  const open = new Map<Socket, Connection>();
  const server = createServer((socket) => {
    open.set(socket, serveConnection(socket, { backend, serverName, tls }));
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  const address = server.address();
  const dropConnections = () => {
    for (const connection of open.values()) connection.drop();
  };
  return {
    port: typeof address === 'object' && address ? address.port : port,
    connections: () => [...open.values()].map((connection) => connection.state()),
    dropConnections,
    close: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      dropConnections();
      await closed;
    },
  };
}
