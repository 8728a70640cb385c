import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BrokenArtifactError } from './artifact.ts';
import { CommandFailedError, readArguments, UsageError, wanted } from './command-line.ts';
import { type CommandContext, isDirectory, writeArtifact } from './dump-command.ts';
import { replace } from './load-command.ts';

/** `neo4j-admin database backup --to-path=<path> [--from=<host:port>] <database>`: online, Enterprise only. */
export async function backupCommand(
  argv: readonly string[],
  { dbms, console, now }: CommandContext,
): Promise<void> {
  const args = readArguments(argv, {
    '--to-path': 'value',
    '--from': 'value',
    '--type': 'value',
    '--compress': 'flag',
    '--verbose': 'flag',
    '--include-metadata': 'value',
  });
  const directory = args.value('--to-path');
  if (directory === undefined) throw new UsageError("Missing required option: '--to-path=<path>'");
  const database = args.database ?? 'neo4j';
  if (!isDirectory(directory))
    throw new CommandFailedError(`${directory} is not an existing directory`);
  const state = await dbms.state();
  const from = args.value('--from') ?? 'localhost:6362';
  if (!state.running)
    throw new CommandFailedError(
      `Execution of backup failed. Connection refused: ${from}\nBackup failed for databases: '${database}'`,
    );
  const store = await dbms.read(database);
  if (store === null)
    throw new CommandFailedError(
      `Database '${database}' does not exist\nBackup failed for databases: '${database}'`,
    );
  const stamp = now().toISOString().slice(0, 19).replaceAll(':', '-');
  const file = resolve(directory, `${database}-${stamp}.backup`);
  writeArtifact('backup', file, store, state);
  console.out(`Start full backup of database '${database}' from ${from}`);
  console.out(`Finished artifact creation '${file}' for database '${database}', took 1s.`);
  console.out('Backup command completed.');
}

/** `neo4j-admin database restore --from-path=<artifact> [--overwrite-destination] <database>`: Enterprise only. */
export async function restoreCommand(
  argv: readonly string[],
  context: CommandContext,
): Promise<void> {
  const args = readArguments(argv, {
    '--from-path': 'value',
    '--overwrite-destination': 'flag',
    '--verbose': 'flag',
    '--expand-commands': 'flag',
  });
  const from = args.value('--from-path');
  if (from === undefined) throw new UsageError("Missing required option: '--from-path=<path>'");
  const database = wanted(args.database);
  const archive = newestOf(from);
  try {
    await replace(database, archive, args.flag('--overwrite-destination'), context);
  } catch (error) {
    if (!(error instanceof BrokenArtifactError)) throw error;
    throw new CommandFailedError(`Invalid artifact: ${archive}`);
  }
  context.console.out(`Restore of database '${database}' completed successfully.`);
}

function newestOf(path: string): string {
  if (!existsSync(path)) throw new CommandFailedError(`Artifact ${path} does not exist`);
  if (statSync(path).isFile()) return path;
  const newest = readdirSync(path)
    .filter((name) => name.endsWith('.backup'))
    .toSorted((one, other) => one.localeCompare(other))
    .at(-1);
  if (newest === undefined) throw new CommandFailedError(`No artifacts found in ${path}`);
  return join(path, newest);
}
