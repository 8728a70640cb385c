import { isMoment, type Moment, type WireValue } from '../tds/wire-value.ts';

/** A value as JSON can carry it. */
export function plainValue(value: WireValue): string | number | boolean | null {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  return isMoment(value) ? momentText(value) : value;
}

function momentText({ micros }: Moment): string {
  return new Date(Number(micros / 1000n)).toISOString();
}
