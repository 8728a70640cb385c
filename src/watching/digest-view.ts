import type { CheckResult } from '../domain/check-result.ts';
import type { Chart, DigestIncident, DigestView } from '../domain/digest-view.ts';
import type { Status } from '../domain/status.ts';
import { HOUR, type Instant } from '../domain/time.ts';
import type { IncidentRecord } from './incidents.ts';
import type { TrendRequest, WatchStore } from './ports.ts';
import { rowsOf } from './queues-view.ts';
import { numberOf } from './read-row.ts';

/** How many points a chart has along its time axis; Slack takes 20. */
const points = 12;
const slowestShown = 5;

export interface DigestRequest {
  readonly environment: string;
  readonly kind: DigestView['kind'];
  readonly from: Instant;
  readonly to: Instant;
  readonly late: boolean;
  readonly timeZone: string;
}

/** What a digest tells of a period. */
export async function digestView(
  request: DigestRequest,
  status: Status,
  results: ReadonlyMap<string, CheckResult>,
  incidents: readonly IncidentRecord[],
  store: WatchStore,
): Promise<DigestView> {
  const { environment, kind, from, to, late } = request;
  return {
    environment,
    from,
    to,
    kind,
    late,
    incidents: incidents
      .filter(({ openedAt, resolvedAt }) => openedAt < to && (resolvedAt ?? to) >= from)
      .toSorted((one, other) => one.openedAt - other.openedAt)
      .map(told),
    backups: null,
    charts: await charts(request, store),
    slowest: slowest(results.get('slow-queries')),
    lines: status.lines,
    due: [],
    off: status.off,
    silenced: status.silenced,
  };
}

function told(incident: IncidentRecord): DigestIncident {
  const { id, alert, severity, openedAt, resolvedAt, holder, instances } = incident;
  return {
    id,
    title: instances[0]?.summary ?? alert,
    severity,
    openedAt,
    resolvedAt,
    holder: holder?.person ?? null,
  };
}

async function charts(request: DigestRequest, store: WatchStore): Promise<Chart[]> {
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

/** Null where nothing was measured. A point without a measurement takes its neighbour's: Slack wants all of them. */
async function chart(
  { environment, from, to, timeZone }: DigestRequest,
  store: WatchStore,
  title: string,
  unit: Chart['unit'],
  lines: readonly { readonly name: string; readonly check: string; readonly column: string }[],
): Promise<Chart | null> {
  const series = [];
  for (const { name, check, column } of lines) {
    const asked: TrendRequest = { environment, check, column, since: from, until: to, points };
    const trend = await store.samples.trend(asked);
    const values = filled(trend.map(({ value }) => value));
    if (values.length === 0) return null;
    series.push({ name, values });
  }
  const step = (to - from) / points;
  const categories = Array.from({ length: points }, (_, index) =>
    clock(from + index * step, timeZone, to - from > 48 * HOUR),
  );
  return { title, unit, categories, series };
}

function filled(values: readonly (number | null)[]): number[] {
  const first = values.find((value) => value !== null);
  if (first === undefined || first === null) return [];
  let last = first;
  return values.map((value) => {
    last = value ?? last;
    return last;
  });
}

function clock(at: Instant, timeZone: string, withDay: boolean): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    ...(withDay ? { weekday: 'short' } : {}),
  }).format(at);
}

function slowest(result: CheckResult | undefined): DigestView['slowest'] {
  return rowsOf(result)
    .flatMap((row) => {
      const averageMs = numberOf(row, 'avg_duration_ms');
      if (averageMs === null) return [];
      const query = [`query ${row.labels['query'] ?? ''}`, row.values['module'] ?? '']
        .filter((part) => part !== '')
        .join(' in ');
      return [{ query, averageMs, runs: numberOf(row, 'executions') ?? 0, change: null }];
    })
    .toSorted((one, other) => other.averageMs - one.averageMs)
    .slice(0, slowestShown);
}
