import type { CheckResult } from '../domain/check-result.ts';
import type { DigestView } from '../domain/digest-view.ts';
import { before, type Period } from './digest-period.ts';
import type { WatchStore } from './ports.ts';
import { rowsOf } from './queues-view.ts';

const shown = 5;
const check = 'slow-queries';

/** The queries that took longest on average, against the period before. */
export async function digestSlowest(
  period: Period,
  result: CheckResult | undefined,
  store: WatchStore,
): Promise<DigestView['slowest']> {
  const earlier = await means(before(period), 'avg_duration_ms', store);
  const runs = await means(period, 'executions', store);
  const modules = new Map(
    rowsOf(result).map(({ labels, values }) => [labels['query'] ?? '', values['module']]),
  );
  const slowest = [...(await means(period, 'avg_duration_ms', store))]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, shown);
  return slowest.map(([query, averageMs]) => {
    const was = earlier.get(query);
    const module = modules.get(query);
    return {
      query: `query ${query}${typeof module === 'string' && module !== '' ? ` in ${module}` : ''}`,
      averageMs,
      runs: runs.get(query) ?? 0,
      change: was === undefined || was === 0 ? null : averageMs / was - 1,
    };
  });
}

async function means(
  { environment, from, to }: Period,
  column: string,
  store: WatchStore,
): Promise<ReadonlyMap<string, number>> {
  const asked = { environment, check, column, since: from, until: to, points: 1 };
  const found = await store.samples.trendByInstance(asked);
  return new Map(
    found.flatMap(({ labels, points: [point] }) =>
      point?.value === null || point === undefined ? [] : [[labels['query'] ?? '', point.value]],
    ),
  );
}
