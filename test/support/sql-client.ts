import { createServer } from 'node:net';
import { createTdsServer, type TdsServer } from '../../sandbox/tds/tds-server.ts';
import {
  createSqlServerClient,
  type SqlServerClient,
  type SqlServerOptions,
} from '../../src/clients/sql-server.ts';
import type { QueryLimits } from '../../src/domain/target.ts';
import { silentLogger } from '../fakes/silent-logger.ts';
import { type Reaction, result, type ScriptedBackend, scriptedBackend } from './sql-backend.ts';

export const limits: QueryLimits = { timeout: 5000, maxRows: 100, maxBytes: 100_000 };
const quick = { first: 20, longest: 40 };
const closing: (() => Promise<void>)[] = [];

/** Closes all that a test opened, last first. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).toReversed()) await close();
}

/** A TDS server that reacts by a function. */
export async function serve(
  react: (text: string) => Reaction,
  port = 0,
): Promise<{ server: TdsServer; backend: ScriptedBackend }> {
  const backend = scriptedBackend(react);
  const server = await createTdsServer({ host: '127.0.0.1', port, backend });
  closing.push(() => server.close());
  return { server, backend };
}

/** A client of it, with quick retries. */
export function connect(port: number, changes: Partial<SqlServerOptions> = {}): SqlServerClient {
  const client = createSqlServerClient({
    server: '127.0.0.1',
    port,
    database: 'Hartonomous',
    encrypt: false,
    trustServerCertificate: true,
    readIntent: false,
    reader: { user: 'hart_reader', password: 'secret' },
    logger: silentLogger,
    now: Date.now,
    retry: quick,
    ...changes,
  });
  closing.push(() => client.close());
  return client;
}

export const one = result({ n: 'int' }, [1]);

/** A server that takes connections and says nothing. */
export async function listen(): Promise<{ readonly port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    socket.on('error', () => undefined);
    sockets.add(socket);
  });
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0 };
}
