import { isMoment, type Moment, type WireValue, wireText } from './wire-value.ts';

const dayMicros = 86_400_000_000n;
/** Days from 0001-01-01 and from 1900-01-01 to 1970-01-01. */
const daysFromYear1 = 719_162n;
const daysFrom1900 = 25_567n;

/** Whole days since 1970 and the microseconds into the day. */
function split(micros: bigint): [days: bigint, rest: bigint] {
  const rest = ((micros % dayMicros) + dayMicros) % dayMicros;
  return [(micros - rest) / dayMicros, rest];
}

function microsOf(value: WireValue): Moment {
  if (isMoment(value)) return value;
  const date = value instanceof Date ? value : new Date(`${wireText(value)}Z`);
  return { micros: BigInt(date.getTime()) * 1000n };
}

function littleEndian(value: bigint, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  let rest = value;
  for (let index = 0; index < bytes; index += 1) {
    buffer[index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return buffer;
}

export function fromLittleEndian(buffer: Buffer): bigint {
  return buffer.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function timeBytes(scale: number): number {
  if (scale <= 2) return 3;
  return scale <= 4 ? 4 : 5;
}

function encodeTime(rest: bigint, scale: number): Buffer {
  return littleEndian((rest * 10n) / 10n ** BigInt(7 - scale), timeBytes(scale));
}

function decodeTime(bytes: Buffer, scale: number): bigint {
  return (fromLittleEndian(bytes) * 10n ** BigInt(7 - scale)) / 10n;
}

const encodeDays = (days: bigint) => littleEndian(days + daysFromYear1, 3);

/** A date or time of the given type as its bytes, without their length. */
export function encodeMoment(type: string, value: WireValue, scale: number): Buffer {
  const moment = microsOf(value);
  const [days, rest] = split(moment.micros);
  switch (type) {
    case 'date':
      return encodeDays(days);
    case 'time':
      return encodeTime(rest, scale);
    case 'datetime2':
      return Buffer.concat([encodeTime(rest, scale), encodeDays(days)]);
    case 'datetimeoffset': {
      const offset = Buffer.alloc(2);
      offset.writeInt16LE(moment.offsetMinutes ?? 0);
      return Buffer.concat([encodeTime(rest, scale), encodeDays(days), offset]);
    }
    case 'smalldatetime': {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt16LE(Number(days + daysFrom1900), 0);
      bytes.writeUInt16LE(Number(rest / 60_000_000n), 2);
      return bytes;
    }
    default: {
      // datetime: days since 1900 and three hundredths of a second
      const bytes = Buffer.alloc(8);
      const ticks = (rest * 3n + 5_000n) / 10_000n;
      const wraps = ticks >= 25_920_000n;
      bytes.writeInt32LE(Number(days + daysFrom1900 + (wraps ? 1n : 0n)), 0);
      bytes.writeUInt32LE(wraps ? 0 : Number(ticks), 4);
      return bytes;
    }
  }
}

/** The bytes of a date or time → what they say. */
export function decodeMoment(type: string, bytes: Buffer, scale: number): Moment {
  const days = (at: number) => fromLittleEndian(bytes.subarray(at, at + 3)) - daysFromYear1;
  const length = timeBytes(scale);
  switch (type) {
    case 'date':
      return { micros: days(0) * dayMicros };
    case 'time':
      return { micros: decodeTime(bytes.subarray(0, length), scale) };
    case 'datetime2':
      return { micros: days(length) * dayMicros + decodeTime(bytes.subarray(0, length), scale) };
    case 'datetimeoffset':
      return {
        micros: days(length) * dayMicros + decodeTime(bytes.subarray(0, length), scale),
        offsetMinutes: bytes.readInt16LE(length + 3),
      };
    case 'smalldatetime':
      return {
        micros:
          (BigInt(bytes.readUInt16LE(0)) - daysFrom1900) * dayMicros +
          BigInt(bytes.readUInt16LE(2)) * 60_000_000n,
      };
    default: {
      const ticks = BigInt(bytes.readUInt32LE(4));
      // SQL Server reads a three-hundredth as its rounded millisecond.
      const millis = (ticks * 10n + 1n) / 3n;
      return {
        micros: (BigInt(bytes.readInt32LE(0)) - daysFrom1900) * dayMicros + millis * 1000n,
      };
    }
  }
}
