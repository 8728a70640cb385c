import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { silent } from './silent.ts';

const CHECKS = 40;
const INSTANCES = 2;
const WEEKS = 12;
const PACE = 10 * MINUTE;
const start = Date.UTC(2026, 7, 31);
const end = start + WEEKS * 7 * DAY;

let directory: string;
let file: string;
let store: Store;

/** Twelve weeks of samples for 40 checks, tended once a day as the bot does each hour. */
beforeAll(async () => {
  // Thousands of small transactions: where there is a disk in memory, nobody waits for the other kind.
  directory = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'hart-store-'));
  file = join(directory, 'hart.db');
  store = await openStore({ url: `sqlite:${file}`, now: () => end, log: silent });
  const writer = new DatabaseSync(file, { timeout: 5000 });
  writer.exec('pragma synchronous = off');
  writer.exec(`
    with recursive n (n) as (select 1 union all select n + 1 from n where n < ${CHECKS * INSTANCES})
    insert into series (id, environment, check_name, instance, column_name)
    select n, 'production', 'check-' || (n % ${CHECKS}), '{"item":"' || n || '"}', 'used' from n`);
  const aDay = writer.prepare(`
    with recursive t (at) as (select ? union all select at + ${PACE} from t where at + ${PACE} < ?)
    insert into point (series, at, value) select id, at, (id * 7919 + at / ${PACE}) % 1000 / 7.0 from series, t`);
  for (let day = start; day < end; day += DAY) {
    aDay.run(day, day + DAY);
    await store.history.tend(day + DAY);
  }
  writer.close();
}, 240_000);
afterAll(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

/** How SQLite goes about every statement that `work` has the store run. */
async function plansOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare');
  await work();
  const texts = new Set(prepare.mock.calls.map(([text]) => text));
  prepare.mockRestore();
  const db = new DatabaseSync(file, { readOnly: true });
  const plans = [...texts]
    .filter((text) => /^\s*(select|insert|update|delete|with)/i.test(text))
    .flatMap((text) => db.prepare(`explain query plan ${text}`).all())
    .map(({ detail }) => String(detail));
  db.close();
  return plans;
}

describe('twelve weeks of samples of 40 checks', () => {
  it('take a bounded room: two days whole, hours, days', () => {
    const series = CHECKS * INSTANCES;
    const db = new DatabaseSync(file, { readOnly: true });
    const count = (table: string) =>
      Number(db.prepare(`select count(*) as n from ${table}`).get()?.['n']);
    expect(count('point')).toBeLessThanOrEqual((series * (2 * DAY + HOUR)) / PACE);
    expect(count('hourly')).toBe(series * WEEKS * 7 * 24);
    expect(count('daily')).toBe(series * WEEKS * 7);
    db.close();
    // A number 25 bytes, a rolled up one 50, and half as much again for pages that are not full.
    const bound = 1.5 * series * (49 * 6 * 25 + WEEKS * 7 * 25 * 50);
    expect(store.size() / 1e6).toBeLessThan(bound / 1e6);
  });

  it('are never read whole: each question goes by the key of its series', async () => {
    const { samples, history } = store;
    const spans = [2 * HOUR, DAY, 7 * DAY, 80 * DAY];
    const plans = await plansOf(async () => {
      for (const span of spans) {
        const query = { environment: 'production', check: 'check-7', column: 'used', points: 12 };
        const trend = { ...query, since: end - span, until: end };
        expect((await samples.trend(trend)).every(({ value }) => value !== null)).toBe(true);
        expect(await samples.trendByInstance(trend)).toHaveLength(INSTANCES);
      }
      await history.tend(end + HOUR);
    });
    expect(plans.length).toBeGreaterThan(10);
    expect(plans.filter((plan) => /^SCAN (?!series|history_mark|CONSTANT)/.test(plan))).toEqual([]);
    expect(plans.some((plan) => plan.startsWith('SEARCH measured USING PRIMARY KEY'))).toBe(true);
  });

  it('leave the course of a number where it was', async () => {
    const query = { environment: 'production', check: 'check-7', column: 'used' };
    const span = { since: start, until: end, points: WEEKS };
    const instances = await store.samples.trendByInstance({ ...query, ...span });
    for (const { points } of instances) {
      for (const { value } of points) expect(value).toBeCloseTo(500 / 7, -1);
    }
  });
});
