import { describe, expect, test } from 'vitest';
import { valueSource } from '../../src/alerting/derive.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { blank, depthRule, depths, rulesOf, sampleOf, saw } from './records.ts';

/** Which samples of a series left the instance firing. */
function firing(
  value: string,
  threshold: number,
  series: readonly (number | null)[],
  restartAt = -1,
): boolean[] {
  const rules = rulesOf({ ...depthRule, value, when: { comparison: '>=', threshold } });
  let memory = blank;
  return series.map((depth, index) => {
    const startedAt = restartAt >= 0 && index >= restartAt ? HOUR : 0;
    const sample = sampleOf(2 * HOUR + index * MINUTE, depths({ A: depth }), { startedAt });
    memory = saw(memory, sample, rules).memory;
    return [...memory.instances.values()].some(
      ({ phase, alert }) => phase === 'firing' && alert === 'queue-backlog',
    );
  });
}

describe('derived values', () => {
  test('rising counts successive samples in which the value rose', () => {
    expect(firing('depth.rising', 2, [1, 2, 3, 3, 4, 5])).toEqual([
      false,
      false,
      true,
      false,
      false,
      true,
    ]);
  });

  test('unchanged counts successive samples with the same value, null counting as none', () => {
    expect(firing('depth.unchanged', 2, [7, 7, 7, null, 7, 7, 7])).toEqual([
      false,
      false,
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  test('nulls in a row are not "unchanged"', () => {
    expect(firing('depth.unchanged', 1, [null, null, null])).toEqual([false, false, false]);
  });

  test('increase is the rise since the sample before, and none at the first', () => {
    expect(firing('depth.increase', 5, [100, 104, 109, 109])).toEqual([false, false, true, false]);
  });

  test('increase says nothing after a restart, so it neither fires nor resolves', () => {
    expect(firing('depth.increase', 5, [0, 9, 0, 9], 2)).toEqual([false, true, true, true]);
    expect(firing('depth.increase', 5, [0, 1, 90, 91], 2)).toEqual([false, false, false, false]);
  });

  test('rising and unchanged begin anew after a restart', () => {
    expect(firing('depth.rising', 2, [1, 2, 3], 2)).toEqual([false, false, false]);
    expect(firing('depth.unchanged', 2, [1, 1, 1], 2)).toEqual([false, false, false]);
  });

  test('a null among rising values is an error and keeps what was', () => {
    expect(firing('depth.rising', 1, [1, 2, null, 3])).toEqual([false, true, true, true]);
  });
});

test.each([
  ['depth', 'depth', null],
  ['depth.rising', 'depth', 'rising'],
  ['oldest.head.unchanged', 'oldest.head', 'unchanged'],
  ['letters.increase', 'letters', 'increase'],
  ['rising', 'rising', null],
])('%s compares the column %s, %s', (value, column, derivation) => {
  expect(valueSource(value)).toEqual({ column, derivation });
});
