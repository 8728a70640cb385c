import type { FileFacts, VolumeFacts } from './facts.ts';

export interface ProposedFile extends FileFacts {
  readonly proposed: string;
}

/**
 * Where each file of the database would lie as a copy: beside the original while its volume has room, else where most
 * room is, always under a configured directory where there are any. The name carries the copy's, so that it meets no
 * file of another database (S3).
 */
export function moveTargets(
  files: readonly FileFacts[],
  copy: string,
  volumes: readonly VolumeFacts[],
  directories: readonly string[],
): readonly ProposedFile[] {
  const left = new Map(volumes.map(({ mount, freeBytes }) => [mount, freeBytes]));
  const roomOf = (directory: string): number => {
    const mount = mountOf(directory, volumes);
    return mount === null ? Number.NaN : (left.get(mount) ?? 0);
  };
  return files.map((file) => {
    const own = directoryOf(file.path);
    const candidates = directories.length === 0 ? [own] : [...directories];
    // The original's own directory first, then by room; where nobody knows the room, as configured.
    const ranked = candidates.toSorted((a, b) => {
      const fits = Number(roomOf(b) >= file.bytes) - Number(roomOf(a) >= file.bytes);
      const beside = Number(samePlace(b, own)) - Number(samePlace(a, own));
      const room = (roomOf(b) || 0) - (roomOf(a) || 0);
      return fits || beside || room;
    });
    const directory = ranked[0] ?? own;
    const mount = mountOf(directory, volumes);
    if (mount !== null) left.set(mount, (left.get(mount) ?? 0) - file.bytes);
    return { ...file, proposed: join(directory, `${copy}_${file.logical}${endingOf(file)}`) };
  });
}

export interface Shortage {
  readonly mount: string;
  readonly needs: number;
  readonly has: number;
}

/** The volumes that do not hold what would be put on them. Paths on no known volume are not judged. */
export function shortages(
  files: readonly { readonly path: string; readonly bytes: number }[],
  volumes: readonly VolumeFacts[],
): readonly Shortage[] {
  const needs = new Map<string, number>();
  for (const { path, bytes } of files) {
    const mount = mountOf(path, volumes);
    if (mount !== null) needs.set(mount, (needs.get(mount) ?? 0) + bytes);
  }
  return [...needs].flatMap(([mount, bytes]) => {
    const has = volumes.find((volume) => volume.mount === mount)?.freeBytes ?? 0;
    return bytes > has ? [{ mount, needs: bytes, has }] : [];
  });
}

/** Above this share a volume is told to be nearly full, before the check of the storage says so. */
const crowdedAbove = 0.85;

/** The volumes that would be nearly full afterwards, with how full. Those whose size is not known are not judged. */
export function crowded(
  files: readonly { readonly path: string; readonly bytes: number }[],
  volumes: readonly VolumeFacts[],
): readonly { readonly mount: string; readonly percent: number }[] {
  return volumes.flatMap(({ mount, freeBytes, totalBytes }) => {
    const needs = files
      .filter(({ path }) => mountOf(path, volumes) === mount)
      .reduce((sum, { bytes }) => sum + bytes, 0);
    if (needs === 0 || !totalBytes) return [];
    const share = (totalBytes - freeBytes + needs) / totalBytes;
    return share > crowdedAbove ? [{ mount, percent: Math.round(share * 100) }] : [];
  });
}

/** The longest mount point that a path begins with; null where none does. */
function mountOf(path: string, volumes: readonly VolumeFacts[]): string | null {
  const within = volumes
    .map(({ mount }) => mount)
    .filter((mount) => `${path.toLowerCase()}\\`.startsWith(mount.toLowerCase()))
    .toSorted((a, b) => b.length - a.length);
  return within[0] ?? null;
}

function directoryOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')));
}

/** By the separator that the server uses (S25). */
export function join(directory: string, name: string): string {
  const separator = directory.includes('/') && !directory.includes('\\') ? '/' : '\\';
  return directory.endsWith(separator) ? directory + name : directory + separator + name;
}

function samePlace(one: string, other: string): boolean {
  const key = (path: string) => path.toLowerCase().replace(/[\\/]+$/, '');
  return key(one) === key(other);
}

function endingOf({ kind, path }: FileFacts): string {
  if (kind === 'memory' || kind === 'filestream') return '';
  const name = path.slice(directoryOf(path).length);
  const dot = name.lastIndexOf('.');
  if (dot >= 0) return name.slice(dot);
  return kind === 'log' ? '.ldf' : '.ndf';
}
