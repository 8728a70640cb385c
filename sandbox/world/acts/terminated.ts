import { type ServerMessage, SqlServerError } from '../../tds/sql-server-error.ts';

/** An error of BACKUP, RESTORE or DBCC: first what is wrong, then 3013. */
export function terminated(statement: string, ...errors: readonly ServerMessage[]): SqlServerError {
  const last = `${statement} is terminating abnormally.`;
  return new SqlServerError({ number: 3013, message: last }, errors);
}

/** Makes of any error of SQL Server's within the work one that ends with 3013. */
export async function terminating<T>(statement: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof SqlServerError) || thrown.number === 3013) throw thrown;
    if (thrown.number === 50000) throw thrown;
    throw terminated(statement, ...thrown.preceding, thrown);
  }
}
