import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { type Dialect, SqliteDialect, type SqliteStatement } from 'kysely';

/**
 * Lets Kysely speak to Node's own SQLite. Kysely asks each statement whether it returns rows; Node's statements do not
 * say, and without this every SELECT would come back empty, without an error.
 */
export function sqliteDialect(database: DatabaseSync): Dialect {
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare: (text) => prepare(database, text),
    },
  });
}

function prepare(database: DatabaseSync, text: string): SqliteStatement {
  // A transaction that first reads and then writes fails at once when another process wrote in between; taking the
  // write lock at the start makes it wait instead.
  const statement = database.prepare(text === 'begin' ? 'begin immediate' : text);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}

/** A value of another kind (a truth value, a Date, undefined) is a mistake of ours, and better loud than guessed at. */
function values(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number') return value;
    if (typeof value === 'bigint' || value instanceof Uint8Array) return value;
    throw new TypeError(`SQLite cannot store a ${typeof value}`);
  });
}
