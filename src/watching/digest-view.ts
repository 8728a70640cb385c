import type { Check } from '../domain/check.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { DigestIncident } from '../domain/digest-view.ts';
import type { Status } from '../domain/status.ts';
import { HOUR } from '../domain/time.ts';
import { digestBackups } from './digest-backups.ts';
import { digestCharts } from './digest-charts.ts';
import { digestDue } from './digest-due.ts';
import { storageForecasts } from './digest-forecast.ts';
import { digestNumbers } from './digest-numbers.ts';
import type { DigestRequest } from './digest-period.ts';
import { digestSlowest } from './digest-slowest.ts';
import { verdicts } from './digest-verify.ts';
import type { IncidentRecord } from './incidents.ts';
import type { WatchStore } from './ports.ts';
import type { ToldDigest } from './send-digest.ts';

/** What a digest tells of a period. */
export async function digestView(
  request: DigestRequest,
  status: Status,
  results: ReadonlyMap<string, CheckResult>,
  incidents: readonly IncidentRecord[],
  store: WatchStore,
): Promise<ToldDigest> {
  const { environment, kind, from, to, late } = request;
  const isLong = kind === 'weekly' || kind === 'monthly';
  const backups = await digestBackups(request, results.get('backup-freshness'), store);
  const forecasts = isLong ? await storageForecasts(request, store) : [];
  const evidence = {
    backups,
    forecasts,
    slowQueryLimit: limitOf(results.get('slow-queries')?.check, 'slow-query'),
  };
  const view = {
    environment,
    from,
    to,
    kind,
    late,
    coverage: await coverage(request, store),
    incidents: incidents
      .filter(({ openedAt, resolvedAt }) => openedAt < to && (resolvedAt ?? to) >= from)
      .filter(({ isTest }) => !isTest)
      .toSorted((one, other) => one.openedAt - other.openedAt)
      .map(told),
    backups,
    numbers: isLong ? await digestNumbers(request, incidents, store) : [],
    forecasts,
    tasks: [],
    charts: await digestCharts(request, store),
    slowest: await digestSlowest(request, results.get('slow-queries'), store),
    lines: status.lines,
    restored: status.restored,
    due: digestDue(results),
    off: status.off,
    raised: status.raised,
    silenced: status.silenced,
    muting: status.muting,
  };
  return {
    view,
    verdicts: kind === 'now' ? new Map() : await verdicts(request, evidence, store),
  };
}

/** By the hour; of a young day by the hours that it has. */
async function coverage(
  { environment, from, to }: DigestRequest,
  store: WatchStore,
): Promise<number> {
  const points = Math.max(1, Math.round((to - from) / HOUR));
  const asked = { environment, check: 'sql-server', column: 'uptime_minutes' };
  const seen = await store.samples.trend({ ...asked, since: from, until: to, points });
  return seen.filter(({ value }) => value !== null).length / points;
}

function limitOf(check: Check | undefined, alert: string): number | null {
  const rules = check?.rules.filter((rule) => rule.alert === alert) ?? [];
  return rules.length === 0 ? null : Math.min(...rules.map(({ when }) => when.threshold));
}

function told(incident: IncidentRecord): DigestIncident {
  const { id, alert, severity, openedAt, resolvedAt, holder, handling, instances } = incident;
  return {
    id,
    title: instances[0]?.summary ?? alert,
    severity,
    openedAt,
    resolvedAt,
    holder: holder?.person ?? handling.heldBy.at(-1) ?? null,
  };
}
