import { describe, expect, it } from 'vitest';
import type { ResultRow } from '../../../src/domain/target.ts';
import { poolFreshness } from '../../../src/operations/backup/pool-freshness.ts';
import { everything, nothing, pooled } from '../../support/replica-freshness.ts';

describe('backups after a failover that was forced', () => {
  const grouped = (row: ResultRow, fork: string | null): ResultRow => ({
    ...row,
    in_group: 1,
    fork_guid: fork,
  });
  const young: ResultRow = {
    ...everything,
    full_age_minutes: 5,
    diff_age_minutes: 5,
    log_age_minutes: 1,
    own_log_age_minutes: 1,
    log_exposed_minutes: 1,
    full_guid: 'F9',
    lone_diff_guid: 'F1',
    lone_diff_age_minutes: 2,
    log_day_mb: 9,
  };

  it('S21 are those of the fork that the primary is on, however young those of the one that was left', () => {
    const row = pooled(grouped(everything, 'A'), grouped(young, 'B'));

    expect(row).toMatchObject({
      full_age_minutes: 600,
      diff_age_minutes: 60,
      log_age_minutes: 3,
      log_day_mb: 40,
      histories_part: 0,
      histories_why: null,
    });
  });

  it('S21 are none where only the fork that was left has any', () => {
    const row = pooled(grouped(nothing, 'A'), grouped(everything, 'B'));

    expect(row).toMatchObject({ full_age_minutes: null, none_counts: 1, histories_part: 0 });
  });

  it('S21 are no more those of a server that was taken out of the group', () => {
    const out = { ...young, in_group: 0, fork_guid: 'B' };
    const [row] = poolFreshness([
      { replica: 'sql-1', isSecondary: false, rows: [out] },
      { replica: 'sql-2', isSecondary: false, rows: [grouped(everything, 'A')] },
    ]);

    expect(row).toMatchObject({ full_age_minutes: 600, histories_part: 0 });
  });

  it('S21 are of each fork the worse where two say that they are the primary, and that is said', () => {
    const late = { ...young, own_log_age_minutes: 50, log_age_minutes: 50, damaged: 0 };
    const [row, ...others] = poolFreshness([
      { replica: 'sql-1', isSecondary: false, rows: [grouped(everything, 'A')] },
      { replica: 'sql-2', isSecondary: false, rows: [grouped(late, 'B')] },
      { replica: 'sql-3', isSecondary: true, rows: [grouped(nothing, 'a')] },
    ]);

    expect(others).toEqual([]);
    expect(row).toMatchObject({
      replica: 'all',
      none_counts: 0,
      full_age_minutes: 600,
      full_overdue_minutes: 600,
      log_age_minutes: 50,
      log_overdue_minutes: 50,
      histories_part: 1,
      histories_why: 'sql-1 and sql-2 each say that they are it',
    });
  });

  it('S21 are none where one of two primaries has none', () => {
    const [row] = poolFreshness([
      { replica: 'sql-1', isSecondary: false, rows: [grouped(everything, 'A')] },
      { replica: 'sql-2', isSecondary: false, rows: [grouped(nothing, 'B')] },
    ]);

    expect(row).toMatchObject({ none_counts: 1, full_age_minutes: null, histories_part: 1 });
  });

  it.each<[string, ResultRow, ResultRow]>([
    [
      'servers outside a group, each with its own fork',
      { ...everything, in_group: 0, fork_guid: 'A' },
      { ...young, in_group: 0, fork_guid: 'B' },
    ],
    [
      'two that were asked before and after a failover that lost nothing',
      grouped(everything, 'A'),
      grouped(young, 'A'),
    ],
    ['two of which one’s fork is not known', grouped(everything, null), grouped(young, 'B')],
  ])('count together of %s', (_, one, two) => {
    const [row] = poolFreshness([
      { replica: 'sql-1', isSecondary: false, rows: [one] },
      { replica: 'sql-2', isSecondary: false, rows: [two] },
    ]);

    expect(row).toMatchObject({ full_age_minutes: 5, log_age_minutes: 1, histories_part: 0 });
  });

  it('S21 are of each fork the worse where no primary is heard that could say which counts', () => {
    const [row] = poolFreshness(
      [
        { replica: 'sql-1', isSecondary: true, rows: [grouped(young, 'A')] },
        { replica: 'sql-2', isSecondary: true, rows: [grouped(everything, 'B')] },
      ],
      ['sql-3'],
    );

    expect(row).toMatchObject({
      full_age_minutes: 600,
      log_age_minutes: 3,
      chain_broken: null,
      histories_part: 0,
    });
  });
});
