import { parse } from 'yaml';
import { z } from 'zod';
import type { Sandbox } from '../../sandbox/main.ts';
import { createSqlServerClient, type SqlServerClient } from '../../src/clients/sql-server.ts';
import { silentLogger } from '../fakes/silent-logger.ts';

const servers = z.object({
  environments: z.object({
    production: z.object({ sqlServer: z.object({ port: z.number() }) }),
  }),
});

/** The sandbox's SQL Server over TDS as its administrator, who sees all: what there is, whatever the bot says. */
export function adminClient(sandbox: Sandbox): SqlServerClient {
  const { environments } = servers.parse(parse(sandbox.config));
  return adminAt(environments.production.sqlServer.port, sandbox.passwords.sa);
}

/** The same of any simulated SQL Server, by its port. */
export function adminAt(port: number, password: string): SqlServerClient {
  return createSqlServerClient({
    server: '127.0.0.1',
    port,
    database: 'master',
    encrypt: true,
    trustServerCertificate: true,
    readIntent: false,
    reader: { user: 'sa', password },
    logger: silentLogger,
    now: Date.now,
  });
}
