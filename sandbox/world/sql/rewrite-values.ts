import { SqlServerError } from '../../tds/sql-server-error.ts';
import { parameterPlace } from './bind-parameters.ts';
import type { Handler, Handlers, Rewriter } from './context.ts';
import { remember } from './context.ts';
import { convert } from './convert.ts';
import { isText, isTextLiteral } from './is-text.ts';
import { typeOfTree } from './sql-type.ts';
import type { Body, Node } from './tree.ts';
import { call, castTo, inner, isNode, lineOf, nameOf, present, raw, textLiteral } from './tree.ts';
import { unsupported } from './unsupported.ts';

const each: Handler = (body, { walk }) => {
  walk(body);
  return null;
};

/** Operand of a comparison: trailing blanks do not count. */
function operand(node: Node, { context, expr }: Rewriter): Node {
  if (node.literal && isText(node, context)) {
    return textLiteral((node.literal.value ?? '').replace(/ +$/, ''));
  }
  return isText(node, context) ? call('rtrim', expr(node)) : expr(node);
}

const isCompactDate = (node: Node) =>
  isTextLiteral(node) && /^\d{8}( .*)?$/.test(node.literal?.value ?? '');

/** A date beside '19010101' is compared as a date; everything else as it is. */
function compare(kind: string): Handler {
  return (body, rewriter) => {
    const left = present(body.left);
    const right = present(body.right);
    const { expr } = rewriter;
    if (isCompactDate(right)) {
      return {
        [kind]: { ...body, left: call('t_cmp8', expr(left), expr(right)), right: raw('0') },
      };
    }
    if (isCompactDate(left)) {
      return {
        [kind]: { ...body, right: call('t_cmp8', expr(right), expr(left)), left: raw('0') },
      };
    }
    body.left = operand(left, rewriter);
    body.right = operand(right, rewriter);
    return null;
  };
}

function macroOfTwo(macro: string): Handler {
  return (body, { expr }) => call(macro, expr(present(body.left)), expr(present(body.right)));
}

/** T-SQL has no bigint literal: beyond int a whole number is decimal. */
function literal(body: Body): Node {
  const value = body.value ?? '';
  const type = body.literal_type ?? '';
  if (type === 'string' || type === 'national_string') return textLiteral(value);
  if (type === 'hex_string' || type === 'hex_number') {
    return call('unhex', textLiteral(value.replace(/^0x/i, '')));
  }
  if (/^\d+$/.test(value)) {
    const fits = BigInt(value) < 2147483648n;
    return castTo(raw(value), fits ? 'INTEGER' : `DECIMAL(${value.length},0)`);
  }
  if (/e/i.test(value)) return castTo(raw(value), 'DOUBLE');
  const precision = Math.max(value.replace('.', '').length, 1);
  return castTo(raw(value), `DECIMAL(${precision},${(value.split('.')[1] ?? '').length})`);
}

const column: Handler = (body, { context }) => {
  const name = nameOf(body);
  if (!name.startsWith('@')) {
    remember(context, body, name);
    if (body.table) remember(context, body, body.table.name, `${body.table.name}.${name}`);
    return null;
  }
  const key = name.slice(1).toLowerCase();
  const type = context.params.get(key);
  if (!type) {
    const message = `Must declare the scalar variable "${name}".`;
    throw new SqlServerError({ number: 137, state: 2, class: 15, message, line: lineOf(body) });
  }
  const place = parameterPlace(key);
  return raw(type.duck === 'BLOB' ? `unhex(${place})` : `CAST(${place} AS ${type.duck})`);
};

const globals: Readonly<Record<string, string>> = {
  spid: "x_spid(getvariable('session'))",
  servername: "t_serverproperty('ServerName')",
  version: "t_serverproperty('@@VERSION')",
  servicename: "t_serverproperty('@@SERVICENAME')",
  trancount: 'CAST(0 AS INTEGER)',
  error: 'CAST(0 AS INTEGER)',
};

const parameter: Handler = (body) => {
  const text = body.style === 'DoubleAt' ? globals[nameOf(body).toLowerCase()] : undefined;
  if (text === undefined) throw unsupported(`@@${nameOf(body)}`);
  return raw(text);
};

const like: Handler = (body, { expr }) => {
  if (body.escape || body.quantifier) throw unsupported('LIKE … ESCAPE');
  return call('t_like', expr(present(body.left)), expr(present(body.right)));
};

const among: Handler = (body, rewriter) => {
  body.this = operand(inner(body), rewriter);
  if (body.query) {
    rewriter.context.nested = true;
    body.query = rewriter.expr(body.query);
  } else {
    body.expressions = (body.expressions ?? []).map((node) => operand(node, rewriter));
  }
  return null;
};

const between: Handler = (body, rewriter) => {
  body.this = operand(inner(body), rewriter);
  body.low = operand(present(body.low), rewriter);
  body.high = operand(present(body.high), rewriter);
  return null;
};

const cases: Handler = (body, rewriter) => {
  const { expr } = rewriter;
  const when = (node: Node) => (body.operand ? operand(node, rewriter) : expr(node));
  body.whens = present(body.whens).map(([condition, then]) => [when(condition), expr(then)]);
  if (body.operand) body.operand = operand(body.operand, rewriter);
  const otherwise = body['else_'];
  if (otherwise) body['else_'] = expr(otherwise);
  return null;
};

const iif: Handler = (body, { expr }) => ({
  case: {
    operand: null,
    whens: [[expr(present(body.condition)), expr(present(body.true_value))]],
    else_: body.false_value ? expr(body.false_value) : null,
    comments: [],
  },
});

const add: Handler = (body, { context, expr, walk }) => {
  const left = present(body.left);
  const right = present(body.right);
  if (isText(left, context) || isText(right, context))
    return call('t_cat', expr(left), expr(right));
  walk(body);
  return null;
};

const atTimeZone: Handler = (body, { expr }) => {
  if (body.zone?.literal?.value !== 'UTC') throw unsupported('AT TIME ZONE other than UTC');
  body.this = expr(inner(body));
  return null;
};

/** Only the arguments are rewritten. */
const plainKinds =
  'alias paren and or not is_null exists mul sub neg values star null coalesce floor ceil upper lower abs sqrt bitwise_and bitwise_or bitwise_xor bitwise_not row_number rank dense_rank';
const plain: Handlers = Object.fromEntries(plainKinds.split(' ').map((kind) => [kind, each]));
const comparisons: Handlers = Object.fromEntries(
  ['eq', 'neq', 'lt', 'lte', 'gt', 'gte'].map((kind) => [kind, compare(kind)]),
);

export const valueHandlers: Handlers = {
  ...plain,
  ...comparisons,
  literal,
  national_string: literal,
  column,
  parameter,
  like,
  between,
  in: among,
  case: cases,
  if_func: iif,
  add,
  div: macroOfTwo('t_div'),
  mod: macroOfTwo('t_mod'),
  at_time_zone: atTimeZone,
  // All text here compares without case: naming a collation changes nothing.
  collation: (body, { expr }) => expr(inner(body)),
  cast: (body, { expr }) => convert(typeOfTree(present(body.to)), expr(inner(body))),
  try_cast: (body, { expr }) =>
    convert(typeOfTree(present(body.to)), expr(inner(body)), undefined, true),
  length: (body, { expr }) => call('t_len', expr(inner(body))),
  substring: (body, { expr }) =>
    call(
      't_substring',
      expr(inner(body)),
      expr(present(body.start)),
      expr(present(isNode(body.length) ? body.length : null)),
    ),
};
