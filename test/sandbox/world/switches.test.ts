import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createSqlServer } from '../../../sandbox/world/sql-server.ts';
import { connectTo, passwords } from './acts/acting.ts';
import { openWorld } from './open-world.ts';

test.each([
  ['availability-group', {}, 'SELECT COUNT(*) FROM sys.availability_replicas', 0, 2],
  [
    'availability-group',
    {},
    "SELECT COUNT(d.replica_id) FROM sys.databases AS d WHERE d.name = N'Hartonomous'",
    0,
    1,
  ],
  [
    'availability-group',
    { role: 'SECONDARY' },
    'SELECT COUNT(*) FROM sys.dm_hadr_availability_replica_states AS s WHERE s.is_local = 1 AND s.role = 2',
    0,
    1,
  ],
  [
    'availability-group',
    { role: 'SECONDARY' },
    'SELECT CASE WHEN CONVERT(int, sys.fn_hadr_is_primary_replica(DB_NAME())) = 0 THEN 1 ELSE 0 END',
    0,
    1,
  ],
  ['availability-group', {}, "SELECT CONVERT(int, SERVERPROPERTY('IsHadrEnabled'))", 0, 1],
  ['express-edition', {}, "SELECT CONVERT(int, SERVERPROPERTY('EngineEdition'))", 3, 4],
  ['express-edition', {}, 'SELECT COUNT(*) FROM sys.dm_server_services', 2, 1],
  [
    'second-backup-writer',
    {},
    "SELECT COUNT(*) FROM msdb.dbo.backupset AS b WHERE b.database_name = N'Hartonomous' AND b.is_copy_only = 0 AND b.is_snapshot = 1",
    0,
    6,
  ],
  [
    'backup-jobs-disabled',
    {},
    'SELECT COUNT(*) FROM msdb.dbo.sysjobs AS j WHERE j.enabled = 1',
    4,
    0,
  ],
  [
    'second-backup-writer',
    {},
    'SELECT COUNT(*) FROM msdb.dbo.backupmediafamily AS f WHERE f.device_type = 7',
    0,
    6,
  ],
  [
    'transaction-in-doubt',
    {},
    `SELECT COUNT(*) FROM sys.dm_tran_active_transactions AS a
     JOIN sys.dm_tran_database_transactions AS d ON d.transaction_id = a.transaction_id
     WHERE d.database_id = DB_ID(N'Hartonomous') AND a.transaction_uow IS NOT NULL AND a.dtc_state = 2`,
    0,
    1,
  ],
  [
    'rollback-running',
    {},
    "SELECT COUNT(*) FROM sys.dm_exec_requests AS r WHERE r.command = N'KILLED/ROLLBACK'",
    0,
    1,
  ],
  [
    'log-not-truncating',
    {},
    `SELECT SUM(d.database_transaction_log_bytes_used) / 1073741824 FROM sys.dm_tran_database_transactions AS d
     JOIN sys.dm_tran_session_transactions AS s ON s.transaction_id = d.transaction_id
     WHERE d.database_id = DB_ID(N'Hartonomous')`,
    0,
    6,
  ],
])('%s %j shows in: %s', async (fault, given, sql, before, after) => {
  const { world, value } = await openWorld();
  expect(Number(await value(sql))).toBe(before);
  world.setFault(fault, true, given);
  expect(Number(await value(sql))).toBe(after);
  world.setFault(fault, false);
  expect(Number(await value(sql))).toBe(before);
});

test('S1 an application that is stopped leaves the database, and comes back when it is not', async () => {
  const { world, value } = await openWorld();
  const there = async () =>
    Number(
      await value(
        "SELECT COUNT(*) FROM sys.dm_exec_sessions AS s WHERE s.login_name = N'HartonomousApp'",
      ),
    );
  expect(await there()).toBe(9);
  world.setFault('application-stopped', true);
  expect(await there()).toBe(0);
  world.advance(60_000);
  expect(await there()).toBe(0);
  world.setFault('application-stopped', false);
  world.advance(60_000);
  expect(await there()).toBe(9);
});

test('S15 what rolls back keeps everyone out until it is done, and is ended no sooner', async () => {
  const { world } = await openWorld();
  world.setFault('rollback-running', true);
  const server = await createSqlServer({ world, host: '127.0.0.1', port: 0, passwords });
  const { run } = await connectTo(server.port, 'sa', 'master');
  expect((await run('KILL 72')).errors).toEqual([]);
  const taken = run('ALTER DATABASE [Hartonomous] SET SINGLE_USER WITH ROLLBACK IMMEDIATE');
  const first = await Promise.race([taken.then(() => 'taken'), sleep(300, 'still waits')]);
  expect(first).toBe('still waits');
  world.setFault('rollback-running', false);
  expect((await taken).errors).toEqual([]);
  await server.close();
});

test('S31 a surplus in the graph has keys that SQL Server has not', async () => {
  const { world, value } = await openWorld();
  const before = world.graph.count('Atom');
  world.setFault('graph-surplus', true, { atoms: 3 });
  expect(world.graph.count('Atom')).toBe(before + 3);
  const ids = [...world.graph.atomIds()].slice(-3);
  expect(
    Number(await value(`SELECT COUNT(*) FROM dbo.Atom AS a WHERE a.AtomId IN (${ids.join()})`)),
  ).toBe(0);
});

test('jobs that are disabled take no backup, and go on when they are enabled again', async () => {
  const { world, value } = await openWorld();
  const logs = `SELECT COUNT(*) FROM msdb.dbo.backupset AS b WHERE b.database_name = N'Hartonomous' AND b.type = 'L'`;
  const before = Number(await value(logs));
  world.setFault('backup-jobs-disabled', true);
  world.advance(60 * 60_000);
  expect(Number(await value(logs))).toBe(before);
  world.setFault('backup-jobs-disabled', false);
  world.advance(60 * 60_000);
  expect(Number(await value(logs))).toBe(before + 4);
});
