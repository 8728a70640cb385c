import { isList, typeName, type Value } from '../value.ts';

/** Cypher's equality: NULL with anything is unknown; an INTEGER equals the FLOAT of its size. */
export function equals(left: Value, right: Value): boolean | null {
  if (left === null || right === null) return null;
  if (isNumber(left) && isNumber(right)) return Number(left) === Number(right);
  if (isList(left) && isList(right))
    return (
      left.length === right.length &&
      left.every((each, index) => equals(each, right[index] ?? null) === true)
    );
  if (typeName(left) !== typeName(right)) return false;
  return left === right || compare(left, right) === 0;
}

/** Less, same or more; null where the two cannot be compared. */
export function compare(left: Value, right: Value): number | null {
  if (isNumber(left) && isNumber(right)) return Math.sign(Number(left) - Number(right));
  if (typeof left === 'string' && typeof right === 'string') {
    if (left === right) return 0;
    return left < right ? -1 : 1;
  }
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  const [a, b] = [left, right].map(momentOf);
  return a === null || a === undefined || b === null || b === undefined ? null : Math.sign(a - b);
}

/** The order of ORDER BY: what cannot be compared keeps its place, NULL comes last. */
export function compareForOrder(left: Value, right: Value): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return compare(left, right) ?? 0;
}

function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function momentOf(value: Value): number | null {
  return typeof value === 'object' && value !== null && !isList(value) && value.kind === 'moment'
    ? value.epochMs
    : null;
}

/** A value as the key of a group or of DISTINCT. */
export function keyOf(value: Value): string {
  if (value === null || typeof value !== 'object') return `${typeof value}:${String(value)}`;
  if (isList(value)) return `[${value.map(keyOf).join(',')}]`;
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'bigint' ? `${part}n` : part,
  );
}
