import { describe, expect, it } from 'vitest';
import { HOUR, type Instant, MINUTE, SECOND } from '../../src/domain/time.ts';
import { chartText } from '../../src/slack/blocks/chart.ts';
import { digestCharts } from '../../src/watching/digest-charts.ts';
import { measuredCourse } from '../../src/watching/measured-course.ts';
import { temporaryStore } from '../store/temporary-store.ts';
import { withHistory } from './digest-history.ts';

const now = Date.parse('2026-11-23T12:00:00Z');

/** A store in which the depth of a queue was measured at these times. */
async function measuredAt(...times: readonly (readonly [at: Instant, depth: number])[]) {
  const store = await temporaryStore();
  for (const [at, depth] of times) {
    await store.samples.save({
      environment: 'production',
      check: 'queues',
      at,
      ms: 1,
      variant: null,
      replica: null,
      serverTime: null,
      startedAt: null,
      outcome: { kind: 'rows', rows: [{ labels: { queue: 'ActQueue' }, values: { depth } }] },
    });
  }
  return store;
}

const request = {
  environment: 'production',
  kind: 'daily' as const,
  from: now - 24 * HOUR,
  to: now,
  timeZone: 'UTC',
};
const every = (step: number, count: number) =>
  Array.from({ length: count }, (_, index) => [now - (count - index) * step, index] as const);

describe('the charts of a digest', () => {
  it('are none where nothing was measured', async () => {
    expect(await digestCharts(request, await measuredAt())).toEqual([]);
  });

  it('cover a whole day that was measured, labelled by the ends of its stretches', async () => {
    const [chart] = await digestCharts(request, await measuredAt(...every(HOUR, 24)));
    expect(chart?.categories.at(0)).toBe('14:00');
    expect(chart?.categories.at(-1)).toBe('12:00');
    expect(chart?.series[0]?.values).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23]);
  });

  it('cover no more than what was measured', async () => {
    const [chart] = await digestCharts(request, await measuredAt(...every(30 * SECOND, 20)));
    expect(chart?.categories.at(-1)).toMatch(/^12:00/);
    expect(chart?.categories.at(0)).toMatch(/^11:5\d/);
    const values = chart?.series[0]?.values ?? [];
    expect(values.length).toBeGreaterThan(6);
    expect(new Set(values).size).toBe(values.length);
    expect(values.at(-1)).toBeGreaterThan(17);
  });

  it('draw a gap in between at the height before it', async () => {
    const [chart] = await digestCharts(
      request,
      await measuredAt([now - 24 * HOUR, 5], [now - HOUR, 9]),
    );
    expect(chart?.series[0]?.values).toEqual([5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 9]);
  });
});

describe('a measured course', () => {
  it.for([
    ['one moment ago', 10 * SECOND],
    ['a minute ago', MINUTE],
    ['in the last hour', HOUR / 2],
    ['at the beginning', 24 * HOUR],
  ] as const)('ends its search when the only measurement was %s', async ([, ago]) => {
    const course = await measuredCourse(await measuredAt([now - ago, 7]), {
      environment: 'production',
      check: 'queues',
      column: 'depth',
      since: now - 24 * HOUR,
      until: now,
      points: 12,
    });
    expect(course.values[0]).toBe(7);
    expect(course.since).toBeLessThanOrEqual(now - ago);
  });
});

describe('the charts of a week', () => {
  const begin = now - 7 * 24 * HOUR;
  const week = { ...request, kind: 'weekly' as const, from: begin };
  const sizes = (day: number) => ({ full_day_mb: 400 + day, diff_day_mb: 40, log_day_mb: 9 });

  it('tell what backups took, by kind and by day, beside the storage', async () => {
    const moments = every(HOUR, 7 * 24).map(([at]) => at);
    const day = (at: Instant) => Math.floor((at - begin) / (24 * HOUR));
    const store = await withHistory('backup-freshness', moments, (at) => [
      { labels: { database: 'Hartonomous' }, values: sizes(day(at)) },
      { labels: { database: 'master' }, values: { full_day_mb: 5, diff_day_mb: 0, log_day_mb: 0 } },
    ]);
    await withHistory(
      'storage',
      moments,
      (at) => [
        { labels: { item: 'volume D:' }, values: { free_mb: 900 - day(at), size_mb: 1000 } },
      ],
      Promise.resolve(store),
    );
    const [backups, storage] = await digestCharts(week, store);

    expect(backups).toMatchObject({ title: 'Backups made a day', unit: 'MB' });
    expect(backups?.categories).toHaveLength(7);
    expect(backups?.categories.at(-1)).toBe('23 Nov');
    expect(backups?.series.map(({ name, values }) => [name, values.at(0), values.at(-1)])).toEqual([
      ['full', 405, 411],
      ['differential', 40, 40],
      ['log', 9, 9],
    ]);
    expect(storage?.title).toBe('Storage in use');
    expect(chartText(backups ?? storage ?? never())).toMatch(
      /\*Backups made a day\*\nfull .* now 411 MB, most 411 MB\ndifferential/,
    );
  });
});

function never(): never {
  throw new Error('there is no chart');
}
