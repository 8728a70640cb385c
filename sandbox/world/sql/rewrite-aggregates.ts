import { SqlServerError } from '../../tds/sql-server-error.ts';
import type { Handler, Handlers } from './context.ts';
import type { Body, Node, OrderBy } from './tree.ts';
import { binary, call, castTo, inner, isNode, nameOf, open, present, raw } from './tree.ts';
import { unsupported } from './unsupported.ts';

function countOf(value: Node, distinct: boolean): Node {
  return {
    count: { this: value, star: false, distinct, filter: null, original_name: 'COUNT' },
  };
}

/** SUM keeps its argument's type (with overflow); DuckDB's own sum does not. */
function sumOf(value: Node, distinct: boolean): Node {
  return call(distinct ? 't_sum_distinct' : 't_sum', value);
}

/** AVG: of integers an integer, cut. */
function quotient(sum: Node, count: Node): Node {
  return call('t_div', sum, call('nullif', castTo(count, 'INTEGER'), raw('0')));
}

const countRows = () => raw('COUNT(*)');

function counted(body: Body, type: string): Handler {
  return (_, { expr }) => {
    if (body.star || !isNode(body.this)) return castTo(countRows(), type);
    const value = expr(body.this);
    const count = body.distinct ? call('t_count_distinct', value) : countOf(value, false);
    return castTo(count, type);
  };
}

const countBig: Handler = (body, rewriter) => {
  const [argument] = body.args ?? [];
  if (!argument) throw unsupported('COUNT_BIG without an argument');
  const star = Boolean(argument.star);
  const like: Body = { star, this: star ? null : argument, distinct: body.distinct ?? false };
  return counted(like, 'BIGINT')(like, rewriter);
};

const sum: Handler = (body, { expr }) => sumOf(expr(inner(body)), Boolean(body.distinct));

const avg: Handler = (body, { expr }) => {
  const value = expr(inner(body));
  const distinct = Boolean(body.distinct);
  return quotient(sumOf(value, distinct), countOf(structuredClone(value), distinct));
};

function extreme(kind: 'min' | 'max'): Handler {
  return (body, { expr }) => call(kind, call('t_nobit', expr(inner(body))));
}

const stringAgg: Handler = (body, { expr }) => {
  body.this = call('t_str', expr(inner(body)));
  return null;
};

const withinGroup: Handler = (body, { expr, walk }) => {
  const aggregate = inner(body).string_agg;
  if (!aggregate) {
    const message = "The function 'PERCENTILE_CONT' must have an OVER clause.";
    throw new SqlServerError({ number: 10753, class: 15, message });
  }
  walk(body.order_by);
  const value = call('t_str', expr(inner(aggregate)));
  return { string_agg: { ...aggregate, this: value, order_by: body.order_by ?? null } };
};

const plainWindows = new Set(
  'row_number rank dense_rank lag lead first_value last_value ntile'.split(' '),
);

/** The wrapping of an aggregate's result comes outside OVER. */
const windowFunction: Handler = (body, rewriter) => {
  const { expr, walk } = rewriter;
  walk(body.over);
  const [kind, inside] = open(inner(body));
  const over = (node: Node): Node => ({ window_function: { ...body, this: node } });
  // The parser gives ROW_NUMBER() no body at all.
  if ((inside as Body | null)?.distinct) throw unsupported(`${kind}(DISTINCT) OVER`);
  switch (kind) {
    case 'within_group':
      return over(percentile(inside, expr));
    case 'count':
      if (!inside.star && isNode(inside.this)) inside.this = expr(inside.this);
      return castTo(over(inner(body)), 'INTEGER');
    case 'sum':
    case 'avg': {
      const value = expr(inner(inside));
      const list = call('list', binary('add', value, raw('0::INTEGER')));
      const total = call('t_sumlist', over(list));
      if (kind === 'sum') return total;
      return quotient(total, over(countOf(structuredClone(value), false)));
    }
    case 'min':
    case 'max':
      inside.this = expr(inner(inside));
      return null;
    default: {
      const name = kind === 'function' ? nameOf(inside).toLowerCase() : kind;
      if (!plainWindows.has(name)) throw unsupported(`${name} OVER`);
      walk(inside);
      return null;
    }
  }
};

function percentile(body: Body, expr: (node: Node) => Node): Node {
  const aggregate = inner(body).aggregate_function;
  const name = aggregate ? nameOf(aggregate).toUpperCase() : '';
  const fraction = aggregate?.args?.[0]?.literal?.value;
  // Within WITHIN GROUP the parser gives the bare list.
  const orders = Array.isArray(body.order_by) ? body.order_by : body.order_by?.expressions;
  const order = present((orders as OrderBy['expressions'] | undefined)?.[0]);
  if (!/^PERCENTILE_(CONT|DISC)$/.test(name) || fraction === undefined) {
    throw unsupported(`${name} OVER`);
  }
  const rank = raw(String(order.desc ? 1 - Number(fraction) : fraction));
  const value = expr(order.this);
  if (name === 'PERCENTILE_DISC') return call('quantile_disc', value, rank);
  return call('quantile_cont', castTo(value, 'DOUBLE'), rank);
}

export const aggregateHandlers: Handlers = {
  count: (body, rewriter) => counted(body, 'INTEGER')(body, rewriter),
  sum,
  avg,
  min: extreme('min'),
  max: extreme('max'),
  string_agg: stringAgg,
  within_group: withinGroup,
  window_function: windowFunction,
};

export const aggregateFunctions: Handlers = { count_big: countBig };
