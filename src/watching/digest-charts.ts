import type { Chart } from '../domain/digest-view.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../domain/time.ts';
import type { DigestRequest, Period } from './digest-period.ts';
import { itemName } from './item-name.ts';
import { measuredCourse } from './measured-course.ts';
import type { TrendRequest, WatchStore } from './ports.ts';

/** How many points a chart has along its time axis; Slack takes 20. */
const points = 12;

export type ChartRequest = Period & Pick<DigestRequest, 'kind' | 'timeZone'>;

interface Line {
  readonly name: string;
  readonly check: string;
  readonly column: string;
  readonly across?: 'max' | 'sum';
  readonly within?: 'peak';
}

/** Below this a queue's depth is no news: the loop's cycle time is shown instead. */
const deepQueue = 100;

/** The two charts of a digest, where they were measured: a day's say how it went, a week's what it took, a month's where it leads. */
export async function digestCharts(request: ChartRequest, store: WatchStore): Promise<Chart[]> {
  const storage = () => storageChart(request, store);
  const candidates =
    request.kind === 'monthly'
      ? [storage, () => cycleChart(request, store), () => latencyChart(request, store)]
      : [
          ...(request.kind === 'weekly'
            ? [() => backupChart(request, store), storage, () => latencyChart(request, store)]
            : [() => latencyChart(request, store), () => queueOrCycle(request, store)]),
          () => cycleChart(request, store),
          () => queueChart(request, store),
        ];
  const charts: Chart[] = [];
  for (const draw of candidates) {
    const drawn = charts.length < 2 ? await draw() : null;
    if (drawn !== null && !charts.some(({ title }) => title === drawn.title)) charts.push(drawn);
  }
  return charts;
}

function latencyChart(request: ChartRequest, store: WatchStore): Promise<Chart | null> {
  return chart(request, store, 'Inference latency', 'ms', [
    { name: 'p50', check: 'inference-latency', column: 'p50_ms' },
    { name: 'p95', check: 'inference-latency', column: 'p95_ms' },
    { name: 'p99', check: 'inference-latency', column: 'p99_ms' },
  ]);
}

/** What was made in the 24 hours before, by kind and by day; its mean, since a backup that runs late is not two. */
function backupChart(request: ChartRequest, store: WatchStore): Promise<Chart | null> {
  const line = (name: string, kind: string) =>
    ({ name, check: 'backup-freshness', column: `${kind}_day_mb`, across: 'sum' }) as const;
  const days = Math.max(2, Math.round((request.to - request.from) / DAY));
  const lines = [line('full', 'full'), line('differential', 'diff'), line('log', 'log')] as const;
  return chart(request, store, 'Backups made a day', 'MB', lines, days);
}

function queueChart(request: ChartRequest, store: WatchStore): Promise<Chart | null> {
  return chart(request, store, 'Deepest queue', 'count', [
    { name: 'messages', check: 'queues', column: 'depth', within: 'peak' },
  ]);
}

/** The four phases follow each other: together they are one cycle. */
function cycleChart(request: ChartRequest, store: WatchStore): Promise<Chart | null> {
  return chart(request, store, 'OODA cycle time', 'ms', [
    { name: 'cycle', check: 'ooda-loop', column: 'avg_ms', across: 'sum' },
  ]);
}

async function queueOrCycle(request: ChartRequest, store: WatchStore): Promise<Chart | null> {
  const queues = await queueChart(request, store);
  const peak = Math.max(0, ...(queues?.series[0]?.values ?? []));
  return peak >= deepQueue ? queues : ((await cycleChart(request, store)) ?? queues);
}

/** What each volume and each file with a limit holds. */
async function storageChart(request: ChartRequest, store: WatchStore): Promise<Chart | null> {
  const { environment, from, to, timeZone } = request;
  const asked = { environment, check: 'storage', since: from, until: to, points };
  const free = await store.samples.trendByInstance({ ...asked, column: 'free_mb' });
  const sizes = await store.samples.trendByInstance({ ...asked, column: 'size_mb' });
  const series = free.flatMap(({ labels, points: left }) => {
    const item = itemName(labels, 'item');
    const size = sizes.find((one) => itemName(one.labels, 'item') === item);
    if (size === undefined || !/^(volume|file) /.test(item)) return [];
    const used = left.map(({ value }, index) => {
      const all = size.points[index]?.value ?? null;
      return value === null || all === null ? null : all - value;
    });
    return [{ name: item, values: used }];
  });
  const first = Math.min(
    ...series
      .map(({ values }) => values.findIndex((value) => value !== null))
      .filter((at) => at >= 0),
  );
  if (!Number.isFinite(first)) return null;
  const step = (to - from) / points;
  return {
    title: 'Storage in use',
    unit: 'MB',
    categories: labelsOf(from + first * step, step, points - first, timeZone),
    series: series
      .map(({ name, values }) => ({ name, values: filled(values.slice(first)) }))
      .filter(({ values }) => values.length > 0),
  };
}

/** Null where nothing was measured. The first line's measurements say from when; the labels are the ends of stretches. */
async function chart(
  { environment, from, to, timeZone }: ChartRequest,
  store: WatchStore,
  title: string,
  unit: Chart['unit'],
  [first, ...others]: readonly [Line, ...Line[]],
  most = points,
): Promise<Chart | null> {
  const asked = ({ name: _name, ...line }: Line): TrendRequest => {
    return { environment, ...line, since: from, until: to, points: most };
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
  return { title, unit, categories: labelsOf(course.since, step, count, timeZone), series };
}

function labelsOf(since: Instant, step: number, count: number, timeZone: string): string[] {
  return Array.from({ length: count }, (_, index) =>
    clock(since + (index + 1) * step, timeZone, step),
  );
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
  if (step >= DAY)
    return new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' }).format(
      at,
    );
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    ...(step < MINUTE ? { second: '2-digit' } : {}),
    ...(step > 4 * HOUR ? { weekday: 'short' } : {}),
  }).format(at);
}
