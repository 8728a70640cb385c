/** What LOGIN7 carries, as far as a server needs it. */
export interface Login7 {
  readonly user: string;
  readonly password: string;
  readonly host: string;
  readonly application: string;
  readonly database: string;
  readonly packetSize: number;
  readonly readOnlyIntent: boolean;
  /** The client sent feature extensions and waits for their acknowledgement. */
  readonly hasFeatures: boolean;
}

const field = { host: 36, user: 40, password: 44, application: 48, database: 68 } as const;

export function parseLogin7(message: Buffer): Login7 {
  const bytes = (at: number) => {
    const offset = message.readUInt16LE(at);
    return message.subarray(offset, offset + message.readUInt16LE(at + 2) * 2);
  };
  const text = (at: number) => bytes(at).toString('ucs2');
  return {
    host: text(field.host),
    user: text(field.user),
    password: unscramble(bytes(field.password)).toString('ucs2'),
    application: text(field.application),
    database: text(field.database),
    packetSize: message.readUInt32LE(8),
    readOnlyIntent: (message.readUInt8(26) & 0x20) !== 0,
    hasFeatures: (message.readUInt8(27) & 0x10) !== 0,
  };
}

/** Each byte travels with its halves swapped and XORed with 0xA5. */
function unscramble(bytes: Buffer): Buffer {
  return Buffer.from(
    bytes.map((byte) => {
      const plain = byte ^ 0xa5;
      return ((plain >> 4) | (plain << 4)) & 0xff;
    }),
  );
}
