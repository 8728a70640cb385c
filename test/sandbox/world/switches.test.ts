import { expect, test } from 'vitest';
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
    'second-backup-writer',
    {},
    'SELECT COUNT(*) FROM msdb.dbo.backupmediafamily AS f WHERE f.device_type = 7',
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
