import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type WatchedSqlServer, watchSqlServer } from './support/watched-sql-server.ts';

interface Case {
  readonly fault: string;
  readonly with?: Readonly<Record<string, string | number>>;
  readonly check: string;
  /** Every condition that must hold, and no other. */
  readonly broken: readonly string[];
  /** Looks, a quarter of a minute apart, until it shows: rules over successive samples need several. */
  readonly looks?: number;
  /** World time to let pass before the first look. */
  readonly after?: number;
}

const MINUTE = 60_000;

const cases: readonly Case[] = [
  {
    fault: 'ooda-stalled',
    check: 'ooda-loop',
    broken: ['Act', 'Analyze', 'Hypothesize', 'Learn'].map(
      (phase) => `ooda-stalled critical phase=${phase}`,
    ),
  },
  { fault: 'ooda-failures', check: 'ooda-loop', broken: ['ooda-failures warning phase=Act'] },
  {
    fault: 'ooda-failures',
    with: { phase: 'Learn' },
    check: 'ooda-loop',
    broken: ['ooda-failures warning phase=Learn'],
  },
  {
    fault: 'slow-queries',
    check: 'slow-queries',
    broken: ['slow-query critical query=101', 'slow-query critical query=102'],
  },
  {
    fault: 'spatial-index-disabled',
    check: 'spatial-index',
    broken: [
      'spatial-index-disabled critical index=SIX_AtomEmbedding_SpatialKey',
      'spatial-index-unused warning index=SIX_AtomEmbedding_SpatialKey',
    ],
  },
  {
    fault: 'queue-flooded',
    check: 'queues',
    broken: ['queue-backlog warning queue=Neo4jSyncQueue'],
  },
  {
    fault: 'queue-flooded',
    with: { queue: 'InferenceQueue', depth: 6200 },
    check: 'queues',
    broken: ['queue-backlog critical queue=InferenceQueue'],
  },
  {
    fault: 'queue-flooded',
    // its head moves on: a flood is no poison
    with: { perMinute: 600 },
    check: 'queues',
    looks: 4,
    broken: [
      'queue-backlog warning queue=Neo4jSyncQueue',
      'queue-rising warning queue=Neo4jSyncQueue',
    ],
  },
  // nobody may take its head, and that is all there is to say
  {
    fault: 'queue-disabled',
    check: 'queues',
    looks: 4,
    broken: ['queue-disabled critical queue=ActQueue'],
  },
  {
    fault: 'activation-stuck',
    check: 'queues',
    // nobody tries to take its head
    looks: 4,
    broken: ['activation-stuck critical queue=HypothesizeQueue'],
  },
  {
    fault: 'poison-loop',
    check: 'queues',
    looks: 3,
    broken: ['poison-message critical queue=Neo4jSyncQueue'],
  },
  {
    fault: 'poison-loop',
    with: { queue: 'LearnQueue' },
    check: 'queues',
    looks: 3,
    broken: ['poison-message critical queue=LearnQueue'],
  },
  {
    fault: 'undelivered-messages',
    check: 'undelivered-messages',
    broken: [
      'messages-refused warning from_service=//Hartonomous/Service/Initiator to_service=Neo4jSyncService',
      'messages-undelivered warning from_service=//Hartonomous/Service/Initiator to_service=Neo4jSyncService',
    ],
  },
  {
    fault: 'inference-slow',
    check: 'inference-latency',
    broken: ['inference-slow critical table_name=dbo.InferenceRequest'],
  },
  {
    fault: 'query-store-readonly',
    check: 'query-store',
    broken: [
      'query-store-full warning database=Hartonomous',
      'query-store-not-recording warning database=Hartonomous',
    ],
  },
  {
    fault: 'config-drift',
    check: 'config-drift',
    broken: ['TRUSTWORTHY', 'clr strict security', 'max server memory (MB)'].map(
      (setting) => `config-drift warning setting=${setting}`,
    ),
  },
  {
    fault: 'log-backups-missed',
    check: 'backup-freshness',
    broken: ['log-backup-overdue critical database=Hartonomous'],
  },
  {
    fault: 'log-chain-broken',
    check: 'backup-freshness',
    broken: ['log-chain-broken critical database=Hartonomous'],
  },
  {
    fault: 'log-chain-broken',
    check: 'restorability',
    broken: ['not-restorable critical database=Hartonomous'],
  },
  {
    fault: 'backup-set-damaged',
    check: 'backup-freshness',
    // the differentials of the day stand on the damaged full and go with it
    broken: [
      'backup-damaged critical database=Hartonomous',
      'diff-backup-overdue critical database=Hartonomous',
      'full-backup-overdue warning database=Hartonomous',
    ],
  },
  { fault: 'sync-failures', check: 'neo4j-sync', broken: ['sync-failures warning entity=Atom'] },
  {
    fault: 'worker-stalled',
    check: 'workers',
    broken: ['worker-stalled critical worker=Ingestion'],
  },
  {
    fault: 'worker-stalled',
    with: { worker: 'Neo4jSync' },
    check: 'workers',
    broken: ['worker-stalled critical worker=Neo4jSync'],
  },
  {
    fault: 'worker-stalled',
    with: { worker: 'EmbeddingGenerator' },
    check: 'workers',
    broken: [
      'worker-stalled critical worker=BackgroundJob GenerateEmbedding',
      'worker-stalled critical worker=EmbeddingGenerator',
    ],
  },
  { fault: 'disk-full', check: 'storage', broken: ['storage-full critical item=volume D:\\'] },
  {
    fault: 'disk-full',
    with: { percent: 15 },
    check: 'storage',
    broken: ['storage-full warning item=volume D:\\'],
  },
  {
    fault: 'log-not-truncating',
    check: 'storage',
    broken: ['log-not-truncating warning item=log', 'storage-full critical item=log'],
  },
  {
    fault: 'suspect-page',
    check: 'integrity',
    broken: ['suspect-pages critical database=Hartonomous'],
  },
];

describe('each fault of the world, looked at as hart_reader', () => {
  let watched: WatchedSqlServer;
  beforeAll(async () => {
    watched = await watchSqlServer();
  });
  afterAll(() => watched.close());
  beforeEach(async () => {
    await watched.world.reset();
    watched.forget();
  });

  async function lookAfter(check: string, ms: number) {
    watched.world.advance(ms);
    return watched.look(check);
  }

  test.each(cases)(
    '$fault $with crosses the thresholds of $check, and its end recovers them',
    async (one) => {
      const { world } = watched;
      world.setFault(one.fault, true, one.with ?? {});
      let seen = await lookAfter(one.check, one.after ?? 1100);
      // longer apart than a message of a healthy queue lives
      for (let look = 1; look < (one.looks ?? 1); look += 1)
        seen = await lookAfter(one.check, 15_000);

      expect(seen.detail).toBe('');
      expect(seen.broken).toEqual(one.broken.toSorted());
      expect(seen.state).toBe(
        one.broken.some((name) => name.includes(' critical ')) ? 'critical' : 'warning',
      );

      world.setFault(one.fault, false);
      const after = await recovered(one.check);
      expect({ state: after.state, broken: after.broken, detail: after.detail }).toEqual({
        state: 'ok',
        broken: [],
        detail: '',
      });
    },
  );

  /** Looks again until it is well, at most until what the fault left has passed out of the window of two hours. */
  async function recovered(check: string) {
    let seen = await lookAfter(check, 1100);
    for (let step = 0; step < 10 && seen.state !== 'ok'; step += 1)
      seen = await lookAfter(check, 15 * MINUTE);
    return seen;
  }

  test('dead letters are counted from the first look on, and only new ones alert', async () => {
    const before = await watched.look('neo4j-sync');
    watched.world.setFault('dead-letters', true, { letters: 7 });
    const first = await lookAfter('neo4j-sync', 1100);
    const second = await lookAfter('neo4j-sync', 1100);

    expect(before.rows[0]?.values['dead_letters']).toBe(0);
    expect(first.rows[0]?.values['dead_letters']).toBe(7);
    expect(first.broken).toEqual(['dead-letters warning entity=Atom']);
    expect(second.broken).toEqual([]);
  });

  test('slow queries are unknown when Query Store writes nothing while requests come', async () => {
    watched.world.setFault('query-store-readonly', true);
    const seen = await lookAfter('slow-queries', 20 * MINUTE);

    expect(seen.reason).toBe('hidden');
    expect(seen.detail).toContain('a recent interval of Query Store');
  });

  test('with the server down every check is unknown for that one reason', async () => {
    watched.world.setFault('sql-server-down', true);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const reasons = new Set<string>();
    for (const name of ['sql-server', 'queues', 'backup-freshness', 'workers'])
      reasons.add((await watched.look(name)).reason);

    expect([...reasons]).toEqual(['unreachable']);
    watched.world.setFault('sql-server-down', false);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await watched.look('sql-server')).state).toBe('ok');
  });
});
