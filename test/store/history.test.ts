import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Row, Sample } from '../../src/domain/sample.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { migrations } from '../../src/store/migrations/migrations.ts';
import { openStore } from '../../src/store/open-store.ts';
import { silent, temporaryDirectory, temporaryStore } from './temporary-store.ts';

/** 2026-11-01, a midnight. */
const MIDNIGHT = Date.UTC(2026, 10, 1);
const depths = { environment: 'production', check: 'queues', column: 'depth' };

function sample(at: number, rows: readonly Row[]): Sample {
  const { environment, check } = depths;
  const server = { variant: null, replica: null, serverTime: null, startedAt: null };
  return { environment, check, at, ms: 1, ...server, outcome: { kind: 'rows', rows } };
}

function queue(name: string, depth: number): Row {
  return { labels: { queue: name }, values: { depth } };
}

function contents(file: string) {
  const db = new DatabaseSync(file, { readOnly: true });
  const all = (table: string) => db.prepare(`select * from ${table} order by 1, 2`).all();
  const found = {
    point: all('point'),
    hourly: all('hourly'),
    daily: all('daily'),
    marks: all('history_mark'),
    series: all('series'),
  };
  db.close();
  return found;
}

describe('the history', () => {
  it('rolls up complete hours: least, greatest, total and count of each series', async () => {
    const { samples, history, file } = await temporaryStore();
    for (const [minute, depth] of [5, 1, 6].entries()) {
      await samples.save(sample(MIDNIGHT + minute * MINUTE, [queue('A', depth)]));
    }
    await samples.save(sample(MIDNIGHT + HOUR, [queue('A', 100)]));
    await history.tend(MIDNIGHT + HOUR + MINUTE);
    expect(contents(file).hourly).toEqual([
      { series: 1, slot: MIDNIGHT / HOUR, least: 1, most: 6, total: 12, count: 3 },
    ]);
    expect(contents(file).daily).toEqual([]);
  });

  it('rolls up complete days from hours, so that their means weigh each sample alike', async () => {
    const { samples, history, file } = await temporaryStore();
    await samples.save(sample(MIDNIGHT, [queue('A', 10)]));
    await samples.save(sample(MIDNIGHT + MINUTE, [queue('A', 20)]));
    await samples.save(sample(MIDNIGHT + 5 * HOUR, [queue('A', 60)]));
    await history.tend(MIDNIGHT + DAY);
    expect(contents(file).daily).toEqual([
      { series: 1, slot: MIDNIGHT / DAY, least: 10, most: 60, total: 90, count: 3 },
    ]);
  });

  it('is the same however often it is tended, and after a restart in between', async () => {
    const first = await temporaryStore();
    for (let at = MIDNIGHT; at < MIDNIGHT + 5 * DAY; at += HOUR / 2) {
      await first.samples.save(sample(at, [queue('A', at % 7), queue('B', at % 11)]));
    }
    await first.history.tend(MIDNIGHT + 5 * DAY);
    const once = contents(first.file);
    await first.history.tend(MIDNIGHT + 5 * DAY);
    await first.close();
    const second = await temporaryStore({ file: first.file });
    await second.history.tend(MIDNIGHT + 5 * DAY);
    expect(contents(first.file)).toEqual(once);
  });

  it('makes up for what was left out while the bot was down, and forgets nothing before', async () => {
    const { samples, history, file } = await temporaryStore();
    await samples.save(sample(MIDNIGHT + MINUTE, [queue('A', 3)]));
    await samples.save(sample(MIDNIGHT + 9 * HOUR, [queue('A', 5)]));
    await history.tend(MIDNIGHT + 60 * DAY);
    const { point, hourly, daily } = contents(file);
    expect(point).toEqual([]);
    expect(hourly).toMatchObject([{ total: 3 }, { total: 5 }]);
    expect(daily).toMatchObject([{ total: 8, count: 2 }]);
  });

  it('takes in a sample that came late', async () => {
    const { samples, history, file } = await temporaryStore();
    await samples.save(sample(MIDNIGHT, [queue('A', 1)]));
    await history.tend(MIDNIGHT + HOUR);
    await samples.save(sample(MIDNIGHT + 59 * MINUTE, [queue('A', 2)]));
    await history.tend(MIDNIGHT + 2 * HOUR);
    expect(contents(file).hourly).toMatchObject([{ total: 3, count: 2 }]);
  });

  it('keeps numbers for two days, hours for 90, days for two years, and the newest sample', async () => {
    const { samples, history, file } = await temporaryStore();
    await samples.save(sample(MIDNIGHT, [queue('gone', 1)]));
    const levels = async (now: number) => {
      await history.tend(now);
      const { point, hourly, daily, series } = contents(file);
      return [point, hourly, daily, series].map(({ length }) => length);
    };
    expect(await levels(MIDNIGHT + 2 * DAY)).toEqual([1, 1, 1, 1]);
    expect(await levels(MIDNIGHT + 2 * DAY + HOUR)).toEqual([0, 1, 1, 1]);
    expect(await levels(MIDNIGHT + 90 * DAY)).toEqual([0, 1, 1, 1]);
    expect(await levels(MIDNIGHT + 91 * DAY)).toEqual([0, 0, 1, 1]);
    expect(await levels(MIDNIGHT + 730 * DAY)).toEqual([0, 0, 1, 1]);
    expect(await levels(MIDNIGHT + 731 * DAY)).toEqual([0, 0, 0, 0]);
    expect(await samples.newest('production', 'queues')).not.toBeNull();
  });

  it('answers for any span from the finest level that covers it, without counting twice', async () => {
    const store = await openStore({ url: 'sqlite::memory:', now: () => 0, log: silent });
    const { samples, history } = store;
    const end = MIDNIGHT + 100 * DAY + 90 * MINUTE;
    for (let at = MIDNIGHT; at < end; at += HOUR / 2) {
      await samples.save(sample(at, [queue('A', 10 + (at % HOUR === 0 ? 2 : -2))]));
    }
    await history.tend(end);
    const trend = async (since: number, points: number, within: 'mean' | 'peak' = 'mean') => {
      const found = await samples.trend({ ...depths, since, until: end, points, within });
      return [...new Set(found.map(({ value }) => value))];
    };
    expect(await trend(end - 90 * MINUTE, 3)).toEqual([12, 8]);
    expect(await trend(end - 10 * DAY, 10, 'peak')).toEqual([12]);
    expect((await trend(MIDNIGHT, 1))[0]).toBeCloseTo(10 + 2 / 4803, 9);
    expect(await trend(MIDNIGHT, 20, 'peak')).toEqual([12]);
    await store.close();
  });

  it('tells instances apart, and adds them up where asked', async () => {
    const { samples, history } = await temporaryStore();
    for (let hour = 0; hour < 96; hour += 1) {
      const at = MIDNIGHT + hour * HOUR;
      await samples.save(sample(at, [queue('A', 1), queue('B', hour < 48 ? 10 : 20)]));
    }
    const span = { since: MIDNIGHT, until: MIDNIGHT + 4 * DAY, points: 2 };
    await history.tend(MIDNIGHT + 4 * DAY);
    const apart = await samples.trendByInstance({ ...depths, ...span });
    const values = apart.map(({ labels, points }) => [
      labels['queue'],
      ...points.map((p) => p.value),
    ]);
    expect(new Set(values)).toEqual(
      new Set([
        ['A', 1, 1],
        ['B', 10, 20],
      ]),
    );
    const sums = await samples.trend({ ...depths, ...span, across: 'sum' });
    expect(sums.map(({ value }) => value)).toEqual([11, 21]);
  });

  it('never loses a sample from its totals, however saving, tending and restarts follow each other', async () => {
    const step = fc.record({ forward: fc.integer({ min: 1, max: 20 * 60 }), tend: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        const store = await openStore({ url: 'sqlite::memory:', now: () => 0, log: silent });
        let at = MIDNIGHT;
        for (const { forward, tend } of steps) {
          at += forward * MINUTE;
          await store.samples.save(sample(at, [queue('A', 1), queue('B', 1)]));
          if (tend) await store.history.tend(at);
        }
        const until = (Math.floor(at / DAY) + 1) * DAY;
        await store.history.tend(until);
        const days = (until - MIDNIGHT) / DAY;
        const found = await store.samples.trend({
          ...depths,
          since: MIDNIGHT,
          until,
          points: days,
          across: 'sum',
        });
        expect(new Set(found.map(({ value }) => value).filter((value) => value !== null))).toEqual(
          new Set([2]),
        );
        await store.close();
      }),
      { numRuns: 25 },
    );
  });

  it('of a store of the first release is carried over', async () => {
    const file = `${temporaryDirectory()}/hart.db`;
    const old = await openStore({
      url: `sqlite:${file}`,
      now: () => 0,
      log: silent,
      migrations: migrations.slice(0, 1),
    });
    await old.samples.save(sample(MIDNIGHT, [queue('A', 4)]));
    await old.close();
    const { samples } = await temporaryStore({ file });
    const span = { since: MIDNIGHT, until: MIDNIGHT + HOUR, points: 1 };
    expect(await samples.trend({ ...depths, ...span })).toEqual([{ at: MIDNIGHT, value: 4 }]);
  });
});
