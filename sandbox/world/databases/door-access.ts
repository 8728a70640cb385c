import type { ServerMessage } from '../../tds/sql-server-error.ts';
import { sidOf } from '../login-sids.ts';
import type { Access, NamedObject } from '../sql/access.ts';
import type { World } from '../world.ts';
import type { Database } from './database.ts';
import { PRODUCT } from './databases.ts';
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
  world: Pick<World, 'clients' | 'databases' | 'random'>,
  { spid, login }: { readonly spid: number; readonly login: string },
): Access {
  const sid = Buffer.from(sidOf(login, world.random) ?? []);
  const owns = (database: Database) => sid.equals(database.body.options.ownerSid);

  return {
    has: (...question) => access.has(...question),
    check(object) {
      const database = world.databases.find(object.database);
      const closed = database && doorOf(world, database, spid, access);
      if (closed) return { errors: [closed] };
      // whoever restored a database that was not there owns it, and an owner may read
      if (database && object.schema !== 'sys' && owns(database)) return 'allowed';
      return database || !isProduct(object) ? access.check(object) : { errors: [gone(object)] };
    },
  };
}

const isProduct = ({ database }: NamedObject) => database.toLowerCase() === PRODUCT.toLowerCase();

/** The product's database was dropped. */
function gone({ database, schema, name }: NamedObject): ServerMessage {
  return {
    number: 208,
    class: 16,
    message: `Invalid object name '${database}.${schema}.${name}'.`,
  };
}
