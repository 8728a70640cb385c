import { syntaxError } from '../bolt-error.ts';
import type { Value } from '../value.ts';
import { aggregate } from './aggregate.ts';
import type { Item, Projection } from './clause.ts';
import { compareForOrder, keyOf } from './compare.ts';
import { evaluate, type Scope, type Surroundings } from './evaluate.ts';
import { aggregates, type Expression, isAggregate, partsOf } from './expression.ts';

/** Rows with named columns, in order. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Scope[];
}

/** What WITH or RETURN makes of rows: columns, groups, order, a part. */
export function project(projection: Projection, input: Table, around: Surroundings): Table {
  const items: readonly Item[] = projection.isStar
    ? input.columns.map((name) => ({ name, expression: { kind: 'variable', name } }))
    : projection.items;
  if (items.length === 0)
    throw syntaxError('RETURN * is not allowed when there are no variables in scope');
  const columns = items.map(({ name }) => name);
  if (new Set(columns).size < columns.length)
    throw syntaxError('Multiple result columns with the same name are not supported');

  const projected = items.some(({ expression }) => isAggregate(expression))
    ? grouped(items, input.rows, around)
    : input.rows.map((row) => ({
        from: row,
        row: new Map(
          items.map(({ name, expression }) => [name, evaluate(expression, row, around)]),
        ),
      }));
  const distinct = projection.isDistinct
    ? [
        ...new Map(
          projected.map((each) => [[...each.row.values()].map(keyOf).join('|'), each]),
        ).values(),
      ]
    : projected;
  const sorted = distinct.toSorted((a, b) => {
    for (const { expression, isDescending } of projection.orderBy) {
      const [left, right] = [a, b].map(({ from, row }) =>
        evaluate(expression, new Map([...from, ...row]), around),
      );
      const order = compareForOrder(left ?? null, right ?? null);
      if (order !== 0) return isDescending ? -order : order;
    }
    return 0;
  });
  const skip = count(projection.skip, around) ?? 0;
  const limit = count(projection.limit, around) ?? sorted.length;
  return { columns, rows: sorted.slice(skip, skip + limit).map(({ row }) => row) };
}

function count(expression: Expression | null, around: Surroundings): number | null {
  return expression === null ? null : Number(evaluate(expression, new Map(), around));
}

/** One row a group of equal plain items; one in all when every item is an aggregate. */
function grouped(items: readonly Item[], rows: readonly Scope[], around: Surroundings) {
  const keys = items.filter(({ expression }) => !isAggregate(expression));
  const groups = new Map<string, Scope[]>();
  for (const row of rows) {
    const key = keys.map(({ expression }) => keyOf(evaluate(expression, row, around))).join('|');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  if (keys.length === 0 && groups.size === 0) groups.set('', []);
  return [...groups.values()].map((group) => {
    const first: Scope = group[0] ?? new Map();
    const row = new Map<string, Value>(
      items.map(({ name, expression }) => {
        const computed = new Map(
          callsOf(expression).map((call) => [call as Expression, aggregate(call, group, around)]),
        );
        return [name, evaluate(expression, first, { ...around, computed })];
      }),
    );
    return { from: first, row };
  });
}

function callsOf(expression: Expression): Extract<Expression, { kind: 'call' }>[] {
  if (expression.kind === 'call' && aggregates.has(expression.name)) return [expression];
  return partsOf(expression).flatMap(callsOf);
}
