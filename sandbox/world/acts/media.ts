import type { BackupMedia, BackupSet } from '../backup-set.ts';
import { type DiskFile, directoryOf } from '../disk.ts';
import { newestFull } from '../parts/backups.ts';
import type { World } from '../world.ts';
import { refusals } from './refusals.ts';
import { restoreRefusals } from './restore-refusals.ts';
import { terminated } from './terminated.ts';

/** What lies on the devices that a RESTORE names. */
export interface OpenMedia {
  readonly path: string;
  readonly first: DiskFile;
  readonly media: BackupMedia | undefined;
  readonly sets: readonly BackupSet[];
  readonly brokenOff: BackupSet | null;
  /** Stripes that belong to it, and how many of them were named. */
  readonly needed: number;
  readonly given: number;
}

/** Opens the files: 3201, 3241, 3258 and 3227 where that does not go. */
export function openMedia(world: World, statement: string, paths: readonly string[]): OpenMedia {
  const opened = paths.map((path) => openFile(world, statement, path));
  const [first] = opened;
  const [path] = paths;
  if (!first || path === undefined) throw new Error('sandbox: a restore without a device');
  for (const [index, file] of opened.entries()) {
    const named = paths[index] ?? '';
    if (file.mediaId !== first.mediaId)
      throw terminated(statement, restoreRefusals.otherMedia(named));
    const before = opened.findIndex((other) => other.sequence === file.sequence);
    if (before < index)
      throw terminated(statement, restoreRefusals.sameFamily(named, paths[before] ?? ''));
  }
  const media = first.sets[0]?.media ?? first.brokenOff?.media;
  return {
    path,
    first,
    media,
    sets: first.sets,
    brokenOff: first.brokenOff,
    needed: media?.familyCount ?? media?.files.length ?? 1,
    given: opened.length,
  };
}

function openFile(world: World, statement: string, path: string): DiskFile {
  const { disk } = world;
  const refuse = (code: number, reason: string) =>
    terminated(statement, refusals.device(path, code, reason));
  const file = disk.find(path);
  if (disk.isDirectory(path)) throw refuse(5, 'Access is denied.');
  if (!file && !disk.isDirectory(directoryOf(path)))
    throw refuse(3, 'The system cannot find the path specified.');
  if (!file) throw refuse(2, 'The system cannot find the file specified.');
  if (file.busyUntil > world.now()) {
    const reason =
      'The process cannot access the file because it is being used by another process.';
    throw refuse(32, reason);
  }
  if (file.state === 'garbage') throw terminated(statement, refusals.malformed(path));
  return file;
}

/** All stripes must be there to read data: 3132. */
export function requireWhole(statement: string, { needed, given }: OpenMedia): void {
  if (given < needed) throw terminated(statement, refusals.familyCount(needed, given));
}

/** The set at a position, the first if none is named: 4038, and 3256 for one that was broken off. */
export function setAt(statement: string, media: OpenMedia, position: number | null): BackupSet {
  const wanted = position ?? 1;
  const found = media.sets.find((set) => set.position === wanted);
  if (found) return found;
  if (media.brokenOff?.position === wanted)
    throw terminated(statement, restoreRefusals.incomplete(media.path));
  throw terminated(statement, restoreRefusals.noSuchFile(wanted, media.path));
}

/** Pages that cannot be read: 3203; damage that was there when the set was made. */
export function flawOf(
  world: World,
  { first }: OpenMedia,
  set: BackupSet,
): 'unreadable' | 'damaged' | null {
  const visible = world.backups.sets.filter(({ finishedAt }) => finishedAt <= world.now());
  const isNewest = newestFull(visible)?.guid === set.guid;
  if (first.state === 'corrupt' || (isNewest && world.fault('backup-file-corrupt')))
    return 'unreadable';
  const isDamaged = set.isDamaged || (isNewest && world.fault('backup-set-damaged') !== undefined);
  return isDamaged ? 'damaged' : null;
}
