import { expect, test } from 'vitest';
import { parseIsoDuration } from '../../../sandbox/control/iso-duration.ts';
import { parseSince } from '../../../sandbox/control/since.ts';

test.each([
  ['PT6H', 21_600_000],
  ['P1D', 86_400_000],
  ['P1W', 604_800_000],
  ['P1DT2H3M4.5S', 93_784_500],
  ['PT0S', 0],
  ['PT90M', 5_400_000],
  ['P', undefined],
  ['PT', undefined],
  ['P1DT', undefined],
  ['P1M', undefined],
  ['6h', undefined],
  ['PT6H ', undefined],
  ['', undefined],
])('the duration %s is %s ms', (text, ms) => {
  expect(parseIsoDuration(text)).toBe(ms);
});

test.each([
  ['2026-01-01T00:00:00Z', 1_767_225_600_000],
  ['1767225600', 1_767_225_600_000],
  ['1767225600.000100', 1_767_225_600_000.1],
  ['1767225600000', 1_767_225_600_000],
  [undefined, 0],
  ['', 0],
])('since %s is %s', (text, ms) => {
  expect(parseSince(text)).toBeCloseTo(ms, 1);
});
