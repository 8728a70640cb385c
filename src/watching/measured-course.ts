import { SECOND } from '../domain/time.ts';
import type { TrendRequest, WatchStore } from './ports.ts';

/** Numbers over time, from the first that was measured. */
export interface Course {
  readonly since: TrendRequest['since'];
  /** Null: nothing was measured in that stretch. */
  readonly values: readonly (number | null)[];
}

/** Not closer than this: fewer looks say nothing of a trend. */
const shortest = 10 * SECOND;

/**
 * A number's course over the part of the span in which it was measured: a bot that has watched for ten minutes shows
 * ten minutes, and does not draw hours that nobody saw. Empty values: never measured.
 */
export async function measuredCourse(
  { samples }: Pick<WatchStore, 'samples'>,
  request: TrendRequest,
): Promise<Course> {
  const { until, points } = request;
  let { since } = request;
  for (;;) {
    const trend = await samples.trend({ ...request, since });
    const values = trend.map(({ value }) => value);
    const first = values.findIndex((value) => value !== null);
    if (first === -1) return { since, values: [] };
    const begin = since + (first * (until - since)) / points;
    if (first < points / 2 || until - begin < shortest)
      return { since: begin, values: values.slice(first) };
    since = begin;
  }
}
