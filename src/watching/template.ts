import type { Check, Unit } from '../domain/check.ts';
import { formatValue } from '../domain/format-value.ts';
import type { Row } from '../domain/sample.ts';
import { itemName } from './item-name.ts';

/** One place of a headline: `max(depth)`, `worst(queue by depth)`, `count()`. */
export interface Place {
  readonly verb: string;
  readonly column: string;
  readonly by: string | undefined;
}

const places = /\{(count|max|min|sum|first|worst)\((\w*)(?: by (\w+))?\)\}/g;

export function headlinePlaces(headline: string): Place[] {
  return [...headline.matchAll(places)].map(([, verb = '', column = '', by]) => ({
    verb,
    column,
    by,
  }));
}

/** A check's headline over the rows it saw: `slowest 84 ms of 1,912 runs`. Null where the check has none. */
export function fillHeadline(check: Check, rows: readonly Row[]): string | null {
  if (check.headline === undefined) return null;
  return check.headline.replaceAll(
    places,
    (_, verb: string, column: string, by: string | undefined) =>
      fillPlace({ verb, column, by }, rows, check.values),
  );
}

function fillPlace(
  { verb, column, by }: Place,
  rows: readonly Row[],
  units: Readonly<Record<string, Unit>>,
): string {
  if (verb === 'count') return formatValue(rows.length, 'count');
  if (verb === 'worst') return worstName(worstRow(rows, by ?? ''), column);
  const unit = units[column] ?? 'text';
  if (verb === 'first') {
    const [row] = rows;
    const value = row?.values[column];
    // Words that a statement leaves empty say nothing; only what is missing is a dash.
    if (value === '' && unit === 'text') return '';
    return row?.labels[column] ?? formatValue(value, unit);
  }
  if (unit === 'utc') {
    const times = rows
      .map(({ values }) => values[column])
      .filter((value) => typeof value === 'string')
      .toSorted();
    return formatValue(verb === 'max' ? times.at(-1) : times[0], unit);
  }
  // How many flags are up is a number, whatever one of them means.
  const shown = verb === 'sum' && unit === 'flag' ? 'count' : unit;
  return formatValue(aggregate(verb, numbers(rows, column)), shown);
}

function worstName(row: Row | undefined, column: string): string {
  if (row?.labels[column] === undefined) return '–';
  return column === 'replica' ? (row.labels[column] ?? '–') : itemName(row.labels, column);
}

/** The numbers of a column; rows without one are left out. */
export function numbers(rows: readonly Row[], column: string): number[] {
  return rows.map(({ values }) => values[column]).filter((value) => typeof value === 'number');
}

function aggregate(verb: string, values: readonly number[]): number | null {
  if (verb === 'sum') return values.reduce((sum, value) => sum + value, 0);
  if (values.length === 0) return null;
  return values.reduce((best, value) =>
    verb === 'max' ? Math.max(best, value) : Math.min(best, value),
  );
}

function worstRow(rows: readonly Row[], by: string): Row | undefined {
  const value = (row: Row) => {
    const found = row.values[by];
    return typeof found === 'number' ? found : Number.NEGATIVE_INFINITY;
  };
  return rows.reduce<Row | undefined>(
    (worst, row) => (worst === undefined || value(row) > value(worst) ? row : worst),
    undefined,
  );
}

/**
 * A rule's summary with its places filled from the row: `{queue}`, `{depth}`. `{value}` is the compared value.
 * A place without a value reads `–`. Of several replicas it says which.
 */
export function fillSummary(
  summary: string,
  check: Check,
  row: Row,
  compared: { readonly value: number | null; readonly unit: Unit },
): string {
  const [first = ''] = check.labels;
  const filled = summary.replaceAll(/\{([\w.]+)\}/g, (_, name: string) => {
    if (name === 'value') return formatValue(compared.value, compared.unit);
    if (name === first && name in row.labels && name !== 'replica')
      return itemName(row.labels, name);
    return row.labels[name] ?? formatValue(row.values[name], check.values[name] ?? 'text');
  });
  // Where only the first label is worth a place, its name says which replica; without it nothing would.
  return /\{replica\}/.test(summary) || summary.includes(`{${first}}`)
    ? filled
    : `${filled}${itemName({ ...row.labels, name: '' }, 'name')}`;
}
