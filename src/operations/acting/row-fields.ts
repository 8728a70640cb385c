import type { ResultRow } from '../../domain/target.ts';

/** Reading one column of a row. Null: not known. */

export function text(row: ResultRow, name: string): string | null {
  const value = row[name];
  return value === null || value === undefined ? null : String(value);
}

/** GUIDs compare in lower case. */
export function guid(row: ResultRow, name: string): string | null {
  return text(row, name)?.toLowerCase() ?? null;
}

export function flag(row: ResultRow, name: string): boolean {
  return Number(row[name] ?? 0) === 1;
}
