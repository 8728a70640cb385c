import type { Check } from '../domain/check.ts';
import type { CheckResult, RowTrends } from '../domain/check-result.ts';
import { DAY, type Instant } from '../domain/time.ts';
import { measuredCourse } from './measured-course.ts';
import type { WatchStore } from './ports.ts';

const span = DAY;
const points = 12;

/** The last day of the number that a check is about, row by row; as much of it as was measured. */
export async function withTrends(
  result: CheckResult,
  store: WatchStore,
  now: Instant,
): Promise<CheckResult> {
  const { check, sample } = result;
  const column = mainColumn(check);
  if (column === null || sample.outcome.kind !== 'rows') return result;
  const { environment } = sample;
  const asked = { environment, check: check.name, column, since: now - span, until: now, points };
  const course = await measuredCourse(store, asked);
  if (course.values.length === 0) return result;
  const found = await store.samples.trendByInstance({
    ...asked,
    since: course.since,
    points: course.values.length,
  });
  const byLabels = new Map(found.map((each) => [nameOf(check, each.labels), each.points]));
  const values = sample.outcome.rows.map(({ labels }) =>
    (byLabels.get(nameOf(check, labels)) ?? []).flatMap(({ value }) => value ?? []),
  );
  const rowTrends: RowTrends = { column, values };
  return { ...result, rowTrends };
}

/** The column that its first rule compares, where it is a number that moves; else the first such column. */
function mainColumn({ rules, values }: Check): string | null {
  const judged = rules.map(({ value }) => value.split('.')[0] ?? '');
  const all = [...judged, ...Object.keys(values)];
  return all.find((column) => moves(values[column])) ?? null;
}

/** A flag is a line that jumps between two heights, and texts have no height. */
function moves(unit: Check['values'][string] | undefined): boolean {
  return unit !== undefined && unit !== 'flag' && unit !== 'text' && unit !== 'utc';
}

function nameOf({ labels: names }: Check, labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(names.map((name) => labels[name] ?? ''));
}
