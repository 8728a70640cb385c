import type { ServerMessage } from '../../tds/sql-server-error.ts';
import type { Database } from './database.ts';

/** Who wants into a database. */
export interface Visitor {
  readonly spid: number;
  /** Member of sysadmin or dbcreator, or its owner. */
  readonly isPrivileged: boolean;
}

/** Why a session may not be in a database now, or undefined. `taken`: another session is in it. */
export function closedDoor(
  database: Database,
  { spid, isPrivileged }: Visitor,
  taken: boolean,
): ServerMessage | undefined {
  const { name, state, userAccess, singleUserSpid, isInStandby } = database;
  const refuse = (number: number, message: string): ServerMessage => ({
    number,
    class: 14,
    message: `Database '${name}' ${message}`,
  });
  if (state === 'RESTORING' && !isInStandby)
    return refuse(927, 'cannot be opened. It is in the middle of a restore.');
  if (state === 'RECOVERING')
    return refuse(922, 'is being recovered. Waiting until recovery is finished.');
  if (state === 'OFFLINE') return refuse(942, 'cannot be opened because it is offline.');
  if (state === 'SUSPECT')
    return refuse(926, 'cannot be opened. It has been marked SUSPECT by recovery.');
  const isOthers = singleUserSpid === null ? taken : singleUserSpid !== spid;
  if (userAccess === 'SINGLE_USER' && isOthers)
    return refuse(924, 'is already open and can only have one user at a time.');
  if (userAccess === 'RESTRICTED_USER' && !isPrivileged)
    return refuse(
      923,
      'is in restricted mode. Only the database owner and members of the dbcreator and sysadmin roles can access it.',
    );
  return undefined;
}
