import type { Databases } from './databases/databases.ts';
import { type Disk, volumeOf } from './disk.ts';
import { type ActiveFaults, numberArgument } from './faults.ts';
import { files as initialFiles, volumes } from './parts/storage-layout.ts';

const MEGABYTE = 2 ** 20;
const GIGABYTE = 1024 * MEGABYTE;

/**
 * Bytes that are free on the volume of a path: what was free at the start, less what backups and databases took since.
 * The fault `disk-full` leaves a share of the data volume, and from then on nothing more is counted.
 */
export function freeBytes(
  path: string,
  on: {
    readonly faults: ActiveFaults;
    readonly disk: Disk;
    readonly databases: Databases;
  },
): number {
  const volume = volumes.find(({ mount }) => volumeOf(mount) === volumeOf(path));
  if (!volume) return 0;
  const full = on.faults.get('disk-full');
  if (full && volume.name === 'Data')
    return Math.round((volume.totalGb * GIGABYTE * numberArgument(full, 'percent')) / 100);
  const initial = new Set(initialFiles.map((file) => file.path.toLowerCase()));
  const grown = on.databases
    .all()
    .flatMap(({ body }) => body.files)
    .filter((file) => !initial.has(file.path.toLowerCase()))
    .filter((file) => volumeOf(file.path) === volumeOf(path))
    .reduce((sum, file) => sum + file.megabytes * MEGABYTE, 0);
  return Math.max(0, volume.freeGb * GIGABYTE - grown - on.disk.usedBeside(path));
}
