import { SqlServerError } from '../../tds/sql-server-error.ts';
import type { Context, Handler, Handlers, Rewriter } from './context.ts';
import { objectKey, remember } from './context.ts';
import type { Body, Cte, Name, Node, OrderBy, With } from './tree.ts';
import { isNode, nameOf, present, quotedName, raw } from './tree.ts';
import { unsupported } from './unsupported.ts';

const supported = new Set(
  'expressions from joins where_clause group_by having order_by top offset fetch limit distinct with option'.split(
    ' ',
  ),
);
const orderByInside =
  'The ORDER BY clause is invalid in views, inline functions, derived tables, subqueries, and common table expressions, unless TOP, OFFSET or FOR XML is also specified.';

function refuseUnknownClauses(body: Body): void {
  for (const [clause, value] of Object.entries(body)) {
    const empty = !value || (Array.isArray(value) && value.length === 0);
    if (!supported.has(clause) && !clause.endsWith('comments') && !empty) {
      throw unsupported(`SELECT … ${clause}`);
    }
  }
  if (body.limit) {
    throw new SqlServerError({ number: 102, class: 15, message: "Incorrect syntax near 'LIMIT'." });
  }
  if (body.top?.percent || body.top?.with_ties) throw unsupported('TOP … PERCENT / WITH TIES');
  if (body.expressions?.some((node) => node.eq?.left?.column && !node.eq.left.column.table)) {
    throw unsupported('SELECT alias = …, write AS');
  }
}

const select: Handler = (body, rewriter) => {
  const { context, expr, walk } = rewriter;
  const { nested } = context;
  refuseUnknownClauses(body);
  const { order_by: order, with: ctes } = body;
  if (nested && order && !body.top && !body.offset) {
    throw new SqlServerError({ number: 1033, class: 15, message: orderByInside });
  }
  context.nested = true;
  if (ctes) commonTables(ctes, rewriter);
  const count = body.top?.this ?? body.fetch?.count;
  const skip = body.offset?.this;
  Object.assign(body, { top: null, fetch: null, offset: null, option: null });
  Object.assign(body, { with: null, order_by: null });
  walk(body);
  body.with = ctes ?? null;
  const outputs = hideAliases(body, context);
  if (order) body.order_by = sorted(order, outputs, Boolean(body.distinct), rewriter);
  if (count) {
    body.limit = { this: expr(count.paren && isNode(count.paren.this) ? count.paren.this : count) };
  }
  if (skip) body.offset = { this: expr(skip), rows: null };
  for (const join of body.joins ?? []) if (join.kind.endsWith('Apply')) join.on = raw('TRUE');
  return null;
};

/** The name a column of the select list goes out under; '' if it has none. */
export function outputName(node: Node): string {
  const alias = node.alias?.alias;
  if (alias) return alias.name;
  return node.column ? nameOf(node.column) : '';
}

export function selectsAll(body: Body): boolean {
  return present(body.expressions).some(
    (node) => node.star !== undefined || (node.column && nameOf(node.column) === '*'),
  );
}

/**
 * DuckDB lets WHERE, GROUP BY, HAVING and later columns see an alias, SQL Server does not (207): the aliases are
 * renamed, and the columns named again by whoever stands outside.
 */
function hideAliases(body: Body, context: Context): string[] {
  if (selectsAll(body)) return [];
  const expressions = present(body.expressions);
  const outputs = expressions.map(outputName);
  expressions.forEach((node, index) => {
    if (node.alias) node.alias.alias = quotedName(`__c${index}`);
  });
  context.outputs.set(body, outputs);
  return outputs;
}

/** ORDER BY prefers the alias; ordinals stay literals. */
function sorted(
  order: OrderBy,
  outputs: readonly string[],
  distinct: boolean,
  { expr }: Rewriter,
): OrderBy {
  for (const item of order.expressions) {
    const { column } = item.this;
    const name = column && !column.table ? nameOf(column).toLowerCase() : undefined;
    const position = outputs.findIndex((output) => output.toLowerCase() === name);
    if (position >= 0) item.this = raw(String(position + 1));
    else if (distinct) {
      const message =
        'ORDER BY items must appear in the select list if SELECT DISTINCT is specified.';
      throw new SqlServerError({ number: 145, class: 15, message });
    } else if (!item.this.literal) item.this = expr(item.this);
  }
  return order;
}

/** Output names of a query, whatever it is made of; undefined if they are not known. */
export function outputsOf(query: Node, context: Context): readonly string[] | undefined {
  let node: Node | undefined = query;
  while (node && !node.select) {
    const [body]: (Body | undefined)[] = Object.values(node);
    node = body?.left ?? (isNode(body?.this) ? body.this : undefined);
  }
  return node?.select && context.outputs.get(node.select);
}

function columnNames(names: readonly string[] | undefined): Name[] {
  return names && !names.includes('') ? names.map(quotedName) : [];
}

function commonTables(ctes: With, rewriter: Rewriter): void {
  ctes.recursive = true;
  for (const cte of ctes.ctes) commonTable(cte, rewriter);
}

function commonTable(cte: Cte, { context, expr }: Rewriter): void {
  context.ctes.add(cte.alias.name.toLowerCase());
  context.nested = true;
  cte.this = expr(cte.this);
  if (cte.columns.length === 0) cte.columns = columnNames(outputsOf(cte.this, context));
}

const subquery: Handler = (body, { context, walk }) => {
  context.nested = true;
  walk(body);
  if (body.alias && body.column_aliases?.length === 0 && isNode(body.this)) {
    body.column_aliases = columnNames(outputsOf(body.this, context));
  }
  return null;
};

const setOperation: Handler = (body, rewriter) => {
  const { context, expr } = rewriter;
  if (body.with) commonTables(body.with, rewriter);
  const order = body.order_by;
  body.order_by = null;
  context.nested = true;
  body.left = expr(present(body.left));
  body.right = expr(present(body.right));
  if (order) {
    body.order_by = sorted(order, outputsOf(body.left, context) ?? [], false, rewriter);
  }
  return null;
};

const harmlessHints = /NOLOCK|READPAST|READUNCOMMITTED/i;

const table: Handler = (body, { context }) => {
  if (body.hints?.some((hint) => !harmlessHints.test(JSON.stringify(hint)))) {
    throw unsupported('table hint');
  }
  body.hints = [];
  const name = nameOf(body);
  if (!body.schema && context.ctes.has(name.toLowerCase())) return null;
  const schema = body.schema?.name || 'dbo';
  const written = [body.catalog?.name, body.schema?.name, name].filter(Boolean).join('.');
  remember(context, body, name, written);
  if (body.catalog) remember(context, body, body.catalog.name, written);
  if (!/^(sys|dbo)$/i.test(schema)) {
    throw new SqlServerError({ number: 208, message: `Invalid object name '${written}'.` });
  }
  if (!body.schema?.name) body.schema = { name: schema, quoted: false };
  const database = body.catalog?.name ?? context.database;
  const object = { database, schema: schema.toLowerCase(), name };
  context.objects.set(objectKey(object), object);
  const filter = context.filters.get(objectKey(object));
  if (filter === undefined) return null;
  const alias = body.alias?.name ?? name;
  return raw(`(SELECT * FROM "${database}"."${schema}"."${name}" WHERE ${filter}) AS "${alias}"`);
};

export const selectHandlers: Handlers = {
  select,
  subquery,
  table,
  union: setOperation,
  intersect: setOperation,
  except: setOperation,
};
