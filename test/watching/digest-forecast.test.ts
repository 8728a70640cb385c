import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecast } from '../../src/watching/digest-forecast.ts';

const days = (count: number, free: (day: number) => number | null) =>
  Array.from({ length: count }, (_, day) => free(day));

/** How far the numbers lie from a line of that slope through their middle. */
function leftBy(values: readonly number[], slope: number): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value, day) => sum + (value - mean - slope * (day - middle)) ** 2, 0);
}

describe('the forecast of storage', () => {
  it('is exact for what shrinks evenly', () => {
    expect(forecast(days(10, (day) => 1000 - 10 * day))).toEqual({
      growthMbPerDay: expect.closeTo(10, 6),
      daysToFull: expect.closeTo(91, 6),
      earliestDays: expect.closeTo(91, 6),
      latestDays: expect.closeTo(91, 6),
      days: 10,
    });
  });

  it('has an error as wide as the numbers wobble', () => {
    const wobbly = forecast(days(30, (day) => 1000 - 10 * day + (day % 2 === 0 ? 40 : -40)));
    expect(wobbly?.daysToFull).toBeGreaterThan(Number(wobbly?.earliestDays));
    expect(wobbly?.latestDays).toBeGreaterThan(Number(wobbly?.daysToFull));
  });

  it('names no day when the growth may as well be chance, but says how soon it could be', () => {
    const noise = [500, 480, 515, 470, 505, 490, 460, 510];
    expect(forecast(noise)).toMatchObject({ daysToFull: null, latestDays: null });
    expect(forecast(noise)?.earliestDays).toBeGreaterThan(0);
  });

  it('names no day for what frees itself or stays', () => {
    expect(forecast(days(10, (day) => 100 + day))).toMatchObject({
      daysToFull: null,
      earliestDays: null,
    });
    expect(forecast(days(10, () => 100))).toMatchObject({ growthMbPerDay: 0, daysToFull: null });
  });

  it('draws no line through fewer than five days, and leaves out those that were not measured', () => {
    expect(forecast(days(9, (day) => (day % 2 === 0 ? null : 100 - day)))).toBeNull();
    expect(forecast(days(9, (day) => (day % 2 === 1 ? null : 100 - day)))).toMatchObject({
      days: 5,
    });
    expect(forecast([])).toBeNull();
  });

  it('goes through the numbers as no other line does', () => {
    const free = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), {
      minLength: 5,
      maxLength: 42,
    });
    const nudge = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(free, nudge, (values, other) => {
        const slope = -(forecast(values)?.growthMbPerDay ?? Number.NaN);
        expect(leftBy(values, slope)).toBeLessThanOrEqual(
          leftBy(values, slope + other) * (1 + 1e-9),
        );
      }),
    );
  });
});
