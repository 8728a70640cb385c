import type { CheckResult } from '../domain/check-result.ts';
import type { DigestIncident, DigestView } from '../domain/digest-view.ts';
import type { Status } from '../domain/status.ts';
import type { Instant } from '../domain/time.ts';
import { digestCharts } from './digest-charts.ts';
import type { IncidentRecord } from './incidents.ts';
import type { WatchStore } from './ports.ts';
import { rowsOf } from './queues-view.ts';
import { numberOf } from './read-row.ts';

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
    charts: await digestCharts(request, store),
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
