import type { ServerMessage } from '../../tds/sql-server-error.ts';

/** A table, view, table function or queue that a statement names, resolved. */
export interface NamedObject {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
}

/**
 * What a login may see of an object. `hidden`: no rows, and no error, as catalogue views do. `where`: only rows for
 * which this DuckDB condition holds. Otherwise the error that SQL Server reports, last of several.
 */
export type Verdict =
  | 'allowed'
  | 'hidden'
  | { readonly where: string }
  | { readonly errors: readonly [ServerMessage, ...ServerMessage[]] };

/** The rights of one login, asked by the engine. */
export interface Access {
  check(object: NamedObject): Verdict;
  /**
   * HAS_PERMS_BY_NAME(securable, class, permission); IS_SRVROLEMEMBER asks for class `SERVER ROLE`, IS_MEMBER and
   * IS_ROLEMEMBER for `DATABASE ROLE`, with the role as permission; HAS_DBACCESS for `CONNECT` on `DATABASE`.
   * null: there is no such permission or securable.
   */
  has(permission: string, securableClass: string | null, securable: string | null): boolean | null;
}

/** A login that may do everything. */
export const fullAccess: Access = { check: () => 'allowed', has: () => true };
