import type { Labels } from '../../domain/alert.ts';

/** What fires while the database is away or closed, and until the first full backup of its new history. */
const caused = [
  'database-not-online',
  'database-restricted',
  'ooda-stalled',
  'worker-stalled',
  'full-backup-overdue',
  'diff-backup-overdue',
  'log-backup-overdue',
  'no-backup-counts',
  'log-chain-broken',
  'not-restorable',
];

/**
 * What a restore in place causes by itself, by the names that the checks give: the database is away or closed, nothing
 * works in it meanwhile, and until its first full backup no backup of the new history counts (S50). What can't be told
 * is muted where it asks the database, and for the drift of the graph, which takes its number from there: that Neo4j or
 * the API can't be asked is not this restore's doing.
 */
export const mutedInPlace: readonly Labels[] = [
  ...caused.map((alert) => ({ alert })),
  { alert: 'check-unknown', target: 'sql-server' },
  { alert: 'check-unknown', check: 'graph-drift' },
];
