import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { type Evidence, verdicts } from '../../src/watching/digest-verify.ts';
import { aDigest } from '../fakes/views.ts';
import { every, withHistory } from './digest-history.ts';

const to = Date.parse('2026-11-23T08:00:00Z');
const day = { environment: 'production', from: to - DAY, to };
const evidence: Evidence = { backups: aDigest().backups, forecasts: [], slowQueryLimit: 100 };
const hours = every(HOUR / 2, day.from, to);

function ooda(age: (at: number) => number, failures = 0) {
  return withHistory('ooda-loop', hours, (at) => [
    { labels: { phase: 'Act' }, values: { last_age_minutes: age(at), failures } },
  ]);
}

const took = (ms: number) => () =>
  withHistory('slow-queries', hours, () => [
    { labels: { query: '7' }, values: { avg_duration_ms: ms } },
  ]);

const seen = (values: object) => () =>
  withHistory('spatial-index', hours, () => [
    { labels: { index: 'SIX' }, values: { present: 1, enabled: 1, unused: 0, ...values } },
  ]);

async function verdictOf(
  task: string,
  store: () => ReturnType<typeof withHistory>,
  more: Partial<Evidence> = {},
) {
  return (await verdicts(day, { ...evidence, ...more }, await store())).get(task);
}

describe('what the measurements verify', () => {
  it('is the OODA loop when every phase ran within the hour all day', async () => {
    expect(await verdictOf('ooda-metrics', () => ooda(() => 48))).toEqual({
      verified: true,
      detail: 'every phase ran within 48 min, none failed',
    });
  });

  it.each([
    [
      'once was late',
      () => ooda((at) => (at === hours[7] ? 130 : 10)),
      'a phase did not run for 2 h 10 min',
    ],
    ['failed', () => ooda(() => 10, 3), '3 runs failed'],
    ['was not measured', () => withHistory('queues', [], () => []), 'not measured'],
    [
      'was measured for half the day',
      () =>
        withHistory('ooda-loop', hours.slice(24), () => [
          { labels: { phase: 'Act' }, values: { last_age_minutes: 1, failures: 0 } },
        ]),
      'measured in 12 of 24 parts of the period only',
    ],
  ])('is not the OODA loop when it %s', async (_, store, detail) => {
    expect(await verdictOf('ooda-metrics', store)).toEqual({ verified: false, detail });
  });

  it('is query performance when the slowest kept to its rule', async () => {
    expect(await verdictOf('query-performance', took(84))).toMatchObject({ verified: true });
    expect(await verdictOf('query-performance', took(340))).toEqual({
      verified: false,
      detail: 'the slowest took 340 ms on average, agreed are 100 ms',
    });
    expect(await verdictOf('query-performance', took(1), { slowQueryLimit: null })).toMatchObject({
      verified: false,
    });
  });

  it.each([
    ['made and none missed', {}, true],
    ['one missed', { missed: 1 }, false],
    ['not known whether any was missed', { missed: null }, false],
    ['none made', { made: 0 }, false],
    ['the chain broken', { behind: null, restorableTo: null }, false],
  ])('is the backups: %s', async (_, change, verified) => {
    const { backups } = evidence;
    const found = await verdictOf('backup-completion', () => ooda(() => 1), {
      backups: backups === null ? null : { ...backups, ...change },
    });
    expect(found?.verified).toBe(verified);
  });

  it('is storage when there is a trend and nothing fills within two months', async () => {
    const line = {
      item: 'volume D:',
      usedPercent: 60,
      growthMbPerDay: 100,
      daysToFull: 90,
      latestDays: 99,
      days: 30,
    };
    const of = (earliestDays: number | null) =>
      verdictOf('storage-growth', () => ooda(() => 1), { forecasts: [{ ...line, earliestDays }] });
    expect(await of(80)).toMatchObject({ verified: true });
    expect(await of(null)).toMatchObject({ verified: true, detail: 'nothing fills' });
    expect(await of(20)).toEqual({ verified: false, detail: 'volume D: could be full in 20 d' });
    expect(await verdictOf('storage-growth', () => ooda(() => 1))).toMatchObject({
      verified: false,
    });
  });

  it('is the spatial index when it was there, enabled and used all the time', async () => {
    expect(await verdictOf('spatial-usage', seen({}))).toMatchObject({ verified: true });
    expect(await verdictOf('spatial-usage', seen({ enabled: 0 }))).toMatchObject({
      verified: false,
    });
    expect(await verdictOf('spatial-usage', seen({ unused: 1 }))).toMatchObject({
      verified: false,
    });
  });

  it('is never what only a person can know', async () => {
    const known = await verdicts(day, evidence, await ooda(() => 1));
    for (const name of [
      'benchmarks',
      'clr-updates',
      'disaster-recovery',
      'old-partitions',
      'dependencies',
    ])
      expect(known.has(name)).toBe(false);
  });
});
