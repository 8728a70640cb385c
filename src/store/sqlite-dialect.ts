import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { type Dialect, SqliteDialect, type SqliteStatement } from 'kysely';

/** Far more than the store has; only texts with lists of varying length could be more. */
const kept = 250;

/**
 * Lets Kysely speak to Node's own SQLite. Kysely asks each statement whether it returns rows; Node's statements do not
 * say, and without this every SELECT would come back empty, without an error.
 *
 * Statements are kept by their text. Kysely prepares each query anew, and what Node prepares it frees only with the
 * garbage: thousands of them at a time, which neither V8 counts nor malloc gives back.
 */
export function sqliteDialect(database: DatabaseSync): Dialect {
  const statements = new Map<string, SqliteStatement>();
  return new SqliteDialect({
    database: {
      close: () => {
        statements.clear();
        database.close();
      },
      prepare: (text) => {
        const known = statements.get(text);
        if (known !== undefined) {
          // The least recently used stands first.
          statements.delete(text);
          statements.set(text, known);
          return known;
        }
        const statement = prepare(database, text);
        statements.set(text, statement);
        for (const first of statements.keys()) {
          if (statements.size <= kept) break;
          statements.delete(first);
        }
        return statement;
      },
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
    // A stream may be read while the same query is asked again: it has a statement of its own.
    iterate: (parameters) => database.prepare(text).iterate(...values(parameters)),
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
