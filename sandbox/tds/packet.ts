/** Packet types of TDS. */
export const packetType = {
  batch: 0x01,
  rpc: 0x03,
  response: 0x04,
  attention: 0x06,
  transaction: 0x0e,
  login: 0x10,
  prelogin: 0x12,
} as const;

/** Set in a header's status when the client took back the request while it was sending it. */
export const ignoreStatus = 0x02;
const lastStatus = 0x01;
const headerLength = 8;

/** Cuts a payload into packets of at most `size` bytes. `final: false` leaves the message open for more. */
export function framePackets(type: number, payload: Buffer, size: number, final = true): Buffer {
  const parts: Buffer[] = [];
  let offset = 0;
  let id = 1;
  do {
    const chunk = payload.subarray(offset, offset + size - headerLength);
    offset += chunk.length;
    const header = Buffer.alloc(headerLength);
    header[0] = type;
    header[1] = final && offset >= payload.length ? lastStatus : 0;
    header.writeUInt16BE(chunk.length + headerLength, 2);
    header[6] = id & 0xff;
    id += 1;
    parts.push(header, chunk);
  } while (offset < payload.length);
  return Buffer.concat(parts);
}

export interface PacketReader {
  push(bytes: Buffer): void;
  /** Bytes that have not made a packet yet. */
  pending(): Buffer;
}

/**
 * Puts messages together again. `stop` is asked before each packet with its first byte; when it says so, the bytes
 * from there on stay pending.
 */
export function createPacketReader(
  onMessage: (type: number, payload: Buffer, status: number) => void,
  stop: (first: number) => boolean = () => false,
): PacketReader {
  let buffer: Buffer = Buffer.alloc(0);
  let parts: Buffer[] = [];
  return {
    pending: () => buffer,
    push: (bytes) => {
      buffer = Buffer.concat([buffer, bytes]);
      while (buffer.length >= headerLength && !stop(buffer[0] ?? 0)) {
        const length = buffer.readUInt16BE(2);
        if (length < headerLength) throw new RangeError(`a packet of ${length} bytes`);
        if (buffer.length < length) return;
        const type = buffer[0] ?? 0;
        const status = buffer[1] ?? 0;
        parts.push(buffer.subarray(headerLength, length));
        buffer = buffer.subarray(length);
        if ((status & lastStatus) === 0) continue;
        const message = Buffer.concat(parts);
        parts = [];
        onMessage(type, message, status);
      }
    },
  };
}
