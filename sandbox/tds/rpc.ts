import { createByteReader } from './byte-reader.ts';
import { readTypedValue } from './parameter-reader.ts';
import type { Parameter } from './wire-value.ts';

/** A remote procedure call as it came. */
export interface RpcCall {
  readonly procedure: string;
  readonly params: readonly Parameter[];
}

/** Procedures that clients call by number. */
const numbered: Readonly<Record<number, string>> = {
  10: 'sp_executesql',
  11: 'sp_prepare',
  12: 'sp_execute',
  13: 'sp_prepexec',
  15: 'sp_unprepare',
};

export function parseRpc(message: Buffer): RpcCall {
  // ALL_HEADERS: its length includes itself
  const reader = createByteReader(message, message.readUInt32LE(0));
  const length = reader.u16();
  let procedure: string;
  if (length === 0xffff) {
    const number = reader.u16();
    procedure = numbered[number] ?? `procedure number ${number}`;
  } else {
    procedure = reader.text(length);
  }
  reader.u16(); // option flags
  const params: Parameter[] = [];
  // 0x80 and 0xFF part several calls in one message, which no driver of ours sends
  while (!reader.done() && reader.peek() !== 0xff && reader.peek() !== 0x80) {
    const name = reader.text(reader.u8()).replace(/^@/, '');
    const output = (reader.u8() & 0x01) !== 0;
    params.push({ name, output, ...readTypedValue(reader) });
  }
  return { procedure, params };
}

/** The text of a SQLBatch message. */
export function parseBatch(message: Buffer): string {
  return message.toString('ucs2', message.readUInt32LE(0));
}
