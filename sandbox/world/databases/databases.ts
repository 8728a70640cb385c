import { SqlServerError } from '../../tds/sql-server-error.ts';
import type { Instant } from '../clock.ts';
import { opened } from './body.ts';
import type { Database, DatabaseBody, DatabaseOptions } from './database.ts';

/** The one that the application writes to. */
export const PRODUCT = 'Hartonomous';

/** All databases of the server, by name; names are compared without regard to case. */
export interface Databases {
  all(): readonly Database[];
  find(name: string): Database | undefined;
  /** 911 if there is none. */
  get(name: string): Database;
  add(database: Database): void;
  remove(name: string): void;
  /** Changes state, access and the like; closes and opens the product's stretch of writing with them. */
  change(name: string, change: Partial<Omit<Database, 'body'>>, now: Instant): Database;
  /** Changes what is in the files; what was before is kept, for restores to a moment. */
  changeBody(name: string, change: Partial<DatabaseBody>, now: Instant): Database;
  /** Puts other contents in the files, with a past of their own. */
  replaceBody(name: string, body: DatabaseBody, now: Instant): Database;
  changeOptions(name: string, change: Partial<DatabaseOptions>, now: Instant): Database;
  /** The lowest number that is free, as SQL Server gives it. */
  freeId(): number;
}

export function createDatabases(initial: readonly Database[]): Databases {
  const known = new Map<string, Database>();
  const key = (name: string) => name.toLowerCase();
  for (const database of initial) known.set(key(database.name), database);

  function get(name: string): Database {
    const found = known.get(key(name));
    if (found) return found;
    const message = `Database '${name}' does not exist. Make sure that the name is entered correctly.`;
    throw new SqlServerError({ number: 911, message });
  }

  function put(before: string, database: Database, now: Instant): Database {
    const { body } = database;
    const windows = opened(body.windows, isWritten(database), now);
    const changed =
      windows === body.windows
        ? database
        : {
            ...database,
            body: { ...body, windows, since: Math.max(now, body.since), before: body },
          };
    known.delete(key(before));
    known.set(key(changed.name), changed);
    return changed;
  }

  const changeBody = (name: string, change: Partial<DatabaseBody>, now: Instant) => {
    const database = get(name);
    const { body } = database;
    const since = Math.max(now, body.since);
    return put(name, { ...database, body: { ...body, ...change, since, before: body } }, now);
  };

  return {
    all: () => [...known.values()].toSorted((one, other) => one.id - other.id),
    find: (name) => known.get(key(name)),
    get,
    add: (database) => known.set(key(database.name), database),
    remove: (name) => known.delete(key(name)),
    change: (name, change, now) => put(name, { ...get(name), ...change }, now),
    changeBody,
    replaceBody: (name, body, now) => put(name, { ...get(name), body }, now),
    changeOptions: (name, change, now) =>
      changeBody(name, { options: { ...get(name).body.options, ...change } }, now),
    freeId() {
      const taken = new Set([...known.values()].map(({ id }) => id));
      let id = 5;
      while (taken.has(id)) id += 1;
      return id;
    },
  };
}

/** Whether what the application does now reaches the database. */
export function isWritten({ name, state, userAccess, body }: Database): boolean {
  return (
    name.toLowerCase() === PRODUCT.toLowerCase() &&
    state === 'ONLINE' &&
    userAccess === 'MULTI_USER' &&
    !body.options.isReadOnly
  );
}
