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
  return createSqlServerClient({
    server: '127.0.0.1',
    port: environments.production.sqlServer.port,
    database: 'master',
    encrypt: true,
    trustServerCertificate: true,
    readIntent: false,
    reader: { user: 'sa', password: sandbox.passwords.sa },
    logger: silentLogger,
    now: Date.now,
  });
}
