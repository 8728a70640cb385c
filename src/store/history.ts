import { sql } from 'kysely';
import { DAY, type Duration, HOUR, type Instant } from '../domain/time.ts';
import type { Connection } from './connection.ts';
import type { Tables } from './tables.ts';

/** How long each level is kept. */
const kept = { raw: 2 * DAY, hourly: 90 * DAY, daily: 730 * DAY } as const;

type Level = keyof typeof kept;

/**
 * What samples leave behind: every number for two days, its least, mean and greatest by hour for 90 days, and by UTC day
 * for two years.
 */
export interface History {
  /**
   * Rolls up what is complete and forgets what is too old, in small transactions. Whatever was left out while the bot was
   * down is made up for; doing it again changes nothing. Nothing is forgotten that was not rolled up.
   */
  tend(now: Instant): Promise<void>;
}

/** A sample may come this late and is still rolled up. */
const grace: Duration = 2 * HOUR;
const LONG_AGO: Instant = 0;
/** How much is forgotten in one transaction: everyone waits for it. */
const stride: Readonly<Record<Level, Duration>> = { raw: HOUR, hourly: DAY, daily: 30 * DAY };

export function createHistory({ db, transaction }: Connection): History {
  async function mark(level: Level): Promise<Tables['history_mark']> {
    const row = await db()
      .selectFrom('history_mark')
      .selectAll()
      .where('level', '=', level)
      .executeTakeFirst();
    return row ?? { level, kept_since: null, complete_to: null };
  }

  async function setMark(
    level: Level,
    change: Partial<Omit<Tables['history_mark'], 'level'>>,
  ): Promise<void> {
    await db()
      .insertInto('history_mark')
      .values({ level, kept_since: null, complete_to: null, ...change })
      .onConflict((conflict) => conflict.column('level').doUpdateSet(change))
      .execute();
  }

  /** The first that a level has from there on, series by series: each is one look into its key. */
  async function next(level: Level, since: Instant): Promise<Instant | null> {
    const column = sql.ref(level === 'raw' ? 'at' : 'slot');
    const { rows } = await sql<{ first: number | null }>`
      select min((
        select min(${column}) from ${tableOf(level)} as own
        where own.series = series.id and ${column} >= ${since / unitOf(level)}
      )) as first
      from series`.execute(db());
    const first = rows[0]?.first ?? null;
    return first === null ? null : first * unitOf(level);
  }

  async function rollUp(from: 'raw' | 'hourly', into: 'hourly' | 'daily', end: Instant) {
    const unit = unitOf(into);
    const known = (await mark(into)).complete_to;
    let at: Instant | null = known === null ? LONG_AGO : known - Math.max(grace, unit);
    while ((at = await next(from, at)) !== null && at < end) {
      const since = floor(at, unit);
      at = since + unit;
      const until = at;
      await transaction(async () => {
        await (from === 'raw' ? rollRaw(since, until) : rollHours(since, until));
        await setMark(into, { complete_to: Math.max(until, known ?? until) });
      });
      await turn();
    }
    if (end > (known ?? LONG_AGO)) await setMark(into, { complete_to: end });
  }

  const rollRaw = (since: Instant, until: Instant) =>
    sql`
      insert into hourly (series, slot, least, most, total, count)
      select point.series, point.at / ${sql.lit(HOUR)}, min(value), max(value), sum(value), count(*)
      from series cross join point on point.series = series.id
      where point.at >= ${since} and point.at < ${until}
      group by 1, 2
      on conflict (series, slot) do update set
        least = excluded.least, most = excluded.most, total = excluded.total, count = excluded.count`.execute(
      db(),
    );

  const rollHours = (since: Instant, until: Instant) =>
    sql`
      insert into daily (series, slot, least, most, total, count)
      select hourly.series, hourly.slot / 24, min(least), max(most), sum(total), sum(count)
      from series cross join hourly on hourly.series = series.id
      where hourly.slot >= ${since / HOUR} and hourly.slot < ${until / HOUR}
      group by 1, 2
      on conflict (series, slot) do update set
        least = excluded.least, most = excluded.most, total = excluded.total, count = excluded.count`.execute(
      db(),
    );

  async function forget(level: Level, before: Instant): Promise<void> {
    const column = sql.ref(level === 'raw' ? 'at' : 'slot');
    for (;;) {
      const first = await next(level, LONG_AGO);
      if (first === null || first >= before) return;
      const end = Math.min(before, first + stride[level]);
      const keptSince = Math.max(end, (await mark(level)).kept_since ?? end);
      await transaction(async () => {
        await sql`
          delete from ${tableOf(level)}
          where series in (select id from series) and ${column} < ${end / unitOf(level)}`.execute(
          db(),
        );
        await setMark(level, { kept_since: keptSince });
      });
      await turn();
    }
  }

  async function forgetSeries(): Promise<void> {
    await sql`
      delete from series
      where ${noneIn('point')} and ${noneIn('hourly')} and ${noneIn('daily')}`.execute(db());
  }

  return {
    async tend(now) {
      const hour = floor(now, HOUR);
      const day = floor(now, DAY);
      await rollUp('raw', 'hourly', hour);
      await rollUp('hourly', 'daily', day);
      const hours = (await mark('hourly')).complete_to ?? 0;
      const days = (await mark('daily')).complete_to ?? 0;
      // A roll-up is repeated for the last hours, from what it was made of.
      await forget('raw', Math.min(hour - kept.raw, hours - grace));
      await forget('hourly', Math.min(day - kept.hourly, days - DAY));
      await forget('daily', day - kept.daily);
      await forgetSeries();
    },
  };
}

function noneIn(table: 'point' | 'hourly' | 'daily') {
  return sql`not exists (select 1 from ${sql.table(table)} as own where own.series = series.id)`;
}

function tableOf(level: Level) {
  return sql.table(level === 'raw' ? 'point' : level);
}

function unitOf(level: Level): Duration {
  return { raw: 1, hourly: HOUR, daily: DAY }[level];
}

function floor(at: Instant, unit: Duration): Instant {
  return Math.floor(at / unit) * unit;
}

/** SQLite works on the event loop's own thread: others get their turn between two pieces. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
