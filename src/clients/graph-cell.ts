import {
  isDate,
  isDateTime,
  isDuration,
  isInt,
  isLocalDateTime,
  isLocalTime,
  isTime,
} from 'neo4j-driver';
import type { Cell } from '../domain/target.ts';

/**
 * A driver's value as a cell: an integer beyond 2^53 as text, a time as ISO text. Undefined for what has no place in
 * a table: lists, maps, nodes, relationships, paths.
 */
export function graphCell(value: unknown): Cell | undefined {
  if (value === null || value === undefined) return null;
  if (isInt(value)) return value.inSafeRange() ? value.toNumber() : value.toString();
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
    return value;
  if (typeof value === 'bigint') return value.toString();
  if (isDateTime(value) || isLocalDateTime(value) || isDate(value)) return value.toString();
  if (isTime(value) || isLocalTime(value) || isDuration(value)) return value.toString();
  return undefined;
}
