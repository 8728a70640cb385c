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
import { DAY, HOUR, MINUTE } from '../src/domain/time.ts';
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
/** Between two samples of a check. */
const interval = MINUTE;
/** "Within noise": what the same question to the same store differs by from one second to the next. */
const most = 1.2;
const now = Date.UTC(2026, 5, 1);

/** What weeks of samples of forty checks take on disk, and what they cost `/hart status` beside a store of one cycle. */
export async function benchHistory({ historyDays, statusViews }: Sizes): Promise<BenchRow[]> {
  const directory = mkdtempSync(join(tmpdir(), 'hart-bench-history-'));
  const fresh = await place(join(directory, 'fresh.db'));
  const grown = await place(join(directory, 'grown.db'));
  try {
    const began = performance.now();
    const numbers = await fill(grown, historyDays);
    const filling = performance.now() - began;
    const times = await inTurns([fresh.views, grown.views], statusViews);
    const [beside = Number.NaN, value = Number.NaN] = times.map(median);
    const bytes = grown.store.size();
    return [
      figure({
        what: `store with ${historyDays} days of ${checks} checks, ${grown.series} series, a sample a minute`,
        value: bytes / 2 ** 20,
        unit: 'MB',
        notes: [
          `${numbers.toLocaleString('en')} numbers were measured; ${((bytes - fresh.store.size()) / grown.series / 1024).toFixed(0)} KB a series`,
          `tended as the bot does; made in ${(filling / 1000).toFixed(0)} s`,
        ],
      }),
      comparison(
        {
          what: `view of the status, median of ${statusViews}`,
          value,
          unit: 'ms',
          beside,
          besideWhat: 'a store of one cycle',
        },
        most,
      ),
    ];
  } finally {
    await fresh.store.close();
    await grown.store.close();
    rmSync(directory, { recursive: true });
  }
}

interface Place {
  readonly file: string;
  readonly store: Store;
  readonly views: Views;
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
      writer: { root: say, line: say, more: say, mention: say },
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
  return { file, store, views, series: Number(counted?.['count']) };
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
    return { ...check, name, rules: [], interval };
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

/** A day after the other, and after each what the bot does every hour. How many numbers there were. */
async function fill({ file, store }: Place, days: number): Promise<number> {
  const database = new DatabaseSync(file);
  database.exec('pragma synchronous = off; pragma busy_timeout = 10000');
  const insert = database.prepare(`
    with recursive minute (at) as (
      select :since union all select at + ${interval} from minute where at + ${interval} < :until
    )
    insert or ignore into point (series, at, value)
    select series.id, minute.at, 100 + (series.id * 7919 + minute.at / ${interval} * 31) % 97
    from series cross join minute`);
  let numbers = 0;
  for (let day = days; day > 0; day -= 1) {
    const since = now - day * DAY;
    numbers += Number(insert.run({ since, until: since + DAY }).changes);
    await store.history.tend(since + DAY);
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
