import type { StorageForecast } from '../domain/digest-view.ts';
import { DAY } from '../domain/time.ts';
import type { Period } from './digest-period.ts';
import { itemName } from './item-name.ts';
import type { TrendPoint, WatchStore } from './ports.ts';

/** The line goes through the daily means of this many days; through fewer than that none is drawn. */
const span = 42;
const fewest = 5;
/** A line that reaches this far says no more than that it is far. */
const horizon = 3650;

/** When each volume, and each file with a limit, will be full. */
export async function storageForecasts(
  { environment, to }: Period,
  store: WatchStore,
): Promise<readonly StorageForecast[]> {
  const asked = { environment, check: 'storage', since: to - span * DAY, until: to, points: span };
  const free = await store.samples.trendByInstance({ ...asked, column: 'free_mb' });
  const used = await store.samples.trendByInstance({ ...asked, column: 'used_percent' });
  return free.flatMap(({ labels, points }) => {
    const item = itemName(labels, 'item');
    // The log and tempdb come and go; they do not grow.
    if (!/^(volume|file) /.test(item)) return [];
    const line = forecast(points.map(({ value }) => value));
    if (line === null) return [];
    const percents = used.find((one) => itemName(one.labels, 'item') === item)?.points;
    return [{ item, usedPercent: newest(percents ?? []), ...line }];
  });
}

function newest(points: readonly TrendPoint[]): number | null {
  return points.findLast(({ value }) => value !== null)?.value ?? null;
}

/**
 * The least squares line through free room by day (null: not measured), and where it meets zero, counted from the last
 * day. Null for too few days. The error of its slope rests on what the line leaves over.
 */
export function forecast(
  freeByDay: readonly (number | null)[],
): Omit<StorageForecast, 'item' | 'usedPercent'> | null {
  const seen = freeByDay.flatMap((free, day) => (free === null ? [] : [{ day, free }]));
  const days = seen.length;
  if (days < fewest) return null;
  const middleDay = mean(seen.map(({ day }) => day));
  const middleFree = mean(seen.map(({ free }) => free));
  const spread = sum(seen.map(({ day }) => (day - middleDay) ** 2));
  const slope = sum(seen.map(({ day, free }) => (day - middleDay) * (free - middleFree))) / spread;
  const line = (day: number) => middleFree + slope * (day - middleDay);
  const left = sum(seen.map(({ day, free }) => (free - line(day)) ** 2));
  const error = Math.sqrt(left / (days - 2) / spread);
  const now = Math.max(0, line(freeByDay.length - 1));
  // Not `-slope`, which of nothing is -0.
  const growth = 0 - slope;
  const fills = (perDay: number) => (perDay > 0 && now / perDay <= horizon ? now / perDay : null);
  // Growth within twice its own error may as well be none.
  const certain = growth > 2 * error;
  return {
    growthMbPerDay: growth,
    daysToFull: certain ? fills(growth) : null,
    earliestDays: fills(growth + 2 * error),
    latestDays: fills(growth - 2 * error),
    days,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
