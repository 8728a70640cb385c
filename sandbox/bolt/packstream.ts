import { isList, mapOf, type Value } from './value.ts';

/** A PackStream structure: a message, or a temporal value. */
export interface Structure {
  readonly signature: number;
  readonly fields: readonly Value[];
}

/** Writes a message. */
export function pack({ signature, fields }: Structure): Buffer {
  const parts: Buffer[] = [Buffer.from([0xb0 | fields.length, signature])];
  for (const field of fields) packValue(field, parts);
  return Buffer.concat(parts);
}

function packValue(value: Value, parts: Buffer[]): void {
  if (value === null) parts.push(Buffer.from([0xc0]));
  else if (typeof value === 'boolean') parts.push(Buffer.from([value ? 0xc3 : 0xc2]));
  else if (typeof value === 'bigint') parts.push(packInteger(value));
  else if (typeof value === 'number') parts.push(packFloat(value));
  else if (typeof value === 'string') {
    const bytes = Buffer.from(value, 'utf8');
    parts.push(header(bytes.length, 0x80, [0xd0, 0xd1, 0xd2]), bytes);
  } else if (isList(value)) {
    parts.push(header(value.length, 0x90, [0xd4, 0xd5, 0xd6]));
    for (const item of value) packValue(item, parts);
  } else if (value.kind === 'map') {
    const entries = Object.entries(value.entries);
    parts.push(header(entries.length, 0xa0, [0xd8, 0xd9, 0xda]));
    for (const [key, item] of entries) {
      packValue(key, parts);
      packValue(item, parts);
    }
  } else if (value.kind === 'moment') {
    const seconds = Math.floor(value.epochMs / 1000);
    const nanos = BigInt(value.epochMs - seconds * 1000) * 1_000_000n;
    parts.push(pack({ signature: 0x49, fields: [BigInt(seconds), nanos, 0n] }));
  } else if (value.kind === 'span') {
    parts.push(pack({ signature: 0x45, fields: [0n, value.days, value.seconds, 0n] }));
  } else throw new Error('a node cannot be returned here');
}

function packInteger(value: bigint): Buffer {
  if (value >= -16n && value < 128n) return Buffer.from([Number(value) & 0xff]);
  const bytes = Buffer.alloc(9);
  if (value >= -128n && value < 128n) return Buffer.from([0xc8, Number(value) & 0xff]);
  if (value >= -32768n && value < 32768n) {
    bytes[0] = 0xc9;
    bytes.writeInt16BE(Number(value), 1);
    return bytes.subarray(0, 3);
  }
  if (value >= -2147483648n && value < 2147483648n) {
    bytes[0] = 0xca;
    bytes.writeInt32BE(Number(value), 1);
    return bytes.subarray(0, 5);
  }
  bytes[0] = 0xcb;
  bytes.writeBigInt64BE(value, 1);
  return bytes;
}

function packFloat(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = 0xc1;
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function header(
  size: number,
  tiny: number,
  [one, two, four]: readonly [number, number, number],
): Buffer {
  if (size < 16) return Buffer.from([tiny | size]);
  const bytes = Buffer.alloc(5);
  if (size < 0x100) return Buffer.from([one, size]);
  if (size < 0x10000) {
    bytes[0] = two;
    bytes.writeUInt16BE(size, 1);
    return bytes.subarray(0, 3);
  }
  bytes[0] = four;
  bytes.writeUInt32BE(size, 1);
  return bytes;
}

/** Reads a message; throws on anything that is none. */
export function unpack(bytes: Buffer): Structure {
  const reader = new Reader(bytes);
  const marker = reader.byte();
  if (marker >> 4 !== 0xb) throw new Error('no PackStream structure');
  const signature = reader.byte();
  return { signature, fields: Array.from({ length: marker & 0xf }, () => readValue(reader)) };
}

/** A place in a buffer that moves on as values are read. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  take(length: number): Buffer {
    const part = this.#bytes.subarray(this.#at, this.#at + length);
    if (part.length < length) throw new Error('the message ends too early');
    this.#at += length;
    return part;
  }

  byte(): number {
    return this.take(1).readUInt8(0);
  }
}

function readValue(reader: Reader): Value {
  const marker = reader.byte();
  if (marker < 0x80) return BigInt(marker);
  if (marker >= 0xf0) return BigInt(marker - 0x100);
  const low = marker & 0xf;
  switch (marker >> 4) {
    case 0x8:
      return text(reader, low);
    case 0x9:
      return list(reader, low);
    case 0xa:
      return map(reader, low);
    default:
      return readMarked(reader, marker);
  }
}

function readMarked(reader: Reader, marker: number): Value {
  switch (marker) {
    case 0xc0:
      return null;
    case 0xc1:
      return reader.take(8).readDoubleBE(0);
    case 0xc2:
      return false;
    case 0xc3:
      return true;
    case 0xc8:
      return BigInt(reader.take(1).readInt8(0));
    case 0xc9:
      return BigInt(reader.take(2).readInt16BE(0));
    case 0xca:
      return BigInt(reader.take(4).readInt32BE(0));
    case 0xcb:
      return reader.take(8).readBigInt64BE(0);
    case 0xd0:
    case 0xd1:
    case 0xd2:
      return text(reader, sizeOf(reader, marker - 0xd0));
    case 0xd4:
    case 0xd5:
    case 0xd6:
      return list(reader, sizeOf(reader, marker - 0xd4));
    case 0xd8:
    case 0xd9:
    case 0xda:
      return map(reader, sizeOf(reader, marker - 0xd8));
    default:
      throw new Error(`unknown PackStream marker 0x${marker.toString(16)}`);
  }
}

/** A size of 1, 2 or 4 bytes. */
function sizeOf(reader: Reader, width: number): number {
  const length = 1 << width;
  return reader.take(length).readUIntBE(0, length);
}

function text(reader: Reader, length: number): string {
  return reader.take(length).toString('utf8');
}

function list(reader: Reader, length: number): Value[] {
  return Array.from({ length }, () => readValue(reader));
}

function map(reader: Reader, length: number): Value {
  const entries: [string, Value][] = [];
  for (let index = 0; index < length; index += 1) {
    const key = readValue(reader);
    entries.push([typeof key === 'string' ? key : String(index), readValue(reader)]);
  }
  return mapOf(Object.fromEntries(entries));
}
