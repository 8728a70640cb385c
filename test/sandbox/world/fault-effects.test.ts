import { expect, test } from 'vitest';
import { SECOND } from '../../../sandbox/world/clock.ts';
import { openWorld } from './open-world.ts';

const depthOf = (queue: string) =>
  `SELECT p.rows FROM sys.service_queues AS q JOIN sys.internal_tables AS it ON it.parent_object_id = q.object_id JOIN sys.partitions AS p ON p.object_id = it.object_id AND p.index_id = 1 WHERE q.name = N'${queue}'`;
const oodaAge =
  "SELECT DATEDIFF(MINUTE, MAX(m.ExecutedAt), SYSUTCDATETIME()) FROM dbo.OODALoopMetrics AS m WHERE m.Phase = N'Learn'";
const newestOf = (type: string) =>
  `SELECT DATEDIFF(MINUTE, MAX(b.backup_finish_date), GETDATE()) FROM msdb.dbo.backupset AS b WHERE b.database_name = N'Hartonomous' AND b.is_damaged = 0 AND b.type = '${type}'`;
const gaps = `SELECT COUNT(*) FROM msdb.dbo.backupset AS l WHERE l.type = 'L' AND l.begins_log_chain = 0 AND NOT EXISTS
  (SELECT 1 FROM msdb.dbo.backupset AS p WHERE p.type = 'L' AND p.last_lsn = l.first_lsn)`;
const chainStarts =
  "SELECT COUNT(*) FROM msdb.dbo.backupset AS b WHERE b.type = 'L' AND b.begins_log_chain = 1";
const slowest = `SELECT CONVERT(int, MAX(rs.avg_duration) / 1000.0) FROM sys.query_store_runtime_stats AS rs JOIN sys.query_store_runtime_stats_interval AS i
  ON i.runtime_stats_interval_id = rs.runtime_stats_interval_id WHERE i.end_time >= DATEADD(MINUTE, -30, SYSDATETIMEOFFSET())`;
const spatialRuns = `SELECT COUNT(*) FROM sys.query_store_runtime_stats AS rs JOIN sys.query_store_plan AS p ON p.plan_id = rs.plan_id WHERE CHARINDEX(N'IndexKind="Spatial"', p.query_plan) > 0`;
const waiting = (table: string, column: string, value: string) =>
  `SELECT COUNT(*) FROM dbo.${table} AS t WHERE t.${column} = ${value}`;

interface Effect {
  readonly fault: string;
  readonly given?: Record<string, unknown>;
  readonly sql: string;
  readonly healthy: (value: number) => boolean;
  readonly broken: (value: number) => boolean;
}

const is = (wanted: number) => (value: number) => value === wanted;
const below = (limit: number) => (value: number) => value < limit;
const atLeast = (limit: number) => (value: number) => value >= limit;

const effects: readonly Effect[] = [
  { fault: 'ooda-stalled', sql: oodaAge, healthy: below(7), broken: atLeast(180) },
  {
    fault: 'ooda-stalled',
    given: { minutes: 240 },
    sql: oodaAge,
    healthy: below(7),
    broken: atLeast(240),
  },
  {
    fault: 'ooda-failures',
    sql: waiting('OODALoopMetrics', 'Success', '0'),
    healthy: is(0),
    broken: atLeast(2),
  },
  {
    fault: 'ooda-failures',
    sql: waiting('AutonomousImprovementHistory', 'Success', '0'),
    healthy: is(0),
    broken: atLeast(2),
  },
  { fault: 'slow-queries', sql: slowest, healthy: below(100), broken: atLeast(500) },
  {
    fault: 'spatial-index-disabled',
    sql: "SELECT CONVERT(int, i.is_disabled) FROM sys.indexes AS i WHERE i.type_desc = 'SPATIAL'",
    healthy: is(0),
    broken: is(1),
  },
  { fault: 'spatial-index-disabled', sql: spatialRuns, healthy: atLeast(100), broken: is(0) },
  {
    fault: 'queue-flooded',
    sql: depthOf('Neo4jSyncQueue'),
    healthy: below(10),
    broken: atLeast(1480),
  },
  {
    fault: 'queue-flooded',
    given: { queue: 'ActQueue', depth: 2000 },
    sql: 'SELECT COUNT(*) FROM dbo.ActQueue',
    healthy: below(10),
    broken: atLeast(2000),
  },
  {
    fault: 'queue-disabled',
    sql: "SELECT CONVERT(int, q.is_receive_enabled) FROM sys.service_queues AS q WHERE q.name = N'ActQueue'",
    healthy: is(1),
    broken: is(0),
  },
  {
    fault: 'activation-stuck',
    sql: "SELECT COUNT(*) FROM sys.dm_broker_queue_monitors AS m WHERE m.state = N'NOTIFIED'",
    healthy: is(0),
    broken: is(1),
  },
  {
    fault: 'activation-stuck',
    sql: 'SELECT DATEDIFF(SECOND, MIN(m.message_enqueue_time), GETUTCDATE()) FROM dbo.HypothesizeQueue AS m',
    healthy: below(60),
    broken: atLeast(480),
  },
  { fault: 'poison-loop', sql: depthOf('Neo4jSyncQueue'), healthy: below(10), broken: atLeast(15) },
  {
    fault: 'undelivered-messages',
    sql: "SELECT COUNT(*) FROM sys.transmission_queue AS t WHERE t.transmission_status <> N''",
    healthy: is(0),
    broken: atLeast(10),
  },
  {
    fault: 'inference-slow',
    sql: 'SELECT AVG(r.TotalDurationMs) FROM dbo.InferenceRequest AS r WHERE r.RequestTimestamp >= DATEADD(MINUTE, -5, SYSUTCDATETIME())',
    healthy: below(200),
    broken: atLeast(1000),
  },
  {
    fault: 'query-store-readonly',
    sql: 'SELECT o.readonly_reason FROM sys.database_query_store_options AS o',
    healthy: is(0),
    broken: is(65536),
  },
  {
    fault: 'config-drift',
    sql: "SELECT CONVERT(int, c.value_in_use) FROM sys.configurations AS c WHERE c.name = N'max server memory (MB)'",
    healthy: is(81920),
    broken: is(2147483647),
  },
  {
    fault: 'config-drift',
    sql: "SELECT CONVERT(int, d.is_trustworthy_on) FROM sys.databases AS d WHERE d.name = N'Hartonomous'",
    healthy: is(0),
    broken: is(1),
  },
  { fault: 'log-backups-missed', sql: newestOf('L'), healthy: below(16), broken: atLeast(50) },
  { fault: 'log-chain-broken', sql: chainStarts, healthy: is(1), broken: is(2) },
  {
    fault: 'backup-set-damaged',
    sql: newestOf('D'),
    healthy: below(24 * 60),
    broken: atLeast(24 * 60),
  },
  {
    fault: 'sync-failures',
    sql: waiting('Neo4jSyncLog', 'SyncStatus', "N'Failed'"),
    healthy: is(0),
    broken: atLeast(10),
  },
  {
    fault: 'dead-letters',
    given: { letters: 3 },
    sql: 'SELECT COUNT(*) FROM dbo.Neo4jSyncDeadLetterQueue',
    healthy: is(0),
    broken: is(3),
  },
  {
    fault: 'worker-stalled',
    sql: waiting('IngestionJob', 'JobStatus', "'Pending'"),
    healthy: below(3),
    broken: atLeast(15),
  },
  {
    fault: 'worker-stalled',
    given: { worker: 'Neo4jSync' },
    sql: depthOf('Neo4jSyncQueue'),
    healthy: below(10),
    broken: atLeast(100),
  },
  {
    fault: 'worker-stalled',
    given: { worker: 'EmbeddingGenerator' },
    sql: 'SELECT COUNT(*) FROM dbo.Atom AS a WHERE NOT EXISTS (SELECT 1 FROM dbo.AtomEmbedding AS e WHERE e.AtomId = a.AtomId)',
    healthy: below(3),
    broken: atLeast(10),
  },
  {
    fault: 'disk-full',
    sql: 'SELECT CONVERT(int, 100.0 * v.available_bytes / v.total_bytes) FROM sys.database_files AS f CROSS APPLY sys.dm_os_volume_stats(DB_ID(), f.file_id) AS v WHERE f.file_id = 1',
    healthy: atLeast(20),
    broken: is(4),
  },
  {
    fault: 'log-not-truncating',
    sql: 'SELECT CONVERT(int, u.used_log_space_in_percent) FROM sys.dm_db_log_space_usage AS u',
    healthy: below(20),
    broken: atLeast(90),
  },
  {
    fault: 'log-not-truncating',
    sql: 'SELECT COUNT(*) FROM sys.dm_exec_sessions AS s WHERE s.open_transaction_count > 0',
    healthy: is(0),
    broken: is(1),
  },
  {
    fault: 'suspect-page',
    sql: 'SELECT COUNT(*) FROM msdb.dbo.suspect_pages AS p WHERE p.event_type IN (1, 2, 3)',
    healthy: is(0),
    broken: is(1),
  },
];

test('every fault shows in the views of SQL Server and is gone within seconds of its end', async () => {
  const { world, value } = await openWorld();
  for (const { fault, given, sql, healthy, broken } of effects) {
    const name = `${fault} ${JSON.stringify(given ?? {})}`;
    const before = Number(await value(sql));
    expect(healthy(before), `${name}: ${before} before`).toBe(true);
    world.setFault(fault, true, given);
    world.advance(2 * SECOND);
    const during = Number(await value(sql));
    expect(broken(during), `${name}: ${during} while on`).toBe(true);
    world.setFault(fault, false);
    world.advance(2 * SECOND);
    const after = Number(await value(sql));
    expect(healthy(after), `${name}: ${after} afterwards`).toBe(true);
  }
  expect(await value(gaps)).toBe(0);
}, 60_000);

test('a flood rises while its slow reader takes what is oldest', async () => {
  const { world, ask, value } = await openWorld();
  world.setFault('queue-flooded', true);
  const first = Number(await value(depthOf('Neo4jSyncQueue')));
  const oldest =
    'SELECT DATEDIFF(SECOND, MIN(m.message_enqueue_time), GETUTCDATE()) FROM dbo.Neo4jSyncQueue AS m';
  const firstAge = Number(await value(oldest));
  const head =
    'SELECT TOP (1) q.queuing_order FROM dbo.Neo4jSyncQueue AS q ORDER BY q.queuing_order';
  const firstHead = await ask(head);
  world.advance(5 * SECOND);
  expect(await ask(head)).not.toEqual(firstHead);
  world.advance(55 * SECOND);
  expect(Number(await value(depthOf('Neo4jSyncQueue')))).toBe(first + 95);
  expect(Number(await value(oldest))).toBeGreaterThan(firstAge);
});

test('a poison message stays at the head while the queue does not fall', async () => {
  const { world, ask, value } = await openWorld();
  world.setFault('poison-loop', true);
  const head =
    'SELECT TOP (1) q.conversation_handle, q.queuing_order FROM dbo.Neo4jSyncQueue AS q ORDER BY q.queuing_order';
  const first = await ask(head);
  const depth = Number(await value(depthOf('Neo4jSyncQueue')));
  world.advance(45 * SECOND);
  expect(await ask(head)).toEqual(first);
  expect(Number(await value(depthOf('Neo4jSyncQueue')))).toBeGreaterThanOrEqual(depth);
});

test('after missed log backups the chain goes on without a gap', async () => {
  const { world, value } = await openWorld();
  world.setFault('log-backups-missed', true);
  world.advance(40 * 60 * SECOND);
  expect(Number(await value(newestOf('L')))).toBeGreaterThan(85);
  world.setFault('log-backups-missed', false);
  expect(Number(await value(newestOf('L')))).toBe(0);
  world.advance(60 * 60 * SECOND);
  expect(await value(gaps)).toBe(0);
});

test('a broken chain stays broken: no differential and no full leads past its gap', async () => {
  const { world, value } = await openWorld();
  world.setFault('log-chain-broken', true);
  world.advance(25 * 60 * 60 * SECOND);
  expect(Number(await value(newestOf('I')))).toBeGreaterThanOrEqual(25 * 60);
  expect(Number(await value(newestOf('D')))).toBeGreaterThanOrEqual(25 * 60);
  world.setFault('log-chain-broken', false);
  world.advance(25 * 60 * 60 * SECOND);
  expect(Number(await value(newestOf('I')))).toBeLessThan(7 * 60);
});

test('a missing object is Msg 208 for everyone, and OBJECT_ID does not find it', async () => {
  const { world, ask, value } = await openWorld();
  world.setFault('object-missing', true, { object: '[dbo].[AtomEmbedding]' });
  for (const login of ['sa', 'hart_reader'] as const) {
    await expect(ask('SELECT COUNT(*) AS n FROM dbo.AtomEmbedding', login)).rejects.toMatchObject({
      number: 208,
      message: "Invalid object name 'dbo.AtomEmbedding'.",
    });
    expect(await value("SELECT OBJECT_ID(N'dbo.AtomEmbedding') AS id", login)).toBeNull();
  }
  expect(await value("SELECT COUNT(*) FROM sys.tables AS t WHERE t.name = N'AtomEmbedding'")).toBe(
    0,
  );
  world.setFault('object-missing', false);
  expect(await value("SELECT OBJECT_ID(N'dbo.AtomEmbedding') AS id")).not.toBeNull();
});
