import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { botAlerting, defaultObserving } from '../src/alerting/settings.ts';
import { zoneOffset } from '../src/app/zone-offset.ts';
import { checkDirectories } from '../src/checks/check-directories.ts';
import { readCheckFiles } from '../src/checks/read-check-files.ts';
import type { Check } from '../src/domain/check.ts';
import type { Row, Sample } from '../src/domain/sample.ts';
import { DAY, type Duration, HOUR, MINUTE } from '../src/domain/time.ts';
import { openStore, type Store } from '../src/store/open-store.ts';
import { createViews, type Views } from '../src/watching/views.ts';
import { createWatcher } from '../src/watching/watcher.ts';
import { type BenchRow, comparison, figure } from './row.ts';
import { silent } from './silent.ts';
import type { Sizes } from './sizes.ts';
import { median } from './statistics.ts';

const environment = 'production';
const checks = 40;
const instances = 3;
/** "Within noise": what the same question to the same store differs by from one second to the next. */
const most = 1.2;
const now = Date.UTC(2026, 5, 1);

/** What weeks of samples of forty checks take on disk, and what they cost `/hart status` beside the two hours that it shows. */
export async function benchHistory({ historyDays, statusViews }: Sizes): Promise<BenchRow[]> {
  const directory = mkdtempSync(join(tmpdir(), 'hart-bench-history-'));
  const places = await Promise.all(
    ['fresh', 'hours', 'grown'].map((name) => place(join(directory, `${name}.db`))),
  );
  try {
    const [fresh, hours, grown] = places;
    if (fresh === undefined || hours === undefined || grown === undefined)
      throw new Error('not all stores are there');
    await fill(hours, 2 * HOUR);
    const began = performance.now();
    const numbers = await fill(grown, historyDays * DAY);
    const filling = performance.now() - began;
    const views = places.map((each) => each.views);
    const medians = (await inTurns(views, statusViews)).map(median);
    const [empty = Number.NaN, two = Number.NaN, value = Number.NaN] = medians;
    const bytes = grown.store.size();
    return [
      figure({
        what: `store with ${historyDays} days of ${checks} checks, ${grown.series} series`,
        value: bytes / 2 ** 20,
        unit: 'MB',
        notes: [
          `${numbers.toLocaleString('en')} numbers were measured, at the checks' own intervals; ${(bytes / 1024 / grown.series).toFixed(0)} KB a series, ${(bytes / numbers).toFixed(1)} bytes a number`,
          `tended as the bot does; made in ${(filling / 1000).toFixed(0)} s`,
        ],
      }),
      comparison(
        {
          what: `view of the status with ${historyDays} days, median of ${statusViews}`,
          value,
          unit: 'ms',
          beside: two,
          besideWhat: 'with the two hours that it shows',
          notes: [
            `${empty.toFixed(2)} ms with one sample of each check: there is no trend to show`,
          ],
        },
        most,
      ),
    ];
  } finally {
    for (const { store } of places) await store.close();
    rmSync(directory, { recursive: true });
  }
}

interface Place {
  readonly file: string;
  readonly store: Store;
  readonly views: Views;
  readonly checks: readonly Check[];
  readonly series: number;
}

/** A store, a watcher over it that has run every check once, and what people look at. */
async function place(file: string): Promise<Place> {
  const store = await openStore({ url: `sqlite:${file}`, now: () => now, log: silent });
  const all = fortyChecks();
  const watcher = createWatcher({
    environment,
    checks: all,
    probe: async (check) => sampleOf(check),
    store,
    settings: {
      channel: 'COPS',
      alerting: botAlerting({}),
      duty: { heldFor: 8 * HOUR, remindBefore: HOUR, escalation: [] },
      zoneOffset,
      writer: { root: say, line: say, mention: say },
      refreshEvery: MINUTE,
    },
    observing: defaultObserving,
    resolvedRetention: 15 * MINUTE,
    now: () => now,
    log: silent,
    onMessages() {},
  });
  await watcher.start();
  for (const { name } of all) await watcher.run(name);
  const views = createViews({
    environments: new Map([
      [environment, { name: environment, watcher, checks: all, disabled: [], rpo: HOUR }],
    ]),
    store,
    timeZone: 'UTC',
    onCall: () => ({ people: [], group: null, until: null }),
    now: () => now,
    bot: async () => ({
      sockets: 2,
      outbox: { waiting: 0, oldest: null },
      nextDigest: null,
      storeBytes: store.size(),
      faults: [],
    }),
  });
  const database = new DatabaseSync(file, { readOnly: true });
  const counted = database.prepare('select count(*) as count from series').get();
  database.close();
  return { file, store, views, checks: all, series: Number(counted?.['count']) };
}

const say = () => ({ text: '', blocks: [] });

/** Ours, and again under other names until there are as many as a large deployment has. */
function fortyChecks(): readonly Check[] {
  const { checks: own } = readCheckFiles(checkDirectories(undefined));
  return Array.from({ length: checks }, (_, index) => {
    const check = own[index % own.length];
    if (check === undefined) throw new Error('there are no checks');
    const name =
      index < own.length ? check.name : `${check.name}-${Math.floor(index / own.length)}`;
    return { ...check, name, rules: [] };
  });
}

function sampleOf(check: Check): Sample {
  const rows = Array.from(
    { length: check.labels.length === 0 ? 1 : instances },
    (_, index): Row => ({
      labels: Object.fromEntries(check.labels.map((label) => [label, `${label}-${index}`])),
      values: Object.fromEntries(Object.keys(check.values).map((column) => [column, 100 + index])),
    }),
  );
  return {
    environment,
    check: check.name,
    at: now,
    ms: 10,
    variant: null,
    replica: null,
    serverTime: now,
    startedAt: null,
    outcome: { kind: 'rows', rows },
  };
}

/** A day after the other until now, and after each what the bot does every hour. How many numbers there were. */
async function fill({ file, store, checks: all }: Place, span: Duration): Promise<number> {
  const database = new DatabaseSync(file);
  database.exec('pragma synchronous = off; pragma busy_timeout = 10000');
  const insert = database.prepare(`
    with recursive moment (at) as (
      select :since union all select at + :interval from moment where at + :interval < :until
    )
    insert or ignore into point (series, at, value)
    select series.id, moment.at, 100 + (series.id * 7919 + moment.at / :interval * 31) % 97
    from series cross join moment
    where series.check_name = :name`);
  let numbers = 0;
  for (let since = now - span; since < now; since += DAY) {
    const until = Math.min(now, since + DAY);
    for (const { name, interval } of all)
      numbers += Number(insert.run({ name, interval, since, until }).changes);
    await store.history.tend(until);
  }
  database.exec('pragma optimize');
  database.close();
  return numbers;
}

/** Milliseconds of each view of the status: one of each in turn, so that whatever else the machine does hits all. */
async function inTurns(all: readonly Views[], times: number): Promise<readonly number[][]> {
  const taken = all.map((): number[] => []);
  for (let time = -5; time < times; time += 1)
    for (const [index, views] of all.entries()) {
      const begin = performance.now();
      await views.status(environment);
      if (time >= 0) taken[index]?.push(performance.now() - begin);
    }
  return taken;
}
