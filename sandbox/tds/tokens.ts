import type { ServerMessage } from './sql-server-error.ts';
import { collation, encodeType, encodeValue } from './type-codec.ts';
import type { WireColumn, WireType, WireValue } from './wire-value.ts';

/** The three endings: of a batch's statement, of a procedure, of a statement in one. */
export const doneToken = { done: 0xfd, procedure: 0xfe, inProcedure: 0xff } as const;
export const doneStatus = { final: 0, more: 1, error: 2, count: 0x10, attention: 0x20 } as const;

const nullable = 0x09;
const notNullable = 0x08;

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

/** Text after its length in characters, as one byte or two. */
const shortText = (text: string) =>
  Buffer.concat([
    Buffer.from([Math.min(text.length, 255)]),
    Buffer.from(text.slice(0, 255), 'ucs2'),
  ]);
const longText = (text: string) => Buffer.concat([u16(text.length), Buffer.from(text, 'ucs2')]);

function token(type: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([type]), u16(body.length), body]);
}

export function messageToken(
  kind: 'error' | 'info',
  message: ServerMessage,
  server: string,
): Buffer {
  const severity = message.class ?? (kind === 'error' ? 16 : 0);
  return token(
    kind === 'error' ? 0xaa : 0xab,
    u32(message.number),
    Buffer.from([message.state ?? 1, severity]),
    longText(message.message),
    shortText(server),
    shortText(message.procedure ?? ''),
    u32(message.line ?? 1),
  );
}

export function done(type: number, status: number, rows?: number): Buffer {
  const bytes = Buffer.alloc(13);
  bytes[0] = type;
  bytes.writeUInt16LE(status | (rows === undefined ? 0 : doneStatus.count), 1);
  bytes.writeUInt16LE(rows === undefined ? 0 : 0xc1, 3);
  bytes.writeBigUInt64LE(BigInt(rows ?? 0), 5);
  return bytes;
}

export function columnMetadata(columns: readonly WireColumn[]): Buffer {
  const described = columns.map((column) =>
    Buffer.concat([
      u32(0),
      u16(column.nullable === false ? notNullable : nullable),
      encodeType(column),
      shortText(column.name),
    ]),
  );
  return Buffer.concat([Buffer.from([0x81]), u16(columns.length), ...described]);
}

export function row(columns: readonly WireColumn[], values: readonly WireValue[]): Buffer {
  const cells = columns.map((column, index) => encodeValue(column, values[index] ?? null));
  return Buffer.concat([Buffer.from([0xd1]), ...cells]);
}

export function returnStatus(status: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = 0x79;
  bytes.writeInt32LE(status, 1);
  return bytes;
}

export function returnValue(name: string, type: WireType, value: WireValue): Buffer {
  const head = [
    Buffer.from([0xac]),
    u16(0),
    shortText(name === '' ? '' : `@${name}`),
    Buffer.from([1]),
  ];
  return Buffer.concat([
    ...head,
    u32(0),
    u16(nullable),
    encodeType(type),
    encodeValue(type, value),
  ]);
}

const envChange = {
  database: 1,
  packetSize: 4,
  collation: 7,
  begin: 8,
  commit: 9,
  rollback: 10,
} as const;

export function databaseChange(from: string, to: string): Buffer {
  return token(0xe3, Buffer.from([envChange.database]), shortText(to), shortText(from));
}

export function packetSizeChange(from: number, to: number): Buffer {
  return token(0xe3, Buffer.from([envChange.packetSize]), shortText(`${to}`), shortText(`${from}`));
}

export function collationChange(): Buffer {
  const value = Buffer.concat([Buffer.from([collation.length]), collation, Buffer.from([0])]);
  return token(0xe3, Buffer.from([envChange.collation]), value);
}

/** A transaction begins (its number is the new value) or ends (the old one). */
export function transactionChange(kind: 'begin' | 'commit' | 'rollback', number: bigint): Buffer {
  const descriptor = Buffer.alloc(9);
  descriptor[0] = 8;
  descriptor.writeBigUInt64LE(number, 1);
  const none = Buffer.from([0]);
  const values = kind === 'begin' ? [descriptor, none] : [none, descriptor];
  return token(0xe3, Buffer.from([envChange[kind]]), ...values);
}

/** TDS 7.4, spoken by a server of version 16. */
export function loginAck(): Buffer {
  const version = Buffer.from([16, 0, 0x10, 0x00]);
  const head = Buffer.from([1, 0x74, 0, 0, 4]);
  return token(0xad, head, shortText('Microsoft SQL Server'), version);
}

/** No feature is granted but UTF-8. */
export function featureAck(): Buffer {
  return Buffer.concat([Buffer.from([0xae, 0x0a]), u32(1), Buffer.from([1, 0xff])]);
}
