import type { Cell } from '../domain/target.ts';

/**
 * A driver's value as a cell, without loss: dates as ISO text, binary as 0x…; undefined for a number whose digits the
 * driver has already lost (a numeric beyond 2^53), which must be converted to text in the statement.
 */
export function sqlCell(value: unknown): Cell | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return losesDigits(value) ? undefined : value;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `0x${value.toString('hex').toUpperCase()}`;
  return undefined;
}

function losesDigits(value: number): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e30;
}
