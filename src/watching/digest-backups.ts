import type { Check } from '../domain/check.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { DigestBackups } from '../domain/digest-view.ts';
import type { Row } from '../domain/sample.ts';
import { DAY, type Duration, HOUR, MINUTE } from '../domain/time.ts';
import type { Period } from './digest-period.ts';
import type { TrendPoint, WatchStore } from './ports.ts';
import { rowsOf } from './queues-view.ts';
import { numberOf } from './read-row.ts';

const check = 'backup-freshness';
const kinds = ['full', 'diff', 'log'] as const;
/** The part of the hours in which ages must have been measured. */
const enoughSeen = 0.9;
/** How long a look at the files counts (safety rule S21): what was there longer ago may be gone. */
const filesSeenFor: Duration = DAY;
/** Log backups are minutes apart: only the numbers as they were measured tell one from the next. */
const countsLogs: Duration = 2 * DAY;

/** The backups of a period, by the course of their ages. Null: nothing was measured. */
export async function digestBackups(
  period: Period,
  result: CheckResult | undefined,
  store: WatchStore,
): Promise<DigestBackups | null> {
  const byKind = [];
  // Of a time that was hardly seen, "none missed" would be a guess.
  const isSeen = await wasSeen(period, store);
  for (const kind of isSeen ? kinds : []) {
    const made = await countMade(period, kind, store);
    if (made !== null) byKind.push({ kind, made });
  }
  const exposed = isSeen ? await worst(period, 'log_exposed_minutes', store) : null;
  const missed = isSeen ? await countMissed(period, result?.check, store) : null;
  const reach = restorable(result, period);
  if (byKind.length === 0 && missed === null && reach === null) return null;
  return {
    made: byKind.length === 0 ? null : byKind.reduce((sum, { made }) => sum + made, 0),
    missed,
    readBack: null,
    restorableTo: reach === null || result === undefined ? null : result.sample.at - reach,
    behind: reach,
    byKind,
    worstExposure: exposed === null ? null : exposed * MINUTE,
  };
}

async function wasSeen({ environment, from, to }: Period, store: WatchStore): Promise<boolean> {
  const points = Math.max(1, Math.round((to - from) / HOUR));
  const asked = { environment, check, column: 'full_age_minutes', since: from, until: to, points };
  const seen = (await store.samples.trend(asked)).filter(({ value }) => value !== null);
  return seen.length >= enoughSeen * points;
}

/** An age that falls is a new backup. Counted of those databases that have log backups, where there are any. */
async function countMade(
  period: Period,
  kind: (typeof kinds)[number],
  store: WatchStore,
): Promise<number | null> {
  const { environment, from, to } = period;
  const length = to - from;
  if (kind === 'log' && length > countsLogs) return null;
  const step = kind === 'log' || length <= countsLogs ? 2 * MINUTE : HOUR;
  const ages = (column: string) =>
    store.samples.trendByInstance({
      environment,
      check,
      column,
      // One more, to see whether the first has fallen.
      since: from - step,
      until: to,
      points: Math.round(length / step) + 1,
      within: 'least',
    });
  const logged = new Set((await ages('log_age_minutes')).map(({ labels }) => labels['database']));
  const own = (await ages(`${kind}_age_minutes`)).filter(
    ({ labels }) => logged.size === 0 || logged.has(labels['database']),
  );
  return own.length === 0 ? null : own.reduce((sum, { points }) => sum + falls(points), 0);
}

function falls(points: readonly TrendPoint[]): number {
  const ages = points.flatMap(({ value }) => value ?? []);
  return ages.filter((age, index) => age < (ages[index - 1] ?? age)).length;
}

/** How often a rule of the check, `full-backup-overdue` and such, was broken for longer than it forgives. */
async function countMissed(
  { environment, from, to }: Period,
  definition: Check | undefined,
  store: WatchStore,
): Promise<number | null> {
  const rules = definition?.rules.filter(
    ({ alert, severity }) => alert.endsWith('-backup-overdue') && severity === 'warning',
  );
  let measured = false;
  let missed = 0;
  for (const rule of rules ?? []) {
    const found = await store.samples.trendByInstance({
      environment,
      check,
      column: rule.value,
      since: from,
      until: to,
      points: Math.max(1, Math.ceil((to - from) / HOUR)),
      within: 'peak',
    });
    const patience = (rule.for + (definition?.interval ?? 0)) / MINUTE;
    const limit = rule.when.threshold + patience;
    for (const { points } of found) {
      measured ||= points.some(({ value }) => value !== null);
      missed += rises(
        points.flatMap(({ value }) => value ?? []),
        limit,
      );
    }
  }
  return measured ? missed : null;
}

/** How often a series went above a limit; from the start counts as once. */
function rises(values: readonly number[], limit: number): number {
  return values.filter((value, index) => value > limit && (values[index - 1] ?? limit) <= limit)
    .length;
}

/** The worst that a column of ages was. */
async function worst(
  { environment, from, to }: Period,
  column: string,
  store: WatchStore,
): Promise<number | null> {
  const asked = { environment, check, column, since: from, until: to, points: 1 };
  const [point] = await store.samples.trend({ ...asked, within: 'peak' });
  return point?.value ?? null;
}

/** How far behind the newest moment lies that the worst off of the databases can be restored to; null: not known. */
function restorable(result: CheckResult | undefined, { to }: Period): Duration | null {
  if (result === undefined || to - result.sample.at > filesSeenFor) return null;
  const rows = rowsOf(result);
  const logged = rows.filter((row) => numberOf(row, 'log_age_minutes') !== null);
  const behind = (logged.length > 0 ? logged : rows).map(newestAge);
  const known = behind.filter((age) => age !== null);
  return known.length === 0 || known.length < behind.length ? null : Math.max(...known) * MINUTE;
}

function newestAge(row: Row): number | null {
  if (numberOf(row, 'chain_broken') === 1 || (numberOf(row, 'files_unseen') ?? 0) > 0) return null;
  const ages = kinds.flatMap((kind) => numberOf(row, `${kind}_age_minutes`) ?? []);
  return ages.length === 0 ? null : Math.min(...ages);
}
