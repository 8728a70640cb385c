import sql from 'mssql';
import neo4j from 'neo4j-driver';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Sandbox, startSandbox } from '../../sandbox/main.ts';
import { isJson, jsonList } from '../../sandbox/slack/rules/shapes.ts';
import { json, silent, until } from './slack/harness.ts';

const configSchema = z.object({
  environments: z.object({
    production: z.object({
      sqlServer: z.object({ server: z.string(), port: z.number(), database: z.string() }),
      neo4j: z.object({ uri: z.string(), user: z.string() }),
      api: z.array(z.object({ url: z.string() })),
    }),
  }),
});

let sandbox: Sandbox;
let production: z.infer<typeof configSchema>['environments']['production'];

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, log: silent });
  const text = await (await fetch(`${sandbox.url}_sandbox/config`)).text();
  ({ production } = configSchema.parse(parse(text)).environments);
  return () => sandbox.close();
});

async function control(method: string, call: string, body?: object) {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  return json(await (await fetch(`${sandbox.url}_sandbox/${call}`, init)).json());
}

async function ask(statement: string): Promise<unknown> {
  const pool = new sql.ConnectionPool({
    ...production.sqlServer,
    user: 'hart_reader',
    password: sandbox.passwords.reader,
    options: { encrypt: true, trustServerCertificate: true },
  });
  try {
    await pool.connect();
    return (await pool.request().query<object>(statement)).recordset[0];
  } finally {
    await pool.close();
  }
}

describe('the whole sandbox, reached by its own configuration', () => {
  it('is ready', async () => {
    expect(await control('GET', 'health')).toMatchObject({ ready: true, bot: 'none' });
  });

  it('lets the reader into SQL Server over TLS, and remembers what was asked', async () => {
    await control('DELETE', 'statements');
    expect(await ask('SELECT DB_NAME() AS name')).toEqual({ name: 'Hartonomous' });
    const { statements } = await control('GET', 'statements');
    const asked = jsonList(statements).find(({ text }) => text === 'SELECT DB_NAME() AS name');
    expect(asked).toMatchObject({
      target: 'sql-server',
      login: 'hart_reader',
      database: 'Hartonomous',
      error: null,
    });
  });

  it('lets the bot into Neo4j', async () => {
    const driver = neo4j.driver(
      production.neo4j.uri,
      neo4j.auth.basic(production.neo4j.user, sandbox.passwords.neo4j),
    );
    try {
      const { records } = await driver.executeQuery('MATCH (a:Atom) RETURN count(a) AS atoms');
      expect(Number(records[0]?.get('atoms'))).toBeGreaterThan(0);
    } finally {
      await driver.close();
    }
  });

  it('moves the databases’ clock', async () => {
    const before = new Date(String((await control('GET', 'clock'))['now'])).getTime();
    await control('POST', 'clock', { advance: 'P2D' });
    const row = await ask('SELECT SYSUTCDATETIME() AS now');
    const now = isJson(row) ? row['now'] : undefined;
    expect(now instanceof Date && now.getTime() - before >= 2 * 86_400_000).toBe(true);
  });

  it('is not ready while SQL Server is down, and is again after a reset', async () => {
    await control('POST', 'world', { fault: 'sql-server-down', on: true });
    await until(async () => (await control('GET', 'health'))['ready'] === false);
    await expect(ask('SELECT 1 AS one')).rejects.toThrow('Failed to connect');
    await control('POST', 'reset', {});
    await until(async () => (await control('GET', 'health'))['ready'] === true);
    expect(await ask('SELECT 1 AS one')).toEqual({ one: 1 });
  });
});
