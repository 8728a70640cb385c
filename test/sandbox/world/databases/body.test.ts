import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../../sandbox/world/clock.ts';
import { baseAt, bodyAt, holds, lsnOf, opened } from '../../../../sandbox/world/databases/body.ts';
import { createDatabases } from '../../../../sandbox/world/databases/databases.ts';
import { initialDatabases } from '../../../../sandbox/world/databases/initial.ts';
import { lsnAt } from '../../../../sandbox/world/lsn.ts';
import { createRandom } from '../../../../sandbox/world/random.ts';

const start = Date.UTC(2026, 10, 23);
const fresh = () => createDatabases(initialDatabases(start, createRandom(1), 16));

describe('what a database holds', () => {
  test('is remembered as it was at each moment', () => {
    const databases = fresh();
    databases.changeOptions('Hartonomous', { isTrustworthy: true }, start + HOUR);
    databases.changeOptions('HARTONOMOUS', { recoveryModel: 'SIMPLE' }, start + 2 * HOUR);
    const { body } = databases.get('hartonomous');
    const at = (hours: number) => {
      const { options } = bodyAt(body, start + hours * HOUR);
      return [options.isTrustworthy, options.recoveryModel];
    };
    expect([at(0.5), at(1.5), at(3)]).toEqual([
      [false, 'FULL'],
      [true, 'FULL'],
      [true, 'SIMPLE'],
    ]);
    expect(bodyAt(body, start).windows.at(-1)?.until).toBe(start);
  });

  test('gains no row while the application cannot write', () => {
    const databases = fresh();
    databases.change('Hartonomous', { userAccess: 'SINGLE_USER' }, start + HOUR);
    databases.change('Hartonomous', { state: 'RESTORING' }, start + 2 * HOUR);
    databases.change(
      'Hartonomous',
      { state: 'ONLINE', userAccess: 'MULTI_USER' },
      start + 3 * HOUR,
    );
    const { windows } = databases.get('Hartonomous').body;
    const there = [0.5, 1.5, 2.5, 3.5].map((hours) => holds(windows, start + hours * HOUR));
    expect(there).toEqual([true, false, false, true]);
    expect(holds(windows, undefined)).toBe(true);
  });

  test('opens and closes once', () => {
    const open = opened([], true, 5);
    expect(opened(open, true, 6)).toBe(open);
    const closed = opened(open, false, 7);
    expect(closed).toEqual([{ from: 5, until: 7 }]);
    expect(opened(closed, false, 8)).toBe(closed);
  });

  test('has a log that grows from wherever it was recovered', () => {
    const databases = fresh();
    const { body } = databases.get('Hartonomous');
    expect(lsnOf(body, start + DAY)).toBe(lsnAt(start + DAY));
    const back = { ...body, log: { lsn: 500n, at: start } };
    expect(lsnOf(back, start)).toBe(500n);
    expect(lsnOf(back, start + MINUTE)).toBeGreaterThan(500n);
  });

  test('stands on the newest full that had ended', () => {
    const { body } = fresh().get('Hartonomous');
    const base = (lsn: bigint, finishedAt: number) => ({ lsn, guid: '', startedAt: 0, finishedAt });
    const bases = [base(1n, 10), base(2n, 30)];
    expect([5, 10, 29, 30].map((at) => baseAt({ ...body, bases }, at)?.lsn)).toEqual([
      undefined,
      1n,
      1n,
      2n,
    ]);
  });
});

test('a new database gets the lowest number that is free', () => {
  const databases = fresh();
  expect(databases.freeId()).toBe(6);
  databases.remove('Hartonomous');
  expect(databases.freeId()).toBe(5);
  expect(() => databases.get('Hartonomous')).toThrow(expect.objectContaining({ number: 911 }));
});
