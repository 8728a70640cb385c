import { describe, expect, test } from 'vitest';
import { setRefusal } from '../../../../sandbox/world/acts/restore-rules.ts';
import { readStopAt } from '../../../../sandbox/world/acts/stop-at.ts';
import { createBackupHistory } from '../../../../sandbox/world/backup-history.ts';
import type { BackupSet } from '../../../../sandbox/world/backup-set.ts';
import { HOUR } from '../../../../sandbox/world/clock.ts';
import type { Database, Restoring } from '../../../../sandbox/world/databases/database.ts';
import { createDatabases } from '../../../../sandbox/world/databases/databases.ts';
import { initialDatabases } from '../../../../sandbox/world/databases/initial.ts';
import { createRandom } from '../../../../sandbox/world/random.ts';

const start = Date.UTC(2026, 10, 23);
const random = createRandom(1);
const databases = createDatabases(initialDatabases(start, random, 16));
const history = createBackupHistory(databases, random);
const full = history.take({ database: 'Hartonomous', type: 'D', at: start });
const product = databases.get('Hartonomous');

/** A log from and to these LSNs, on forks A, or from A to B with its fork point. */
function log(first: bigint, last: bigint, more: Partial<BackupSet> = {}): BackupSet {
  const forks = { firstFork: 'A', lastFork: 'A', forkPointLsn: null };
  const times = { startedAt: start + HOUR, finishedAt: start + 2 * HOUR };
  return { ...full, type: 'L', firstLsn: first, lastLsn: last, ...forks, ...times, ...more };
}

function restoring(state: Partial<Restoring> = {}): Database {
  const base = { guid: full.guid, checkpointLsn: full.checkpointLsn, isCopyOnly: false };
  return {
    ...product,
    state: 'RESTORING',
    restoring: {
      lsn: 100n,
      fork: 'A',
      time: start + HOUR,
      full: base,
      last: 'D',
      isBroken: false,
      ...state,
    },
  };
}

const spans = { lastFork: 'B', forkPointLsn: 150n };
const asked = { name: 'Hartonomous', stopAt: null, isReplacing: false };

describe('what RESTORE allows', () => {
  test.each<
    [
      name: string,
      database: Database | undefined,
      set: BackupSet,
      how: Partial<typeof asked> | { readonly stopAt: number },
      number: number | undefined,
    ]
  >([
    ['a full where nothing is', undefined, full, {}, undefined],
    ['a full over what is online', product, full, {}, 3159],
    ['the same WITH REPLACE', product, full, { isReplacing: true }, undefined],
    [
      'the same with STOPAT, as the server has it',
      product,
      full,
      { stopAt: start + HOUR },
      undefined,
    ],
    ['a full over a tail', restoring({ full: null, last: 'L' }), full, {}, undefined],
    ['a full of another family', product, { ...full, familyGuid: 'other' }, {}, 3154],
    ['a log onto nothing', undefined, log(50n, 200n), {}, 3118],
    ['a log onto what is online', product, log(50n, 200n), {}, 3117],
    ['a log onto a full that broke off', restoring({ isBroken: true }), log(50n, 200n), {}, 3117],
    ['a log of another family', restoring(), log(50n, 200n, { familyGuid: 'other' }), {}, 3154],
    ['the log that follows', restoring(), log(50n, 200n), {}, undefined],
    ['a log that begins where this ends', restoring(), log(100n, 200n), {}, undefined],
    ['a log that ends where this ends', restoring(), log(50n, 100n), {}, undefined],
    ['a log after a gap', restoring(), log(101n, 200n), {}, 4305],
    ['a log that is over', restoring(), log(50n, 99n), {}, 4326],
    ['a log of another fork', restoring({ fork: 'B' }), log(50n, 200n), {}, 4330],
    ['a log that leads over', restoring(), log(50n, 200n, spans), {}, undefined],
    [
      'one that leads over, past its point',
      restoring({ lsn: 160n }),
      log(50n, 200n, spans),
      {},
      4330,
    ],
    [
      'the same from the new fork',
      restoring({ lsn: 160n, fork: 'B' }),
      log(50n, 200n, spans),
      {},
      undefined,
    ],
    [
      'a log of no known fork',
      restoring(),
      log(50n, 200n, { firstFork: null, lastFork: null }),
      {},
      undefined,
    ],
    ['STOPAT before what is restored', restoring(), log(50n, 200n), { stopAt: start }, 4335],
    ['STOPAT within', restoring(), log(50n, 200n), { stopAt: start + 1.5 * HOUR }, undefined],
    [
      'STOPAT within minimally logged changes',
      restoring(),
      log(50n, 200n, { hasBulkLoggedData: true }),
      { stopAt: start + 1.5 * HOUR },
      4341,
    ],
    [
      'all of the minimally logged changes',
      restoring(),
      log(50n, 200n, { hasBulkLoggedData: true }),
      {},
      undefined,
    ],
  ])('%s', (_name, database, set, how, number) => {
    expect(setRefusal(database, set, { ...asked, ...how })?.number).toBe(number);
  });

  const base = { lsn: full.checkpointLsn, guid: full.guid };
  const diff: BackupSet = { ...log(0n, 0n), type: 'I', base };

  test.each<[name: string, state: Partial<Restoring>, base: BackupSet['base'], number?: number]>([
    ['its own full', {}, base],
    ['a full of another GUID', {}, { ...base, guid: 'other' }, 3136],
    ['a full of the same checkpoint where no GUID is known', {}, { ...base, guid: null }],
    ['another checkpoint', {}, { lsn: 1n, guid: null }, 3136],
    ['a log', { last: 'L' }, base, 3136],
    ['a tail', { full: null }, base, 3136],
    [
      'a copy-only full',
      { full: { guid: full.guid, checkpointLsn: full.checkpointLsn, isCopyOnly: true } },
      base,
      3136,
    ],
  ])('a differential after %s', (_name, state, on, number) => {
    const refusal = setRefusal(restoring(state), { ...diff, base: on }, asked);
    expect(refusal?.number).toBe(number);
  });
});

test.each([
  ['2026-11-23T15:09:44.120', '2026-11-23T14:09:44.120Z'],
  ['2026-11-23 15:09:44', '2026-11-23T14:09:44.000Z'],
  ['20261123', '2026-11-22T23:00:00.000Z'],
])('S26 STOPAT %s is the local time of the server', (text, expected) => {
  expect(new Date(readStopAt(text)).toISOString()).toBe(expected);
});

test('STOPAT that is no time is refused', () => {
  expect(() => readStopAt('yesterday')).toThrow(expect.objectContaining({ number: 241 }));
  expect(readStopAt(new Date(start + HOUR))).toBe(start);
  expect(readStopAt({ micros: BigInt(start + HOUR) * 1000n })).toBe(start);
});
