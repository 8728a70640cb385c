import { performance } from 'node:perf_hooks';
import type { BackupSet } from '../src/operations/restore/backup-set.ts';
import { planRestore } from '../src/operations/restore/plan-restore.ts';
import { readHistory } from '../src/operations/restore/read-history.ts';
import type { RestoreRequest } from '../src/operations/restore/request.ts';
import { formatServerTime } from '../src/operations/restore/server-time.ts';
import { type BenchRow, figure } from './row.ts';
import { median } from './statistics.ts';

const minute = 60_000;
const start = 25_000_000 * minute;

/** What planning a restore costs: years of history, in order and shuffled, and the worst chains. */
export function benchRestorePlanner(): BenchRow[] {
  return [
    ...[1_000, 10_000, 100_000].flatMap((count) => [
      ...planning('nightly fulls', count, {}),
      ...planning('nightly fulls, shuffled', count, { shuffled: true }),
    ]),
    ...planning('one full and logs alone', 100_000, { fulls: 1 }),
    ...planning('the last day missing', 100_000, { gap: true }),
    reading(100_000),
  ];
}

interface Shape {
  readonly shuffled?: boolean;
  readonly fulls?: number;
  readonly gap?: boolean;
}

function planning(name: string, count: number, shape: Shape): BenchRow[] {
  const sets = setsOf(count, shape);
  const at = start + (count - 2) * 15 * minute;
  const moment = { at, local: at, text: formatServerTime(at) };
  return [
    measured(`${name}; to a moment`, count, sets, moment, shape.gap !== true),
    measured(`${name}; to the latest`, count, sets, null, true),
  ];
}

function measured(
  name: string,
  count: number,
  sets: readonly BackupSet[],
  moment: RestoreRequest['moment'],
  ok: boolean,
): BenchRow {
  const request: RestoreRequest = {
    database: 'hartonomous',
    moment,
    exclude: { diff: false, log: false },
    fork: null,
    continueFrom: null,
  };
  const value = timed(() => {
    const answer = planRestore(sets, request);
    if (answer.ok !== ok)
      throw new Error(`not what was expected: ${JSON.stringify(answer).slice(0, 300)}`);
  });
  const what = `a restore planned from ${count.toLocaleString('en')} sets (${name})`;
  return figure({ what, value, unit: 'ms' }, count === 100_000 ? 300 : null);
}

function reading(count: number): BenchRow {
  const text = JSON.stringify({ sets: rawSets(count, {}) });
  const value = timed(() => readHistory(JSON.parse(text)));
  return figure({ what: `${count.toLocaleString('en')} sets read from JSON`, value, unit: 'ms' });
}

function timed(run: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const begin = performance.now();
    run();
    return performance.now() - begin;
  });
  return median(times);
}

function setsOf(count: number, shape: Shape): readonly BackupSet[] {
  const read = readHistory({ sets: rawSets(count, shape) });
  if (read.kind !== 'history') throw new Error(JSON.stringify(read).slice(0, 300));
  return read.sets;
}

/** A log every quarter of an hour, a differential every six hours, a full every night, a restore now and then. */
function rawSets(count: number, { shuffled = false, fulls = 0, gap = false }: Shape): object[] {
  const daily = 96;
  let full = 0;
  const sets = Array.from({ length: count }, (_, index) => {
    const isFull = fulls === 1 ? index === 0 : index % daily === 0;
    const isDiff = fulls !== 1 && !isFull && index % 24 === 0;
    if (isFull) full = index;
    const type = typeOf(isFull, isDiff);
    const finished = formatServerTime(start + index * 15 * minute);
    return {
      id: `${type}-${index}`,
      database: 'Hartonomous',
      type,
      startedAt: finished,
      finishedAt: finished,
      firstLsn: lsnAt(type === 'log' ? index - (isDataAt(index - 1, fulls, daily) ? 2 : 1) : index),
      lastLsn: lsnAt(index),
      checkpointLsn: isFull ? lsnAt(index) : null,
      differentialBaseLsn: isDiff ? lsnAt(full) : null,
      differentialBaseGuid: isDiff ? `guid-${full}` : null,
      setGuid: isFull ? `guid-${index}` : null,
      familyGuid: 'family',
      databaseGuid: 'database',
      firstForkGuid: 'fork',
      lastForkGuid: 'fork',
      isCopyOnly: false,
      isDamaged: false,
      isSnapshot: false,
      hasChecksums: true,
      hasBulkLoggedData: false,
      hasIncompleteMetadata: false,
      deviceType: 2,
      isMirror: false,
      server: 'sql-prod',
      position: 1,
      familyCount: 1,
      familySequences: [1],
      files: [`D:\\Backups\\${type}-${index}.bak`],
    };
  });
  // The day before the moment: no full after it, no log through it.
  const kept = gap
    ? sets.filter(({ type }, index) => index < count - 60 || (index > count - 20 && type === 'log'))
    : sets;
  if (!shuffled) return kept;
  let seed = 1;
  const order = kept.map((set) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return { set, key: seed };
  });
  return order.toSorted((a, b) => a.key - b.key).map(({ set }) => set);
}

function lsnAt(index: number): string {
  return `${17_126_786_000_011_867_500_001n + BigInt(index) * 100_000n}`;
}

function isDataAt(index: number, fulls: number, daily: number): boolean {
  return fulls === 1 ? index === 0 : index % daily === 0 || index % 24 === 0;
}

function typeOf(isFull: boolean, isDiff: boolean): 'full' | 'diff' | 'log' {
  if (isFull) return 'full';
  return isDiff ? 'diff' : 'log';
}
