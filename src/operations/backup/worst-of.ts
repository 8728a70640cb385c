import type { Cell, ResultRow } from '../../domain/target.ts';

/**
 * One row of several that judge the same: that which is worst in the first of the columns `more` in which they differ, with
 * the most of each of them. Of the columns `known` it has the most too, but nothing where one of the rows has nothing.
 * Null of no rows.
 */
export function worstOf(
  rows: readonly ResultRow[],
  { more, known }: { readonly more: readonly string[]; readonly known: readonly string[] },
): ResultRow | null {
  const [first, ...rest] = rows;
  if (first === undefined) return null;
  if (rest.length === 0) return first;
  const worst = rest.reduce((held, row) => (isWorse(row, held, more) ? row : held), first);
  return {
    ...worst,
    ...Object.fromEntries(more.map((column) => [column, most(rows, column)])),
    ...Object.fromEntries(
      known.map((column) => [
        column,
        rows.some((row) => numberOf(row[column]) === null) ? null : most(rows, column),
      ]),
    ),
  };
}

function isWorse(one: ResultRow, other: ResultRow, columns: readonly string[]): boolean {
  const apart = columns.find((column) => rank(one[column]) !== rank(other[column]));
  return apart !== undefined && rank(one[apart]) > rank(other[apart]);
}

function most(rows: readonly ResultRow[], column: string): number | null {
  return rows.reduce<number | null>((held, row) => {
    const value = numberOf(row[column]);
    return value !== null && (held === null || value > held) ? value : held;
  }, null);
}

function rank(cell: Cell | undefined): number {
  return numberOf(cell) ?? -1;
}

function numberOf(cell: Cell | undefined): number | null {
  return typeof cell === 'number' ? cell : null;
}
