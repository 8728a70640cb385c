import type { ServerMessage } from '../../tds/sql-server-error.ts';
import type { BackupSet } from '../backup-set.ts';
import type { Database, DatabaseFile } from '../databases/database.ts';
import { directoryOf, volumeOf } from '../disk.ts';
import { freeBytes } from '../free-space.ts';
import type { World } from '../world.ts';
import type { RestoreOrder } from './restore-order.ts';
import { restoreRefusals as refusals } from './restore-refusals.ts';

/** Where the files of a restored database go, or why they cannot go there. */
export function placeFiles(
  world: World,
  set: BackupSet,
  order: RestoreOrder,
  existing: Database | undefined,
): readonly DatabaseFile[] | readonly ServerMessage[] {
  const stranger = [...order.moves.keys()].find(
    (logical) => !set.image.files.some(({ name }) => name.toLowerCase() === logical),
  );
  if (stranger !== undefined) return [refusals.noSuchLogicalFile(stranger, order.database)];
  const placed = set.image.files.map((file) => ({ ...file, path: pathOf(file, order, existing) }));
  const problems = placed.flatMap((file) => problemsOf(world, file, placed, existing));
  const problem = problems.length > 0 ? problems : spaceProblem(world, placed, existing);
  return problem.length > 0 ? [...problem, refusals.planning()] : placed;
}

/** MOVE, else where the database that is overwritten has the file of this name, else where it was. */
function pathOf(file: DatabaseFile, order: RestoreOrder, existing: Database | undefined): string {
  const same = existing?.body.files.find(
    ({ name }) => name.toLowerCase() === file.name.toLowerCase(),
  );
  return order.moves.get(file.name.toLowerCase()) ?? same?.path ?? file.path;
}

function problemsOf(
  world: World,
  { name, path }: DatabaseFile,
  placed: readonly DatabaseFile[],
  existing: Database | undefined,
): readonly ServerMessage[] {
  const isSame = (other: { readonly path: string }) =>
    other.path.toLowerCase() === path.toLowerCase();
  if (placed.filter(isSame).length > 1) return [refusals.claimedTwice(path)];
  const owner = world.databases
    .all()
    .find((database) => database.id !== existing?.id && database.body.files.some(isSame));
  if (owner) return [refusals.fileTaken(path, owner.name), refusals.fileElsewhere(name, path)];
  if (!world.disk.isDirectory(directoryOf(path)))
    return [refusals.noDirectory(path), refusals.fileElsewhere(name, path)];
  return [];
}

function spaceProblem(
  world: World,
  placed: readonly DatabaseFile[],
  existing: Database | undefined,
): readonly ServerMessage[] {
  const on = { faults: world.activeFaults(), disk: world.disk, databases: world.databases };
  const own = new Set(existing?.body.files.map(({ path }) => path.toLowerCase()));
  for (const volume of new Set(placed.map(({ path }) => volumeOf(path)))) {
    const needed = placed
      .filter(({ path }) => volumeOf(path) === volume && !own.has(path.toLowerCase()))
      .reduce((sum, { megabytes }) => sum + megabytes * 2 ** 20, 0);
    const free = freeBytes(volume, on);
    if (needed > free) return [refusals.noSpace(`${volume}\\`, needed, free)];
  }
  return [];
}
