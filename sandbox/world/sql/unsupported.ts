import { SqlServerError } from '../../tds/sql-server-error.ts';

/** The engine cannot do this: never to be taken for an answer of SQL Server. */
export function unsupported(what: string): SqlServerError {
  return new SqlServerError({
    number: 50000,
    message: `sandbox: the SQL engine does not support ${what}`,
  });
}
