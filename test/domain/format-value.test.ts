import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Unit, valueUnits } from '../../src/domain/check.ts';
import { formatNumber, formatValue } from '../../src/domain/format-value.ts';

describe('numbers', () => {
  it.each([
    [0, 0, '0'],
    [999, 0, '999'],
    [1480, 0, '1,480'],
    [1234567.4, 0, '1,234,567'],
    [-1480, 0, '−1,480'],
    [-0.2, 0, '0'],
    [1.25, 1, '1.3'],
    [2, 2, '2'],
    [1e21, 0, '1e+21'],
    [Number.NaN, 0, '–'],
    [Number.POSITIVE_INFINITY, 0, '–'],
  ])('%d with %d decimals is %s', (value, digits, text) => {
    expect(formatNumber(value, digits)).toBe(text);
  });
});

describe('values with units', () => {
  const cases: readonly (readonly [number | string | null | undefined, Unit, string])[] = [
    [null, 'count', '–'],
    [undefined, 'ms', '–'],
    ['', 'text', '–'],
    [1480, 'count', '1,480'],
    [0.6, 'ms', '0.6 ms'],
    [84.4, 'ms', '84 ms'],
    [1912, 'ms', '1,912 ms'],
    [42_000, 'ms', '42 s'],
    [45, 'seconds', '45 s'],
    [-45, 'seconds', '−45 s'],
    [18, 'minutes', '18 min'],
    [9, 'hours', '9 h'],
    [41, 'days', '41 d'],
    [6.25, 'percent', '6.3 %'],
    [63.4, 'percent', '63 %'],
    [512, 'MB', '512 MB'],
    [1229, 'MB', '1.2 GB'],
    [2_097_152, 'MB', '2 TB'],
    [0, 'bytes', '0 B'],
    [1023, 'bytes', '1,023 B'],
    [412 * 1024 ** 3, 'bytes', '412 GB'],
    [0, 'flag', 'no'],
    [1, 'flag', 'yes'],
    [0.12345, 'number', '0.12'],
    ['SELECT 1', 'text', 'SELECT 1'],
    ['2026-11-23T14:02:11.123', 'utc', '2026-11-23 14:02:11 UTC'],
    ['yesterday', 'utc', 'yesterday'],
    [Number.NaN, 'ms', '–'],
    [Number.POSITIVE_INFINITY, 'utc', '–'],
  ];

  it.each(cases)('%j in %s is %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it('always have something to show', () => {
    fc.assert(
      fc.property(fc.double(), fc.constantFrom(...valueUnits), (value, unit) => {
        expect(formatValue(value, unit)).not.toBe('');
        expect(formatValue(value, unit)).not.toMatch(/NaN|Infinity|undefined/);
      }),
    );
  });
});
