import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/domain/check.ts';
import type { Sample } from '../../src/domain/sample.ts';
import { type ProbeContext, probe } from '../../src/probes/probe.ts';
import { aCheck } from '../fakes/a-check.ts';
import { fakeApi, fakeGraph, fakeSql, proven, serverNow } from '../support/fake-targets.ts';
import { sampleOf } from '../support/test-sample.ts';

const now = 1_767_323_045_000;

function run(check: Check, context: Partial<ProbeContext>): Promise<Sample> {
  return probe(check, {
    environment: 'production',
    newest: () => undefined,
    now: () => now,
    ...context,
  });
}

describe('a parameter that another check measures', () => {
  const drift = aCheck({
    parameters: { atoms: { type: 'int', from: { check: 'sync', value: 'atoms' } } },
    interval: 60_000,
  });
  const sync = sampleOf(
    [
      { labels: { entity: 'Atom' }, values: { atoms: 12 } },
      { labels: { entity: 'Tenant' }, values: { atoms: null } },
    ],
    now,
  );

  it('is the one value of its newest sample', async () => {
    const sqlServer = fakeSql([proven({ queue: 'a', depth: 1 })]);

    await run(drift, { sqlServer, newest: () => sync });

    expect(sqlServer.asked[0]?.[1]).toEqual({ atoms: { type: 'int', value: 12 } });
  });

  it.each<[string, Sample | undefined, string]>([
    ['has not run', undefined, 'waits for the check sync'],
    ['is too old', { ...sync, at: now - 11 * 60_000 }, 'last answered 11 min ago'],
    [
      'does not know',
      { ...sync, outcome: { kind: 'unknown', reason: 'timeout', detail: 'no answer' } },
      'which says: no answer',
    ],
    ['has none', sampleOf([], now), '0 values instead of one'],
  ])('makes the check stale when its source %s', async (_, newest, detail) => {
    const sample = await run(drift, { sqlServer: fakeSql([]), newest: () => newest });

    expect(sample.outcome).toMatchObject({
      kind: 'unknown',
      reason: 'stale',
      detail: expect.stringContaining(detail),
    });
  });
});

describe('a sample of Neo4j', () => {
  it('needs no proof, but heeds it', async () => {
    const check = aCheck({ target: 'neo4j', labels: [], values: { n: 'count' } });

    const seen = await run(check, {
      neo4j: fakeGraph([{ n: 3, server_utc: '2026-01-02T03:04:05Z' }]),
    });
    const blind = await run(check, { neo4j: fakeGraph([{ n: 3, witness: 0 }]) });

    expect(seen).toMatchObject({
      replica: 'bolt://graph:7687',
      serverTime: serverNow,
      outcome: { kind: 'rows', rows: [{ labels: {}, values: { n: 3 } }] },
    });
    expect(blind.outcome).toMatchObject({ reason: 'hidden' });
  });

  it('has the release with each row where the check wants it', async () => {
    const values = { online: 'flag', release: 'text' } as const;
    const check = aCheck({ target: 'neo4j', labels: ['database'], values });

    const { outcome } = await run(check, { neo4j: fakeGraph([{ database: 'neo4j', online: 1 }]) });

    expect(outcome).toEqual({
      kind: 'rows',
      rows: [{ labels: { database: 'neo4j' }, values: { online: 1, release: '5.26.0 Community' } }],
    });
  });

  it('is unknown when nothing comes back where something must', async () => {
    expect(
      (await run(aCheck({ target: 'neo4j', onEmpty: 'unknown' }), { neo4j: fakeGraph([]) }))
        .outcome,
    ).toMatchObject({ reason: 'empty' });
  });
});

describe('a sample of the API', () => {
  const base = {
    target: 'api',
    labels: ['replica'],
    request: { method: 'GET', path: '/health' },
  } as const;

  it('has a row for each replica; one that is gone is down, not unknown', async () => {
    const check = aCheck({ ...base, values: { up: 'flag', status: 'number', latency_ms: 'ms' } });

    const { outcome } = await run(check, {
      api: [
        fakeApi('api-1', {}),
        fakeApi('api-2', { status: null, latency: 3 }),
        fakeApi('api-3', { status: 302 }),
      ],
    });

    expect(outcome).toEqual({
      kind: 'rows',
      rows: [
        { labels: { replica: 'api-1' }, values: { up: 1, status: 200, latency_ms: 12 } },
        { labels: { replica: 'api-2' }, values: { up: 0, status: null, latency_ms: 3 } },
        { labels: { replica: 'api-3' }, values: { up: 0, status: 302, latency_ms: 12 } },
      ],
    });
  });

  it('speaks of certificates only where there are some', async () => {
    const check = aCheck({ ...base, values: { certificate_days: 'days' } });
    const secure = fakeApi(
      'api-2',
      {
        certificateTrusted: false,
        certificateExpiresAt: now - 3_600_000,
      },
      true,
    );
    const gone = fakeApi('api-3', { status: null }, true);

    const some = await run(check, { api: [fakeApi('api-1', {}), secure, gone] });
    const none = await run(check, { api: [fakeApi('api-1', {})] });

    expect(some.outcome).toEqual({
      kind: 'rows',
      rows: [
        { labels: { replica: 'api-2' }, values: { certificate_days: -1 } },
        { labels: { replica: 'api-3' }, values: { certificate_days: null } },
      ],
    });
    expect(none.outcome).toEqual({ kind: 'off', detail: 'no replica of the API speaks TLS' });
  });
});
