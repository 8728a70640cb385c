/** SQL Server's type of a column. LSNs are numeric(25,0). */
export type ColumnType =
  | 'bit'
  | 'tinyint'
  | 'smallint'
  | 'int'
  | 'bigint'
  | 'float'
  | 'real'
  | 'nvarchar'
  | 'varbinary'
  | 'uniqueidentifier'
  | 'date'
  | 'datetime'
  | 'datetime2'
  | 'datetimeoffset'
  | 'numeric(25,0)'
  | 'numeric(20,0)'
  | 'numeric(18,4)';

/** Times are milliseconds since 1970 of the reading that the column shows: local or UTC as SQL Server has it. */
export type Cell = string | number | bigint | boolean | Uint8Array | null;
export type Row = Readonly<Record<string, Cell>>;

/** A type, or a type with the value of rows that do not give one (otherwise NULL). */
export type Column = ColumnType | readonly [ColumnType, Cell];

export interface Table {
  /**
   * `each`: one in every database. `server`: one for all, seen from every database. `memory`: the engine's own tables,
   * which no statement can name.
   */
  readonly place: 'each' | 'server' | 'Hartonomous' | 'msdb' | 'memory';
  readonly schema: 'sys' | 'dbo' | 'main';
  readonly name: string;
  readonly columns: Readonly<Record<string, Column>>;
  /** A column that only grows from row to row: what is appended can be written alone. */
  readonly key?: string;
}

/** What a table holds now. An array is never changed once handed over: the same array means the same rows. */
export interface Filling {
  readonly table: Table;
  readonly rows: readonly Row[];
  /** For tables of place `each`; Hartonomous otherwise. */
  readonly database?: string;
}

/** `table('server', 'sys.databases', 'name nvarchar, state tinyint=0, …')`: `=` gives what rows hold that say nothing. */
export function table(place: Table['place'], name: string, columns: string, key?: string): Table {
  const entries = columns.split(/,\s+/).map((text) => {
    const found = /^(\w+) ([\w(),]+)(?:=(.*))?$/.exec(text.trim());
    const type = found?.[2];
    if (!found?.[1] || !isColumnType(type)) {
      throw new TypeError(`table ${name}: cannot read column "${text}"`);
    }
    return [found[1], found[3] === undefined ? type : ([type, found[3]] as const)] as const;
  });
  return {
    place,
    schema: schemaOf(name),
    name: name.slice(name.indexOf('.') + 1),
    columns: Object.fromEntries(entries),
    ...(key === undefined ? {} : { key }),
  };
}

const duckTypes: Readonly<Record<ColumnType, string>> = {
  bit: 'BOOLEAN',
  tinyint: 'UTINYINT',
  smallint: 'SMALLINT',
  int: 'INTEGER',
  bigint: 'BIGINT',
  float: 'DOUBLE',
  real: 'FLOAT',
  nvarchar: 'VARCHAR',
  varbinary: 'BLOB',
  uniqueidentifier: 'UUID',
  date: 'DATE',
  datetime: 'TIMESTAMP_MS',
  datetime2: 'TIMESTAMP',
  datetimeoffset: 'TIMESTAMPTZ',
  'numeric(25,0)': 'DECIMAL(25,0)',
  'numeric(20,0)': 'DECIMAL(20,0)',
  'numeric(18,4)': 'DECIMAL(18,4)',
};

export function columnType(column: Column): ColumnType {
  return typeof column === 'string' ? column : column[0];
}

function isColumnType(text: string | undefined): text is ColumnType {
  return text !== undefined && text in duckTypes;
}

function schemaOf(name: string): Table['schema'] {
  if (name.startsWith('sys.')) return 'sys';
  return name.startsWith('dbo.') ? 'dbo' : 'main';
}

function standardOf(column: Column): Cell {
  return typeof column === 'string' ? null : column[1];
}

/** A name of a database as DuckDB's statements take it. */
export function duckName(database: string): string {
  return /^\w+$/.test(database) ? database : `"${database.replaceAll('"', '""')}"`;
}

/** `CREATE TABLE` for DuckDB. */
export function createTable(entry: Table, database: string): string {
  const columns = Object.entries(entry.columns).map(
    ([name, column]) => `"${name}" ${duckTypes[columnType(column)]}`,
  );
  return `CREATE TABLE ${duckName(database)}.${entry.schema}."${entry.name}" (${columns.join(', ')})`;
}

/** Between cells, between rows, and for NULL: characters that no text of the world holds. */
const CELL = '\u001f';
const ROW = '\u001e';
const NULL = '\u001d';

function cellText(type: ColumnType, cell: Cell): string {
  if (cell === null) return NULL;
  switch (type) {
    case 'bit':
      return Number(cell) === 0 ? 'false' : 'true';
    case 'varbinary':
      return cell instanceof Uint8Array ? Buffer.from(cell).toString('hex') : NULL;
    case 'date':
    case 'datetime':
    case 'datetime2':
    case 'datetimeoffset':
      return String(Math.trunc(Number(cell)));
    default:
      return String(cell);
  }
}

/** How DuckDB makes a cell of its text. Moments are milliseconds since 1970. */
function readCell(type: ColumnType, text: string): string {
  switch (type) {
    case 'nvarchar':
      return text;
    case 'varbinary':
      return `unhex(${text})`;
    case 'datetimeoffset':
      return `to_timestamp(CAST(${text} AS BIGINT) / 1000)`;
    case 'date':
    case 'datetime':
    case 'datetime2':
      return `CAST(epoch_ms(CAST(${text} AS BIGINT)) AS ${duckTypes[type]})`;
    default:
      return `CAST(${text} AS ${duckTypes[type]})`;
  }
}

/** One column, as `rowText` needs it. */
interface Written {
  readonly name: string;
  readonly type: ColumnType;
  readonly standard: Cell;
}

/** A table's columns as they are written, made once: a world writes tens of thousands of rows. */
const columnsOf = new WeakMap<Table, readonly Written[]>();

/** One row as `insertRows` takes it. */
export function rowText(entry: Table, row: Row): string {
  const cells = writtenColumns(entry).map(({ name, type, standard }) => {
    const given = row[name];
    return cellText(type, given === undefined ? standard : given);
  });
  return cells.join(CELL);
}

function writtenColumns(entry: Table): readonly Written[] {
  const known = columnsOf.get(entry);
  if (known !== undefined) return known;
  const columns = Object.entries(entry.columns).map(([name, column]) => ({
    name,
    type: columnType(column),
    standard: standardOf(column),
  }));
  columnsOf.set(entry, columns);
  return columns;
}

/**
 * `INSERT` of rows. They travel as one text that DuckDB takes apart: a list of VALUES with thousands of literals takes
 * it ten times as long.
 */
export function insertRows(entry: Table, name: string, rows: readonly string[]): string {
  const cells = writtenColumns(entry).map(({ type }, index) =>
    readCell(type, `nullif(c[${index + 1}], '${NULL}')`),
  );
  const text = rows.join(ROW).replaceAll("'", "''");
  const split = `SELECT string_split(unnest(string_split('${text}', '${ROW}')), '${CELL}') AS c`;
  return `INSERT INTO ${name} SELECT ${cells.join(', ')} FROM (${split})`;
}
