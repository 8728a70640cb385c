import { type ServerMessage, SqlServerError } from '../../tds/sql-server-error.ts';
import type { ActContext } from './act-context.ts';

/** Errors of lacking rights, in SQL Server's words. */
export const denials = {
  execute: (name: string, database: string): ServerMessage => ({
    number: 229,
    class: 14,
    state: 5,
    message: `The EXECUTE permission was denied on the object '${name}', database '${database}', schema 'dbo'.`,
  }),
  alterDatabase: (database: string): ServerMessage => ({
    number: 5011,
    class: 14,
    state: 9,
    message: `User does not have permission to alter database '${database}', the database does not exist, or the database is not in a state that allows access checks.`,
  }),
  action: (): ServerMessage => ({
    number: 15247,
    message: 'User does not have permission to perform this action.',
  }),
  kill: (): ServerMessage => ({
    number: 6102,
    class: 14,
    message: 'User does not have permission to use the KILL statement.',
  }),
  /** SQL Server does not say whether it is missing or out of reach. */
  find: (kind: string, name: string): ServerMessage => ({
    number: 15151,
    message: `Cannot find the ${kind} '${name}', because it does not exist or you do not have permission.`,
  }),
  alter: (kind: string, name: string): ServerMessage => ({
    number: 15151,
    message: `Cannot alter the ${kind} '${name}', because it does not exist or you do not have permission.`,
  }),
} as const;

export function raise(error: ServerMessage, ...preceding: readonly ServerMessage[]): never {
  throw new SqlServerError(error, preceding);
}

/** Member of sysadmin. */
export function isAdministrator({ session }: ActContext): boolean {
  return session.access.has('CONTROL SERVER', null, null) === true;
}

/** sysadmin or dbcreator: may alter every database. */
export function mayAlterDatabases(context: ActContext): boolean {
  return (
    isAdministrator(context) ||
    context.session.access.has('dbcreator', 'SERVER ROLE', null) === true
  );
}

/** 229 unless the login may execute the procedure. */
export function mustExecute(name: string, database: string, { session }: ActContext): void {
  if (session.access.has('EXECUTE', 'OBJECT', `${database}.dbo.${name}`) !== true)
    raise(denials.execute(name, database));
}
