import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sqlChecks } from './support/all-checks.ts';
import { type WatchedSqlServer, watchSqlServer } from './support/watched-sql-server.ts';

/** Which checks cannot do without the object; all others must stay ok. */
const cases: readonly (readonly [string, ...string[]])[] = [
  ['dbo.PendingActions', 'ooda-loop'],
  ['dbo.AtomEmbedding', 'spatial-index', 'workers'],
  ['dbo.Atom', 'neo4j-sync', 'workers'],
  ['dbo.Neo4jSyncLog', 'neo4j-sync', 'workers'],
  ['dbo.Neo4jSyncDeadLetterQueue', 'neo4j-sync'],
  ['dbo.IngestionJob', 'workers'],
  ['dbo.BackgroundJob', 'workers'],
  ['dbo.Neo4jSyncQueue', 'queues', 'workers'],
  ['dbo.LearnQueue', 'queues'],
];

describe('with an object missing, looked at as hart_reader', () => {
  let watched: WatchedSqlServer;
  beforeAll(async () => {
    watched = await watchSqlServer();
  });
  afterAll(() => watched.close());
  beforeEach(async () => {
    await watched.world.reset();
    watched.forget();
  });

  test.each(cases)(
    'without %s, %s (and %s) is unknown: missing, and the rest is ok',
    async (object, ...blind) => {
      watched.world.setFault('object-missing', true, { object });
      watched.world.advance(61_000);
      const seen: Record<string, string> = {};
      for (const name of sqlChecks.keys()) {
        const { state, reason } = await watched.look(name);
        seen[name] = reason === '' ? state : reason;
      }

      const expected = [...sqlChecks.keys()].map((name) => [
        name,
        blind.includes(name) ? 'missing' : 'ok',
      ]);
      expect(seen).toEqual(Object.fromEntries(expected));
    },
  );

  test('without dbo.OODALoopMetrics the loop is judged by its substitutes, and says so', async () => {
    watched.world.setFault('object-missing', true, { object: 'dbo.OODALoopMetrics' });
    watched.world.advance(61_000);
    const seen = await watched.look('ooda-loop');

    expect(seen.state).toBe('ok');
    expect(seen.sample.variant).toBe('substitutes');
    expect(seen.rows.map(({ labels }) => labels['phase'])).toEqual([
      'Analyze',
      'Hypothesize',
      'Act',
      'Learn',
    ]);
    expect(seen.rows[0]?.values['evidence']).toContain('AutonomousImprovementHistory');
  });

  test('a stall shows in the substitutes as well', async () => {
    watched.world.setFault('object-missing', true, { object: 'dbo.OODALoopMetrics' });
    watched.world.setFault('ooda-stalled', true);
    watched.world.advance(1100);
    const seen = await watched.look('ooda-loop');

    expect(seen.sample.variant).toBe('substitutes');
    expect(seen.broken).toEqual(
      ['Act', 'Analyze', 'Hypothesize', 'Learn'].map(
        (phase) => `ooda-stalled critical phase=${phase}`,
      ),
    );
  });

  test.each([
    { permission: 'VIEW SERVER PERFORMANCE STATE' },
    { permission: 'VIEW ANY DEFINITION' },
    { permission: 'SELECT', object: 'dbo.AutonomousImprovementHistory' },
    { permission: 'SELECT', object: 'dbo.LearningMetrics' },
    { permission: 'SELECT', object: 'dbo.PendingActions' },
  ])('nor do the substitutes say anything without $permission $object', async (right) => {
    watched.world.setFault('object-missing', true, { object: 'dbo.OODALoopMetrics' });
    watched.world.setFault('permission-denied', true, right);
    watched.world.advance(61_000);
    const { reason, sample } = await watched.look('ooda-loop');

    expect([reason, sample.variant]).toEqual(['permission', 'substitutes']);
  });

  test('without the table of requests a quiet Query Store is no longer excused', async () => {
    watched.world.setFault('object-missing', true, { object: 'dbo.InferenceRequest' });
    watched.world.advance(61_000);
    // what is there is remembered until an answer says otherwise
    for (const name of ['slow-queries', 'inference-latency']) await watched.look(name);

    expect((await watched.look('slow-queries')).sample.variant).toBe('without-requests');
    expect((await watched.look('inference-latency')).reason).toBe('missing');
  });
});
