import {
  BLOB,
  DuckDBBlobValue,
  type DuckDBConnection,
  DuckDBScalarFunction,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  SMALLINT,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api';
import { operatorGrants, readerGrants } from '../logins.ts';
import { sha512 } from '../trust.ts';
import type { Access } from './access.ts';
import type { Metadata } from './metadata.ts';
import { objectPath } from './metadata.ts';

/** What the functions know of the session that calls them. */
export interface CallingSession {
  readonly database: string;
  readonly spid: number;
  readonly access: Access;
  /** The moment of the running statement, in microseconds, in UTC and as the server's local time. */
  readonly utcNow: bigint;
  readonly localNow: bigint;
}

type Lookup = (...args: DuckDBValue[]) => DuckDBValue;

/**
 * Registers the functions `x_…` that the macros of metadata stand on. They are asked while a statement runs, so
 * `metadata` and `sessions` are read anew at each call.
 */
export function registerMetadataFunctions(
  connection: DuckDBConnection,
  metadata: () => Metadata,
  sessions: ReadonlyMap<number, CallingSession>,
): void {
  const define = (name: string, types: DuckDBType[], returns: DuckDBType, lookup: Lookup) => {
    connection.registerScalarFunction(scalarFunction(name, types, returns, lookup));
  };

  define('x_spid', [INTEGER], SMALLINT, (session) => sessions.get(Number(session))?.spid ?? null);
  define('x_utc_now', [INTEGER], TIMESTAMP, (session) => {
    return new DuckDBTimestampValue(sessions.get(Number(session))?.utcNow ?? 0n);
  });
  define('x_local_now', [INTEGER], TIMESTAMP, (session) => {
    return new DuckDBTimestampValue(sessions.get(Number(session))?.localNow ?? 0n);
  });
  define('x_db_id', [VARCHAR], SMALLINT, (name) => byName(metadata().databaseIds, name ?? null));
  define('x_db_name', [INTEGER], VARCHAR, (id) => metadata().databaseNames.get(Number(id)) ?? null);
  define('x_object_id', [INTEGER, VARCHAR, VARCHAR], INTEGER, (session, name, type) => {
    const caller = sessions.get(Number(session));
    const object = caller && metadata().objects.get(objectPath(caller.database, String(name)));
    if (!object || (type !== null && object.type !== String(type).trim().toUpperCase()))
      return null;
    // Without any right on it an object seems not to be there; to see its definition is such a right.
    const verdict = object.schema === 'sys' ? 'allowed' : caller.access.check(object);
    if (typeof verdict !== 'object' || !('errors' in verdict)) return object.id;
    const isDenied = verdict.errors.every(({ number }) => number === 229);
    const seesAll = caller.access.has('VIEW ANY DEFINITION', null, null) === true;
    return isDenied && seesAll ? object.id : null;
  });
  define('x_object_name', [VARCHAR, INTEGER], VARCHAR, (database, id) => {
    return (
      metadata().objectsById.get(`${String(database).toLowerCase()}|${String(id)}`)?.name ?? null
    );
  });
  define('x_object_schema_name', [VARCHAR, INTEGER], VARCHAR, (database, id) => {
    return (
      metadata().objectsById.get(`${String(database).toLowerCase()}|${String(id)}`)?.schema ?? null
    );
  });
  define('x_schema_id', [VARCHAR, VARCHAR], INTEGER, (...parts) =>
    byName(metadata().schemaIds, ...parts),
  );
  define('x_schema_name', [VARCHAR, INTEGER], VARCHAR, (...parts) =>
    byName(metadata().schemaNames, ...parts),
  );
  define('x_col_length', [VARCHAR, VARCHAR, VARCHAR], SMALLINT, (database, table, column) => {
    const path = `${objectPath(String(database), String(table))}.${String(column).toLowerCase()}`;
    return metadata().columnLengths.get(path) ?? null;
  });
  define('x_serverproperty', [VARCHAR], VARCHAR, (name) =>
    byName(metadata().serverProperties, name ?? null),
  );
  define('x_databaseproperty', [VARCHAR, VARCHAR], VARCHAR, (...parts) =>
    byName(metadata().databaseProperties, ...parts),
  );
  define('x_fileproperty', [VARCHAR, VARCHAR, VARCHAR], INTEGER, (...parts) =>
    byName(metadata().fileProperties, ...parts),
  );
  define(
    'x_has',
    [INTEGER, VARCHAR, VARCHAR, VARCHAR],
    INTEGER,
    (session, securable, kind, right) => {
      const access = sessions.get(Number(session))?.access;
      const answer = access?.has(String(right), textOrNull(kind), textOrNull(securable)) ?? null;
      return answer === null ? null : Number(answer);
    },
  );
  define('x_sha512', [BLOB], BLOB, (content) =>
    content instanceof DuckDBBlobValue ? new DuckDBBlobValue(sha512(content.bytes)) : null,
  );
  define('x_granted', [VARCHAR, VARCHAR, VARCHAR], INTEGER, (login, database, role) =>
    roleOf(String(login), String(database), String(role)),
  );
}

/** Whether another login has a role, as it was installed; null for one that is not known. */
function roleOf(login: string, database: string, role: string): number | null {
  const grants = [readerGrants(16), operatorGrants()].find(({ name }) => name === login);
  if (grants === undefined) return null;
  const held = database === '' ? grants.serverRoles : grants.databaseRoles;
  return Number(held.includes(database === '' ? role : `${database}.${role}`));
}

function byName(map: ReadonlyMap<string, string | number>, ...parts: DuckDBValue[]) {
  return map.get(parts.map(String).join('|').toLowerCase()) ?? null;
}

const textOrNull = (value: DuckDBValue | undefined) =>
  value === null || value === undefined ? null : String(value);

function scalarFunction(
  name: string,
  parameterTypes: DuckDBType[],
  returnType: DuckDBType,
  lookup: Lookup,
): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name,
    parameterTypes,
    returnType,
    // Called for null too: HAS_PERMS_BY_NAME(NULL, NULL, …) asks about the server.
    specialHandling: true,
    volatile: true,
    mainFunction: (_, chunk, output) => {
      for (let row = 0; row < chunk.rowCount; row += 1) {
        const args = parameterTypes.map((_type, index) =>
          chunk.getColumnVector(index).getItem(row),
        );
        output.setItem(row, lookup(...args));
      }
      output.flush();
    },
  });
}
