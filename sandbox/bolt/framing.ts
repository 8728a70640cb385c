/** A message cut into Bolt's chunks. */
export function frame(message: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < message.length; at += 0xffff) {
    const chunk = message.subarray(at, at + 0xffff);
    const header = Buffer.alloc(2);
    header.writeUInt16BE(chunk.length);
    parts.push(header, chunk);
  }
  return Buffer.concat([...parts, Buffer.from([0, 0])]);
}

/** What a client's bytes come to: first its handshake, then messages. */
export interface Unframer {
  /** Takes bytes, of which at least `size` make the next fixed part; undefined while they are too few. */
  take(size: number): Buffer | undefined;
  /** The next whole message; undefined while it is not there. */
  message(): Buffer | undefined;
  push(bytes: Buffer): void;
}

export function createUnframer(): Unframer {
  let pending = Buffer.alloc(0);
  let chunks: Buffer[] = [];

  function take(size: number): Buffer | undefined {
    if (pending.length < size) return undefined;
    const part = pending.subarray(0, size);
    pending = pending.subarray(size);
    return part;
  }

  return {
    take,
    push(bytes) {
      pending = Buffer.concat([pending, bytes]);
    },
    message() {
      while (pending.length >= 2) {
        const size = pending.readUInt16BE(0);
        if (pending.length < 2 + size) return undefined;
        take(2);
        const chunk = take(size) ?? Buffer.alloc(0);
        if (size > 0) chunks.push(chunk);
        else if (chunks.length > 0) {
          const whole = Buffer.concat(chunks);
          chunks = [];
          return whole;
        }
        // An empty chunk between messages keeps the connection alive and says nothing.
      }
      return undefined;
    },
  };
}
