import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/domain/check.ts';
import type { Outcome, Sample } from '../../src/domain/sample.ts';
import type { ResultRow, Trouble } from '../../src/domain/target.ts';
import { type ProbeContext, probe } from '../../src/probes/probe.ts';
import { aCheck } from '../fakes/a-check.ts';
import { fakeSql, proven, serverNow } from '../support/fake-targets.ts';

const now = 1_767_323_045_000;

function run(check: Check, context: Partial<ProbeContext>): Promise<Sample> {
  return probe(check, {
    environment: 'production',
    newest: () => undefined,
    now: () => now,
    ...context,
  });
}

async function outcomeOf(check: Partial<Check>, rows: readonly ResultRow[]): Promise<Outcome> {
  return (await run(aCheck(check), { sqlServer: fakeSql(rows) })).outcome;
}

const nothing = { queue: null, depth: null };

describe('a sample of SQL Server', () => {
  it('holds the declared labels and values, and who said so when', async () => {
    const sample = await run(aCheck({ values: { depth: 'count', flag: 'flag', state: 'text' } }), {
      sqlServer: fakeSql([
        proven(
          { queue: 'ActQueue ', depth: '12', flag: true, state: 'NOTIFIED', other: 'x' },
          { started_utc: '2026-01-02T01:00:00' },
        ),
      ]),
    });

    expect(sample).toMatchObject({
      environment: 'production',
      check: 'queues',
      at: now,
      variant: null,
      replica: 'SQL-PROD',
      serverTime: serverNow,
      startedAt: Date.parse('2026-01-02T01:00:00Z'),
      outcome: {
        kind: 'rows',
        rows: [
          { labels: { queue: 'ActQueue' }, values: { depth: 12, flag: 1, state: 'NOTIFIED' } },
        ],
      },
    });
  });

  it('drops the row that is the proof alone', async () => {
    expect(await outcomeOf({ onEmpty: 'ok' }, [proven(nothing)])).toEqual({
      kind: 'rows',
      rows: [],
    });
  });

  it.each<[string, Partial<Check>, readonly ResultRow[], string, string]>([
    [
      'the right is missing',
      { needs: [{ right: 'VIEW DATABASE STATE' }], witness: 'Query Store' },
      [proven(nothing, { may_see: 0 })],
      'permission',
      'no right to see Query Store (VIEW DATABASE STATE)',
    ],
    [
      'the right is unknown',
      {},
      [proven(nothing, { may_see: null })],
      'permission',
      'no right to see',
    ],
    [
      'only the rights of this version count, and those on tables, which refuse by themselves, do not',
      {
        needs: [
          { right: 'NEW', since: 16 },
          { right: 'OLD', until: 15 },
          { right: 'SELECT', object: 'dbo.T' },
        ],
        witness: 'it',
      },
      [proven(nothing, { may_see: 0 })],
      'permission',
      'no right to see it (OLD)',
    ],
    [
      'the rows are hidden',
      { witness: 'the queues' },
      [proven(nothing, { witness: 0 })],
      'hidden',
      'the queues: hidden from this login, or not there',
    ],
    ['the witness is null', {}, [proven(nothing, { witness: null })], 'hidden', 'hidden'],
    ['nothing came back at all', { onEmpty: 'ok' }, [], 'error', 'not even its proof'],
    [
      'the proof is not returned',
      {},
      [{ queue: 'a', depth: 1, server_utc: '2026-01-02T03:04:05' }],
      'error',
      'does not return may_see and witness',
    ],
    [
      'the server’s time is not returned',
      {},
      [proven({ queue: 'a', depth: 1 }, { server_utc: null })],
      'error',
      'server_utc',
    ],
    [
      'it is empty where it may not be',
      { onEmpty: 'unknown' },
      [proven(nothing)],
      'empty',
      'found nothing',
    ],
    [
      'two rows have the same labels',
      {},
      [proven({ queue: 'a', depth: 1 }), proven({ queue: 'a ', depth: 2 })],
      'error',
      'same labels: queue=a',
    ],
    [
      'a column is absent',
      {},
      [proven({ queue: 'a' })],
      'error',
      'does not return the column depth',
    ],
    [
      'a label is absent',
      { labels: ['queue', 'service'] },
      [proven({ queue: 'a', service: null, depth: 1 })],
      'error',
      'a row has no service',
    ],
    [
      'a number is none',
      {},
      [proven({ queue: 'a', depth: 'secret' })],
      'error',
      'depth is no number',
    ],
    [
      'an age is negative',
      { values: { age_minutes: 'minutes' } },
      [proven({ queue: 'a', age_minutes: -1 })],
      'error',
      'age_minutes is negative',
    ],
  ])('is unknown when %s', async (_, check, rows, reason, detail) => {
    const outcome = await outcomeOf(check, rows);

    expect(outcome).toMatchObject({
      kind: 'unknown',
      reason,
      detail: expect.stringContaining(detail),
    });
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });

  it.each<[Trouble['kind'], Partial<Trouble>, Outcome]>([
    ['unreachable', {}, { kind: 'unknown', reason: 'unreachable', detail: 'words' }],
    ['timeout', {}, { kind: 'unknown', reason: 'timeout', detail: 'no answer within 5 s' }],
    [
      'permission',
      { right: 'VIEW SERVER STATE' },
      {
        kind: 'unknown',
        reason: 'permission',
        detail: 'no right to see the queues (VIEW SERVER STATE)',
      },
    ],
    [
      'permission',
      { right: 'CONNECT' },
      { kind: 'unknown', reason: 'permission', detail: 'words' },
    ],
    ['missing', {}, { kind: 'unknown', reason: 'missing', detail: 'words' }],
    ['too-large', {}, { kind: 'unknown', reason: 'error', detail: 'words' }],
    ['failed', {}, { kind: 'unknown', reason: 'error', detail: 'words' }],
    ['cancelled', {}, { kind: 'unknown', reason: 'error', detail: 'words' }],
  ])('says of the trouble %s what it means (%o)', async (kind, more, expected) => {
    const sqlServer = fakeSql({
      ok: false,
      trouble: { kind, detail: 'words', code: null, ...more },
    });

    expect((await run(aCheck({ witness: 'the queues' }), { sqlServer })).outcome).toEqual(expected);
  });

  it('is off where a missing object means that', async () => {
    const sqlServer = fakeSql({
      ok: false,
      trouble: { kind: 'missing', detail: 'no object dbo.X', code: 208 },
    });

    expect((await run(aCheck({ onMissing: 'off' }), { sqlServer })).outcome).toEqual({
      kind: 'off',
      detail: 'no object dbo.X',
    });
  });

  it('comes from the first variant that applies, and names it', async () => {
    const variants = [
      { name: 'new', requires: { minVersion: 16 }, statement: 'SELECT new' },
      { name: 'metrics', requires: { object: 'dbo.Metrics' }, statement: 'SELECT metrics' },
      { name: 'history', requires: { object: 'dbo.History' }, statement: 'SELECT history' },
    ];
    const sqlServer = fakeSql([proven({ queue: 'a', depth: 1 })], { objects: ['dbo.History'] });

    const sample = await run(aCheck({ variants }), { sqlServer });

    expect(sample.variant).toBe('history');
    expect(sqlServer.asked.map(([statement]) => statement)).toEqual(['SELECT history']);
    expect((await run(aCheck({ variants }), { sqlServer: fakeSql([]) })).outcome).toMatchObject({
      reason: 'missing',
      detail: 'no version 16 or dbo.Metrics or dbo.History (or no right to see it)',
    });
  });

  it('is unknown on a server that is too old, a secondary, or perhaps one', async () => {
    const old = await run(aCheck({ minVersion: 16 }), { sqlServer: fakeSql([]) });
    const secondary = await run(aCheck({ runsOn: 'primary' }), {
      sqlServer: fakeSql([], { facts: { isSecondary: true } }),
    });

    const unclear = await run(aCheck({ runsOn: 'primary' }), {
      sqlServer: fakeSql([], { facts: { isSecondary: null } }),
    });

    expect(unclear.outcome).toMatchObject({ reason: 'permission' });
    expect(old.outcome).toMatchObject({ reason: 'version' });
    expect(secondary.outcome).toMatchObject({ reason: 'secondary' });
  });

  it('never fails, whatever its target does', async () => {
    const sqlServer = {
      ...fakeSql([]),
      facts: () => Promise.reject(new TypeError('password=hunter2')),
    };

    const sample = await run(aCheck(), { sqlServer });

    expect(sample.outcome).toEqual({
      kind: 'unknown',
      reason: 'error',
      detail: 'the probe itself failed (TypeError)',
    });
  });

  it('is off where no such target is configured', async () => {
    for (const target of ['sql-server', 'neo4j', 'api'] as const)
      expect((await run(aCheck({ target }), {})).outcome.kind).toBe('off');
  });
});
