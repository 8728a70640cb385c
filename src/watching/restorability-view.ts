import type { BackupLine, Restorability } from '../domain/backups-view.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { Row } from '../domain/sample.ts';
import { DAY, type Instant, MINUTE } from '../domain/time.ts';
import { rowsOf } from './queues-view.ts';
import { durationOf } from './read-row.ts';

/** What the history on hand can restore, from the check `restorability`. */
export function restorabilityView(result: CheckResult | undefined): readonly Restorability[] {
  return rowsOf(result).map((row) => {
    const newest = utcOf(row, 'newest_utc');
    const why = row.values['why'];
    return {
      database: row.labels['database'] ?? '',
      newest,
      behind: newest === null ? null : durationOf(row, 'behind_minutes', MINUTE),
      worstGap: durationOf(row, 'worst_gap_minutes', MINUTE),
      oldest: utcOf(row, 'oldest_utc'),
      tailReaches: row.values['tail_reaches'] === 1,
      restoreTakes: durationOf(row, 'restore_minutes', MINUTE),
      testedAgo: durationOf(row, 'restore_test_age_days', DAY),
      missing: typeof why === 'string' ? [why] : [],
    };
  });
}

/** What is known of the newest set of a kind besides its age: size, read back by a run, restored as a trial. */
export function detailsOf(
  result: CheckResult | undefined,
  { database, kind }: Pick<BackupLine, 'database' | 'kind'>,
  readBack: ReadonlySet<string>,
): Pick<BackupLine, 'bytes' | 'readBack' | 'restoreTested'> {
  const row = rowsOf(result).find(({ labels }) => labels['database'] === database);
  const set = row?.values[`${kind}_set`];
  if (row === undefined || typeof set !== 'string')
    return { bytes: null, readBack: null, restoreTested: null };
  const bytes = row.values[`${kind}_bytes`];
  return {
    bytes: typeof bytes === 'number' ? bytes : null,
    // That hart did not read it back says nothing of others.
    readBack: readBack.has(set) ? true : null,
    restoreTested: row.values[`${kind}_tested`] === 1,
  };
}

function utcOf(row: Row, column: string): Instant | null {
  const value = row.values[column];
  const at = typeof value === 'string' ? Date.parse(`${value.replace(' ', 'T')}Z`) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
