import { describe, expect, test } from 'vitest';
import type { RawSet } from './oracle.ts';
import { type Ask, diff, full, log, planFor, verdict, whyNot } from './scene.ts';

const F1 = full('F1', '08:00', [100, 120]);
const L1 = log('L1', '08:15', [90, 200]);
const L2 = log('L2', '08:30', [200, 300]);
const L3 = log('L3', '08:45', [300, 400]);
const D1 = diff('D1', '08:40', [340, 350], F1);

interface Issue {
  readonly issue: string;
  readonly sets: readonly RawSet[];
  readonly ask: Ask;
  readonly is: string;
}

/** What other tools got wrong: dbatools (dbt) and the First Responder Kit (frk), by the number of the issue. */
const issues: readonly Issue[] = [
  {
    issue: 'dbt 7515: a log that finished during the full still names the full before',
    sets: [
      full('F0', '07:00', [300, 310]),
      full('F', '08:00', [449, 464]),
      log('during', '07:59', [461, 467], { databaseBackupLsn: '300' }),
      log('next', '08:15', [467, 485], { databaseBackupLsn: '449' }),
    ],
    ask: { to: '08:10' },
    is: 'F during next',
  },
  ...[10185, 9467, 9855, 9856].map((number) => ({
    issue: `dbt ${number}: a chain whose first log begins before the full and ends after it is sound`,
    sets: [F1, log('L1', '08:15', [60, 125]), log('L2', '08:30', [125, 300])],
    ask: { to: '08:20' },
    is: 'F1 L1 L2',
  })),
  {
    issue: 'dbt 10428: to a moment after a copy-only full, whose logs name the conventional one',
    sets: [
      full('C', '08:00', [100, 120], { isCopyOnly: true }),
      { ...L1, databaseBackupLsn: '50' },
      { ...L2, databaseBackupLsn: '50' },
    ],
    ask: { to: '08:20' },
    is: 'C L1 L2',
  },
  ...[6467, 8719, 4385].map((number) => ({
    issue: `dbt ${number}: the log that holds the moment is part of the plan`,
    sets: [F1, L1, L2, L3],
    ask: { to: '08:31' },
    is: 'F1 L1 L2 L3',
  })),
  {
    issue: 'dbt 3660: a differential beyond the moment is not used',
    sets: [F1, D1, L1, L2, L3],
    ask: { to: '08:20' },
    is: 'F1 L1 L2',
  },
  {
    issue:
      'dbt 2297: a differential belongs to the full by its checkpoint, which is not its first LSN',
    sets: [
      full('F1', '08:00', [80, 120], { checkpointLsn: '100', setGuid: null }),
      { ...D1, differentialBaseGuid: null },
      L3,
    ],
    ask: { to: '08:44' },
    is: 'F1 D1 L3',
  },
  {
    issue: 'dbt 3009: logs with equal last LSNs',
    sets: [F1, L1, log('E', '08:20', [200, 200]), L2, log('E2', '08:35', [300, 300]), L3],
    ask: { to: '08:44' },
    is: 'F1 L1 L2 L3',
  },
  {
    issue: 'dbt 2376: logs between the first and the last LSN of the full are not needed',
    sets: [F1, log('inside', '07:59', [101, 119]), L1],
    ask: { to: '08:10' },
    is: 'F1 L1',
  },
  {
    issue: 'dbt 3027: a moment at which a log begins selects no log twice',
    sets: [F1, L1, { ...L2, startedAt: '2026-11-23T08:15:00' }, L3],
    ask: { to: '08:15' },
    is: 'F1 L1',
  },
  {
    issue: 'dbt 8251: a new differential does not interrupt logs that are being continued',
    sets: [F1, L1, L2, D1, L3],
    ask: { from: { lsn: 300, diffBase: 100 }, fork: 'A' },
    is: 'L3',
  },
  {
    issue: 'dbt 4526: a differential after a copy-only full rests on the conventional one',
    sets: [F1, full('C', '08:20', [210, 220], { isCopyOnly: true }), D1, L3],
    ask: { to: '08:44' },
    is: 'F1 D1 L3',
  },
  ...[5360, 9320].map((number) => ({
    issue: `dbt ${number}: mirrored media are restored from one of their copies`,
    sets: [
      { ...F1, familyCount: 1, familySequences: [1, 1], files: ['a', 'mirror of a'] },
      { ...L1, id: 'mirror', isMirror: true },
      L1,
    ],
    ask: { to: '08:10' },
    is: 'F1 L1',
  })),
  {
    issue: 'dbt 6414: a set that is known to be damaged is not relied on, whatever VERIFYONLY says',
    sets: [
      full('F0', '07:00', [10, 20]),
      log('L0', '07:30', [20, 95]),
      { ...F1, isDamaged: true },
      L1,
    ],
    ask: { to: '08:10' },
    is: 'F0 L0 L1',
  },
  {
    issue: 'dbt 6869: names that differ in case alone are one database',
    sets: [F1, { ...L1, database: 'hartonomous' }],
    ask: { to: '08:10', database: 'HARTONOMOUS' },
    is: 'F1 L1',
  },
  {
    issue: 'dbt 8498: differentials in a folder of their own are found',
    sets: [
      { ...F1, files: ['D:\\Backups\\Hartonomous\\FULL\\a.bak'] },
      { ...D1, files: ['D:\\Backups\\Hartonomous\\DIFF\\b.bak'] },
      { ...L3, files: ['D:\\Backups\\Hartonomous\\LOG\\c.trn'] },
    ],
    ask: { to: '08:44' },
    is: 'F1 D1 L3',
  },
  {
    issue: 'dbt 6730: an abandoned fork can be planned to',
    sets: [
      F1,
      L1,
      L2,
      log('B', '09:00', [200, 900], { firstForkGuid: 'A', lastForkGuid: 'B', forkPointLsn: '210' }),
    ],
    ask: { to: '08:20', fork: 'A' },
    is: 'F1 L1 L2',
  },
  {
    issue: 'frk 1198: the moment bounds the full too',
    sets: [F1, L1, full('F2', '08:50', [410, 420])],
    ask: { to: '08:10' },
    is: 'F1 L1',
  },
  ...[2152, 3038].map((number) => ({
    issue: `frk ${number}: the last log is there, with STOPAT`,
    sets: [F1, L1, L2],
    ask: { to: '08:29:59' },
    is: 'F1 L1 L2',
  })),
  {
    issue: 'frk 1986: no log is restored that ends before the base does',
    sets: [F1, log('old', '07:45', [20, 90]), L1],
    ask: { to: '08:10' },
    is: 'F1 L1',
  },
  {
    issue: 'frk 2132: STOPAT with a striped last log',
    sets: [F1, { ...L1, familyCount: 2, familySequences: [1, 2], files: ['L1_1.trn', 'L1_2.trn'] }],
    ask: { to: '08:10' },
    is: 'F1 L1',
  },
  ...[1409, 1894, 3786].map((number) => ({
    issue: `frk ${number}: a database whose name begins with ours is another`,
    sets: [F1, L1, full('OLD', '08:20', [500, 600], { database: 'HartonomousOLD' })],
    ask: {},
    is: 'F1 L1',
  })),
  {
    issue: 'frk 3786: names of files prove nothing',
    sets: [
      { ...F1, files: ['D:\\Backups\\OtherDatabase_FULL_20160101.bak'] },
      { ...L1, files: ['D:\\Backups\\OtherDatabase_DIFF_20300101.bak'] },
    ],
    ask: { to: '08:10' },
    is: 'F1 L1',
  },
];

describe('what other tools got wrong', () => {
  test.each(issues)('B4 $issue', ({ sets, ask, is }) => {
    expect(verdict(sets, ask)).toBe(is);
    expect(verdict(sets.toReversed(), ask)).toBe(is);
  });

  test('B4 frk 2681: a differential that is skipped is skipped aloud', () => {
    const foreign = diff('D', '08:40', [340, 350], full('X', '06:00', [1, 2]));
    const plan = planFor([F1, L1, L2, L3, foreign], { to: '08:44' });
    expect(whyNot(plan, 'D')).toBe('its base full is not in the history');
  });

  test('B4 frk 2152, 3038: STOPAT is in the statement of the last log', () => {
    expect(planFor([F1, L1, L2], { to: '08:29:59' }).statements.at(-2)).toMatch(
      /RESTORE LOG .*STOPAT = '2026-11-23T08:29:59\.000'$/,
    );
  });

  test('B4 frk 2132: a striped last log is restored from all its stripes, with STOPAT', () => {
    const striped = { ...L1, familyCount: 2, familySequences: [1, 2], files: ['a', 'b'] };
    expect(planFor([F1, striped], { to: '08:10' }).statements[1]).toMatch(
      /DISK = N'a', DISK = N'b' WITH .*STOPAT/,
    );
  });
});
