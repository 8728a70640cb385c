import type { ServerMessage } from '../../tds/sql-server-error.ts';
import type { BackupSet } from '../backup-set.ts';
import type { Instant } from '../clock.ts';
import type { Database, Restoring } from '../databases/database.ts';
import { restoreRefusals as refusals } from './restore-refusals.ts';

/** What of a statement the rules look at. */
export interface Asked {
  readonly name: string;
  readonly stopAt: Instant | null;
  readonly isReplacing: boolean;
}

/** Why a set cannot be restored onto a database as it stands (undefined: there is none), or undefined. */
export function setRefusal(
  database: Database | undefined,
  set: BackupSet,
  asked: Asked,
): ServerMessage | undefined {
  const { stopAt } = asked;
  if (set.type !== 'L' && stopAt !== null && stopAt < set.finishedAt)
    return refusals.stopBeforeSet();
  if (set.type === 'D') return fullRefusal(database, set, asked);
  if (!database) return refusals.noDatabase(asked.name);
  const { restoring } = database;
  if (restoring === null || restoring.isBroken) return refusals.notReady();
  if (isOther(database, set)) return refusals.otherDatabase(database.name);
  return set.type === 'I' ? diffRefusal(restoring, set) : logRefusal(restoring, set, stopAt);
}

function isOther({ body }: Database, { familyGuid }: BackupSet): boolean {
  return familyGuid !== null && familyGuid !== body.familyGuid;
}

function fullRefusal(
  database: Database | undefined,
  set: BackupSet,
  { isReplacing, stopAt }: Asked,
): ServerMessage | undefined {
  if (!database || isReplacing) return undefined;
  if (isOther(database, set)) return refusals.otherDatabase(database.name);
  const { state, restoring, body, name } = database;
  const hasTail = state === 'ONLINE' && restoring === null;
  if (hasTail && body.options.recoveryModel !== 'SIMPLE' && stopAt === null)
    return refusals.tailNotBackedUp(name);
  return undefined;
}

/** A differential follows its own full and nothing else. */
function diffRefusal({ full, last }: Restoring, set: BackupSet): ServerMessage | undefined {
  if (last !== 'D' || full === null || full.isCopyOnly) return refusals.wrongBase();
  const guid = set.base?.guid ?? null;
  if (guid !== null && full.guid !== null)
    return guid === full.guid ? undefined : refusals.wrongBase();
  const lsn = set.base?.lsn ?? set.databaseBackupLsn;
  const isBased = lsn !== null && lsn === full.checkpointLsn;
  return isBased ? undefined : refusals.wrongBase();
}

function logRefusal(
  restoring: Restoring,
  set: BackupSet,
  stopAt: Instant | null,
): ServerMessage | undefined {
  const { lsn, time } = restoring;
  if (set.firstLsn > lsn) return refusals.tooRecent(set.firstLsn, lsn);
  if (set.lastLsn < lsn) return refusals.tooEarly(set.lastLsn, lsn);
  if (!isOnPath(restoring, set)) return refusals.otherPath();
  if (stopAt === null) return undefined;
  if (time > stopAt) return refusals.stopTooEarly();
  if (set.hasBulkLoggedData && stopAt < set.finishedAt) return refusals.bulkLogged();
  return undefined;
}

/**
 * The forks of a log: it begins on one and ends on another where the database was recovered within it. What is restored
 * must be on the first before that point, or on the second after it. A fork that is not known is no hindrance.
 */
function isOnPath(
  { fork, lsn }: Restoring,
  { firstFork, lastFork, forkPointLsn }: BackupSet,
): boolean {
  const begin = firstFork ?? (forkPointLsn === null ? lastFork : null);
  const end = lastFork ?? (forkPointLsn === null ? begin : null);
  if (fork === null) return true;
  if (forkPointLsn === null || begin === end) return begin === null || begin === fork;
  if (fork === begin) return lsn <= forkPointLsn;
  return fork === end && lsn > forkPointLsn;
}
