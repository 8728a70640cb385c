import type { Check, Unit } from '../domain/check.ts';
import type { Outcome, Row } from '../domain/sample.ts';
import type { Cell, ResultRow } from '../domain/target.ts';
import { unknown } from './outcome.ts';

/** How long a text may be that people are shown. */
const longestText = 1000;

const timeUnits: readonly Unit[] = ['ms', 'seconds', 'minutes', 'hours', 'days'];

/**
 * The rows of an answer with their declared labels and values, or the first thing that makes the whole answer
 * doubtful. A row whose labels (without labels: whose values) are all null is the proof alone, and no row.
 */
export function readRows(check: Check, found: readonly ResultRow[]): Outcome {
  const columns = [...check.labels, ...Object.keys(check.values)];
  const absent = columns.find((column) => found.some((row) => !(column in row)));
  if (absent !== undefined)
    return unknown('error', `the statement does not return the column ${absent}`);

  const rows: Row[] = [];
  const seen = new Set<string>();
  for (const row of found) {
    const identifying = check.labels.length > 0 ? check.labels : Object.keys(check.values);
    if (identifying.every((column) => row[column] === null)) continue;
    const read = readRow(check, row);
    if (typeof read === 'string') return unknown('error', read);
    const key = JSON.stringify(check.labels.map((label) => read.labels[label]));
    if (seen.has(key)) return unknown('error', `two rows have the same labels: ${wordsOf(read)}`);
    seen.add(key);
    rows.push(read);
  }
  if (rows.length === 0 && check.onEmpty === 'unknown')
    return unknown('empty', 'the statement found nothing, where there must be something');
  return { kind: 'rows', rows };
}

function readRow(check: Check, row: ResultRow): Row | string {
  const labels: Record<string, string> = {};
  for (const label of check.labels) {
    const cell = row[label];
    if (cell === null || cell === undefined) return `a row has no ${label}`;
    labels[label] = String(cell).trim().slice(0, longestText);
  }
  const values: Record<string, number | string | null> = {};
  for (const [column, unit] of Object.entries(check.values)) {
    const value = readValue(row[column] ?? null, unit);
    if (value === undefined) return `${column} is no number`;
    if (typeof value === 'number' && value < 0 && timeUnits.includes(unit))
      return `${column} is negative: the clocks of the server and of what wrote the data disagree`;
    values[column] = value;
  }
  return { labels, values };
}

/** A cell in its unit; undefined where it does not fit. */
function readValue(cell: Cell, unit: Unit): number | string | null | undefined {
  if (cell === null) return null;
  if (unit === 'text' || unit === 'utc') return String(cell).trim().slice(0, longestText);
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : undefined;
  return /^\s*[+-]?\d+(\.\d*)?(e[+-]?\d+)?\s*$/i.test(cell) ? Number(cell) : undefined;
}

function wordsOf({ labels }: Row): string {
  const words = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return words.length === 0 ? 'none are declared' : words.join(', ');
}
