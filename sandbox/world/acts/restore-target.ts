import type { ServerMessage } from '../../tds/sql-server-error.ts';
import { PRODUCT } from '../databases/databases.ts';
import { visitorsOf } from '../databases/visitors.ts';
import type { ActContext } from './act-context.ts';
import { refusals as backupRefusals } from './refusals.ts';
import type { RestoreOrder } from './restore-order.ts';
import { restoreRefusals as refusals } from './restore-refusals.ts';

/** Why the database of this name cannot be restored over or created now, whatever the set; or undefined. */
export function targetRefusal(
  { world, session }: ActContext,
  order: RestoreOrder,
): ServerMessage | undefined {
  const existing = world.databases.find(order.database);
  const mayCreate = session.access.has('CREATE ANY DATABASE', null, null) === true;
  if (!existing) {
    if (!mayCreate) return backupRefusals.denied('CREATE DATABASE', 'master');
    if (order.files.length > 0) return undefined;
    const message = `Database '${order.database}' does not exist. Make sure that the name is entered correctly.`;
    return { number: 911, message, class: 16 };
  }
  const { name } = existing;
  if (!mayCreate) return backupRefusals.restoreDenied(name);
  if (name === 'tempdb') return backupRefusals.tempdb();
  if (name === 'master') return refusals.master();
  if (name === PRODUCT && world.fault('availability-group'))
    return refusals.availabilityGroup(name);
  if (session.database === name) return backupRefusals.inUseHere(name);
  const others = visitorsOf(world, name).filter((spid) => spid !== session.spid);
  return others.length > 0 ? backupRefusals.inUse() : undefined;
}
