import type { BackupSet } from './backup-set.ts';
import type { Instant } from './clock.ts';

/**
 * A backup file, whole or one stripe of several. `partial`: its last set was cut off; `garbage`: no backup at all;
 * `corrupt`: headers can be read, pages cannot.
 */
export interface DiskFile {
  readonly path: string;
  readonly bytes: number;
  readonly mediaId: number;
  /** Which stripe of its media, from 1. */
  readonly sequence: number;
  readonly sets: readonly BackupSet[];
  /** The set that was being written when the backup broke off. */
  readonly brokenOff: BackupSet | null;
  readonly state: 'good' | 'garbage' | 'corrupt';
  /** Until then someone is writing it. */
  readonly busyUntil: Instant;
  /** Takes of the free space; what was there at the start is counted in it already. */
  readonly isNew: boolean;
}

/** The volumes of the server as far as backups go: directories and the files in them. Windows' names, case ignored. */
export interface Disk {
  readonly revision: number;
  files(): readonly DiskFile[];
  find(path: string): DiskFile | undefined;
  isDirectory(path: string): boolean;
  directories(): readonly string[];
  makeDirectory(path: string): void;
  put(file: DiskFile): void;
  remove(path: string): void;
  /** Bytes that new files take on the volume that this path lies on. */
  usedBeside(path: string): number;
}

export function createDisk(directories: readonly string[]): Disk {
  const files = new Map<string, DiskFile>();
  const known = new Map(directories.map((path) => [keyOf(path), path]));
  let revision = 0;

  return {
    get revision() {
      return revision;
    },
    files: () => [...files.values()],
    find: (path) => files.get(keyOf(path)),
    isDirectory: (path) => known.has(keyOf(path)),
    directories: () => [...known.values()],
    makeDirectory(path) {
      let made = trimmed(path);
      while (made !== '' && !known.has(keyOf(made))) {
        known.set(keyOf(made), made);
        made = directoryOf(made);
      }
      revision += 1;
    },
    put(file) {
      files.set(keyOf(file.path), file);
      revision += 1;
    },
    remove(path) {
      if (files.delete(keyOf(path))) revision += 1;
    },
    usedBeside: (path) =>
      [...files.values()]
        .filter((file) => file.isNew && volumeOf(file.path) === volumeOf(path))
        .reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** `D:` of `D:\Backups\x.bak`. */
export function volumeOf(path: string): string {
  return path.slice(0, 2).toUpperCase();
}

/** `D:\Backups` of `D:\Backups\x.bak`; `D:` at the top. */
export function directoryOf(path: string): string {
  const bare = trimmed(path);
  const at = Math.max(bare.lastIndexOf('\\'), bare.lastIndexOf('/'));
  return at < 0 ? '' : bare.slice(0, at);
}

function trimmed(path: string): string {
  return path.replace(/[\\/]+$/, '');
}

function keyOf(path: string): string {
  return trimmed(path.trim())
    .replaceAll('/', '\\')
    .replaceAll(/(?!^)\\+/g, '\\')
    .toLowerCase();
}
