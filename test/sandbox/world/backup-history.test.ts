import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBackupHistory, dueBetween } from '../../../sandbox/world/backup-history.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../sandbox/world/clock.ts';
import { createDatabases } from '../../../sandbox/world/databases/databases.ts';
import { initialDatabases } from '../../../sandbox/world/databases/initial.ts';
import { lsnAt, lsnHex } from '../../../sandbox/world/lsn.ts';
import { createRandom } from '../../../sandbox/world/random.ts';

const start = Date.UTC(2026, 10, 20);

function historyOf(days: number) {
  const random = createRandom(1);
  const databases = createDatabases(initialDatabases(start, random, 16));
  const history = createBackupHistory(databases, random);
  history.take({ database: 'Hartonomous', type: 'D', at: start });
  for (const due of dueBetween(start + HOUR, start + days * DAY)) history.take(due);
  return history;
}

describe('a history of backups', () => {
  test('follows the schedule: nightly full, differential every six hours, log every quarter', () => {
    const due = dueBetween(start, start + DAY);
    const count = (database: string, type: string) =>
      due.filter((backup) => backup.database === database && backup.type === type).length;
    expect([
      count('Hartonomous', 'D'),
      count('Hartonomous', 'I'),
      count('Hartonomous', 'L'),
      count('master', 'D'),
      count('msdb', 'D'),
    ]).toEqual([1, 3, 96, 1, 1]);
  });

  test('has a log chain without gaps whose LSNs only grow', () => {
    const logs = historyOf(3).sets.filter(({ type }) => type === 'L');
    expect(logs.length).toBeGreaterThan(200);
    expect(logs.slice(1).map(({ firstLsn }) => firstLsn)).toEqual(
      logs.slice(0, -1).map(({ lastLsn }) => lastLsn),
    );
    expect(logs.filter(({ firstLsn, lastLsn }) => lastLsn <= firstLsn)).toEqual([]);
  });

  test('bases every differential on the newest full that had finished', () => {
    const { sets } = historyOf(3);
    for (const set of sets.filter(({ type }) => type === 'I')) {
      const base = sets.find(({ guid }) => guid === set.base?.guid);
      expect(base?.type).toBe('D');
      expect(base?.finishedAt).toBeLessThanOrEqual(set.startedAt);
      expect([set.databaseBackupLsn, set.base?.lsn]).toEqual([
        base?.checkpointLsn,
        base?.checkpointLsn,
      ]);
    }
  });

  test('names the full before in a log that was taken while a full ran', () => {
    const { sets } = historyOf(2);
    const [, full] = sets.filter(
      ({ type, database }) => type === 'D' && database === 'Hartonomous',
    );
    const during = sets.find(
      ({ type, startedAt }) =>
        type === 'L' && startedAt > (full?.startedAt ?? 0) && startedAt < (full?.finishedAt ?? 0),
    );
    expect(during?.databaseBackupLsn).toBeLessThan(full?.checkpointLsn ?? 0n);
  });

  test('never bases a differential on a copy-only full', () => {
    const history = historyOf(1);
    const copy = history.take({
      database: 'Hartonomous',
      type: 'D',
      at: start + 2 * DAY,
      with: { isCopyOnly: true },
    });
    const diff = history.take({ database: 'Hartonomous', type: 'I', at: start + 2 * DAY + HOUR });
    expect(diff.base?.guid).not.toBe(copy.guid);
  });

  test('counts every change, so that what was read from it can be kept', () => {
    const history = historyOf(1);
    const before = history.revision;
    history.remove(({ type }) => type === 'I');
    expect(history.revision).toBeGreaterThan(before);
  });
});

test('LSNs grow with time, are far above what a double can hold, and read as SQL Server shows them', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 900 * DAY }),
      fc.integer({ min: SECOND, max: DAY }),
      (offset, step) => {
        const at = Date.UTC(2025, 0, 1) + offset;
        expect(lsnAt(at + step) > lsnAt(at)).toBe(true);
        expect(lsnAt(at) > BigInt(Number.MAX_SAFE_INTEGER)).toBe(true);
        expect(lsnHex(lsnAt(at))).toMatch(/^[0-9a-f]{8}:[0-9a-f]{8}:0001$/);
      },
    ),
  );
});

test('chance depends on seed and key alone and keeps its bounds', () => {
  const random = createRandom(5);
  expect(random.unit('a', 1)).toBe(createRandom(5).unit('a', 1));
  expect(random.unit('a', 1)).not.toBe(createRandom(6).unit('a', 1));
  const samples = Array.from({ length: 2000 }, (_, index) =>
    random.skewed(100, 0.5, index),
  ).toSorted((a, b) => a - b);
  expect(samples[1000]).toBeGreaterThan(90);
  expect(samples[1000]).toBeLessThan(110);
  expect(samples[1900]).toBeGreaterThan(190);
  expect(new Set(Array.from({ length: 200 }, (_, index) => random.between(-2, 2, index)))).toEqual(
    new Set([-2, -1, 0, 1, 2]),
  );
  expect(random.guid('x')).toMatch(
    /^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-A[0-9A-F]{3}-[0-9A-F]{12}$/,
  );
});

test('a quarter of an hour has one log backup wherever it begins', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 * DAY }), (offset) => {
      const logs = dueBetween(start + offset, start + offset + 15 * MINUTE).filter(
        ({ type }) => type === 'L',
      );
      expect(logs).toHaveLength(1);
    }),
  );
});
