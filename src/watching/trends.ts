import type { Check, Subsystem } from '../domain/check.ts';
import { HOUR, type Instant } from '../domain/time.ts';
import { type Course, measuredCourse } from './measured-course.ts';
import type { TrendRequest, WatchStore } from './ports.ts';
import { headlinePlaces } from './template.ts';

const points = 8;
const span = 2 * HOUR;

/** The recent course of each subsystem's number: the first one of its first check's headline that is measured. */
export async function subsystemTrends(
  environment: string,
  checks: readonly Check[],
  store: WatchStore,
  now: Instant,
): Promise<ReadonlyMap<Subsystem, readonly number[]>> {
  const trends = new Map<Subsystem, readonly number[]>();
  for (const check of checks) {
    if (trends.has(check.subsystem)) continue;
    const request = trendOf(environment, check, now);
    if (request === null) continue;
    trends.set(check.subsystem, known(await measuredCourse(store, request)));
  }
  return trends;
}

/** Recent depths of each queue. */
export async function queueTrends(
  environment: string,
  queues: readonly string[],
  store: WatchStore,
  now: Instant,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const trends = new Map<string, readonly number[]>();
  for (const queue of queues) {
    const course = await measuredCourse(store, {
      environment,
      check: 'queues',
      column: 'depth',
      since: now - span,
      until: now,
      points,
      labels: { queue },
    });
    trends.set(queue, known(course));
  }
  return trends;
}

function trendOf(environment: string, check: Check, now: Instant): TrendRequest | null {
  const place = headlinePlaces(check.headline ?? '').find(
    ({ verb, column }) =>
      (verb === 'max' || verb === 'min' || verb === 'sum') && changes(check, column),
  );
  if (place === undefined) return null;
  const across = place.verb === 'min' || place.verb === 'sum' ? place.verb : 'max';
  return {
    environment,
    check: check.name,
    column: place.column,
    since: now - span,
    until: now,
    points,
    across,
  };
}

/** Ages only ever rise until they drop: their course tells nothing. */
function changes(check: Check, column: string): boolean {
  const unit = check.values[column];
  return unit === 'count' || unit === 'ms' || unit === 'percent' || unit === 'number';
}

function known({ values }: Course): readonly number[] {
  return values.filter((value) => value !== null);
}
