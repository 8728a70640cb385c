import type { Parameter } from '../../tds/wire-value.ts';
import { bindValue } from './read-value.ts';

/** A character that no statement holds. */
const mark = '\u0001';
const places = new RegExp(`${mark}([^${mark}]+)${mark}`, 'g');

/** Where the value of a parameter goes in a translated statement. */
export function parameterPlace(name: string): string {
  return `${mark}${name}${mark}`;
}

/**
 * The statement with its values as quoted text. DuckDB plans a statement with open parameters anew at each run, and
 * planning is what costs time here.
 */
export function bindParameters(sql: string, params: readonly Parameter[]): string {
  const values = new Map(params.map(({ name, value }) => [name.toLowerCase(), bindValue(value)]));
  return sql.replaceAll(places, (_, name: string) => quoted(values.get(name) ?? null));
}

export function quoted(text: string | null): string {
  return text === null ? 'NULL' : `'${text.replaceAll("'", "''")}'`;
}
