import sql from 'mssql';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SECOND } from '../../../sandbox/world/clock.ts';
import { createSqlServer } from '../../../sandbox/world/sql-server.ts';
import { createWorld } from '../../../sandbox/world/world.ts';

const passwords = { hart_reader: 'reads', hart_operator: 'acts', sa: 'everything' };

async function openServer() {
  const world = await createWorld({ now: Date.now, seed: 3 });
  const server = await createSqlServer({ world, host: '127.0.0.1', port: 0, passwords });
  onTestFinished(async () => {
    await server.close();
    await world.close();
  });
  return { world, server };
}

async function connect(port: number, user: string, password: string, database = 'Hartonomous') {
  const pool = new sql.ConnectionPool({
    server: '127.0.0.1',
    port,
    user,
    password,
    database,
    requestTimeout: 10_000,
    connectionTimeout: 10_000,
    // otherwise every request waits for a SELECT 1 first
    validateConnection: false,
    options: { encrypt: false, trustServerCertificate: true, appName: 'hart test' },
  });
  pool.on('error', () => undefined);
  onTestFinished(() => pool.close());
  return pool.connect();
}

describe('the server of the world', () => {
  test('lets the reader in, runs its statements and keeps account of them', async () => {
    const { world, server } = await openServer();
    const pool = await connect(server.port, 'hart_reader', 'reads');
    const answer = await pool
      .request()
      .input('name', sql.NVarChar(128), 'Atom')
      .query('SELECT t.name, @@SPID AS spid FROM sys.tables AS t WHERE t.name = @name');
    expect(answer.recordset).toEqual([{ name: 'Atom', spid: expect.any(Number) }]);
    expect(world.statements.list().find(({ text }) => text.includes('sys.tables'))).toMatchObject({
      target: 'sql-server',
      login: 'hart_reader',
      database: 'Hartonomous',
      params: { name: 'Atom' },
      rows: 1,
      error: null,
    });
    world.advance(2 * SECOND);
    const seen = await pool
      .request()
      .query(
        "SELECT s.program_name FROM sys.dm_exec_sessions AS s WHERE s.login_name = N'hart_reader'",
      );
    expect(seen.recordset).toContainEqual({ program_name: 'hart test' });
    world.statements.clear();
    expect(world.statements.list()).toEqual([]);
  });

  test.each([
    ['hart_reader', 'wrong', 'Hartonomous', /Login failed for user 'hart_reader'/],
    ['nobody', 'reads', 'Hartonomous', /Login failed for user 'nobody'/],
    ['hart_reader', 'reads', 'Elsewhere', /Cannot open database "Elsewhere"|Login failed/],
  ])('refuses %s with password %s in %s', async (user, password, database, message) => {
    const { server } = await openServer();
    await expect(connect(server.port, user, password, database)).rejects.toThrow(message);
  });

  test('answers with the numbers of SQL Server', async () => {
    const { world, server } = await openServer();
    const reader = await connect(server.port, 'hart_reader', 'reads');
    await expect(reader.request().query('SELECT * FROM dbo.Nowhere')).rejects.toMatchObject({
      number: 208,
    });
    await expect(
      reader.request().query('SELECT a.Nothing FROM dbo.Atom AS a'),
    ).rejects.toMatchObject({ number: 207 });
    await expect(
      reader.request().query('SELECT * FROM msdb.dbo.sysjobhistory'),
    ).rejects.toMatchObject({
      number: 229,
    });
    await expect(reader.request().execute('dbo.sp_Nothing')).rejects.toMatchObject({
      number: 2812,
    });
    expect(
      world.statements
        .list()
        .map(({ error }) => error?.slice(0, 8))
        .filter(Boolean),
    ).toEqual(['Msg 208:', 'Msg 207:', 'Msg 229:', 'Msg 2812']);
  });

  test('is gone while it is down, and back on the same port', async () => {
    const { world, server } = await openServer();
    const pool = await connect(server.port, 'hart_reader', 'reads');
    world.setFault('sql-server-down', true);
    await expect(pool.request().query('SELECT 1 AS one')).rejects.toThrow(
      /connection|ECONNREFUSED|Failed to connect/i,
    );
    await expect(connect(server.port, 'sa', 'everything')).rejects.toThrow(
      /ECONNREFUSED|Failed to connect/,
    );
    world.setFault('sql-server-down', false);
    const again = await retried(() => connect(server.port, 'sa', 'everything'));
    expect((await again.request().query('SELECT 1 AS one')).recordset).toEqual([{ one: 1 }]);
  });

  test('takes its time while it is slow, until the client gives up', async () => {
    const { world, server } = await openServer();
    const pool = await connect(server.port, 'hart_reader', 'reads');
    await pool.request().query('SELECT 1 AS warm');
    world.setFault('sql-server-slow', true, { ms: 60_000 });
    const request = pool.request();
    const answer = request.query('SELECT 1 AS one');
    setTimeout(() => request.cancel(), 100);
    await expect(answer).rejects.toMatchObject({ code: 'ECANCEL' });
    world.setFault('sql-server-slow', false);
    expect((await pool.request().query('SELECT 1 AS one')).recordset).toEqual([{ one: 1 }]);
  });
});

/** The listener comes back a moment after the fault ends. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      return await work();
    } catch {
      await new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
    }
  }
  return work();
}
