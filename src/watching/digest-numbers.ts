import type { DigestNumber } from '../domain/digest-view.ts';
import { type Duration, MINUTE } from '../domain/time.ts';
import { before, type Period } from './digest-period.ts';
import type { IncidentRecord } from './incidents.ts';
import type { WatchStore } from './ports.ts';

/** One number of a period: what is asked of the history. */
interface Figure extends Pick<DigestNumber, 'name' | 'unit'> {
  readonly check: string;
  readonly column: string;
  readonly across?: 'sum';
  readonly within?: 'peak';
}

const figures: readonly Figure[] = [
  { name: 'Inference p50', unit: 'ms', check: 'inference-latency', column: 'p50_ms' },
  { name: 'Inference p95', unit: 'ms', check: 'inference-latency', column: 'p95_ms' },
  { name: 'Inference p99', unit: 'ms', check: 'inference-latency', column: 'p99_ms' },
  { name: 'Slowest query', unit: 'ms', check: 'slow-queries', column: 'avg_duration_ms' },
  { name: 'OODA cycle', unit: 'ms', check: 'ooda-loop', column: 'avg_ms', across: 'sum' },
  {
    name: 'Longest without a phase',
    unit: 'minutes',
    check: 'ooda-loop',
    column: 'last_age_minutes',
    within: 'peak',
  },
  { name: 'Deepest queue', unit: 'count', check: 'queues', column: 'depth', within: 'peak' },
  {
    name: 'Furthest apart, graph and SQL',
    unit: 'count',
    check: 'graph-drift',
    column: 'drift',
    within: 'peak',
  },
  {
    name: 'Most ever at risk without a log backup',
    unit: 'minutes',
    check: 'backup-freshness',
    column: 'log_exposed_minutes',
    within: 'peak',
  },
  { name: 'Atoms', unit: 'count', check: 'neo4j-sync', column: 'atoms' },
];

/** What a week or month came to, beside the one before. What was never measured is left out. */
export async function digestNumbers(
  period: Period,
  incidents: readonly IncidentRecord[],
  store: WatchStore,
): Promise<readonly DigestNumber[]> {
  const earlier = before(period);
  const numbers: DigestNumber[] = [];
  for (const figure of figures) {
    const value = await measure(period, figure, store);
    const was = await measure(earlier, figure, store);
    const { name, unit } = figure;
    numbers.push({ name, unit, value, before: was });
  }
  const now = incidentNumbers(period, incidents);
  const then = incidentNumbers(earlier, incidents);
  const all: readonly DigestNumber[] = [
    { name: 'Incidents', unit: 'count', value: now.count, before: then.count },
    { name: 'Of them critical', unit: 'count', value: now.critical, before: then.critical },
    { name: 'Until taken', unit: 'minutes', value: now.taken, before: then.taken },
    { name: 'Until resolved', unit: 'minutes', value: now.resolved, before: then.resolved },
    ...numbers,
  ];
  return all.filter(({ value, before: was }) => value !== null || was !== null);
}

async function measure(
  { environment, from, to }: Period,
  { name: _name, unit: _unit, ...asked }: Figure,
  store: WatchStore,
): Promise<number | null> {
  const span = { environment, since: from, until: to, points: 1 };
  const [point] = await store.samples.trend({ ...asked, ...span });
  return point?.value ?? null;
}

function incidentNumbers({ from, to }: Period, incidents: readonly IncidentRecord[]) {
  const own = incidents.filter(
    ({ openedAt, isTest }) => !isTest && openedAt >= from && openedAt < to,
  );
  return {
    count: own.length,
    critical: own.filter(({ severity }) => severity === 'critical').length,
    taken: meanMinutes(
      own.flatMap(({ openedAt, handling }) =>
        handling.acknowledgedAt === null ? [] : [handling.acknowledgedAt - openedAt],
      ),
    ),
    resolved: meanMinutes(
      own.flatMap(({ openedAt, resolvedAt }) =>
        resolvedAt === null ? [] : [resolvedAt - openedAt],
      ),
    ),
  };
}

function meanMinutes(lengths: readonly Duration[]): number | null {
  if (lengths.length === 0) return null;
  return lengths.reduce((total, length) => total + length, 0) / lengths.length / MINUTE;
}
