import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type WatchedSqlServer, watchSqlServer } from './support/watched-sql-server.ts';

/** A moment of the world, so many minutes ago, as DuckDB writes it. */
type Ago = (minutes: number) => string;

interface Case {
  readonly what: string;
  readonly check: string;
  readonly change: (ago: Ago) => string;
  readonly broken: readonly string[];
}

const cases: readonly Case[] = [
  {
    what: 'a table of embeddings without a spatial index',
    check: 'spatial-index',
    change: () => "DELETE FROM Hartonomous.sys.indexes WHERE type_desc = 'SPATIAL'",
    broken: ['spatial-index-missing critical index=(none)'],
  },
  {
    what: 'conversations that are begun and never ended',
    check: 'queues',
    change: () =>
      `INSERT INTO Hartonomous.sys.conversation_endpoints (service_id, state)
       SELECT (SELECT service_id FROM Hartonomous.sys.services WHERE name = 'ActService'), 'CO' FROM range(100001)`,
    broken: ['conversations-leaking warning queue=ActQueue'],
  },
  {
    what: 'closed conversations, which SQL Server keeps for half an hour',
    check: 'queues',
    change: () =>
      `INSERT INTO Hartonomous.sys.conversation_endpoints (service_id, state)
       SELECT (SELECT service_id FROM Hartonomous.sys.services WHERE name = 'ActService'), 'CD' FROM range(100001)`,
    broken: [],
  },
  {
    what: 'cycles that begin and never reach Learn',
    check: 'ooda-loop',
    change: () => "DELETE FROM Hartonomous.dbo.OODALoopMetrics WHERE Phase = 'Learn'",
    broken: ['ooda-cycle-broken warning phase=Learn', 'ooda-stalled critical phase=Learn'],
  },
  {
    what: 'an action that has waited for a person since yesterday',
    check: 'ooda-loop',
    change: (ago) =>
      `UPDATE Hartonomous.dbo.PendingActions SET Status = 'PendingApproval', CreatedUtc = ${ago(26 * 60)}`,
    broken: ['actions-awaiting-approval warning phase=Act'],
  },
  {
    what: 'a sync that has been tried again for twenty minutes',
    check: 'neo4j-sync',
    change: (ago) =>
      `INSERT INTO Hartonomous.dbo.Neo4jSyncLog (LogId, EntityType, EntityId, SyncType, SyncStatus, RetryCount, SyncTimestamp)
       SELECT 900000000 + range, 'Atom', 900000000 + range, 'CREATE', 'Retrying', 4, ${ago(20)} FROM range(11)`,
    broken: ['sync-behind warning entity=Atom', 'sync-retrying warning entity=Atom'],
  },
  {
    what: 'a failed sync that succeeded at the next attempt',
    check: 'neo4j-sync',
    change: (ago) =>
      `INSERT INTO Hartonomous.dbo.Neo4jSyncLog (LogId, EntityType, EntityId, SyncType, SyncStatus, RetryCount, SyncTimestamp)
       VALUES (910000001, 'Atom', 77, 'CREATE', 'Failed', 0, ${ago(9)}), (910000002, 'Atom', 77, 'CREATE', 'Success', 1, ${ago(8)})`,
    broken: [],
  },
  {
    what: 'a system database that is suspect',
    check: 'sql-server',
    change: () => "UPDATE master.sys.databases SET state_desc = 'SUSPECT' WHERE name = 'msdb'",
    broken: ['database-not-online critical database=msdb'],
  },
  {
    what: 'a database in single user mode',
    check: 'sql-server',
    change: () =>
      "UPDATE master.sys.databases SET user_access_desc = 'SINGLE_USER' WHERE name = 'Hartonomous'",
    broken: ['database-restricted warning database=Hartonomous'],
  },
  {
    what: 'a server that started nine minutes ago',
    check: 'sql-server',
    // the world's server stands an hour east of UTC
    change: (ago) =>
      `UPDATE master.sys.databases SET create_date = ${ago(9 - 60)} WHERE name = 'tempdb'`,
    broken: ['sql-server-restarted warning database=Hartonomous'],
  },
  {
    what: 'a request that has been running for five minutes',
    check: 'inference-latency',
    change: (ago) =>
      `INSERT INTO Hartonomous.dbo.InferenceRequest (InferenceId, RequestTimestamp, Status) VALUES (990000001, ${ago(5)}, 'Running')`,
    broken: ['inference-hanging warning table_name=dbo.InferenceRequest'],
  },
  {
    what: 'many requests that hang, and would look quick if only finished ones counted',
    check: 'inference-latency',
    change: (ago) =>
      `INSERT INTO Hartonomous.dbo.InferenceRequest (InferenceId, RequestTimestamp, Status)
       SELECT 990000100 + range, ${ago(3)}, 'Running' FROM range(30)`,
    broken: [
      'inference-hanging warning table_name=dbo.InferenceRequest',
      'inference-slow critical table_name=dbo.InferenceRequest',
    ],
  },
  {
    what: 'background jobs that fail',
    check: 'workers',
    change: (ago) =>
      `INSERT INTO Hartonomous.dbo.BackgroundJob (JobId, JobType, Status, CreatedAtUtc, StartedAtUtc, CompletedAtUtc)
       SELECT 990000000 + range, 'RebuildIndex', 3, ${ago(20)}, ${ago(19)}, ${ago(18)} FROM range(6)`,
    broken: ['worker-failures warning worker=BackgroundJob RebuildIndex'],
  },
  {
    what: 'jobs that are scheduled for later',
    check: 'workers',
    change: (ago) =>
      `INSERT INTO Hartonomous.dbo.BackgroundJob (JobId, JobType, Status, CreatedAtUtc, ScheduledAtUtc)
       VALUES (990000500, 'Nightly', 6, ${ago(600)}, ${ago(-300)})`,
    broken: [],
  },
  {
    what: 'an hour without uploads that was busy a week ago',
    check: 'workers',
    change: (ago) =>
      `DELETE FROM Hartonomous.dbo.IngestionJob WHERE CreatedAt > ${ago(61)};
       INSERT INTO Hartonomous.dbo.IngestionJob (IngestionJobId, JobStatus, CreatedAt, LastUpdatedAt)
       SELECT -1 - range, 'Complete', ${ago(7 * 24 * 60 + 30)}, ${ago(7 * 24 * 60 + 29)} FROM range(25)`,
    broken: ['arrivals-stopped warning worker=Ingestion'],
  },
  {
    what: 'a data file that is nearly at its size limit',
    check: 'storage',
    change: () =>
      `UPDATE Hartonomous.sys.database_files SET max_size = size, size = size
       WHERE file_id = (SELECT min(file_id) FROM Hartonomous.sys.database_files WHERE type = 0)`,
    broken: ['storage-full warning item=file Hartonomous'],
  },
];

describe('a condition that no fault of the world makes', () => {
  let watched: WatchedSqlServer;
  beforeAll(async () => {
    watched = await watchSqlServer();
    for (const check of new Set(cases.map((one) => one.check))) await watched.look(check);
  });
  afterAll(() => watched.close());

  test.each(cases)('$what: $check says $broken', async ({ check, change, broken }) => {
    const { world } = watched;
    const { admin } = world.engine;
    const ago: Ago = (minutes) =>
      `TIMESTAMP '${new Date(world.now() - minutes * 60_000).toISOString().replace('Z', '')}'`;
    await world.refresh();
    watched.forget();
    // seen by this one look and then gone, without the world noticing
    const statement = change(ago);
    const tables = [
      ...new Set(
        [...statement.matchAll(/(?:INTO|UPDATE|DELETE FROM) ([\w.]+)/g)].map(
          ([, name = '']) => name,
        ),
      ),
    ];
    for (const [index, table] of tables.entries())
      await admin.run(
        `CREATE OR REPLACE TABLE memory.main.kept_${index} AS SELECT * FROM ${table}`,
      );
    await admin.run(statement);
    const seen = await watched.look(check);
    for (const [index, table] of tables.entries())
      await admin.run(
        `DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM memory.main.kept_${index}`,
      );

    expect(seen.detail).toBe('');
    expect(seen.broken).toEqual(broken);
  });
});
