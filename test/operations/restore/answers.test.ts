import { describe, expect, test } from 'vitest';
import { A4, D1, F1, L1, L2, L3, plain, S } from './chain.ts';
import type { RawSet } from './oracle.ts';
import { diff, full, log, planFor, refusalFor, time, verdict, whyNot } from './scene.ts';

describe('the answer of the planner', () => {
  test.each<[string, Partial<RawSet>, RegExp]>([
    ['damaged', { isDamaged: true }, /^damaged/],
    ['a snapshot', { isSnapshot: true }, /^snapshot/],
    ['incomplete metadata', { hasIncompleteMetadata: true }, /^incomplete metadata/],
    ['a mirror', { isMirror: true }, /^mirror/],
    [
      'a missing family',
      { familyCount: 3, familySequences: [1, 3], files: ['a', 'b'] },
      /^missing family: 2 of the 3/,
    ],
    [
      'the same family twice',
      { familyCount: 2, familySequences: [1, 1], files: ['a', 'b'] },
      /^missing family: 1 of the 2/,
    ],
    ['the NUL device', { files: ['nul'] }, /NUL/],
    ['the NUL device by its full name', { files: ['\\\\.\\NUL'] }, /NUL/],
    ['a virtual device', { deviceType: 7 }, /device type 7/],
    ['a filegroup', { type: 'filegroup' }, /unsupported type "filegroup"/],
    ['another database', { database: 'Hartonomous_old' }, /other database: Hartonomous_old/],
    ['another family', { familyGuid: 'other' }, /another family/],
    ['another fork', { firstForkGuid: 'B', lastForkGuid: 'B' }, /recovery fork B/],
    [
      'finished after the moment',
      { type: 'full', finishedAt: time('09:00') },
      /^finished after the moment/,
    ],
    ['not needed', {}, /^not needed/],
  ])('B2 a set that is left out is left out with the reason: %s', (_, changes, why) => {
    const plan = planFor(
      [F1, L1, L2, { ...L1, id: 'X', finishedAt: time('08:15:30'), ...changes }],
      {
        to: '08:20',
      },
    );
    expect(plan.steps.map(({ setId }) => setId)).toEqual(['F1', 'L1', 'L2']);
    expect(whyNot(plan, 'X')).toMatch(why);
  });

  test.each([2, 102, 9, null])('B2 a set on device type %s is restorable', (deviceType) => {
    expect(verdict([F1, { ...L1, deviceType }], { to: '08:10' })).toBe('F1 L1');
  });

  test('B2 a gap names the range that is missing and the newest moment before it', () => {
    expect(refusalFor([F1, L1, L3], { to: '08:44' })).toMatchObject({
      reason: 'gap',
      newestReachable: time('08:15'),
      missing: { fromLsn: '200', toLsn: '300' },
      forks: null,
      message: expect.stringContaining('between L1 and L3'),
    });
  });

  test('B2 an uncovered moment names the newest reachable and what a tail-log backup would do', () => {
    const refusal = refusalFor(plain, { to: '10:00' });
    expect(refusal).toMatchObject({
      reason: 'not-covered',
      newestReachable: time('08:45'),
      missing: null,
    });
    expect(refusal.message).toMatch(
      /newest reachable is 2026-11-23T08:45:00 \(L3\).*A tail-log backup now would extend it/,
    );
  });

  test('B2 where logs beyond a gap exist, or in SIMPLE, no tail-log backup is promised', () => {
    expect(refusalFor([F1, L1, L3], { to: '10:00' }).message).toMatch(
      /L3 is newer and can’t be applied.*would not help/,
    );
    expect(refusalFor([{ ...F1, recoveryModel: 'SIMPLE' }], { to: '10:00' }).message).toMatch(
      /SIMPLE/,
    );
  });

  test('B2 forks that cover the moment are named, and how to choose', () => {
    const refusal = refusalFor([...plain, A4, S], { to: '09:10' });
    expect(refusal.forks?.toSorted()).toEqual(['A', 'B']);
    expect(refusal.message).toContain('--fork GUID');
  });

  test('B2 stripes are restored together, in the order of their families', () => {
    const striped = { ...F1, familyCount: 2, familySequences: [2, 1], files: ['two', 'one'] };
    const [statement] = planFor([striped], {}).statements;
    expect(statement).toContain("FROM DISK = N'one', DISK = N'two' WITH");
  });

  test('B2 of mirrored media one file for each family is restored', () => {
    const mirrored = { ...F1, familyCount: 1, familySequences: [1, 1], files: ['first', 'mirror'] };
    expect(planFor([mirrored], {}).steps[0]?.files).toEqual(['first']);
  });

  test('what is not known is taken as good, with a warning that names it', () => {
    const { id, database, type, startedAt, finishedAt, firstLsn, lastLsn } = F1;
    const bare = { id, database, type, startedAt, finishedAt, firstLsn, lastLsn };
    const plan = planFor([bare, { ...L1, hasBulkLoggedData: null }], { to: '08:10' });
    expect(plan.steps.map(({ setId }) => setId)).toEqual(['F1', 'L1']);
    expect(plan.warnings.join('\n')).toMatch(
      /Not known of F1, and taken as good: isDamaged, isSnapshot/,
    );
    expect(plan.warnings.join('\n')).toMatch(/Not known of L1: hasBulkLoggedData/);
    expect(plan.statements[0]).toBe(
      'RESTORE DATABASE [Hartonomous] FROM <the files of backup set F1> WITH NORECOVERY, CHECKSUM',
    );
  });

  test('a differential whose base nothing proves is used with a warning, and only where logs do not lead', () => {
    const base = full('F1', '08:00', [100, 120], { checkpointLsn: null, setGuid: null });
    const D = diff('D1', '08:40', [340, 350], base);
    expect(verdict([base, D, L1, L2, L3], { to: '08:44' })).toBe('F1 L1 L2 L3');
    const plan = planFor([base, D, L3], { to: '08:44' });
    expect(plan.steps.map(({ setId }) => setId)).toEqual(['F1', 'D1', 'L3']);
    expect(plan.warnings.join('\n')).toContain('Msg 3136');
  });

  test('S26 STOPAT stands on the last log alone, always in the form that no language setting reads otherwise', () => {
    const plan = planFor(plain, { to: '08:20' });
    expect(plan).toMatchObject({
      pointInTime: true,
      reaches: time('08:20'),
      fork: 'A',
      warnings: [],
    });
    expect(plan.steps).toEqual([
      {
        setId: 'F1',
        type: 'full',
        files: ['D:\\Backups\\F1'],
        recovery: 'norecovery',
        stopAt: null,
      },
      {
        setId: 'L1',
        type: 'log',
        files: ['D:\\Backups\\L1'],
        recovery: 'norecovery',
        stopAt: null,
      },
      {
        setId: 'L2',
        type: 'log',
        files: ['D:\\Backups\\L2'],
        recovery: 'recovery',
        stopAt: '2026-11-23T08:20:00.000',
      },
    ]);
    expect(plan.statements).toEqual([
      "RESTORE DATABASE [Hartonomous] FROM DISK = N'D:\\Backups\\F1' WITH NORECOVERY, CHECKSUM, FILE = 1",
      "RESTORE LOG [Hartonomous] FROM DISK = N'D:\\Backups\\L1' WITH NORECOVERY, CHECKSUM, FILE = 1",
      "RESTORE LOG [Hartonomous] FROM DISK = N'D:\\Backups\\L2' WITH NORECOVERY, CHECKSUM, FILE = 1, STOPAT = '2026-11-23T08:20:00.000'",
      'RESTORE DATABASE [Hartonomous] WITH RECOVERY',
    ]);
  });

  test('S3 no plan says REPLACE, and none puts STOPAT on RESTORE DATABASE', () => {
    for (const ask of [{ to: '08:20' }, {}, { to: '08:44', exclude: ['log'] as const }])
      for (const statement of planFor([...plain, D1], ask).statements)
        expect(statement).not.toMatch(/REPLACE|RESTORE DATABASE.*STOPAT/);
  });

  test('S20 a set that is not the first of its file is restored by its position', () => {
    expect(planFor([{ ...F1, position: 3 }], {}).statements[0]).toContain('FILE = 3');
  });

  test('names and files are quoted whatever is in them', () => {
    const odd = { ...F1, database: 'Hart]onomous', files: ["D:\\Ola's\\x.bak"] };
    expect(planFor([odd], { database: 'hart]onomous' }).statements).toEqual([
      "RESTORE DATABASE [Hart]]onomous] FROM DISK = N'D:\\Ola''s\\x.bak' WITH NORECOVERY, CHECKSUM, FILE = 1",
      'RESTORE DATABASE [Hart]]onomous] WITH RECOVERY',
    ]);
  });

  test('backups in a blob store are restored from their URL', () => {
    const blob = { ...F1, deviceType: 9, files: ['https://x.blob.core.windows.net/b/F1.bak'] };
    expect(planFor([blob], {}).statements[0]).toContain("FROM URL = N'https://x.blob");
  });

  test('a set without checksums is restored without CHECKSUM, which RESTORE would refuse (Msg 3187)', () => {
    const plan = planFor([{ ...F1, hasChecksums: false }], {});
    expect(plan.statements[0]).toContain('WITH NORECOVERY, FILE = 1');
    expect(plan.warnings.join()).toContain('Msg 3187');
  });

  test('without logs the plan names how far it ends from the moment', () => {
    const plan = planFor([...plain, D1], { to: '08:44', exclude: ['log'] });
    expect(plan).toMatchObject({ pointInTime: false, reaches: time('08:40') });
    expect(plan.warnings.join()).toContain('4 min before 2026-11-23T08:44:00');
    expect(plan.steps.every(({ stopAt }) => stopAt === null)).toBe(true);
  });

  test('"latest" says when newer logs are out of reach', () => {
    const plan = planFor([F1, L1, L3], {});
    expect(plan).toMatchObject({ pointInTime: false, reaches: time('08:15') });
    expect(plan.warnings.join()).toMatch(/L3: newer, and out of reach, since the log from LSN 200/);
  });

  test('a clock that goes back within the chain is told', () => {
    const plan = planFor(
      [F1, L1, log('L2', '08:05', [200, 300]), log('L3', '08:20', [300, 400])],
      {},
    );
    expect(plan.steps.map(({ setId }) => setId)).toEqual(['F1', 'L1', 'L2', 'L3']);
    expect(plan.warnings.join()).toContain('The clock goes back from 2026-11-23T08:15:00 (L1)');
  });
});
