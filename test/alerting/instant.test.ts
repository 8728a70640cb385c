import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatInstant, parseInstant, weekday } from '../../src/alerting/instant.ts';

describe('moments', () => {
  test.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2026-01-01T00:00:00Z', Date.UTC(2026, 0, 1)],
    ['2024-02-29T23:59:59.5Z', Date.UTC(2024, 1, 29, 23, 59, 59, 500)],
    ['2026-01-01T02:00:00+02:00', Date.UTC(2026, 0, 1)],
    ['2025-12-31T18:30-05:30', Date.UTC(2026, 0, 1)],
  ])('%s is read', (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  test.each([
    '2026-01-01',
    '2026-01-01T00:00:00',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:00+25:00',
    'yesterday',
  ])('%s is refused', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  test('agree with the calendar of the platform, there and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (instant) => {
        const date = new Date(instant);
        expect(formatInstant(instant).replace(/Z$/, '')).toBe(
          date.toISOString().replace(/(\.000)?Z$/, ''),
        );
        expect(parseInstant(formatInstant(instant))).toBe(instant);
        expect(weekday(instant)).toBe(date.getUTCDay());
      }),
    );
  });
});
