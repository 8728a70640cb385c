import { type RawBuilder, sql } from 'kysely';
import type { Labels } from '../domain/alert.ts';
import { DAY, type Duration, HOUR, type Instant } from '../domain/time.ts';
import type { Connection } from './connection.ts';
import { instanceName } from './instance-name.ts';
import { buckets, type Measurement, type TrendPoint, type Within } from './trend-buckets.ts';

/** How the values of several instances at one moment become one. */
export type Across = 'max' | 'min' | 'sum';

export interface TrendQuery {
  readonly environment: string;
  readonly check: string;
  readonly column: string;
  readonly since: Instant;
  readonly until: Instant;
  /** How many points are wanted. */
  readonly points: number;
  /** Only the instance with these labels. */
  readonly labels?: Labels;
  /** `max` when left out. */
  readonly across?: Across;
  /** `mean` when left out. */
  readonly within?: Within;
}

export interface InstanceTrend {
  readonly labels: Labels;
  readonly points: readonly TrendPoint[];
}

/** The course of numbers over time, from the finest level of the history that still covers the span. */
export interface Trends {
  /** Evenly spaced points, oldest first. A point without a sample is null: not known, and not zero. */
  trend(query: TrendQuery): Promise<readonly TrendPoint[]>;
  /** The same for each instance alone; those without any sample in the span are left out. */
  trendByInstance(query: Omit<TrendQuery, 'across'>): Promise<readonly InstanceTrend[]>;
}

type Level = 'raw' | 'hourly' | 'daily';
const slots: Readonly<Record<'hourly' | 'daily', Duration>> = { hourly: HOUR, daily: DAY };

/** A stretch of time and the level that it is read from. */
interface Stretch {
  readonly level: Level;
  readonly since: Instant;
  readonly until: Instant;
}

interface Found extends Measurement {
  readonly instance: string;
  readonly count: number;
}

export function createTrends({ db }: Connection): Trends {
  /** The coarser levels end where the last roll-up did; what came after is read from the finer ones. */
  async function stretches(since: Instant, until: Instant): Promise<readonly Stretch[]> {
    const marks = await db().selectFrom('history_mark').selectAll().execute();
    const mark = (wanted: Level) => marks.find(({ level }) => level === wanted);
    const covers = (level: Level) => (mark(level)?.kept_since ?? since) <= since;
    const hoursTo = Math.min(until, mark('hourly')?.complete_to ?? since);
    const daysTo = Math.min(hoursTo, mark('daily')?.complete_to ?? since);
    if (covers('raw')) return [{ level: 'raw', since, until }];
    const recent: Stretch = { level: 'raw', since: Math.max(since, hoursTo), until };
    if (covers('hourly')) return [{ level: 'hourly', since, until: hoursTo }, recent];
    return [
      { level: 'daily', since, until: daysTo },
      { level: 'hourly', since: Math.max(since, daysTo), until: hoursTo },
      recent,
    ];
  }

  async function read(
    query: Omit<TrendQuery, 'points'>,
    { level, since, until }: Stretch,
    apart: boolean,
  ): Promise<readonly Found[]> {
    if (since >= until) return [];
    const { environment, check, column, labels, across = 'max', within = 'mean' } = query;
    const slot = level === 'raw' ? null : slots[level];
    // A slot counts where its middle lies.
    const bound = (at: Instant) => (slot === null ? at : Math.ceil((at - slot / 2) / slot));
    const table = sql.table(level === 'raw' ? 'point' : level);
    const at = sql.ref(slot === null ? 'at' : 'slot');
    const value = valueOf(level, within);
    const count = slot === null ? sql`1` : sql`measured.count`;
    const { rows } = await sql<{ instance: string; at: number; value: number; count: number }>`
      select ${apart ? sql`series.instance` : sql`''`} as instance, measured.${at} as at,
        ${sql.raw(across)}(${value}) as value, max(${count}) as count
      from series join ${table} as measured on measured.series = series.id
      where series.environment = ${environment} and series.check_name = ${check}
        and series.column_name = ${column}
        ${labels === undefined ? sql`` : sql`and series.instance = ${instanceName(labels)}`}
        and measured.${at} >= ${bound(since)} and measured.${at} < ${bound(until)}
      group by 1, 2 order by 2`.execute(db());
    return slot === null ? rows : rows.map((row) => ({ ...row, at: row.at * slot + slot / 2 }));
  }

  async function found(query: Omit<TrendQuery, 'points'>, apart: boolean): Promise<Found[]> {
    const parts: Found[] = [];
    for (const stretch of await stretches(query.since, query.until)) {
      parts.push(...(await read(query, stretch, apart)));
    }
    return parts;
  }

  return {
    async trend(query) {
      const { since, until, points, within } = query;
      return buckets(await found(query, false), since, until, points, within);
    },
    async trendByInstance(query) {
      const { since, until, points, within } = query;
      const instances = Map.groupBy(await found(query, true), ({ instance }) => instance);
      return [...instances].map(([instance, measured]) => {
        const labels: Labels = JSON.parse(instance);
        return { labels, points: buckets(measured, since, until, points, within) };
      });
    },
  };
}

function valueOf(level: Level, within: Within): RawBuilder<number> {
  if (level === 'raw') return sql`measured.value`;
  return {
    mean: sql<number>`measured.total / measured.count`,
    peak: sql<number>`measured.most`,
    least: sql<number>`measured.least`,
  }[within];
}
