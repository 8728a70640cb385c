import { describe, expect, it } from 'vitest';
import type { ResultRow } from '../../../src/domain/target.ts';
import { poolFreshness } from '../../../src/operations/backup/pool-freshness.ts';
import { everything, nothing, pooled } from '../../support/replica-freshness.ts';

const system: ResultRow = { database: 'msdb', expects: 'full', full_age_minutes: 30 };

describe('backups of a database that has replicas', () => {
  it.each<[string, ResultRow, ResultRow, ResultRow]>([
    [
      'are those of the primary, where no other took any',
      everything,
      nothing,
      { full_age_minutes: 600, diff_age_minutes: 60, log_age_minutes: 3, none_counts: 0 },
    ],
    [
      'are those of a secondary, where no other took any',
      nothing,
      everything,
      { full_age_minutes: 600, log_age_minutes: 3, log_exposed_minutes: 3, none_why: null },
    ],
    [
      'count by the newest of any, of each kind',
      { ...everything, own_log_age_minutes: 50, log_age_minutes: 50 },
      { ...nothing, own_log_age_minutes: 4, log_lsn: '44000000012000001', log_day_mb: 2 },
      { full_age_minutes: 600, log_age_minutes: 4, log_overdue_minutes: 4, log_day_mb: 42 },
    ],
    [
      'count a differential whose base the other one took',
      { ...everything, diff_age_minutes: 600 },
      { ...nothing, lone_diff_guid: 'F1', lone_diff_age_minutes: 20 },
      { diff_age_minutes: 20, diff_exposed_minutes: 20 },
    ],
    [
      'count no differential on a full that is not the newest',
      { ...everything, diff_age_minutes: 600 },
      { ...nothing, lone_diff_guid: 'F0', lone_diff_age_minutes: 20 },
      { diff_age_minutes: 600 },
    ],
    [
      'are none where none has one, however young the database is on a secondary',
      { ...nothing, log_exposed_minutes: 900 },
      nothing,
      { full_age_minutes: null, none_counts: 1, log_exposed_minutes: 900 },
    ],
    [
      'are not missed where one that was damaged is older than the newest full',
      everything,
      { ...nothing, damaged: 1, damaged_age_minutes: 2000 },
      { damaged: 0 },
    ],
    [
      'are told as damaged where that is newer',
      everything,
      { ...nothing, damaged: 1, damaged_age_minutes: 20 },
      { damaged: 1 },
    ],
  ])('%s', (_, primary, secondary, expected) => {
    expect(pooled(primary, secondary)).toMatchObject({ replica: 'all', ...expected });
  });

  it.each<[string, ResultRow, ResultRow, ResultRow]>([
    [
      'holds where each wrote every other log, though each alone sees gaps',
      { ...everything, gaps: 7 },
      { ...nothing, gaps: 7, log_lsn: '43500000012000001' },
      { chain_broken: 0, chain_why: null },
    ],
    [
      'is broken by a gap in the logs of the only one that writes them',
      { ...everything, gaps: 1 },
      nothing,
      { chain_broken: 1 },
    ],
    [
      'is broken where the newest log is in no history',
      { ...everything, log_lsn: '43500000012000001' },
      { ...nothing, log_lsn: '43600000012000001' },
      { chain_broken: 1 },
    ],
    [
      'holds where the newest log is in that of the other, by numbers beyond 2^53',
      { ...everything, chain_lsn: '44000000012000000000002', log_lsn: '44000000012000000000001' },
      { ...nothing, log_lsn: '44000000012000000000002' },
      { chain_broken: 0 },
    ],
    [
      'is broken where the primary says that no log can go on',
      { ...everything, chain_lsn: null },
      { ...nothing, chain_lsn: '44000000012000001' },
      { chain_broken: 1 },
    ],
  ])('their chain %s', (_, primary, secondary, expected) => {
    expect(pooled(primary, secondary)).toMatchObject(expected);
  });

  it('their chain is not known without the primary, rather than whole', () => {
    const [row] = poolFreshness([{ replica: 'sql-2', isSecondary: true, rows: [everything] }]);

    expect(row).toMatchObject({ full_age_minutes: 600, chain_broken: null });
  });

  it('say who was not heard, where none is known', () => {
    expect(pooled(nothing, nothing, ['sql-3'])['none_why']).toBe(
      'none was taken in the last 14 days, as far as known without sql-3',
    );
  });

  it('name files that nobody can look for as not known, and missing ones as missing', () => {
    const away = { ...nothing, files_unseen: null };

    expect(pooled(everything, away)['files_unseen']).toBeNull();
    expect(pooled({ ...everything, files_unseen: 2 }, away)['files_unseen']).toBe(2);
  });

  it('leave each replica its own system databases', () => {
    const rows = poolFreshness([
      { replica: 'sql-1', isSecondary: false, rows: [everything, system] },
      { replica: 'sql-2', isSecondary: true, rows: [nothing, { ...system, full_age_minutes: 90 }] },
    ]);

    expect(rows.map((row) => [row['database'], row['replica'], row['full_age_minutes']])).toEqual([
      ['Hartonomous', 'all', 600],
      ['msdb', 'sql-1', 30],
      ['msdb', 'sql-2', 90],
    ]);
  });

  it('are nothing where the statement found no database', () => {
    expect(
      poolFreshness([{ replica: 'sql-1', isSecondary: false, rows: [{ database: null }] }]),
    ).toEqual([]);
  });
});
