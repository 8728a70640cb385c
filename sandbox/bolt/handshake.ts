const magic = 0x6060b017;

/** The Bolt version that this server speaks. */
const boltVersion = { major: 5, minor: 8 } as const;

/** What to answer to a client's handshake; null: nothing that we speak, so hang up. */
export type Handshake =
  | { readonly kind: 'manifest'; readonly answer: Buffer }
  | { readonly kind: 'chosen'; readonly minor: number; readonly answer: Buffer };

/**
 * Reads the 20 bytes with which a client begins: the magic number and four proposals. A proposal FF marks a client
 * that wants the manifest, in which the server lists its versions and the client chooses.
 */
export function readHandshake(bytes: Buffer, withManifest: boolean): Handshake | null {
  if (bytes.readUInt32BE(0) !== magic) return null;
  const proposals = [4, 8, 12, 16].map((at) => bytes.subarray(at, at + 4));
  const { major, minor } = boltVersion;
  if (withManifest && proposals.some((each) => each[2] === 1 && each[3] === 0xff))
    // Manifest version 1; one range, from our minor version down to 0; no capabilities.
    return { kind: 'manifest', answer: Buffer.from([0, 0, 1, 0xff, 1, 0, minor, minor, major, 0]) };
  for (const [, range = 0, highest = 0, wanted = 0] of proposals) {
    if (wanted !== major) continue;
    const common = Math.min(highest, minor);
    if (common >= highest - range)
      return { kind: 'chosen', minor: common, answer: Buffer.from([0, 0, common, major]) };
  }
  return null;
}

/** Reads the 5 bytes by which a client chooses from the manifest. */
export function readChoice(bytes: Buffer): number | null {
  const { major, minor } = boltVersion;
  const chosen = bytes[2] ?? 0xff;
  return bytes[3] === major && chosen <= minor ? chosen : null;
}
