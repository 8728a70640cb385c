import type { PlanContext } from '../acting/operation.ts';
import { formatServerTime } from '../restore/server-time.ts';
import { join } from './move-targets.ts';

/** Where the tail of a database's log goes: a name with the run's id, which no file has yet (S20). Null: no directory is set. */
export function tailFileFor(
  database: string,
  { settings: { backupDirectory }, now, runId }: PlanContext,
): string | null {
  if (backupDirectory === null) return null;
  const stamp = formatServerTime(Math.floor(now / 1000) * 1000).replaceAll(/[-:]/g, '');
  return join(backupDirectory, `${database}_${stamp}Z_${runId}_tail.trn`);
}
