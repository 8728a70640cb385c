import sql from 'mssql';
import { generate } from 'selfsigned';
import { createTdsServer, type TdsServer } from '../../../sandbox/tds/tds-server.ts';
import { createScriptedBackend, type ScriptedBackend } from './scripted-backend.ts';

export interface Running extends ScriptedBackend {
  readonly server: TdsServer;
}

/** A server that can encrypt, on a free port. */
export async function startServer(): Promise<Running> {
  const scripted = createScriptedBackend();
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
  const server = await createTdsServer({
    host: '127.0.0.1',
    port: 0,
    tls: { key, cert },
    backend: scripted.backend,
    serverName: 'SQL1',
  });
  return { ...scripted, server };
}

export function poolTo(
  server: TdsServer,
  overrides: Partial<sql.config> = {},
): Promise<sql.ConnectionPool> {
  return new sql.ConnectionPool({
    server: '127.0.0.1',
    port: server.port,
    user: 'sa',
    password: 'secret',
    database: 'Hartonomous',
    pool: { max: 1 },
    ...overrides,
    options: { encrypt: false, trustServerCertificate: true, ...overrides.options },
  }).connect();
}

/** What is wrong, as mssql tells it. */
export async function errorOf(work: Promise<unknown>): Promise<Error & { code?: unknown }> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof Error) return thrown;
  }
  throw new Error('it did not fail');
}
