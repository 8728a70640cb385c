import { BoltError, syntaxError, typeError } from '../bolt-error.ts';
import { isList, typeName, type Value } from '../value.ts';
import { compare, equals } from './compare.ts';
import type { Binary, Expression } from './expression.ts';
import { callFunction } from './functions.ts';

/** One row of a running query: its variables. */
export type Scope = ReadonlyMap<string, Value>;

/** What a query runs with. */
export interface Surroundings {
  readonly parameters: Readonly<Record<string, Value>>;
  readonly now: number;
  /** Values of aggregates that have been computed over a group already. */
  readonly computed?: ReadonlyMap<Expression, Value>;
}

/** The value of an expression in a row, by Cypher's rules: NULL spreads, logic has three values, INTEGERs divide whole. */
export function evaluate(expression: Expression, scope: Scope, around: Surroundings): Value {
  const known = around.computed?.get(expression);
  if (known !== undefined) return known;
  const value = (part: Expression): Value => evaluate(part, scope, around);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'variable': {
      const found = scope.get(expression.name);
      if (found === undefined) throw syntaxError(`Variable \`${expression.name}\` not defined`);
      return found;
    }
    case 'parameter': {
      const found = around.parameters[expression.name];
      if (found === undefined)
        throw new BoltError(
          'Neo.ClientError.Statement.ParameterMissing',
          `Expected parameter(s): ${expression.name}`,
        );
      return found;
    }
    case 'property':
      return propertyOf(value(expression.of), expression.name);
    case 'element':
      return elementOf(value(expression.of), value(expression.index));
    case 'list':
      return expression.items.map(value);
    case 'not': {
      const truth = truthOf(value(expression.of));
      return truth === null ? null : !truth;
    }
    case 'negative':
      return arithmetic('-', 0n, value(expression.of));
    case 'is-null':
      return value(expression.of) === null;
    case 'is-not-null':
      return value(expression.of) !== null;
    case 'binary':
      return binary(expression.sign, value(expression.left), value(expression.right));
    case 'call':
      return callFunction(expression.name, expression.args.map(value), around.now);
    case 'case': {
      const hit = expression.whens.find(({ when }) => truthOf(value(when)) === true);
      return value(hit === undefined ? expression.otherwise : hit.result);
    }
    default:
      throw syntaxError('unknown expression');
  }
}

/** A condition's truth: only TRUE lets a row through. */
export function truthOf(value: Value): boolean | null {
  if (value === null || typeof value === 'boolean') return value;
  throw typeError(`Expected a BOOLEAN value but got ${typeName(value)}`);
}

function propertyOf(of: Value, name: string): Value {
  if (of === null) return null;
  if (typeof of === 'object' && !isList(of)) {
    if (of.kind === 'node') return of.properties[name] ?? null;
    if (of.kind === 'map') return of.entries[name] ?? null;
    if (of.kind === 'span') return spanPart(of.days * 86_400n + of.seconds, name);
    if (of.kind === 'moment' && name === 'epochMillis') return BigInt(of.epochMs);
    if (of.kind === 'moment' && name === 'epochSeconds')
      return BigInt(Math.floor(of.epochMs / 1000));
  }
  throw typeError(`Type mismatch: no property ${name} on ${typeName(of)}`);
}

function spanPart(seconds: bigint, name: string): Value {
  const size = { seconds: 1n, minutes: 60n, hours: 3600n, days: 86_400n }[name];
  if (size === undefined) throw typeError(`No such field: ${name}`);
  return seconds / size;
}

function elementOf(of: Value, index: Value): Value {
  if (of === null || index === null) return null;
  if (isList(of) && typeof index === 'bigint') return of.at(Number(index)) ?? null;
  throw typeError(`Type mismatch: cannot look into ${typeName(of)} by ${typeName(index)}`);
}

function binary(sign: Binary, left: Value, right: Value): Value {
  switch (sign) {
    case 'AND':
    case 'OR':
    case 'XOR':
      return logic(sign, truthOf(left), truthOf(right));
    case '=':
      return equals(left, right);
    case '<>': {
      const same = equals(left, right);
      return same === null ? null : !same;
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(sign, compare(left, right));
    case 'IN':
      return contains(left, right);
    case 'STARTS WITH':
    case 'ENDS WITH':
    case 'CONTAINS':
      return textual(sign, left, right);
    default:
      return arithmetic(sign, left, right);
  }
}

function logic(
  sign: 'AND' | 'OR' | 'XOR',
  left: boolean | null,
  right: boolean | null,
): boolean | null {
  if (sign === 'XOR') return left === null || right === null ? null : left !== right;
  const decisive = sign === 'OR';
  if (left === decisive || right === decisive) return decisive;
  return left === null || right === null ? null : !decisive;
}

function ordered(sign: '<' | '<=' | '>' | '>=', order: number | null): boolean | null {
  if (order === null) return null;
  if (sign === '<') return order < 0;
  if (sign === '<=') return order <= 0;
  return sign === '>' ? order > 0 : order >= 0;
}

function contains(item: Value, list: Value): boolean | null {
  if (list === null) return null;
  if (!isList(list)) throw typeError(`Type mismatch: expected List<T> but was ${typeName(list)}`);
  const answers = list.map((each) => equals(item, each));
  if (answers.includes(true)) return true;
  return answers.includes(null) ? null : false;
}

function textual(
  sign: 'STARTS WITH' | 'ENDS WITH' | 'CONTAINS',
  left: Value,
  right: Value,
): boolean | null {
  if (typeof left !== 'string' || typeof right !== 'string') return null;
  if (sign === 'STARTS WITH') return left.startsWith(right);
  return sign === 'ENDS WITH' ? left.endsWith(right) : left.includes(right);
}

/** `+ - * / %` */
function arithmetic(sign: Binary, left: Value, right: Value): Value {
  if (left === null || right === null) return null;
  if (sign === '+' && typeof left === 'string' && typeof right === 'string') return left + right;
  if (typeof left === 'bigint' && typeof right === 'bigint') return whole(sign, left, right);
  const [a, b] = [left, right].map((each) => (typeof each === 'bigint' ? Number(each) : each));
  if (typeof a === 'number' && typeof b === 'number') return broken(sign, a, b);
  throw typeError(
    `Type mismatch: cannot apply ${sign} to ${typeName(left)} and ${typeName(right)}`,
  );
}

function whole(sign: Binary, left: bigint, right: bigint): bigint {
  if ((sign === '/' || sign === '%') && right === 0n)
    throw new BoltError('Neo.ClientError.Statement.ArithmeticError', '/ by zero');
  if (sign === '+') return left + right;
  if (sign === '-') return left - right;
  if (sign === '*') return left * right;
  return sign === '/' ? left / right : left % right;
}

function broken(sign: Binary, left: number, right: number): number {
  if (sign === '+') return left + right;
  if (sign === '-') return left - right;
  if (sign === '*') return left * right;
  return sign === '/' ? left / right : left % right;
}
