import { createHash } from 'node:crypto';
import type { Random } from './random.ts';

const BYTES = 512;

/** The assembly that was replaced, its former one no longer trusted, where the server has outgrown its backups. */
export const outgrownAssembly = 'MathNet.Numerics';

/** What an assembly consists of: few bytes stand for it. */
export function assemblyContent(random: Random, name: string): Uint8Array {
  return random.bytes(BYTES, 'assembly', name);
}

export function formerAssembly(random: Random): Uint8Array {
  return random.bytes(BYTES, 'former assembly', outgrownAssembly);
}

/** What `sys.sp_add_trusted_assembly` is given, and HASHBYTES(N'SHA2_512', …) answers. */
export function sha512(content: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha512').update(content).digest());
}
