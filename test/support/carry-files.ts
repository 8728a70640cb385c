import type { World } from '../../sandbox/world/world.ts';

/** Copies every backup file of one simulated server into a directory of another, as a DBA mounts a share: it takes none of its room. */
export function carryFiles(from: World, to: World, directory: string): void {
  to.disk.makeDirectory(directory);
  for (const file of from.disk.files()) {
    const name = file.path.replace(/^.*[\\/]/, '');
    to.disk.put({ ...file, path: `${directory}\\${name}`, isNew: false });
  }
  to.changed();
}
