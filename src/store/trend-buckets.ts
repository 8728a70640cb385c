import type { Instant } from '../domain/time.ts';

/** The middle of what was measured from `at` to the next point, or its greatest or least. */
export interface TrendPoint {
  readonly at: Instant;
  /** Null: nothing was measured. */
  readonly value: number | null;
}

/** How the values within one point become one. */
export type Within = 'mean' | 'peak' | 'least';

export interface Measurement {
  readonly at: Instant;
  readonly value: number;
  /** How many samples it stands for; 1 when left out. */
  readonly count?: number;
}

/** Spreads measurements over `points` equal spans from `since` (inclusive) to `until` (exclusive). */
export function buckets(
  measured: readonly Measurement[],
  since: Instant,
  until: Instant,
  points: number,
  within: Within = 'mean',
): readonly TrendPoint[] {
  const width = (until - since) / points;
  const sums = Array.from({ length: points }, () => ({
    sum: 0,
    count: 0,
    most: Number.NEGATIVE_INFINITY,
    least: Number.POSITIVE_INFINITY,
  }));
  for (const { at, value, count = 1 } of measured) {
    const bucket = sums[Math.floor((at - since) / width)];
    if (!bucket) continue;
    bucket.sum += value * count;
    bucket.count += count;
    bucket.most = Math.max(bucket.most, value);
    bucket.least = Math.min(bucket.least, value);
  }
  return sums.map(({ sum, count, most, least }, index) => {
    const known = { mean: sum / count, peak: most, least }[within];
    return { at: Math.round(since + index * width), value: count === 0 ? null : known };
  });
}
