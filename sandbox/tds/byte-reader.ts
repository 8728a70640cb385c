/** Reads a message from front to back; running over its end is a RangeError. */
export interface ByteReader {
  readonly done: () => boolean;
  readonly peek: () => number;
  readonly u8: () => number;
  readonly u16: () => number;
  readonly u32: () => number;
  readonly u64: () => bigint;
  readonly bytes: (count: number) => Buffer;
  /** UTF-16 text of so many characters. */
  readonly text: (characters: number) => string;
}

export function createByteReader(message: Buffer, start = 0): ByteReader {
  let offset = start;
  const bytes = (count: number): Buffer => {
    if (offset + count > message.length) throw new RangeError('the message ends too early');
    const part = message.subarray(offset, offset + count);
    offset += count;
    return part;
  };
  return {
    done: () => offset >= message.length,
    peek: () => message[offset] ?? 0,
    u8: () => bytes(1).readUInt8(),
    u16: () => bytes(2).readUInt16LE(),
    u32: () => bytes(4).readUInt32LE(),
    u64: () => bytes(8).readBigUInt64LE(),
    bytes,
    text: (characters) => bytes(characters * 2).toString('ucs2'),
  };
}
