import type { Handler, Handlers } from './context.ts';
import { objectKey, remember } from './context.ts';
import { convert } from './convert.ts';
import { isTextLiteral } from './is-text.ts';
import { aggregateFunctions } from './rewrite-aggregates.ts';
import { typeOfTree } from './sql-type.ts';
import type { Node } from './tree.ts';
import { binary, call, castTo, inner, nameOf, present, raw } from './tree.ts';
import { unsupported } from './unsupported.ts';

/** Functions that a macro `t_name` stands for. */
const macros = new Set(
  'newid isnull left right charindex replace getdate getutcdate sysutcdatetime sysdatetime sysdatetimeoffset db_id db_name object_id object_name object_schema_name schema_name schema_id serverproperty databasepropertyex fileproperty has_perms_by_name has_dbaccess is_srvrolemember is_rolemember is_member original_login suser_sname suser_name system_user user_name col_length quotename switchoffset host_name app_name stuff space hashbytes'.split(
    ' ',
  ),
);
/** Functions that mean the same in DuckDB. */
const native = new Set(
  'nullif round ltrim rtrim trim abs sign sqrt exp row_number rank dense_rank reverse greatest least'.split(
    ' ',
  ),
);

/** DuckDB's unit, and the names that T-SQL has for it. */
const unitNames: Readonly<Record<string, string>> = {
  years: 'year yy yyyy',
  quarters: 'quarter qq q',
  months: 'month mm m',
  weeks: 'week wk ww',
  days: 'day dd d',
  hours: 'hour hh',
  minutes: 'minute mi n',
  seconds: 'second ss s',
  milliseconds: 'millisecond ms',
  microseconds: 'microsecond mcs',
};
const units = new Map(
  Object.entries(unitNames).flatMap(([unit, names]) =>
    names.split(' ').map((name) => [name, unit] as const),
  ),
);

function unitOf(node: Node | undefined, name: string): string {
  const word = node?.var?.this ?? (node?.column && nameOf(node.column));
  const written = typeof word === 'string' ? word : '';
  const unit = units.get(written.toLowerCase());
  if (unit === undefined) throw unsupported(`date part ${written} in ${name}`);
  return unit;
}

const isDatetime = (node: Node) =>
  /^(getdate|getutcdate|current_timestamp)$/i.test(node.function ? nameOf(node.function) : '') ||
  'current_timestamp' in node ||
  (node.cast?.to !== undefined && typeOfTree(node.cast.to).name === 'datetime');

const dateadd: Handler = ({ args = [] }, { expr }) => {
  const unit = unitOf(args[0], 'DATEADD');
  const date = present(args[2]);
  const start = isTextLiteral(date) ? call('t_dt', expr(date)) : expr(date);
  const steps = castTo(call('t_num', expr(present(args[1]))), 'INTEGER');
  const sum = binary('add', start, call(`to_${unit}`, steps));
  if (isDatetime(date)) return castTo(sum, 'TIMESTAMP_MS');
  return { paren: { this: sum, trailing_comments: [] } };
};

function datePartFunction(macro: string): Handler {
  return ({ args = [] }, { expr }) => {
    const unit = unitOf(args[0], macro).slice(0, -1);
    if (unit === 'week') throw unsupported(`${macro}(week)`);
    return call(`t_${macro}`, raw(`'${unit}'`), ...args.slice(1).map(expr));
  };
}

function partOfDate(part: string): Handler {
  return (body, { expr }) => call('t_datepart', raw(`'${part}'`), expr(inner(body)));
}

function conversion(attempt: boolean): Handler {
  return ({ args = [] }, { expr }) => {
    const type = typeOfTree(present(args[0]?.data_type));
    return convert(type, expr(present(args[1])), args[2], attempt);
  };
}

/** Bits, numbers and times become text T-SQL's way before they are joined. */
const concat: Handler = (body, { expr }) =>
  call('concat', ...(body.args ?? body.expressions ?? []).map((part) => call('t_str', expr(part))));

const special: Handlers = {
  ...aggregateFunctions,
  dateadd,
  datediff: datePartFunction('datediff'),
  datediff_big: datePartFunction('datediff_big'),
  datepart: datePartFunction('datepart'),
  date_part: datePartFunction('datepart'),
  convert: conversion(false),
  try_convert: conversion(true),
  concat,
  current_timestamp: () => call('t_getdate'),
};

/** A function of the world: a table function in FROM, or a scalar one of `sys` or `dbo`. */
function ofSchema(written: string, args: Node[], rewriter: Parameters<Handler>[1]): Node {
  const [schema = '', name = ''] = written.split('.');
  const { context, expr } = rewriter;
  const object = { database: context.database, schema: schema.toLowerCase(), name };
  context.objects.set(objectKey(object), object);
  remember(context, {}, name, written);
  return call(`${schema}.${name}`, ...args.map(expr));
}

const anyFunction: Handler = (body, rewriter) => {
  const written = nameOf(body);
  const name = written.toLowerCase();
  const handler = Object.hasOwn(special, name) ? special[name] : undefined;
  if (handler) return handler(body, rewriter);
  if (/^(sys|dbo)\.\w+$/.test(name)) return ofSchema(written, body.args ?? [], rewriter);
  body.args = (body.args ?? []).map(rewriter.expr);
  if (macros.has(name)) body.name = `t_${name}`;
  else if (!native.has(name)) throw unsupported(`function ${written}`);
  return null;
};

/** `sys.fn_x(…)` among expressions parses as a method; those of XML and CLR types are refused. */
const method: Handler = (body, rewriter) => {
  const { column } = inner(body);
  const schema = column ? nameOf(column).toLowerCase() : '';
  const name = body.method?.name ?? '';
  if (schema !== 'sys' && schema !== 'dbo') throw unsupported(`method .${name}()`);
  return ofSchema(`${schema}.${name}`, body.args ?? [], rewriter);
};

export const functionHandlers: Handlers = {
  function: anyFunction,
  method_call: method,
  concat,
  year: partOfDate('year'),
  month: partOfDate('month'),
  day: partOfDate('day'),
  current_timestamp: () => call('t_getdate'),
  system_user: () => call('t_suser_sname'),
};
