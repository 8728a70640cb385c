/** The types that travel, under SQL Server's names. `(n)varchar` and `varbinary` of length `max` are streamed. */
export type WireTypeName =
  | 'bit'
  | 'tinyint'
  | 'smallint'
  | 'int'
  | 'bigint'
  | 'real'
  | 'float'
  | 'decimal'
  | 'money'
  | 'varchar'
  | 'nvarchar'
  | 'char'
  | 'nchar'
  | 'varbinary'
  | 'binary'
  | 'uniqueidentifier'
  | 'date'
  | 'time'
  | 'smalldatetime'
  | 'datetime'
  | 'datetime2'
  | 'datetimeoffset';

/** A type with what belongs to it. `length` counts characters or bytes. */
export interface WireType {
  readonly type: WireTypeName;
  readonly length?: number | 'max';
  readonly precision?: number;
  readonly scale?: number;
}

export interface WireColumn extends WireType {
  readonly name: string;
  /** A column that can never be null is told so to the client; true by default. */
  readonly nullable?: boolean;
}

/**
 * A point on the calendar in microseconds since 1970-01-01: of the local reading for types without a zone, of UTC for
 * `datetimeoffset`, whose own offset is beside it.
 */
export interface Moment {
  readonly micros: bigint;
  readonly offsetMinutes?: number;
}

/** Decimals and LSNs come as text or bigint, so that no digit is lost. A `Date` is read as UTC. */
export type WireValue = null | boolean | number | bigint | string | Uint8Array | Date | Moment;

/** A parameter as the client sent it. `name` is without its `@`. */
export interface Parameter {
  readonly name: string;
  readonly type: WireType;
  readonly value: WireValue;
  readonly output: boolean;
}

export function isMoment(value: WireValue): value is Moment {
  return typeof value === 'object' && value !== null && 'micros' in value;
}

/** A number, bit or text as text; times and bytes have no such reading. */
export function wireText(value: WireValue): string {
  if (typeof value === 'object') throw new TypeError('this value has no plain text');
  return String(value);
}
