import { typeError } from '../bolt-error.ts';
import { typeName, type Value } from '../value.ts';
import { compare, keyOf } from './compare.ts';
import { evaluate, type Scope, type Surroundings } from './evaluate.ts';
import type { Expression } from './expression.ts';

/** The value of an aggregate over the rows of a group. NULLs do not count. */
export function aggregate(
  call: Extract<Expression, { kind: 'call' }>,
  rows: readonly Scope[],
  around: Surroundings,
): Value {
  if (call.isStar) return BigInt(rows.length);
  const [argument] = call.args;
  if (argument === undefined) throw typeError(`${call.name}() needs an argument`);
  const all = rows.map((row) => evaluate(argument, row, around)).filter((value) => value !== null);
  const values = call.isDistinct
    ? [...new Map(all.map((each) => [keyOf(each), each])).values()]
    : all;
  switch (call.name) {
    case 'count':
      return BigInt(values.length);
    case 'collect':
      return values;
    case 'sum':
      return sum(values);
    case 'avg':
      return values.length === 0 ? null : Number(sum(values)) / values.length;
    case 'min':
      return extreme(values, -1);
    default:
      return extreme(values, 1);
  }
}

function sum(values: readonly Value[]): bigint | number {
  return values.reduce<bigint | number>((total, value) => {
    if (typeof value !== 'bigint' && typeof value !== 'number')
      throw typeError(`Type mismatch: sum of ${typeName(value)}`);
    return typeof total === 'bigint' && typeof value === 'bigint'
      ? total + value
      : Number(total) + Number(value);
  }, 0n);
}

function extreme(values: readonly Value[], direction: -1 | 1): Value {
  return values.reduce<Value>(
    (best, value) => (best === null || compare(value, best) === direction ? value : best),
    null,
  );
}
