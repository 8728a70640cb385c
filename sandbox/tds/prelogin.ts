const option = { version: 0, encryption: 1, instance: 2, thread: 3, mars: 4, end: 0xff } as const;

/** What a client or server says about encryption. */
const encryption = { off: 0, on: 1, notSupported: 2, required: 3 } as const;

/** Does the client want the whole connection encrypted? */
export function wantsEncryption(prelogin: Buffer): boolean {
  for (let at = 0; prelogin[at] !== option.end && at + 5 <= prelogin.length; at += 5) {
    if (prelogin[at] !== option.encryption) continue;
    const value = prelogin[prelogin.readUInt16BE(at + 1)];
    return value === encryption.on || value === encryption.required;
  }
  return false;
}

/** The server's answer: version 16.0.4096, and whether TLS follows. */
export function preloginResponse(encrypted: boolean): Buffer {
  const values: readonly [number, Buffer][] = [
    [option.version, Buffer.from([16, 0, 0x10, 0x00, 0, 0])],
    [option.encryption, Buffer.from([encrypted ? encryption.on : encryption.notSupported])],
    [option.instance, Buffer.from([0])],
    [option.thread, Buffer.alloc(0)],
    [option.mars, Buffer.from([0])],
  ];
  let offset = values.length * 5 + 1;
  const heads = values.map(([token, value]) => {
    const head = Buffer.alloc(5);
    head[0] = token;
    head.writeUInt16BE(offset, 1);
    head.writeUInt16BE(value.length, 3);
    offset += value.length;
    return head;
  });
  return Buffer.concat([...heads, Buffer.from([option.end]), ...values.map(([, value]) => value)]);
}
