import { duckName, type Filling, insertRows, type Row, rowText, type Table } from './table.ts';

/** Runs statements of DuckDB. */
export type RunDuck = (sql: string) => Promise<void>;

export interface TableWriter {
  /** Whether anything had changed. */
  write(filling: Filling): Promise<boolean>;
  /** Forgets what was written to a database, or to all: it is written anew. */
  forget(database?: string): void;
}

interface Written {
  readonly rows: readonly Row[];
  readonly texts: readonly string[];
}

/**
 * Writes what the world says into DuckDB, and only what changed: nothing, appended rows, or the whole table, in one
 * transaction, so that no reader sees a half of it.
 */
export function createTableWriter(run: RunDuck): TableWriter {
  const written = new Map<string, Written>();
  /** Row objects are never changed, so their text is made once. */
  const texts = new WeakMap<Row, string>();

  function textOf(table: Table, row: Row): string {
    const known = texts.get(row);
    if (known !== undefined) return known;
    const text = rowText(table, row);
    texts.set(row, text);
    return text;
  }

  return {
    async write({ table, rows, database }) {
      const home = database ?? homeOf(table);
      const name = `${duckName(home)}.${table.schema}."${table.name}"`;
      const last = written.get(name);
      if (last?.rows === rows) return false;
      const before = last?.texts ?? [];
      const after = rows.map((row) => textOf(table, row));
      const same = commonPrefix(before, after);
      written.set(name, { rows, texts: after });
      if (same === before.length && same === after.length) return false;
      const appended = same === before.length || (table.key !== undefined && same > 0);
      const statements = ['BEGIN'];
      if (same < before.length) {
        const lastKey = String(rows[same - 1]?.[table.key ?? '']);
        statements.push(
          appended
            ? `DELETE FROM ${name} WHERE "${table.key}" > ${lastKey}`
            : `DELETE FROM ${name}`,
        );
      }
      const fresh = appended ? after.slice(same) : after;
      if (fresh.length > 0) statements.push(insertRows(table, name, fresh));
      await run(`${statements.join(';')};COMMIT`);
      return true;
    },
    forget(database) {
      for (const name of written.keys()) {
        if (database === undefined || name.startsWith(`${duckName(database)}.`))
          written.delete(name);
      }
    },
  };
}

/** Where a table of one place lives. */
export function homeOf(table: Table): string {
  if (table.place === 'server') return 'master';
  return table.place === 'each' ? 'Hartonomous' : table.place;
}

function commonPrefix(before: readonly string[], after: readonly string[]): number {
  let count = 0;
  while (count < before.length && count < after.length && before[count] === after[count])
    count += 1;
  return count;
}
