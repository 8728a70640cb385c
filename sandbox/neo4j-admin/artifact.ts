import { createHash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { storeOf } from './admin-server.ts';
import type { Store } from './store.ts';

/** With these bytes a dump of Neo4j 5 begins; the simulated backups begin with others. */
export const magic = { dump: 'DZV1', backup: 'NEOB' } as const;
export type ArtifactKind = keyof typeof magic;
const kinds: readonly ArtifactKind[] = ['dump', 'backup'];

/** What an artifact tells of itself without being unpacked. */
export interface ArtifactHead {
  readonly kind: ArtifactKind;
  readonly database: string;
  readonly files: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** This is no artifact, or not all of one. */
export class BrokenArtifactError extends Error {
  override readonly name = 'BrokenArtifactError';
}

/** An artifact: the magic, the length of the head, the head as JSON, then the store as JSON, compressed with zstd. */
export function packArtifact(kind: ArtifactKind, store: Store): Buffer {
  const body = Buffer.from(JSON.stringify(store));
  const head = Buffer.from(
    JSON.stringify({
      database: store.database,
      files: 34,
      bytes: body.length,
      sha256: createHash('sha256').update(body).digest('hex'),
    }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  return Buffer.concat([Buffer.from(magic[kind]), length, head, zstdCompressSync(body)]);
}

/** The head, also of an artifact that ends too soon; BrokenArtifactError where there is none. */
export function readHead(artifact: Buffer): ArtifactHead {
  const kind = artifact.subarray(0, 4).toString('latin1');
  const known = kinds.find((one) => magic[one] === kind);
  if (known === undefined || artifact.length < 8) throw new BrokenArtifactError('no such format');
  const end = 8 + artifact.readUInt32BE(4);
  if (artifact.length < end) throw new BrokenArtifactError('it ends in its head');
  const { database, files, bytes, sha256 } = JSON.parse(artifact.subarray(8, end).toString());
  return { kind: known, database, files, bytes, sha256 };
}

/** The store in an artifact; BrokenArtifactError where it is cut short or changed. */
export function unpackArtifact(artifact: Buffer): Store {
  const { sha256 } = readHead(artifact);
  let body: Buffer;
  try {
    body = zstdDecompressSync(artifact.subarray(8 + artifact.readUInt32BE(4)));
  } catch {
    throw new BrokenArtifactError('it cannot be unpacked');
  }
  if (createHash('sha256').update(body).digest('hex') !== sha256)
    throw new BrokenArtifactError('its contents are not those of its head');
  return storeOf(JSON.parse(body.toString()));
}
