import { join } from './move-targets.ts';

/**
 * Where a server may see a file that another server wrote, most likely first: under the same path, or by its name in one
 * of the directories that it may read. Nothing else of the server is ever named (S4).
 */
export function placesFor(file: string, directories: readonly string[]): readonly string[] {
  const same = directories.some((directory) => isUnder(file, directory)) ? [file] : [];
  const name = file.replace(/^.*[\\/]/, '');
  return [...new Set([...same, ...directories.map((directory) => join(directory, name))])];
}

function isUnder(file: string, directory: string): boolean {
  const key = (path: string) => path.toLowerCase().replaceAll('\\', '/');
  return key(file).startsWith(`${key(directory).replace(/\/+$/, '')}/`);
}
