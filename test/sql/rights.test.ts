import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sqlChecks } from './support/all-checks.ts';
import { type WatchedSqlServer, watchSqlServer } from './support/watched-sql-server.ts';

interface Case {
  readonly permission: string;
  readonly object?: string;
  /** The checks that need it; all others must stay ok. */
  readonly blind: readonly string[];
}

const performance = [
  'config-drift',
  'queues',
  'query-store',
  'slow-queries',
  'spatial-index',
  'storage',
  'backup-freshness',
  'restorability',
];
const definition = ['neo4j-sync', 'queues', 'spatial-index', 'storage', 'undelivered-messages'];
const select = (object: string, ...blind: string[]): Case => ({
  permission: 'SELECT',
  object,
  blind,
});

const everywhere: readonly Case[] = [
  { permission: 'VIEW ANY DEFINITION', blind: definition },
  {
    permission: 'VIEW ANY DATABASE',
    blind: ['sql-server', 'backup-freshness', 'restorability', 'integrity'],
  },
  select('dbo.OODALoopMetrics', 'ooda-loop'),
  select('dbo.PendingActions', 'ooda-loop'),
  select('dbo.InferenceRequest', 'inference-latency', 'slow-queries'),
  select('dbo.Neo4jSyncLog', 'neo4j-sync', 'workers'),
  select('dbo.Neo4jSyncDeadLetterQueue', 'neo4j-sync'),
  select('dbo.Atom', 'neo4j-sync', 'workers'),
  select('dbo.AtomEmbedding', 'spatial-index', 'workers'),
  select('dbo.IngestionJob', 'workers'),
  select('dbo.BackgroundJob', 'workers'),
  select('dbo.Neo4jSyncQueue', 'queues', 'workers'),
  select('dbo.ActQueue', 'queues'),
  select('msdb.dbo.backupset', 'backup-freshness', 'restorability'),
  select('msdb.dbo.backupmediafamily', 'backup-freshness', 'restorability'),
  select('msdb.dbo.restorehistory', 'backup-freshness', 'restorability'),
  select('msdb.dbo.suspect_pages', 'integrity'),
];

const versions = [
  {
    name: '2022',
    version: 16,
    cases: [
      { permission: 'VIEW SERVER PERFORMANCE STATE', blind: performance },
      { permission: 'VIEW SERVER SECURITY STATE', blind: ['config-drift'] },
      ...everywhere,
    ],
  },
  {
    name: '2019',
    version: 15,
    // what differs between the versions; tables refuse alike
    cases: [{ permission: 'VIEW SERVER STATE', blind: performance }, ...everywhere.slice(0, 3)],
  },
] as const;

describe.each(versions)(
  'on SQL Server $name, with one right of hart_reader revoked',
  ({ version, cases }) => {
    let watched: WatchedSqlServer;
    beforeAll(async () => {
      watched = await watchSqlServer(version);
    });
    afterAll(() => watched.close());
    beforeEach(() => watched.forget());

    test.each<Case>(cases)(
      'without $permission $object, $blind are unknown for want of it and the rest is ok',
      async (one) => {
        const { permission, object } = one;
        watched.world.setFault('permission-denied', true, {
          permission,
          ...(object === undefined ? {} : { object }),
        });
        const seen: Record<string, string> = {};
        const details: string[] = [];
        for (const name of sqlChecks.keys()) {
          const { state, reason, detail } = await watched.look(name);
          seen[name] = reason === '' ? state : reason;
          if (reason !== '') details.push(detail);
        }
        watched.world.setFault('permission-denied', false);

        const expected = [...sqlChecks.keys()].map((name) => [
          name,
          one.blind.includes(name) ? 'permission' : 'ok',
        ]);
        expect(seen).toEqual(Object.fromEntries(expected));
        for (const detail of details) expect(detail).toContain('no right to see');
      },
    );
  },
);
