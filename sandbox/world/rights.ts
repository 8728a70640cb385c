import type { ServerMessage } from '../tds/sql-server-error.ts';
import { PRODUCT } from './databases/databases.ts';
import { type ActiveFaults, textArgument } from './faults.ts';
import type { LoginGrants } from './logins.ts';
import { missingObject } from './missing-object.ts';
import { effectiveRights, isPermission } from './permissions.ts';
import type { Access, NamedObject, Verdict } from './sql/access.ts';
import { databaseNames, objectId, queues, tableNames } from './things.ts';
import { type ViewNeed, viewNeed } from './view-rights.ts';

export interface RightsOptions {
  readonly grants: LoginGrants;
  readonly version: 15 | 16;
  readonly spid: number;
  /** Read at every question: faults take rights and objects away. */
  readonly faults: () => ActiveFaults;
}

/** `[dbo].[X]` or `msdb.dbo.X` as `database.schema.name` in lower case. */
function fullName(written: string, database: string): string {
  const parts = written.replaceAll(/[[\]"]/g, '').split('.');
  const name = parts.at(-1) ?? '';
  return [grantedIn(parts.at(-3) || database), parts.at(-2) || 'dbo', name].join('.').toLowerCase();
}

function nameOf({ database, schema, name }: NamedObject): string {
  return `${grantedIn(database)}.${schema}.${name}`.toLowerCase();
}

/** A restored copy has the users and grants of the database that it was made from. */
function grantedIn(database: string): string {
  return databaseNames.find((name) => name.toLowerCase() === database.toLowerCase()) ?? PRODUCT;
}

/** The fault `object-missing` hides the object from everyone; undefined if it is not this one. */
function missingError(object: NamedObject, faults: ActiveFaults): ServerMessage | undefined {
  const missing = missingObject(faults);
  if (missing?.toLowerCase() !== object.name.toLowerCase() || object.schema === 'sys')
    return undefined;
  return {
    number: 208,
    class: 16,
    message: `Invalid object name '${object.schema}.${object.name}'.`,
  };
}

/** Everything, but for what is not there. */
export function administratorAccess(faults: () => ActiveFaults): Access {
  return {
    check(object) {
      const error = missingError(object, faults());
      return error ? { errors: [error] } : 'allowed';
    },
    has: () => true,
  };
}

/** The rights of a login with just what it was granted. */
export function loginAccess({ grants, version, spid, faults }: RightsOptions): Access {
  const reads = new Map(
    Object.entries(grants.reads).map(([name, grant]) => [name.toLowerCase(), grant]),
  );

  // who may create databases sees the files of all of them
  const mayCreate = grants.serverRoles.includes('dbcreator');

  const executes = new Set(grants.executes.map((name) => name.toLowerCase()));

  function taken(): { readonly rights: readonly string[]; readonly objects: readonly string[] } {
    const fault = faults().get('permission-denied');
    if (!fault || textArgument(fault, 'login') !== grants.name) return { rights: [], objects: [] };
    const object = textArgument(fault, 'object');
    const permission = textArgument(fault, 'permission').toUpperCase();
    return object === ''
      ? { rights: [permission], objects: [] }
      : { rights: [], objects: [fullName(object, 'Hartonomous')] };
  }

  const rights = () => effectiveRights(grants.serverRights, taken().rights);
  const mayRead = (name: string) =>
    reads.has(name) && !taken().objects.includes(name) && !taken().rights.includes('SELECT');

  const mayExecute = (name: string) =>
    executes.has(name) && !taken().objects.includes(name) && !taken().rights.includes('EXECUTE');

  function visibleIds(): string {
    const ids = [...tableNames, ...queues.map(({ name }) => name)]
      .filter((name) => mayRead(`hartonomous.dbo.${name.toLowerCase()}`))
      .map((name) => queues.find((queue) => queue.name === name)?.objectId ?? objectId(name));
    return ids.length === 0 ? 'NULL' : ids.join(', ');
  }

  function checkView(need: ViewNeed, database: string): Verdict {
    if (need.kind === 'public') return 'allowed';
    if (need.kind === 'metadata') {
      if (rights().has('VIEW ANY DEFINITION')) return 'allowed';
      return need.column === null ? 'hidden' : { where: `${need.column} IN (${visibleIds()})` };
    }
    const right = stateRight(need.scope, need.aspect, version);
    if (rights().has(right)) return 'allowed';
    if (need.own !== undefined) return { where: `${need.own} = ${spid}` };
    return { errors: denied(need.scope, right, database) };
  }

  return {
    check(object) {
      const missing = missingError(object, faults());
      if (missing) return { errors: [missing] };
      if (object.schema === 'sys' && object.name.toLowerCase() === 'master_files' && mayCreate)
        return 'allowed';
      if (object.schema === 'sys') return checkView(viewNeed(object.name), object.database);
      if (mayRead(nameOf(object))) return 'allowed';
      return { errors: [selectDenied(object)] };
    },
    has(permission, securableClass, securable) {
      const right = permission.toUpperCase();
      const kind = securableClass?.toUpperCase() ?? null;
      if (kind === 'SERVER ROLE')
        return grants.serverRoles.some((role) => role.toUpperCase() === right);
      if (kind === 'DATABASE ROLE') {
        const role = `${grantedIn(securable ?? '')}.${permission}`.toLowerCase();
        return (
          right === 'PUBLIC' || grants.databaseRoles.some((held) => held.toLowerCase() === role)
        );
      }
      if (!isPermission(right, version)) return null;
      if (kind === 'OBJECT' && securable !== null) {
        const name = fullName(securable, 'Hartonomous');
        const missing = missingObject(faults());
        if (missing !== undefined && name.endsWith(`.${missing.toLowerCase()}`)) return null;
        if (right === 'EXECUTE') return mayExecute(name);
        if (right === 'VIEW DEFINITION')
          return rights().has(right) || mayRead(name) || mayExecute(name);
        // a right on some columns is none on the object
        return right === 'SELECT' && mayRead(name) && reads.get(name) === 'all';
      }
      if (right.startsWith('BACKUP '))
        return grants.databaseRoles.includes(`${grantedIn(securable ?? '')}.db_backupoperator`);
      if (right === 'CREATE ANY DATABASE' || right === 'CREATE DATABASE') return mayCreate;
      return rights().has(right) || (right === 'CONNECT' && kind === 'DATABASE');
    },
  };
}

function stateRight(
  scope: 'server' | 'database',
  aspect: 'performance' | 'security',
  version: 15 | 16,
): string {
  const place = scope.toUpperCase();
  return version >= 16 ? `VIEW ${place} ${aspect.toUpperCase()} STATE` : `VIEW ${place} STATE`;
}

function denied(
  scope: 'server' | 'database',
  right: string,
  database: string,
): readonly [ServerMessage, ServerMessage] {
  const first =
    scope === 'server'
      ? {
          number: 300,
          class: 14,
          message: `${right} permission was denied on object 'server', database 'master'.`,
        }
      : {
          number: 262,
          class: 14,
          message: `${right} permission denied in database '${database}'.`,
        };
  return [
    first,
    {
      number: 297,
      class: 16,
      message: 'The user does not have permission to perform this action.',
    },
  ];
}

function selectDenied({ database, schema, name }: NamedObject): ServerMessage {
  return {
    number: 229,
    class: 14,
    state: 5,
    message: `The SELECT permission was denied on the object '${name}', database '${database}', schema '${schema}'.`,
  };
}
