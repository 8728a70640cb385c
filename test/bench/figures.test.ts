import { describe, expect, it } from 'vitest';
import { comparison, figure } from '../../bench/row.ts';
import { median, percentile, slope } from '../../bench/statistics.ts';
import { table } from '../../bench/table.ts';

describe('percentile', () => {
  it.each([
    [[3, 1, 2], 0.5, 2],
    [[1, 2, 3, 4], 0.5, 2],
    [Array.from({ length: 100 }, (_, index) => index + 1), 0.99, 99],
    [[7], 0.99, 7],
  ])('of %j at %d is %d', (values, share, expected) => {
    expect(percentile(values, share)).toBe(expected);
  });
  it('is not a number where there is none', () => {
    expect(median([])).toBeNaN();
  });
});

describe('slope', () => {
  it('of a straight line is its steepness, for sure', () => {
    const found = slope([1, 2, 3, 4].map((x) => [x, 5 + 2 * x] as const));
    expect(found.slope).toBeCloseTo(2);
    expect(found.standardError).toBeCloseTo(0);
  });
  it('of noise without a trend is none, and not for sure', () => {
    const found = slope([
      [0, 1],
      [1, -1],
      [2, -1],
      [3, 1],
    ]);
    expect(found.slope).toBeCloseTo(0);
    expect(found.standardError).toBeGreaterThan(0.5);
  });
});

describe('a row', () => {
  it.each([
    [3, 2, true],
    [3.1, 2, false],
  ])('of %d beside %d meets a ratio of at most 1.5: %j', (value, beside, met) => {
    const row = comparison({ what: 'p99', value, unit: 'ms', beside, besideWhat: 'bare' }, 1.5);
    expect(row).toMatchObject({ ratio: value / beside, met, aim: '≤ 1.5 ×' });
  });
  it.each([
    [0, true],
    [1, false],
  ])('of %d meets an aim of none: %j', (value, met) => {
    expect(figure({ what: 'twice', value, unit: '' }, 0).met).toBe(met);
  });
  it('without an aim neither meets nor misses', () => {
    expect(figure({ what: 'start', value: 3, unit: 's' })).toMatchObject({ aim: null, met: null });
  });
});

describe('table', () => {
  it('prints every row with its notes below it', () => {
    const printed = table('Title', [
      comparison({ what: 'p99', value: 30, unit: 'ms', beside: 8, besideWhat: 'bare' }, 1.5),
      figure({ what: 'count', value: 1234, unit: '', notes: ['as it is'] }),
    ]);
    expect(printed).toBe(
      [
        'Title',
        '         value  beside       ratio   aim      met',
        '  p99    30 ms  8 ms (bare)  3.75 ×  ≤ 1.5 ×  NO',
        '  count  1,234',
        '      as it is',
        '',
      ].join('\n'),
    );
  });
});
