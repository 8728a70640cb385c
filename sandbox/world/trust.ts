import { createHash } from 'node:crypto';
import type { Random } from './random.ts';

const BYTES = 512;

/** What an assembly consists of: few bytes stand for it. */
export function assemblyContent(random: Random, name: string): Uint8Array {
  return random.bytes(BYTES, 'assembly', name);
}

/** What it was before it was replaced: no longer trusted where the server has outgrown its backups. */
export function formerAssembly(random: Random, name: string): Uint8Array {
  return random.bytes(BYTES, 'former assembly', name);
}

/** What `sys.sp_add_trusted_assembly` is given, and HASHBYTES(N'SHA2_512', …) answers. */
export function sha512(content: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha512').update(content).digest());
}
