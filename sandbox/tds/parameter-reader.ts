import type { ByteReader } from './byte-reader.ts';
import { decodeDecimal } from './decimal-codec.ts';
import { decodeMoment } from './moment-codec.ts';
import { SqlServerError } from './sql-server-error.ts';
import { decodeGuid } from './type-codec.ts';
import type { WireType, WireTypeName, WireValue } from './wire-value.ts';

/** A type and how its value is to be read. */
interface ReadableType {
  readonly type: WireType;
  readonly layout: 'byte-length' | 'short-length' | 'long-length' | 'stream' | 'fixed' | 'null';
  readonly size: number;
}

const integersBySize: Readonly<Record<number, WireTypeName>> = {
  1: 'tinyint',
  2: 'smallint',
  4: 'int',
  8: 'bigint',
};

const fixedTypes: Readonly<Record<number, readonly [WireTypeName, number]>> = {
  0x30: ['tinyint', 1],
  0x32: ['bit', 1],
  0x34: ['smallint', 2],
  0x38: ['int', 4],
  0x3a: ['smalldatetime', 4],
  0x3b: ['real', 4],
  0x3c: ['money', 8],
  0x3d: ['datetime', 8],
  0x3e: ['float', 8],
  0x7a: ['money', 4],
  0x7f: ['bigint', 8],
};

const shortTypes: Readonly<Record<number, WireTypeName>> = {
  0xa5: 'varbinary',
  0xad: 'binary',
  0xa7: 'varchar',
  0xaf: 'char',
  0xe7: 'nvarchar',
  0xef: 'nchar',
};

const longTypes: Readonly<Record<number, WireTypeName>> = {
  0x22: 'varbinary',
  0x23: 'varchar',
  0x63: 'nvarchar',
};

const byteLength = (type: WireType): ReadableType => ({ type, layout: 'byte-length', size: 0 });

function readType(reader: ByteReader): ReadableType {
  const byte = reader.u8();
  const fixed = fixedTypes[byte];
  if (fixed) return { type: { type: fixed[0] }, layout: 'fixed', size: fixed[1] };
  const short = shortTypes[byte];
  if (short) return readShortType(reader, short);
  const long = longTypes[byte];
  if (long) {
    reader.bytes(4);
    if (long !== 'varbinary') reader.bytes(5);
    return { type: { type: long, length: 'max' }, layout: 'long-length', size: 0 };
  }
  switch (byte) {
    case 0x1f:
      return { type: { type: 'nvarchar' }, layout: 'null', size: 0 };
    case 0x26:
      return byteLength({ type: integersBySize[reader.u8()] ?? 'int' });
    case 0x68:
      reader.u8();
      return byteLength({ type: 'bit' });
    case 0x6d:
      return byteLength({ type: reader.u8() === 4 ? 'real' : 'float' });
    case 0x6e:
      reader.u8();
      return byteLength({ type: 'money' });
    case 0x6f:
      return byteLength({ type: reader.u8() === 4 ? 'smalldatetime' : 'datetime' });
    case 0x6a:
    case 0x6c: {
      reader.u8();
      return byteLength({ type: 'decimal', precision: reader.u8(), scale: reader.u8() });
    }
    case 0x24:
      reader.u8();
      return byteLength({ type: 'uniqueidentifier' });
    case 0x28:
      return byteLength({ type: 'date' });
    case 0x29:
      return byteLength({ type: 'time', scale: reader.u8() });
    case 0x2a:
      return byteLength({ type: 'datetime2', scale: reader.u8() });
    case 0x2b:
      return byteLength({ type: 'datetimeoffset', scale: reader.u8() });
    default: {
      const message = `sandbox: a parameter of TDS type 0x${byte.toString(16)} is not supported`;
      throw new SqlServerError({ number: 50000, message });
    }
  }
}

function readShortType(reader: ByteReader, type: WireTypeName): ReadableType {
  const bytes = reader.u16();
  if (type !== 'varbinary' && type !== 'binary') reader.bytes(5);
  if (bytes === 0xffff) return { type: { type, length: 'max' }, layout: 'stream', size: 0 };
  const wide = type === 'nvarchar' || type === 'nchar';
  return { type: { type, length: wide ? bytes / 2 : bytes }, layout: 'short-length', size: 0 };
}

function readBytes(reader: ByteReader, { layout, size }: ReadableType): Buffer | null {
  switch (layout) {
    case 'fixed':
      return reader.bytes(size);
    case 'byte-length': {
      const length = reader.u8();
      return length === 0 ? null : reader.bytes(length);
    }
    case 'short-length': {
      const length = reader.u16();
      return length === 0xffff ? null : reader.bytes(length);
    }
    case 'long-length': {
      const length = reader.u32();
      return length === 0xffffffff ? null : reader.bytes(length);
    }
    case 'stream': {
      if (reader.u64() === 0xffffffffffffffffn) return null;
      const chunks: Buffer[] = [];
      for (let length = reader.u32(); length > 0; length = reader.u32()) {
        chunks.push(reader.bytes(length));
      }
      return Buffer.concat(chunks);
    }
    default:
      return null;
  }
}

function decode(type: WireType, bytes: Buffer): WireValue {
  switch (type.type) {
    case 'bit':
      return bytes[0] !== 0;
    case 'tinyint':
      return bytes.readUInt8();
    case 'smallint':
      return bytes.readInt16LE();
    case 'int':
      return bytes.readInt32LE();
    case 'bigint':
      return bytes.readBigInt64LE();
    case 'real':
      return bytes.readFloatLE();
    case 'float':
      return bytes.readDoubleLE();
    case 'money': {
      const units =
        bytes.length === 4
          ? BigInt(bytes.readInt32LE())
          : (BigInt(bytes.readInt32LE(0)) << 32n) | BigInt(bytes.readUInt32LE(4));
      const digits = (units < 0n ? -units : units).toString().padStart(5, '0');
      return `${units < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
    }
    case 'decimal':
      return decodeDecimal(bytes, type.scale ?? 0);
    case 'uniqueidentifier':
      return decodeGuid(bytes);
    case 'nvarchar':
    case 'nchar':
      return bytes.toString('ucs2');
    case 'varchar':
    case 'char':
      return bytes.toString('latin1');
    case 'varbinary':
    case 'binary':
      return Buffer.from(bytes);
    default:
      return decodeMoment(type.type, bytes, type.scale ?? 7);
  }
}

/** TYPE_INFO and value of one parameter of a call. */
export function readTypedValue(reader: ByteReader): { type: WireType; value: WireValue } {
  const readable = readType(reader);
  const bytes = readBytes(reader, readable);
  return { type: readable.type, value: bytes === null ? null : decode(readable.type, bytes) };
}
