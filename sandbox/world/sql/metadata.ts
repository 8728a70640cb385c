import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { NamedObject } from './access.ts';

interface KnownObject extends NamedObject {
  readonly id: number;
  readonly type: string;
}

/** What the metadata functions look things up in; keys are lower-case. */
export interface Metadata {
  readonly databaseIds: ReadonlyMap<string, number>;
  readonly databaseNames: ReadonlyMap<number, string>;
  /** By `database.schema.name`. */
  readonly objects: ReadonlyMap<string, KnownObject>;
  /** By `database|id`. */
  readonly objectsById: ReadonlyMap<string, KnownObject>;
  /** By `database|name` and `database|id`. */
  readonly schemaIds: ReadonlyMap<string, number>;
  readonly schemaNames: ReadonlyMap<string, string>;
  /** By `database.schema.table.column`, in bytes. */
  readonly columnLengths: ReadonlyMap<string, number>;
  readonly serverProperties: ReadonlyMap<string, string>;
  /** By `database|property`. */
  readonly databaseProperties: ReadonlyMap<string, string>;
  /** By `database|file|property`. */
  readonly fileProperties: ReadonlyMap<string, number>;
}

type Cell = string | number | null;
type Read = (sql: string) => Promise<Cell[][]>;

const lengths: Readonly<Record<string, number>> = {
  BOOLEAN: 1,
  UTINYINT: 1,
  SMALLINT: 2,
  INTEGER: 4,
  FLOAT: 4,
  VARCHAR: 256,
  UUID: 16,
};

/** Tables that the world fills for SERVERPROPERTY, DATABASEPROPERTYEX and FILEPROPERTY. */
export const propertyTables = `
CREATE TABLE memory.main.server_properties(name VARCHAR, value VARCHAR);
CREATE TABLE memory.main.database_properties(database_name VARCHAR, name VARCHAR, value VARCHAR);
CREATE TABLE memory.main.file_properties(database_name VARCHAR, file_name VARCHAR, name VARCHAR, value INTEGER);`;

/**
 * Reads the catalogue. Objects come from each database's sys.all_objects (or sys.objects) and sys.schemas; whatever
 * else stands in DuckDB gets a negative id, as system objects have.
 */
export async function readMetadata(
  connection: DuckDBConnection,
  databases: readonly { readonly name: string; readonly id: number }[],
): Promise<Metadata> {
  const read: Read = async (sql) => {
    const result = await connection.runAndReadAll(sql);
    return result.getRows().map((row) => row.map(toCell));
  };
  const columns = await read(
    'SELECT table_catalog, table_schema, table_name, column_name, data_type FROM information_schema.columns',
  );
  const tables = new Set(columns.map((row) => key(...row.slice(0, 3))));
  const databaseIds = new Map(databases.map(({ name, id }) => [name.toLowerCase(), id]));
  const databaseNames = new Map(databases.map(({ name, id }) => [id, name]));
  const objects = new Map<string, KnownObject>();
  const schemaIds = new Map<string, number>();
  const schemaNames = new Map<string, string>();
  for (const { name: database } of databases) {
    const from = (table: string) => tables.has(key(database, 'sys', table));
    if (from('databases')) {
      for (const [name, id] of await read(
        `SELECT name, database_id FROM "${database}".sys.databases`,
      )) {
        databaseIds.set(String(name).toLowerCase(), Number(id));
        databaseNames.set(Number(id), String(name));
      }
    }
    if (!from('schemas')) continue;
    for (const [name, id] of await read(`SELECT name, schema_id FROM "${database}".sys.schemas`)) {
      schemaIds.set(`${database}|${String(name)}`.toLowerCase(), Number(id));
      schemaNames.set(`${database}|${Number(id)}`.toLowerCase(), String(name));
    }
    for (const source of ['objects', 'all_objects'].filter(from)) {
      const rows = await read(
        `SELECT name, schema_id, object_id, type FROM "${database}".sys.${source}`,
      );
      for (const [name, schemaId, id, type] of rows) {
        const schema = schemaNames.get(`${database}|${Number(schemaId)}`.toLowerCase()) ?? 'dbo';
        const object = {
          database,
          schema,
          name: String(name),
          id: Number(id),
          type: String(type).trim(),
        };
        objects.set(key(database, schema, name ?? null), object);
      }
    }
  }
  addUnlisted(objects, columns, databases);
  return {
    databaseIds,
    databaseNames,
    objects,
    objectsById: new Map(
      [...objects.values()].map((o) => [`${o.database}|${o.id}`.toLowerCase(), o]),
    ),
    schemaIds,
    schemaNames,
    columnLengths: new Map(
      columns.map((row) => [key(...row.slice(0, 4)), lengths[String(row[4])] ?? 8]),
    ),
    serverProperties: await readPairs(
      read,
      'SELECT name, value FROM memory.main.server_properties',
    ),
    databaseProperties: await readPairs(
      read,
      "SELECT database_name || '|' || name, value FROM memory.main.database_properties",
    ),
    fileProperties: new Map(
      (
        await read(
          "SELECT lower(database_name || '|' || file_name || '|' || name), value FROM memory.main.file_properties",
        )
      ).map(([name, value]) => [String(name), Number(value)]),
    ),
  };
}

function addUnlisted(
  objects: Map<string, KnownObject>,
  columns: readonly Cell[][],
  databases: readonly { readonly name: string }[],
): void {
  const ours = new Set(databases.map(({ name }) => name.toLowerCase()));
  let next = -1000;
  for (const [database, schema, name] of columns) {
    const path = key(database ?? null, schema ?? null, name ?? null);
    if (objects.has(path) || !ours.has(String(database).toLowerCase())) continue;
    next -= 1;
    const type = schema === 'sys' ? 'V' : 'U';
    const place = { database: String(database), schema: String(schema), name: String(name) };
    objects.set(path, { ...place, id: next, type });
  }
}

async function readPairs(read: Read, sql: string): Promise<Map<string, string>> {
  const rows = await read(sql);
  const filled = rows.filter(([, value]) => value !== null);
  return new Map(filled.map(([name, value]) => [String(name).toLowerCase(), String(value)]));
}

function toCell(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  return value.toString();
}

function key(...parts: readonly Cell[]): string {
  return parts.join('.').toLowerCase();
}

/** `[dbo].x`, `msdb.dbo.x`, `msdb..x` → its key in `objects`. */
export function objectPath(database: string, written: string): string {
  const parts = written.split('.').map((part) => part.trim().replace(/^[["]|[\]"]$/g, ''));
  const name = parts.at(-1) ?? '';
  const schema = parts.at(-2) || 'dbo';
  return key(parts.at(-3) || database, schema, name);
}
