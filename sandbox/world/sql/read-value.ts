import type { DuckDBValue } from '@duckdb/node-api';
import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBUUIDValue,
} from '@duckdb/node-api';
import type { WireValue } from '../../tds/wire-value.ts';
import { isMoment } from '../../tds/wire-value.ts';
import { unsupported } from './unsupported.ts';

/** A value as DuckDB gives it → as it travels. */
export function readValue(value: DuckDBValue): WireValue {
  if (value === null) return null;
  if (typeof value !== 'object') return value;
  if (value instanceof DuckDBDecimalValue) return value.toString();
  if (value instanceof DuckDBUUIDValue) return value.toString().toUpperCase();
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes);
  if (value instanceof DuckDBTimestampMillisecondsValue) return { micros: value.millis * 1000n };
  if (value instanceof DuckDBTimestampSecondsValue) return { micros: value.seconds * 1_000_000n };
  if (value instanceof DuckDBTimestampTZValue) return { micros: value.micros, offsetMinutes: 0 };
  if (value instanceof DuckDBTimestampValue) return { micros: value.micros };
  if (value instanceof DuckDBDateValue) return { micros: BigInt(value.days) * 86_400_000_000n };
  throw unsupported(`a value of this kind: ${String(value)}`);
}

/** A parameter as text for DuckDB, which the statement casts to its declared type. */
export function bindValue(value: WireValue): string | null {
  if (value === null) return null;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (value instanceof Date) return value.toISOString().replace('Z', '');
  if (isMoment(value)) return momentText(value.micros);
  return String(value);
}

function momentText(micros: bigint): string {
  const rest = ((micros % 1000n) + 1000n) % 1000n;
  const text = new Date(Number((micros - rest) / 1000n)).toISOString().replace('Z', '');
  return `${text}${rest.toString().padStart(3, '0')}`;
}
