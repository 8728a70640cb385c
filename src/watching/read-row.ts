import type { Row } from '../domain/sample.ts';
import type { Duration } from '../domain/time.ts';

/** A number of a row; null where the row has none. */
export function numberOf(row: Row, column: string): number | null {
  const value = row.values[column];
  return typeof value === 'number' ? value : null;
}

/** A flag of a row as a truth value; null where the row has none. */
export function flagOf(row: Row, column: string): boolean | null {
  const value = numberOf(row, column);
  return value === null ? null : value !== 0;
}

/** A length of a row in milliseconds, from a column in `unit`. */
export function durationOf(row: Row, column: string, unit: Duration): Duration | null {
  const value = numberOf(row, column);
  return value === null ? null : value * unit;
}
