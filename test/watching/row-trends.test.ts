import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { withTrends } from '../../src/watching/row-trends.ts';
import { aCheck, aCheckResult, NOON } from '../fakes/views.ts';
import { every, withHistory } from './digest-history.ts';

const measured = (from: number, step: number) =>
  withHistory('queues', every(step, from, NOON), (at) => [
    { labels: { queue: 'ActQueue' }, values: { depth: 3, oldest: 1 } },
    { labels: { queue: 'Neo4jSyncQueue' }, values: { depth: (at - from) / step, oldest: 9 } },
  ]);

describe('the trends of the rows of a check', () => {
  it('are those of the number that its rule compares, in the order of its rows', async () => {
    const { rowTrends } = await withTrends(
      aCheckResult(),
      await measured(NOON - 24 * HOUR, HOUR),
      NOON,
    );
    expect(rowTrends?.column).toBe('depth');
    expect(rowTrends?.values[0]).toEqual(Array(12).fill(3));
    expect(rowTrends?.values[1]).toEqual([
      0.5, 2.5, 4.5, 6.5, 8.5, 10.5, 12.5, 14.5, 16.5, 18.5, 20.5, 22.5,
    ]);
  });

  it('show what was measured, and do not draw hours that nobody saw', async () => {
    const { rowTrends } = await withTrends(
      aCheckResult(),
      await measured(NOON - 20 * MINUTE, MINUTE),
      NOON,
    );
    expect(rowTrends?.values[1]?.length).toBeGreaterThan(6);
  });

  it('are left out where there is no history, no number that moves, or no rows', async () => {
    const store = await measured(NOON - HOUR, MINUTE);
    const { sample } = aCheckResult();
    const unknown = { kind: 'unknown', reason: 'timeout', detail: '' } as const;
    expect(
      await withTrends(aCheckResult(), await withHistory('other', [], () => []), NOON),
    ).not.toHaveProperty('rowTrends');
    const flags = aCheckResult({ check: aCheck({ values: { depth: 'flag', oldest: 'text' } }) });
    expect(await withTrends(flags, store, NOON)).not.toHaveProperty('rowTrends');
    const none = aCheckResult({ sample: { ...sample, outcome: unknown } });
    expect(await withTrends(none, store, NOON)).not.toHaveProperty('rowTrends');
  });

  it('leave a row that is new without one', async () => {
    const { sample } = aCheckResult();
    const rows = [{ labels: { queue: 'New' }, values: { depth: 1, oldest: 1 } }];
    const result = aCheckResult({ sample: { ...sample, outcome: { kind: 'rows', rows } } });
    const { rowTrends } = await withTrends(result, await measured(NOON - HOUR, MINUTE), NOON);
    expect(rowTrends?.values).toEqual([[]]);
  });
});
