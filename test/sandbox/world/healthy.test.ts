import { expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../sandbox/world/clock.ts';
import { openWorld } from './open-world.ts';

test('a healthy world answers what a healthy server would', async () => {
  const { ask, value } = await openWorld();
  expect(
    await ask(
      'SELECT d.name, d.state_desc, d.recovery_model_desc FROM sys.databases AS d ORDER BY d.database_id',
    ),
  ).toEqual([
    { name: 'master', state_desc: 'ONLINE', recovery_model_desc: 'SIMPLE' },
    { name: 'tempdb', state_desc: 'ONLINE', recovery_model_desc: 'SIMPLE' },
    { name: 'model', state_desc: 'ONLINE', recovery_model_desc: 'FULL' },
    { name: 'msdb', state_desc: 'ONLINE', recovery_model_desc: 'SIMPLE' },
    { name: 'Hartonomous', state_desc: 'ONLINE', recovery_model_desc: 'FULL' },
  ]);
  expect(
    await value("SELECT CONVERT(nvarchar(60), SERVERPROPERTY('ProductUpdateLevel')) AS v"),
  ).toBe('CU15');
  expect(await value("SELECT CONVERT(int, SERVERPROPERTY('EngineEdition')) AS v")).toBe(3);
  expect(await value('SELECT COUNT(*) FROM sys.availability_groups')).toBe(0);
  expect(
    await value(
      'SELECT COUNT(*) FROM dbo.InferenceRequests AS r WHERE r.RequestTimestamp < DATEADD(DAY, -6, SYSUTCDATETIME())',
    ),
  ).toBeGreaterThan(50);
  expect(
    await value(
      'SELECT TOP (1) v.query_id FROM dbo.vw_QueryPerformanceMetrics AS v ORDER BY v.avg_duration_ms DESC',
    ),
  ).toBe(101n);
});

test('server-wide views are seen from every database', async () => {
  const { ask } = await openWorld();
  for (const database of ['Hartonomous', 'msdb', 'master', 'tempdb']) {
    expect(await ask('SELECT COUNT(*) AS n FROM sys.databases', 'sa', database)).toEqual([
      { n: 5 },
    ]);
  }
});

test('the world lives: phases turn, requests and atoms come, queues move', async () => {
  const { world, value } = await openWorld();
  const counts = async () => ({
    phases: Number(await value('SELECT COUNT(*) FROM dbo.OODALoopMetrics')),
    requests: Number(await value('SELECT COUNT(*) FROM dbo.InferenceRequest')),
    atoms: Number(await value('SELECT COUNT(*) FROM dbo.Atom')),
  });
  const before = await counts();
  world.advance(10 * MINUTE);
  const after = await counts();
  expect(after.phases - before.phases).toBe(8);
  expect(after.requests - before.requests).toBeGreaterThan(140);
  expect(after.atoms - before.atoms).toBe(20);
});

test('a queue holds few messages, and never an old one', async () => {
  const { world, value } = await openWorld();
  for (let minute = 0; minute < 20; minute += 1) {
    world.advance(7 * SECOND);
    expect(Number(await value('SELECT COUNT(*) FROM dbo.Neo4jSyncQueue'))).toBeLessThan(8);
    expect(
      Number(
        await value(
          'SELECT COALESCE(MAX(DATEDIFF(SECOND, q.message_enqueue_time, GETUTCDATE())), 0) FROM dbo.Neo4jSyncQueue AS q',
        ),
      ),
    ).toBeLessThan(30);
  }
});

test('backups go on by schedule through a jump of the clock', async () => {
  const { world, value } = await openWorld();
  const count = (type: string) =>
    value(
      `SELECT COUNT(*) FROM msdb.dbo.backupset AS b WHERE b.database_name = N'Hartonomous' AND b.type = '${type}'`,
    );
  const [fulls, diffs, logs] = [await count('D'), await count('I'), await count('L')].map(Number);
  world.advance(24 * HOUR);
  expect([await count('D'), await count('I'), await count('L')].map(Number)).toEqual([
    Number(fulls) + 1,
    Number(diffs) + 3,
    Number(logs) + 96,
  ]);
});

test('the same seed and clock make the same world', async () => {
  const sql =
    'SELECT SUM(CONVERT(bigint, r.TotalDurationMs)) AS total FROM dbo.InferenceRequest AS r';
  const first = await openWorld();
  const second = await openWorld();
  expect(await first.value(sql)).toEqual(await second.value(sql));
});

test('a reset ends faults, puts the clock back and fills the tables anew', async () => {
  const { world, value } = await openWorld();
  const before = await value('SELECT COUNT(*) FROM dbo.OODALoopMetrics');
  world.setFault('queue-flooded', true);
  world.advance(3 * HOUR);
  await world.refresh();
  await world.reset();
  expect(world.faults().filter(({ on }) => on)).toEqual([]);
  expect(await value('SELECT COUNT(*) FROM dbo.OODALoopMetrics')).toBe(before);
  expect(Number(await value('SELECT COUNT(*) FROM dbo.Neo4jSyncQueue'))).toBeLessThan(8);
});
