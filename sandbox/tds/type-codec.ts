import { decimalBytes, encodeDecimal, scaled } from './decimal-codec.ts';
import { encodeMoment } from './moment-codec.ts';
import { type WireType, type WireTypeName, type WireValue, wireText } from './wire-value.ts';

/** The type bytes, all of the nullable kind. */
const typeByte: Readonly<Record<WireTypeName, number>> = {
  bit: 0x68,
  tinyint: 0x26,
  smallint: 0x26,
  int: 0x26,
  bigint: 0x26,
  real: 0x6d,
  float: 0x6d,
  decimal: 0x6a,
  money: 0x6e,
  varchar: 0xa7,
  nvarchar: 0xe7,
  char: 0xaf,
  nchar: 0xef,
  varbinary: 0xa5,
  binary: 0xad,
  uniqueidentifier: 0x24,
  date: 0x28,
  time: 0x29,
  smalldatetime: 0x6f,
  datetime: 0x6f,
  datetime2: 0x2a,
  datetimeoffset: 0x2b,
};

const fixedSizes: Readonly<Partial<Record<WireTypeName, number>>> = {
  bit: 1,
  tinyint: 1,
  smallint: 2,
  int: 4,
  bigint: 8,
  real: 4,
  float: 8,
  money: 8,
  uniqueidentifier: 16,
  smalldatetime: 4,
  datetime: 8,
};

/** SQL_Latin1_General_CP1_CI_AS. */
export const collation = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]);
const longMarker = 0xffff;
const scaleOf = (type: WireType) => type.scale ?? (type.type === 'decimal' ? 0 : 7);

const isWide = (type: WireTypeName) => type === 'nvarchar' || type === 'nchar';
const isText = (type: WireTypeName) => isWide(type) || type === 'varchar' || type === 'char';
const isBytes = (type: WireTypeName) => type === 'varbinary' || type === 'binary';

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

/** TYPE_INFO of a column or return value. */
export function encodeType(type: WireType): Buffer {
  const head = Buffer.from([typeByte[type.type]]);
  const size = fixedSizes[type.type];
  if (size !== undefined) return Buffer.concat([head, Buffer.from([size])]);
  switch (type.type) {
    case 'decimal': {
      const precision = type.precision ?? 18;
      return Buffer.concat([
        head,
        Buffer.from([decimalBytes(precision), precision, scaleOf(type)]),
      ]);
    }
    case 'date':
      return head;
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return Buffer.concat([head, Buffer.from([scaleOf(type)])]);
    default: {
      const length = type.length ?? (isWide(type.type) ? 4000 : 8000);
      const bytes = length === 'max' ? longMarker : length * (isWide(type.type) ? 2 : 1);
      return Buffer.concat([head, u16(bytes), isText(type.type) ? collation : Buffer.alloc(0)]);
    }
  }
}

/** A value of that type, with its length before it. */
export function encodeValue(type: WireType, value: WireValue): Buffer {
  if (isText(type.type) || isBytes(type.type)) return encodeLong(type, value);
  if (value === null) return Buffer.from([0]);
  const bytes = encodeFixed(type, value);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function encodeLong(type: WireType, value: WireValue): Buffer {
  const streamed = type.length === 'max';
  if (value === null) return streamed ? Buffer.alloc(8, 0xff) : u16(longMarker);
  const bytes = toBytes(type.type, value);
  if (!streamed) return Buffer.concat([u16(bytes.length), bytes]);
  const total = Buffer.alloc(8);
  total.writeBigUInt64LE(BigInt(bytes.length));
  const end = Buffer.alloc(4);
  if (bytes.length === 0) return Buffer.concat([total, end]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([total, length, bytes, end]);
}

function toBytes(type: WireTypeName, value: WireValue): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (isBytes(type)) throw new TypeError('not bytes');
  return Buffer.from(wireText(value), isWide(type) ? 'ucs2' : 'latin1');
}

function encodeFixed(type: WireType, value: Exclude<WireValue, null>): Buffer {
  const bytes = Buffer.alloc(fixedSizes[type.type] ?? 0);
  switch (type.type) {
    case 'bit':
      bytes[0] = value === true || Number(value) === 1 ? 1 : 0;
      return bytes;
    case 'tinyint':
      bytes.writeUInt8(Number(value));
      return bytes;
    case 'smallint':
      bytes.writeInt16LE(Number(value));
      return bytes;
    case 'int':
      bytes.writeInt32LE(Number(value));
      return bytes;
    case 'bigint':
      bytes.writeBigInt64LE(BigInt(wireText(value)));
      return bytes;
    case 'real':
      bytes.writeFloatLE(Number(value));
      return bytes;
    case 'float':
      bytes.writeDoubleLE(Number(value));
      return bytes;
    case 'money': {
      const units = scaled(value, 4);
      bytes.writeInt32LE(Number(units >> 32n), 0);
      bytes.writeUInt32LE(Number(units & 0xffffffffn), 4);
      return bytes;
    }
    case 'decimal':
      return encodeDecimal(value, type.precision ?? 18, scaleOf(type));
    case 'uniqueidentifier':
      return encodeGuid(wireText(value));
    default:
      return encodeMoment(type.type, value, scaleOf(type));
  }
}

/** The first three groups travel with their bytes reversed. */
function encodeGuid(text: string): Buffer {
  const plain = Buffer.from(text.replaceAll('-', ''), 'hex');
  if (plain.length !== 16) throw new TypeError(`not a GUID: ${text}`);
  return swapGuid(plain);
}

export function decodeGuid(bytes: Buffer): string {
  const hex = swapGuid(bytes).toString('hex').toUpperCase();
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function swapGuid(bytes: Buffer): Buffer {
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  return Buffer.from(order.map((index) => bytes[index] ?? 0));
}
