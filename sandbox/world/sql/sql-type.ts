import type { WireType, WireTypeName } from '../../tds/wire-value.ts';
import type { Body } from './tree.ts';
import { nameOf } from './tree.ts';
import { unsupported } from './unsupported.ts';

/** A T-SQL type and the DuckDB type that stands for it. */
export interface SqlType {
  readonly name: string;
  readonly duck: string;
  /** Characters or bytes; Infinity for `max`, undefined where none was written. */
  readonly length?: number;
}

const duckTypes: Readonly<Record<string, string>> = {
  int: 'INTEGER',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  smallint: 'SMALLINT',
  tinyint: 'UTINYINT',
  bit: 'BOOLEAN',
  float: 'DOUBLE',
  real: 'FLOAT',
  money: 'DECIMAL(19,4)',
  datetime: 'TIMESTAMP_MS',
  datetime2: 'TIMESTAMP',
  smalldatetime: 'TIMESTAMP_S',
  datetimeoffset: 'TIMESTAMPTZ',
  date: 'DATE',
  uniqueidentifier: 'UUID',
  varchar: 'VARCHAR',
  nvarchar: 'VARCHAR',
  char: 'VARCHAR',
  nchar: 'VARCHAR',
  sysname: 'VARCHAR',
  varbinary: 'BLOB',
  binary: 'BLOB',
};

function parseSqlType(text: string): SqlType {
  const match = /^\s*([a-z_0-9]+)\s*(?:\(\s*(max|\d+)\s*(?:,\s*(\d+))?\s*\))?\s*$/i.exec(text);
  const [, written = '', first, second] = match ?? [];
  const name = written.toLowerCase();
  if (name === 'decimal' || name === 'numeric') {
    return { name: 'decimal', duck: `DECIMAL(${first ?? 18},${second ?? 0})` };
  }
  const duck = duckTypes[name];
  if (duck === undefined || (name === 'float' && first !== undefined && Number(first) < 25)) {
    throw unsupported(`type ${text}`);
  }
  if (first === undefined) return { name, duck };
  return { name, duck, length: first.toLowerCase() === 'max' ? Infinity : Number(first) };
}

/** The type as the parser wrote it down. */
export function typeOfTree(type: Body): SqlType {
  if (type.data_type === 'custom') return parseSqlType(nameOf(type));
  if (type.data_type === 'decimal') {
    return parseSqlType(`decimal(${type.precision ?? 18},${type.scale ?? 0})`);
  }
  if (type.real_spelling) return parseSqlType('real');
  const length = typeof type.length === 'number' ? `(${type.length})` : '';
  return parseSqlType((type.data_type ?? '').replaceAll('_', '') + length);
}

/** A parameter's type, as it came over the wire. */
export function typeOfWire(type: WireType): SqlType {
  if (type.type === 'decimal') {
    return parseSqlType(`decimal(${type.precision ?? 18},${type.scale ?? 0})`);
  }
  return parseSqlType(type.type);
}

const wireTypes: Readonly<Record<string, WireTypeName>> = {
  INTEGER: 'int',
  BIGINT: 'bigint',
  SMALLINT: 'smallint',
  UTINYINT: 'tinyint',
  BOOLEAN: 'bit',
  DOUBLE: 'float',
  FLOAT: 'real',
  VARCHAR: 'nvarchar',
  DATE: 'date',
  TIMESTAMP_MS: 'datetime',
  TIMESTAMP: 'datetime2',
  TIMESTAMP_S: 'smalldatetime',
  'TIMESTAMP WITH TIME ZONE': 'datetimeoffset',
  UUID: 'uniqueidentifier',
  BLOB: 'varbinary',
};

/** The type on the wire of a DuckDB result column; undefined if T-SQL has none. */
export function wireTypeOf(duckType: string): WireType | undefined {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(duckType);
  if (decimal) return { type: 'decimal', precision: Number(decimal[1]), scale: Number(decimal[2]) };
  const type = wireTypes[duckType] ?? (duckType.startsWith('"NULL"') ? 'int' : undefined);
  if (type === undefined) return undefined;
  return type === 'nvarchar' || type === 'varbinary' ? { type, length: 'max' } : { type };
}
