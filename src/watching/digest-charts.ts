import type { Chart } from '../domain/digest-view.ts';
import { HOUR, type Instant, MINUTE } from '../domain/time.ts';
import { measuredCourse } from './measured-course.ts';
import type { TrendRequest, WatchStore } from './ports.ts';

/** How many points a chart has along its time axis; Slack takes 20. */
const points = 12;

export interface ChartRequest {
  readonly environment: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly timeZone: string;
}

interface Line {
  readonly name: string;
  readonly check: string;
  readonly column: string;
}

/** The charts of a digest: inference latency and the deepest queue, where they were measured. */
export async function digestCharts(request: ChartRequest, store: WatchStore): Promise<Chart[]> {
  const latency = await chart(request, store, 'Inference latency', 'ms', [
    { name: 'p50', check: 'inference-latency', column: 'p50_ms' },
    { name: 'p95', check: 'inference-latency', column: 'p95_ms' },
    { name: 'p99', check: 'inference-latency', column: 'p99_ms' },
  ]);
  const depth = await chart(request, store, 'Deepest queue', 'count', [
    { name: 'messages', check: 'queues', column: 'depth' },
  ]);
  return [latency, depth].filter((each) => each !== null);
}

/** Null where nothing was measured. The first line's measurements say from when; the labels are the ends of stretches. */
async function chart(
  { environment, from, to, timeZone }: ChartRequest,
  store: WatchStore,
  title: string,
  unit: Chart['unit'],
  [first, ...others]: readonly [Line, ...Line[]],
): Promise<Chart | null> {
  const asked = (line: Line): TrendRequest => {
    const { check, column } = line;
    return { environment, check, column, since: from, until: to, points };
  };
  const course = await measuredCourse(store, asked(first));
  const count = course.values.length;
  if (count === 0) return null;
  const series = [{ name: first.name, values: filled(course.values) }];
  for (const line of others) {
    const trend = await store.samples.trend({ ...asked(line), since: course.since, points: count });
    const values = filled(trend.map(({ value }) => value));
    if (values.length === 0) return null;
    series.push({ name: line.name, values });
  }
  const step = (to - course.since) / count;
  const categories = Array.from({ length: count }, (_, index) =>
    clock(course.since + (index + 1) * step, timeZone, step),
  );
  return { title, unit, categories, series };
}

/** A stretch without a measurement takes its neighbour's: Slack wants a value for each. */
function filled(values: readonly (number | null)[]): number[] {
  const first = values.find((value) => value !== null);
  if (first === undefined || first === null) return [];
  let last = first;
  return values.map((value) => {
    last = value ?? last;
    return last;
  });
}

/** As exact as the stretch between two labels needs it. */
function clock(at: Instant, timeZone: string, step: number): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    ...(step < MINUTE ? { second: '2-digit' } : {}),
    ...(step > 4 * HOUR ? { weekday: 'short' } : {}),
  }).format(at);
}
