import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSqlServer } from '../../../../sandbox/world/sql-server.ts';
import { createWorld, type World } from '../../../../sandbox/world/world.ts';
import { type Connected, connectTo, type LoginName, passwords } from './acting.ts';

let world: World;
let port: number;
let moved = 0;

beforeAll(async () => {
  // a clock that goes at its own pace, so that the application comes back soon
  world = await createWorld({ now: () => Date.now() + moved, seed: 3, actMs: 0 });
  const server = await createSqlServer({ world, host: '127.0.0.1', port: 0, passwords });
  port = server.port;
  return async () => {
    await server.close();
    await world.close();
  };
}, 60_000);

beforeEach(async () => {
  moved = 0;
  await world.reset();
});

const as = (login: LoginName = 'sa', database = 'master'): Promise<Connected> =>
  connectTo(port, login, database);

const state = `SELECT d.user_access_desc AS access, d.recovery_model_desc AS model, CONVERT(int, d.is_broker_enabled) AS broker,
  CONVERT(int, d.is_trustworthy_on) AS trusted, CONVERT(int, d.is_read_committed_snapshot_on) AS rcsi, d.compatibility_level AS level,
  CONVERT(int, d.is_auto_update_stats_async_on) AS async, CONVERT(int, d.is_db_chaining_on) AS chained,
  CONVERT(int, d.is_query_store_on) AS store FROM sys.databases AS d WHERE d.name = N'Hartonomous'`;
const appSessions =
  "SELECT COUNT(*) AS n FROM sys.dm_exec_sessions AS s WHERE s.login_name = N'HartonomousApp'";
const alter = (what: string) => `ALTER DATABASE [Hartonomous] SET ${what}`;

describe('an option that an administrator sets', () => {
  test.each([
    ['RECOVERY SIMPLE', { model: 'SIMPLE' }],
    ['TRUSTWORTHY ON', { trusted: 1 }],
    ['DB_CHAINING ON', { chained: 1 }],
    ['AUTO_UPDATE_STATISTICS_ASYNC ON', { async: 1 }],
    ['COMPATIBILITY_LEVEL = 150', { level: 150 }],
    ['QUERY_STORE = OFF', { store: 0 }],
    ['QUERY_STORE = ON (OPERATION_MODE = READ_WRITE)', { store: 1 }],
    ['DISABLE_BROKER WITH ROLLBACK IMMEDIATE', { broker: 0 }],
    ['READ_COMMITTED_SNAPSHOT OFF WITH ROLLBACK IMMEDIATE', { rcsi: 0 }],
    ['RESTRICTED_USER WITH ROLLBACK IMMEDIATE', { access: 'RESTRICTED_USER' }],
    ['SINGLE_USER WITH ROLLBACK AFTER 5 SECONDS', { access: 'SINGLE_USER' }],
    ['RECOVERY BULK_LOGGED, TRUSTWORTHY ON', { model: 'BULK_LOGGED', trusted: 1 }],
  ])('%s shows in sys.databases', async (what, shown) => {
    const { run, rows } = await as();
    expect((await run(alter(what))).errors).toEqual([]);
    expect((await rows(state))[0]).toMatchObject(shown);
  });
});

describe('what is refused', () => {
  test.each<[LoginName, string, readonly number[]]>([
    ['hart_operator', alter('TRUSTWORTHY ON'), [15247, 5069]],
    ['hart_operator', alter('DB_CHAINING ON'), [15247, 5069]],
    ['hart_operator', alter('SINGLE_USER WITH NO_WAIT'), [5070, 5069]],
    ['hart_reader', alter('RECOVERY SIMPLE'), [5011, 5069]],
    ['sa', alter('FROBNICATED ON'), [195]],
    ['sa', alter('RECOVERY SOMEHOW'), [102]],
    ['sa', 'ALTER DATABASE [Nowhere] SET MULTI_USER', [5011, 5069]],
    ['sa', 'ALTER DATABASE [master] SET SINGLE_USER', [5058, 5069]],
    ['sa', 'ALTER DATABASE [Hartonomous] MODIFY NAME = [msdb]', [1801]],
    ['sa', 'ALTER DATABASE [Hartonomous] MODIFY NAME = [Other]', [5030]],
    ['hart_reader', 'ALTER DATABASE [Hartonomous] MODIFY NAME = [Other]', [5011]],
    ['hart_operator', 'ALTER AUTHORIZATION ON DATABASE::[Hartonomous] TO [sa]', [15151]],
    ['sa', 'ALTER AUTHORIZATION ON DATABASE::[Hartonomous] TO [nobody]', [15151]],
    ['hart_operator', 'ALTER LOGIN [HartonomousApp] DISABLE', [15151]],
    ['hart_operator', 'ALTER QUEUE dbo.ActQueue WITH STATUS = ON', [15151]],
    ['hart_operator', 'KILL 55', [6102]],
  ])('as %s: %s', async (login, text, errors) => {
    const { run } = await as(login);
    expect((await run(text)).errors).toEqual(errors);
  });
});

test('S1 SINGLE_USER throws everyone out, lets nobody else in, and MULTI_USER brings the application back', async () => {
  const watcher = await as('hart_reader', 'Hartonomous');
  const { run, rows } = await as('hart_operator');
  const sa = await as();
  expect(await sa.rows(appSessions)).toEqual([{ n: 9 }]);
  expect((await run('USE [Hartonomous]')).errors).toEqual([]);
  expect((await run(alter('SINGLE_USER WITH ROLLBACK IMMEDIATE'))).errors).toEqual([]);
  expect((await watcher.run('SELECT 1 AS one')).errors).toEqual([Number.NaN]);
  expect(await sa.rows(appSessions)).toEqual([{ n: 0 }]);
  expect((await sa.run('USE [Hartonomous]')).errors).toEqual([924]);
  expect((await sa.run(alter('MULTI_USER'))).errors).toEqual([5064, 5069]);
  expect((await run(alter('MULTI_USER'))).errors).toEqual([]);
  world.advance(5000);
  expect(await sa.rows(appSessions)).toEqual([{ n: 9 }]);
  expect(await rows(state)).toMatchObject([{ access: 'MULTI_USER' }]);
});

test('S1 a login that was disabled stays out, and who is in stays in', async () => {
  const { run, rows } = await as();
  expect((await run('ALTER LOGIN [HartonomousApp] DISABLE')).errors).toEqual([]);
  expect(await rows(appSessions)).toEqual([{ n: 9 }]);
  expect((await run('KILL 55; KILL 59')).errors).toEqual([]);
  world.advance(10_000);
  expect(await rows(appSessions)).toEqual([{ n: 7 }]);
  expect(
    (await run('ALTER LOGIN [HartonomousApp] ENABLE; ALTER LOGIN [hart_operator] DISABLE')).errors,
  ).toEqual([]);
  world.advance(10_000);
  expect(await rows(appSessions)).toEqual([{ n: 9 }]);
  await expect(as('hart_operator')).rejects.toThrow(/disabled/);
});

test('S5 enabling the broker waits for others, unless they are thrown out', async () => {
  const { run, rows } = await as('hart_operator');
  const patient = await as('hart_operator');
  expect((await run(alter('DISABLE_BROKER WITH ROLLBACK IMMEDIATE'))).errors).toEqual([]);
  expect(await rows(state)).toMatchObject([{ broker: 0 }]);
  world.advance(5000);
  const waiting = patient.run(alter('ENABLE_BROKER')).catch(() => 'broken');
  setTimeout(() => patient.drop(), 300);
  await waiting;
  expect(await rows(state)).toMatchObject([{ broker: 0 }]);
  expect((await run(alter('ENABLE_BROKER WITH ROLLBACK IMMEDIATE'))).errors).toEqual([]);
  expect(await rows(state)).toMatchObject([{ broker: 1 }]);
});

test('S8 two databases change names, and the product is read under its new one', async () => {
  const { run, rows } = await as('hart_operator');
  const sa = await as();
  const [before] = await sa.rows('SELECT COUNT(*) AS n FROM Hartonomous.dbo.Atom');
  await run(alter('SINGLE_USER WITH ROLLBACK IMMEDIATE'));
  expect(await run('ALTER DATABASE [Hartonomous] MODIFY NAME = [Hartonomous old]')).toMatchObject({
    errors: [],
    messages: ["The database name 'Hartonomous old' has been set."],
  });
  expect(await rows("SELECT d.name FROM sys.databases AS d WHERE d.name LIKE N'Hart%'")).toEqual([
    { name: 'Hartonomous old' },
  ]);
  expect(await sa.rows('SELECT COUNT(*) AS n FROM [Hartonomous old].dbo.Atom')).toEqual([before]);
  expect(
    (await run('ALTER DATABASE [Hartonomous old] MODIFY NAME = [Hartonomous]')).errors,
  ).toEqual([]);
  expect((await run(alter('MULTI_USER'))).errors).toEqual([]);
  expect(await rows(state)).toMatchObject([{ access: 'MULTI_USER' }]);
});

test('S9 S16 the owner and the properties of a database can be set by whom it belongs to', async () => {
  const sa = await as();
  const operator = await as('hart_operator');
  const mark =
    "EXEC [Hartonomous].[sys].[sp_addextendedproperty] @name = N'hart_run', @value = N'R7'";
  expect((await operator.run(mark)).errors).toEqual([15151]);
  expect(
    (await sa.run('ALTER AUTHORIZATION ON DATABASE::[Hartonomous] TO [hart_operator]')).errors,
  ).toEqual([]);
  expect((await operator.run(mark)).errors).toEqual([]);
  expect((await operator.run(mark)).errors).toEqual([15233]);
  const marks =
    'SELECT e.name AS name, e.value AS value FROM [Hartonomous].sys.extended_properties AS e';
  expect(await sa.rows(marks)).toEqual([{ name: 'hart_run', value: 'R7' }]);
  const drop = "EXEC [Hartonomous].[sys].[sp_dropextendedproperty] @name = N'hart_run'";
  expect((await operator.run(drop)).errors).toEqual([]);
  expect((await operator.run(drop)).errors).toEqual([15217]);
});

describe('S4 the signed procedures', () => {
  test.each<[LoginName, string, readonly number[]]>([
    [
      'hart_operator',
      "EXEC [master].[dbo].[hart_SetTrustworthy] @Database = N'Hartonomous', @On = 1",
      [],
    ],
    [
      'hart_operator',
      "EXEC [master].[dbo].[hart_SetTrustworthy] @Database = N'msdb', @On = 1",
      [50020],
    ],
    [
      'hart_operator',
      "EXEC [master].[dbo].[hart_SetTrustworthy] @Database = N'Hartonomous'",
      [201],
    ],
    ['hart_operator', "EXEC [master].[dbo].[hart_SetTrustworthy] @Databse = N'x', @On = 1", [8145]],
    [
      'hart_operator',
      "EXEC [master].[dbo].[hart_SetOwner] @Database = N'Hartonomous', @Owner = N'sa'",
      [],
    ],
    [
      'hart_operator',
      "EXEC [master].[dbo].[hart_SetOwner] @Database = N'Hartonomous', @Owner = N'hart_operator'",
      [50021],
    ],
    [
      'hart_reader',
      "EXEC [master].[dbo].[hart_SetOwner] @Database = N'Hartonomous', @Owner = N'sa'",
      [229],
    ],
    ['sa', "EXEC [msdb].[dbo].[hart_SetOwner] @Database = N'Hartonomous', @Owner = N'sa'", [2812]],
  ])('as %s: %s', async (login, text, errors) => {
    const { run } = await as(login);
    expect((await run(text)).errors).toEqual(errors);
  });

  test('can be seen where they are', async () => {
    const { rows } = await as('hart_reader');
    expect(
      await rows(
        "SELECT COUNT(*) AS n FROM master.sys.objects AS o WHERE o.type = N'P' AND o.name LIKE N'hart[_]%'",
      ),
    ).toEqual([{ n: 3 }]);
  });
});
