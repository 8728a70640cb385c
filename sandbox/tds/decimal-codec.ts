import { fromLittleEndian } from './moment-codec.ts';
import { type WireValue, wireText } from './wire-value.ts';

/** How many bytes the digits of a decimal take. */
function magnitudeBytes(precision: number): number {
  if (precision <= 9) return 4;
  if (precision <= 19) return 8;
  return precision <= 28 ? 12 : 16;
}

export const decimalBytes = (precision: number) => magnitudeBytes(precision) + 1;

/** `-12.5` at scale 2 → -1250n; no digit is lost, digits beyond the scale are cut. */
export function scaled(value: WireValue, scale: number): bigint {
  const text = wireText(value);
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)(\d*)\.?(\d*)$/.exec(text) ?? [];
  if (whole === '' && fraction === '') throw new TypeError(`not a decimal: ${text}`);
  const digits = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  return sign === '-' ? -digits : digits;
}

/** The sign, then the digits as one little-endian number. */
export function encodeDecimal(value: WireValue, precision: number, scale: number): Buffer {
  const number = scaled(value, scale);
  const bytes = Buffer.alloc(decimalBytes(precision));
  bytes[0] = number < 0n ? 0 : 1;
  let rest = number < 0n ? -number : number;
  for (let index = 1; index < bytes.length; index += 1) {
    bytes[index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  if (rest > 0n)
    throw new RangeError(`${wireText(value)} does not fit decimal(${precision},${scale})`);
  return bytes;
}

export function decodeDecimal(bytes: Buffer, scale: number): string {
  const digits = fromLittleEndian(bytes.subarray(1))
    .toString()
    .padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return bytes[0] === 0 ? `-${text}` : text;
}
