import type { Instant } from '../domain/time.ts';

/** The middle of what was measured from `at` to the next point. */
export interface TrendPoint {
  readonly at: Instant;
  /** Null: nothing was measured. */
  readonly value: number | null;
}

/** Spreads measurements over `points` equal spans from `since` (inclusive) to `until` (exclusive), as means. */
export function buckets(
  measured: readonly { readonly at: Instant; readonly value: number }[],
  since: Instant,
  until: Instant,
  points: number,
): readonly TrendPoint[] {
  const width = (until - since) / points;
  const sums = Array.from({ length: points }, () => ({ sum: 0, count: 0 }));
  for (const { at, value } of measured) {
    const bucket = sums[Math.floor((at - since) / width)];
    if (!bucket) continue;
    bucket.sum += value;
    bucket.count += 1;
  }
  return sums.map(({ sum, count }, index) => ({
    at: Math.round(since + index * width),
    value: count === 0 ? null : sum / count,
  }));
}
