import type { ResultRow } from '../../src/domain/target.ts';
import { poolFreshness } from '../../src/operations/backup/pool-freshness.ts';

/** What a replica on which nothing was ever backed up says of the shared database. */
export const nothing: ResultRow = {
  database: 'Hartonomous',
  expects: 'full, differential, log',
  expects_log: 1,
  full_age_minutes: null,
  diff_age_minutes: null,
  log_age_minutes: null,
  log_exposed_minutes: 5,
  own_log_age_minutes: null,
  none_why: 'none was taken in the last 14 days',
  full_guid: null,
  lone_diff_guid: null,
  lone_diff_age_minutes: null,
  base_lsn: null,
  log_lsn: null,
  lone_diff_lsn: null,
  chain_lsn: '44000000012000001',
  gaps: 0,
  files_unseen: 0,
  damaged: 0,
  log_day_mb: 0,
};

/** And one on which all of it was. */
export const everything: ResultRow = {
  ...nothing,
  full_age_minutes: 600,
  diff_age_minutes: 60,
  log_age_minutes: 3,
  log_exposed_minutes: 3,
  own_log_age_minutes: 3,
  none_why: null,
  full_guid: 'F1',
  base_lsn: '43000000012000001',
  log_lsn: '44000000012000001',
  full_finished_local: '2026-01-14T04:00:00',
  log_finished_local: '2026-01-14T14:00:00',
  log_day_mb: 40,
};

/** Of the primary and one secondary. */
export function pooled(primary: ResultRow, secondary: ResultRow, unheard: readonly string[] = []) {
  const [row] = poolFreshness(
    [
      { replica: 'sql-1', isSecondary: false, rows: [primary] },
      { replica: 'sql-2', isSecondary: true, rows: [secondary] },
    ],
    unheard,
  );
  return row ?? {};
}
