import type { DigestBackups, StorageForecast } from '../domain/digest-view.ts';
import { formatValue } from '../domain/format-value.ts';
import type { Period } from './digest-period.ts';
import type { TrendRequest, WatchStore } from './ports.ts';

/** Whether a task of the runbook is done by what was measured; the words say by what, or why a person must look. */
export interface Verdict {
  readonly verified: boolean;
  readonly detail: string;
}

/** What the figures of the digest already tell. */
export interface Evidence {
  readonly backups: DigestBackups | null;
  readonly forecasts: readonly StorageForecast[];
  /** What a query may take on average, in milliseconds, as configured; null: no rule says. */
  readonly slowQueryLimit: number | null;
}

/** Of this many parts of the period at least so many must have been measured. */
const parts = 24;
const enough = 22;
/** The loop should run every 15 to 60 minutes; a scheduler's own slack comes on top. */
const oodaLimit = 65;
/** Storage that may be full before this needs somebody's thoughts. */
const fullSoon = 60;

/** A verdict for every task that can be told by measurements; the others are a person's alone. */
export async function verdicts(
  period: Period,
  evidence: Evidence,
  store: WatchStore,
): Promise<ReadonlyMap<string, Verdict>> {
  const read = (check: string, column: string, how: Pick<TrendRequest, 'across' | 'within'>) =>
    measured(period, { check, column, ...how }, store);
  return new Map([
    ['ooda-metrics', await ooda(read)],
    ['query-performance', await queries(read, evidence)],
    ['slow-queries', await queries(read, evidence)],
    ['backup-completion', backups(evidence)],
    ['spatial-usage', await spatial(read)],
    ['storage-growth', storage(evidence)],
  ]);
}

type Read = (
  check: string,
  column: string,
  how: Pick<TrendRequest, 'across' | 'within'>,
) => Promise<Course>;

interface Course {
  /** How many parts of the period were measured. */
  readonly known: number;
  readonly most: number;
  readonly least: number;
}

async function measured(
  { environment, from, to }: Period,
  asked: Pick<TrendRequest, 'check' | 'column' | 'across' | 'within'>,
  store: WatchStore,
): Promise<Course> {
  const trend = await store.samples.trend({
    environment,
    ...asked,
    since: from,
    until: to,
    points: parts,
  });
  const values = trend.flatMap(({ value }) => value ?? []);
  return { known: values.length, most: Math.max(...values), least: Math.min(...values) };
}

const peak = { within: 'peak' } as const;
const least = { across: 'min', within: 'least' } as const;

async function ooda(read: Read): Promise<Verdict> {
  const age = await read('ooda-loop', 'last_age_minutes', peak);
  const failures = await read('ooda-loop', 'failures', peak);
  if (age.known < enough) return gaps(age);
  const longest = formatValue(age.most, 'minutes');
  if (age.most > oodaLimit) return open(`a phase did not run for ${longest}`);
  if (failures.most > 0) return open(`${formatValue(failures.most, 'count')} runs failed`);
  return { verified: true, detail: `every phase ran within ${longest}, none failed` };
}

async function queries(read: Read, { slowQueryLimit: limit }: Evidence): Promise<Verdict> {
  const slowest = await read('slow-queries', 'avg_duration_ms', peak);
  if (slowest.known < enough) return gaps(slowest);
  const worst = formatValue(slowest.most, 'ms');
  if (limit === null)
    return open(`the slowest took ${worst} on average, and no rule says what is slow`);
  return slowest.most <= limit
    ? { verified: true, detail: `none above ${formatValue(limit, 'ms')}, the slowest ${worst}` }
    : open(`the slowest took ${worst} on average, agreed are ${formatValue(limit, 'ms')}`);
}

function backups({ backups: found }: Evidence): Verdict {
  if (found === null || found.missed === null || found.made === null) return open('not measured');
  if (found.missed > 0) return open(`${formatValue(found.missed, 'count')} missed`);
  if (found.made === 0) return open('none was made');
  if (found.behind === null) return open('made, but nothing says to when they restore');
  return { verified: true, detail: `${formatValue(found.made, 'count')} made, none missed` };
}

async function spatial(read: Read): Promise<Verdict> {
  const present = await read('spatial-index', 'present', least);
  const enabled = await read('spatial-index', 'enabled', least);
  const unused = await read('spatial-index', 'unused', peak);
  if (Math.min(present.known, enabled.known) < enough) return gaps(present);
  if (present.least < 1) return open('an index was missing');
  if (enabled.least < 1) return open('an index was disabled');
  if (unused.known > 0 && unused.most > 0) return open('an index was used by no plan');
  return { verified: true, detail: 'there, enabled and used all the time' };
}

function storage({ forecasts }: Evidence): Verdict {
  if (forecasts.length === 0) return open('too few days were measured for a trend');
  const first = forecasts
    .filter(({ earliestDays }) => earliestDays !== null)
    .toSorted((one, other) => Number(one.earliestDays) - Number(other.earliestDays))[0];
  if (first === undefined || first.earliestDays === null)
    return { verified: true, detail: 'nothing fills' };
  const words = `${first.item} could be full in ${formatValue(first.earliestDays, 'days')}`;
  return first.earliestDays < fullSoon
    ? open(words)
    : { verified: true, detail: `${words} at the earliest` };
}

function open(detail: string): Verdict {
  return { verified: false, detail };
}

function gaps({ known }: Course): Verdict {
  return open(
    known === 0 ? 'not measured' : `measured in ${known} of ${parts} parts of the period only`,
  );
}
