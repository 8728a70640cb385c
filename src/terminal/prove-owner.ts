import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, rmdirSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';

/** Anyone may make something in it, nobody may list it, and only owners may remove what is theirs. */
const dropBox = 0o1733;
const onlyOwner = 0o700;

/** Finds out who is at the other end of a connection. */
export interface OwnerProof {
  /** Where the other side is to make a directory: the name is a secret between the two. */
  readonly path: string;
  /** The user id that made it; null: it is not there, or not as it must be. */
  check(): Promise<number | null>;
}

/** Makes the directory in which users prove who they are. */
export function prepareDropBox(directory: string): void {
  mkdirSync(directory, { recursive: true });
  // Not by mkdir's mode: the umask would take from it.
  chmodSync(directory, dropBox);
}

/**
 * Node cannot ask the kernel who the peer of a socket is. The file system tells as surely: a directory belongs to who made
 * it, and cannot be given away. A hard link to it cannot be made, a symbolic link is not followed, and one with mode
 * 0700 cannot be moved here by anybody but its owner.
 */
export function askForProof(directory: string): OwnerProof {
  const path = join(directory, randomBytes(16).toString('hex'));
  return {
    path,
    async check() {
      try {
        const found = await lstat(path);
        return found.isDirectory() && (found.mode & 0o7777) === onlyOwner ? found.uid : null;
      } catch {
        return null;
      }
    },
  };
}

/** The other side: shows who it is, for as long as `meanwhile` takes. */
export async function proveOwner<T>(path: string, meanwhile: () => Promise<T>): Promise<T> {
  mkdirSync(path, { mode: onlyOwner });
  try {
    return await meanwhile();
  } finally {
    rmdirSync(path);
  }
}
