import { syntaxError, typeError } from '../bolt-error.ts';
import { isList, typeName, type Value } from '../value.ts';

type Implementation = (args: readonly Value[], now: number) => Value;

const functions: Readonly<Record<string, Implementation>> = {
  coalesce: (args) => args.find((arg) => arg !== null) ?? null,
  abs: (args) => numeric(args, (value) => (value < 0n ? -value : value), Math.abs),
  ceil: (args) => numeric(args, Number, Math.ceil),
  floor: (args) => numeric(args, Number, Math.floor),
  round: (args) => numeric(args, Number, Math.round),
  sign: (args) =>
    numeric(
      args,
      (value) => BigInt(Math.sign(Number(value))),
      (value) => BigInt(Math.sign(value)),
    ),
  tofloat: ([value = null]) => toNumber(value),
  tointeger: ([value = null]) => {
    const number = toNumber(value);
    return number === null ? null : BigInt(Math.trunc(number));
  },
  tostring: ([value = null]) => toText(value),
  tolower: ([value = null]) => (typeof value === 'string' ? value.toLowerCase() : null),
  toupper: ([value = null]) => (typeof value === 'string' ? value.toUpperCase() : null),
  size: ([value = null]) => {
    if (value === null) return null;
    if (typeof value === 'string' || isList(value)) return BigInt(value.length);
    throw typeError(`Type mismatch: size of ${typeName(value)}`);
  },
  head: ([value = null]) => (isList(value) ? (value[0] ?? null) : null),
  datetime: (args, now) => {
    if (args.length > 0) throw syntaxError('datetime() takes no argument here');
    return { kind: 'moment', epochMs: now };
  },
  timestamp: (_, now) => BigInt(now),
  'duration.inseconds': ([from = null, to = null]) => {
    if (from === null || to === null) return null;
    const seconds = Math.trunc((epochOf(to) - epochOf(from)) / 1000);
    return { kind: 'span', days: 0n, seconds: BigInt(seconds) };
  },
};

/** Calls one of the functions that are known here; another is a syntax error, as in Neo4j. */
export function callFunction(name: string, args: readonly Value[], now: number): Value {
  const implementation = functions[name];
  if (implementation === undefined) throw syntaxError(`Unknown function '${name}'`);
  return implementation(args, now);
}

function numeric(
  [value = null]: readonly Value[],
  whole: (value: bigint) => Value,
  broken: (value: number) => Value,
): Value {
  if (value === null) return null;
  if (typeof value === 'bigint') return whole(value);
  if (typeof value === 'number') return broken(value);
  throw typeError(`Type mismatch: expected Float or Integer but was ${typeName(value)}`);
}

function toNumber(value: Value): number | null {
  if (typeof value === 'string') return Number.isNaN(Number(value)) ? null : Number(value);
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null;
}

function toText(value: Value): string | null {
  if (value === null) return null;
  if (typeof value !== 'object') return String(value);
  if (!isList(value) && value.kind === 'moment') return new Date(value.epochMs).toISOString();
  throw typeError(`Type mismatch: toString of ${typeName(value)}`);
}

function epochOf(value: Value): number {
  if (typeof value === 'object' && value !== null && !isList(value) && value.kind === 'moment')
    return value.epochMs;
  throw typeError(`Type mismatch: expected a temporal value but was ${typeName(value)}`);
}
