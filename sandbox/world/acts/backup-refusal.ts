import type { ServerMessage } from '../../tds/sql-server-error.ts';
import { baseAt } from '../databases/body.ts';
import type { Database } from '../databases/database.ts';
import { doorOf } from '../databases/door-access.ts';
import { visitorsOf } from '../databases/visitors.ts';
import type { ActContext } from './act-context.ts';
import type { BackupOrder } from './backup-order.ts';
import { refusals } from './refusals.ts';

/** Why the server would not make this backup, or undefined. 911 is thrown for a database that is not there. */
export function backupRefusal(
  { world, session }: ActContext,
  order: BackupOrder,
): ServerMessage | undefined {
  const database = world.databases.get(order.database);
  const { name } = database;
  if (name === 'tempdb') return refusals.tempdb();
  if (session.access.has(order.statement, 'DATABASE', name) !== true)
    return refusals.denied(order.statement, name);
  const closed = doorOf(world, database, session.spid, session.access);
  if (closed) return closed;
  if (name === 'master' && order.type === 'L') return refusals.masterLog();
  if (name === 'master' && order.type === 'I') return refusals.masterFullOnly();
  const impossible = cannotContinue(database, order, world.now());
  if (impossible) return impossible;
  const isBusy = [...world.running.values()].some(
    (other) =>
      other.database === name &&
      other.command.startsWith('BACKUP') &&
      (other.command === 'BACKUP LOG') === (order.type === 'L'),
  );
  if (isBusy) return refusals.serialized();
  if (order.isCompressed === true && world.fault('express-edition'))
    return refusals.compression('Express Edition (64-bit)');
  if (order.withNoRecovery && visitorsOf(world, name).some((spid) => spid !== session.spid))
    return refusals.inUse();
  if (order.withNoRecovery && session.database === name) return refusals.inUse();
  return undefined;
}

/** A log needs a chain, a differential a base. */
function cannotContinue(
  { name, body }: Database,
  { type }: BackupOrder,
  now: number,
): ServerMessage | undefined {
  if (type === 'L' && body.options.recoveryModel === 'SIMPLE') return refusals.simpleLog();
  if (type === 'L' && body.lastLogBackupLsn === null) return refusals.noBackupYet();
  return type === 'I' && baseAt(body, now) === null ? refusals.noBase(name) : undefined;
}
