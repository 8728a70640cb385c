import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type ArtifactHead, BrokenArtifactError, readHead, unpackArtifact } from './artifact.ts';
import { CommandFailedError, readArguments, wanted } from './command-line.ts';
import { type CommandContext, isDirectory } from './dump-command.ts';
import type { Store } from './store.ts';

/** `neo4j-admin database load [--info] [--from-path=<path>] [--overwrite-destination] <database>`. */
export async function loadCommand(argv: readonly string[], context: CommandContext): Promise<void> {
  const { console, home } = context;
  const args = readArguments(argv, {
    '--from-path': 'value',
    '--overwrite-destination': 'flag',
    '--info': 'flag',
    '--verbose': 'flag',
    '--expand-commands': 'flag',
    '--additional-config': 'value',
  });
  const database = wanted(args.database);
  const directory = args.value('--from-path') ?? join(home, 'data', 'dumps');
  if (!isDirectory(directory))
    throw new CommandFailedError(`${directory} is not an existing directory`);
  const what = args.flag('--info') ? 'Print metadata' : 'Load';
  try {
    const archive = archiveOf(directory, database);
    if (args.flag('--info')) printHead(readHead(readFileSync(archive)), context);
    else await replace(database, archive, args.flag('--overwrite-destination'), context);
  } catch (error) {
    if (!(error instanceof CommandFailedError) && !(error instanceof BrokenArtifactError))
      throw error;
    const message =
      error instanceof BrokenArtifactError
        ? `Not a valid Neo4j archive: ${directory}`
        : error.message;
    console.err(`Failed to load database '${database}': ${message}`);
    const failed = `${what} failed for databases: '${database}'`;
    console.err(failed);
    throw new CommandFailedError(failed);
  }
}

/** The one dump, or full backup, of this database in a directory. */
function archiveOf(directory: string, database: string): string {
  const found = readdirSync(directory)
    .filter(
      (name) =>
        name === `${database}.dump` ||
        (name.startsWith(`${database}-`) && name.endsWith('.backup')),
    )
    .map((name) => resolve(directory, name));
  if (found.length > 1)
    throw new CommandFailedError(
      `Multiple archives match:\n${found.join('\n')}\nRemove ambiguity by leaving only one of the above, or use --from-stdin option and pipe desired archive.`,
    );
  const [archive] = found;
  if (archive === undefined || !existsSync(archive))
    throw new CommandFailedError('No matching archives found');
  return archive;
}

function printHead({ kind, database, files, bytes }: ArtifactHead, context: CommandContext): void {
  const format = kind === 'dump' ? 'Neo4j ZSTD Dump.' : 'Neo4j Full Backup';
  for (const line of [
    `Database: ${database}`,
    `Format: ${format}`,
    `Files: ${files}`,
    `Bytes: ${bytes}`,
    '',
  ])
    context.console.out(line);
}

/** Puts the store of an artifact in the place of a database's. */
export async function replace(
  database: string,
  archive: string,
  overwrite: boolean,
  { dbms, console }: CommandContext,
): Promise<Store> {
  if (database === 'system')
    for (const line of [
      "WARNING! You are loading a dump of Neo4j's internal system database.",
      'This system database dump may contain unwanted metadata for the DBMS it was taken from;',
      'Loading it should only be done after consulting the Neo4j Operations Manual.',
    ])
      console.err(line);
  const state = await dbms.state();
  if (state.databases.includes(database)) {
    if (!overwrite) throw new CommandFailedError(`Database already exists: ${database}`);
    if (state.running)
      throw new CommandFailedError(
        `The database is in use. Stop database '${database}' and try again.`,
      );
  }
  const store = { ...unpackArtifact(readFileSync(archive)), database };
  await dbms.write(store);
  console.err('Done: 34 files, 250.8MiB processed.');
  return store;
}
