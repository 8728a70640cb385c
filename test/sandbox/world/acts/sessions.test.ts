import sql from 'mssql';
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createSqlServer } from '../../../../sandbox/world/sql-server.ts';
import { createWorld, type World } from '../../../../sandbox/world/world.ts';
import { connectTo, type LoginName, passwords } from './acting.ts';

let world: World;
let port: number;

beforeAll(async () => {
  world = await createWorld({ now: Date.now, seed: 3, actMs: 0 });
  const server = await createSqlServer({ world, host: '127.0.0.1', port: 0, passwords });
  port = server.port;
  return async () => {
    await server.close();
    await world.close();
  };
}, 60_000);

beforeEach(() => world.reset());

/** One connection that calls procedures by name, with what they return. */
async function caller(login: LoginName = 'hart_operator', program = 'hart R0000001') {
  const pool = new sql.ConnectionPool({
    server: '127.0.0.1',
    port,
    user: login,
    password: passwords[login],
    database: 'master',
    requestTimeout: 3000,
    pool: { min: 1, max: 1 },
    validateConnection: false,
    options: { encrypt: false, trustServerCertificate: true, appName: program, cancelTimeout: 300 },
  });
  pool.on('error', () => undefined);
  await pool.connect();
  onTestFinished(() => pool.close());
  const lock = async (resource: string, mode: string, timeout = 0) => {
    const { returnValue } = await pool
      .request()
      .input('Resource', sql.NVarChar(255), resource)
      .input('LockMode', sql.VarChar(32), mode)
      .input('LockOwner', sql.VarChar(32), 'Session')
      .input('LockTimeout', sql.Int, timeout)
      .execute('sys.sp_getapplock');
    return Number(returnValue);
  };
  const first = async (text: string) =>
    (await pool.request().query<Record<string, unknown>>(text)).recordset[0];
  const spid = async () => Number((await first('SELECT @@SPID AS id'))?.['id']);
  return { pool, lock, first, spid };
}

const mine = (id: number) =>
  `SELECT s.login_name AS login, s.program_name AS program, s.status, CONVERT(varchar(23), s.login_time, 126) AS since FROM sys.dm_exec_sessions AS s WHERE s.session_id = ${id}`;

test('S14 every connection shows in the views as it is, and is gone when it ends', async () => {
  const run = await caller();
  const id = await run.spid();
  const watcher = await connectTo(port, 'hart_reader', 'master');
  expect(await watcher.rows(mine(id))).toMatchObject([
    { login: 'hart_operator', program: 'hart R0000001', status: 'sleeping' },
  ]);
  expect(
    await watcher.rows(
      `SELECT c.net_transport AS by_tcp FROM sys.dm_exec_connections AS c WHERE c.session_id = ${id}`,
    ),
  ).toEqual([{ by_tcp: 'TCP' }]);
  await run.pool.close();
  await expect.poll(() => watcher.rows(mine(id))).toEqual([]);
});

describe('S14 an application lock', () => {
  test.each([
    ['Exclusive', 'Exclusive', -1],
    ['Exclusive', 'Shared', -1],
    ['Shared', 'Shared', 0],
    ['Shared', 'Exclusive', -1],
    ['Update', 'Shared', 0],
    ['Update', 'Update', -1],
    ['IntentExclusive', 'IntentExclusive', 0],
    ['IntentExclusive', 'Shared', -1],
  ])('held as %s answers %s with %i', async (held, wanted, answer) => {
    const [one, other] = [await caller(), await caller()];
    expect(await one.lock('hart/1', held)).toBe(0);
    expect(await other.lock('hart/1', wanted)).toBe(answer);
    expect(await other.lock('hart/2', wanted)).toBe(0);
  });

  test('tells its mode to its session alone, and is given back', async () => {
    const [one, other] = [await caller(), await caller()];
    await one.lock("it's", 'Exclusive');
    const mode = "SELECT APPLOCK_MODE(N'public', N'it''s', N'Session') AS mode";
    expect(await one.first(mode)).toEqual({ mode: 'Exclusive' });
    expect(await other.first(mode)).toEqual({ mode: 'NoLock' });
    const release = () =>
      one.pool
        .request()
        .input('Resource', "it's")
        .input('LockOwner', 'Session')
        .execute('sp_releaseapplock');
    expect((await release()).returnValue).toBe(0);
    await expect(release()).rejects.toMatchObject({ number: 1223 });
    expect(await other.lock("it's", 'Exclusive')).toBe(0);
  });

  test('waits as long as it may, and comes after its holder has gone', async () => {
    const [one, other] = [await caller(), await caller()];
    await one.lock('hart/1', 'Exclusive');
    expect(await other.lock('hart/1', 'Exclusive', 100)).toBe(-1);
    const waiting = other.lock('hart/1', 'Exclusive', 2500);
    await one.pool.close();
    expect(await waiting).toBe(1);
  });

  test('of a wrong mode is -999, and one of a transaction needs one', async () => {
    const { lock, pool } = await caller();
    expect(await lock('hart/1', 'Sideways')).toBe(-999);
    const owned = pool.request().input('Resource', 'x').input('LockMode', 'Shared');
    await expect(owned.execute('sp_getapplock')).rejects.toMatchObject({ number: 3918 });
  });
});

describe('S15 KILL', () => {
  test.each([
    ['KILL 30', [6107]],
    ['KILL 31999', [6106]],
    ['KILL @@SPID', [102]],
    ['KILL 55', []],
  ])('%s', async (text, errors) => {
    const { run } = await connectTo(port, 'sa', 'master');
    expect((await run(text)).errors).toEqual(errors);
  });

  test('ends a connection and frees its locks; one may not end oneself', async () => {
    const run = await caller();
    await run.lock('hart/1', 'Exclusive');
    const id = await run.spid();
    const sa = await caller('sa', 'a DBA');
    await expect(sa.pool.request().batch(`KILL ${await sa.spid()}`)).rejects.toMatchObject({
      number: 6104,
    });
    await sa.pool.request().batch(`KILL ${id}`);
    await expect.poll(() => sa.lock('hart/1', 'Exclusive')).toBe(0);
  });

  test('of the session that forgot to commit frees the log', async () => {
    world.setFault('log-not-truncating', true);
    const { run } = await connectTo(port, 'sa', 'master');
    expect((await run('KILL 71')).errors).toEqual([]);
    expect(world.fault('log-not-truncating')).toBeUndefined();
  });

  test('by the signed procedure wants id, login time and run of a session of the operator', async () => {
    const hung = await caller('hart_operator', 'hart R0000077');
    const id = await hung.spid();
    const watcher = await connectTo(port, 'hart_reader', 'master');
    const since = String((await watcher.rows(mine(id)))[0]?.['since']);
    const { run } = await connectTo(port, 'hart_operator', 'master');
    const call = (session: number, at: string, tag: string) =>
      run(
        `EXEC [master].[dbo].[hart_KillSession] @SessionId = ${session}, @LoginTime = N'${at}', @RunId = N'${tag}'`,
      );
    expect((await call(id, since, 'R0000078')).errors).toEqual([50023]);
    expect((await call(id, '2020-01-01T00:00:00.000', 'R0000077')).errors).toEqual([50023]);
    expect((await call(55, since, 'R0000077')).errors).toEqual([50023]);
    expect((await call(id, since, 'R%')).errors).toEqual([50022]);
    expect((await call(id, since, 'R0000077')).errors).toEqual([]);
    await expect.poll(() => watcher.rows(mine(id))).toEqual([]);
  });
});

describe('a connection', () => {
  const option = 'ALTER DATABASE [Hartonomous] SET AUTO_UPDATE_STATISTICS_ASYNC ON';
  const isAsync = () => world.databases.get('Hartonomous').body.options.isAutoUpdateStatsAsync;

  test.each([
    ['no', false],
    ['yes', true],
  ])('that breaks at a statement, executed: %s', async (after, done) => {
    world.setFault('connection-drops', true, { statement: 'statistics_async', after });
    const { run } = await connectTo(port, 'hart_operator', 'master');
    expect((await run(option)).errors).toEqual([Number.NaN]);
    expect(isAsync()).toBe(done);
    const again = await connectTo(port, 'hart_operator', 'master');
    expect((await again.run(option)).errors).toEqual([]);
  });

  test('S14 that hangs half open goes on at the server, and keeps its lock until that notices', async () => {
    world.setFault('connection-hangs', true, { statement: 'STATISTICS_ASYNC', seconds: 120 });
    const run = await caller();
    const id = await run.spid();
    await run.lock('hart/1', 'Exclusive');
    await expect(run.pool.request().batch(option)).rejects.toThrow(/Timeout|cancel/);
    expect(isAsync()).toBe(true);
    const [successor, watcher] = [await caller(), await connectTo(port, 'hart_reader', 'master')];
    expect(await successor.lock('hart/1', 'Exclusive')).toBe(-1);
    expect(await watcher.rows(mine(id))).toHaveLength(1);
    world.advance(121_000);
    await expect.poll(() => successor.lock('hart/1', 'Exclusive')).toBe(0);
    await expect.poll(() => watcher.rows(mine(id))).toEqual([]);
  }, 20_000);
});
