import type { SqlType } from './sql-type.ts';
import type { Node } from './tree.ts';
import { call, castTo, raw } from './tree.ts';
import { unsupported } from './unsupported.ts';

const integers = new Set(['INTEGER', 'BIGINT', 'SMALLINT', 'UTINYINT']);
/** Styles of dates as text, and the macro of the same meaning. */
const textStyles = new Map([
  [126, 126],
  [127, 126],
  [120, 120],
  [20, 120],
  [121, 121],
  [21, 121],
  [112, 112],
  [23, 23],
]);
const dateStyles = new Set([112, 120, 121, 126, 127]);

/** CONVERT(type, value, style) and CAST; `attempt` is TRY_CONVERT, where null answers a failure. */
export function convert(type: SqlType, value: Node, style?: Node, attempt = false): Node {
  const number = style && Number(style.literal?.value ?? NaN);
  if (type.duck === 'VARCHAR') return toText(type, value, number);
  if (number !== undefined && type.duck === 'BLOB' && [1, 2].includes(number)) {
    return call(`t_blob${number}`, value);
  }
  if (number !== undefined && !(/^TIMESTAMP|^DATE/.test(type.duck) && dateStyles.has(number))) {
    throw unsupported(`CONVERT style ${number} to ${type.name}`);
  }
  const prefix = attempt ? 't_try_' : 't_';
  const cast = attempt ? tryCastTo : castTo;
  if (integers.has(type.duck)) return cast(call(`${prefix}num`, value), type.duck);
  if (type.duck === 'BOOLEAN') return call(`${prefix}bit`, value);
  if (type.duck === 'TIMESTAMP_MS') return call(`${prefix}datetime`, value);
  if (type.duck === 'TIMESTAMP') return call(`${prefix}dt`, value);
  if (type.duck === 'DATE') return castTo(call(`${prefix}dt`, value), 'DATE');
  if (type.duck === 'BLOB') return call('t_blob', value);
  return cast(value, type.duck);
}

function toText(type: SqlType, value: Node, style: number | undefined): Node {
  let text = value;
  if (style !== undefined && style !== 0) {
    const macro = type.name.includes('char') ? textStyles.get(style) : undefined;
    if (style === 1 || style === 2) text = call(`t_hex${style}`, value);
    else if (macro === undefined) throw unsupported(`CONVERT style ${style}`);
    else text = call(`t_str${macro}`, value);
  }
  const length = type.name === 'sysname' ? 128 : (type.length ?? 30);
  if (length === Infinity) return text === value ? call('t_str', text) : text;
  const macro = style === undefined || style === 0 ? 't_fit' : 't_cut';
  return call(macro, text, raw(String(length)));
}

function tryCastTo(node: Node, duckType: string): Node {
  const { cast } = castTo(node, duckType);
  return cast ? { try_cast: cast } : node;
}
