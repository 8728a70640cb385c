import type { Labels } from '../../domain/alert.ts';

/**
 * What a restore in place causes by itself, by the names that the checks give: the database is away or closed, nothing
 * works in it meanwhile, and until its first full backup no backup of the new history counts (S50).
 */
export const mutedInPlace: readonly Labels[] = [
  'database-not-online',
  'database-restricted',
  'check-unknown',
  'ooda-stalled',
  'worker-stalled',
  'full-backup-overdue',
  'diff-backup-overdue',
  'log-backup-overdue',
  'no-backup-counts',
  'log-chain-broken',
  'not-restorable',
].map((alert) => ({ alert }));
