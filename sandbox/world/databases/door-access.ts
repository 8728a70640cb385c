import type { ServerMessage } from '../../tds/sql-server-error.ts';
import type { Access } from '../sql/access.ts';
import type { World } from '../world.ts';
import type { Database } from './database.ts';
import { closedDoor } from './door.ts';

/** Why this session may not be in that database now, or undefined. */
export function doorOf(
  world: Pick<World, 'clients'>,
  database: Database,
  spid: number,
  access: Access,
): ServerMessage | undefined {
  const isPrivileged = access.has('CREATE ANY DATABASE', null, null) === true;
  const taken = world
    .clients()
    .some((client) => client.spid !== spid && client.database === database.name);
  return closedDoor(database, { spid, isPrivileged }, taken);
}

/** Rights that end where a database cannot be opened. */
export function throughDoors(
  access: Access,
  world: Pick<World, 'clients' | 'databases'>,
  spid: number,
): Access {
  return {
    has: (...question) => access.has(...question),
    check(object) {
      const database = world.databases.find(object.database);
      const closed = database && doorOf(world, database, spid, access);
      return closed ? { errors: [closed] } : access.check(object);
    },
  };
}
