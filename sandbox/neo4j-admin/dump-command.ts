import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type ArtifactKind, packArtifact } from './artifact.ts';
import type { AdminClient } from './client.ts';
import { CommandFailedError, type Console, readArguments, wanted } from './command-line.ts';
import type { AdminState, Store } from './store.ts';

/** What every command of neo4j-admin gets. */
export interface CommandContext {
  readonly home: string;
  readonly dbms: AdminClient;
  readonly console: Console;
  readonly now: () => Date;
}

/** `neo4j-admin database dump [--to-path=<path>] [--overwrite-destination] <database>`: the DBMS must be stopped. */
export async function dumpCommand(argv: readonly string[], context: CommandContext): Promise<void> {
  const { console, dbms, home } = context;
  const args = readArguments(argv, {
    '--to-path': 'value',
    '--overwrite-destination': 'flag',
    '--verbose': 'flag',
    '--expand-commands': 'flag',
    '--additional-config': 'value',
  });
  const database = wanted(args.database);
  const directory = args.value('--to-path') ?? join(home, 'data', 'dumps');
  if (!isDirectory(directory))
    throw new CommandFailedError(`${directory} is not an existing directory`);
  const state = await dbms.state();
  const log = logger(context);
  log('INFO ', `Starting dump of database '${database}'`);
  try {
    await dumpOne(database, directory, args.flag('--overwrite-destination'), state, context);
  } catch (error) {
    if (!(error instanceof CommandFailedError)) throw error;
    log('ERROR', `Failed to dump database '${database}': ${error.message}`);
    const failed = `Dump failed for databases: '${database}'`;
    log('ERROR', failed);
    throw new CommandFailedError(failed);
  }
  console.out('Done: 34 files, 250.8MiB processed.');
  log('INFO ', 'Dump completed successfully');
}

async function dumpOne(
  database: string,
  directory: string,
  overwrite: boolean,
  state: AdminState,
  { dbms }: CommandContext,
): Promise<void> {
  const store = await dbms.read(database);
  if (store === null) throw new CommandFailedError(`Database does not exist: ${database}`);
  if (state.running)
    throw new CommandFailedError(
      `The database is in use. Stop database '${database}' and try again.`,
    );
  if (!state.clean)
    throw new CommandFailedError(
      [
        'Active logical log detected, this might be a source of inconsistencies.',
        'Please recover database before running the dump.',
        'To perform recovery please start database and perform clean shutdown.',
      ].join('\n'),
    );
  const archive = resolve(directory, `${database}.dump`);
  if (existsSync(archive) && !overwrite)
    throw new CommandFailedError(`Archive already exists: ${archive}`);
  rmSync(archive, { force: true });
  writeArtifact('dump', archive, store, state);
}

/** Writes an artifact, less what a full disk or a bad one makes of it. */
export function writeArtifact(
  kind: ArtifactKind,
  file: string,
  store: Store,
  { troubles }: AdminState,
): void {
  const artifact = packArtifact(kind, store);
  const half = artifact.subarray(0, Math.ceil(artifact.length / 2));
  writeFileSync(file, troubles.truncated || troubles.diskFull ? half : artifact);
  if (troubles.diskFull)
    throw new CommandFailedError(
      `Unable to ${kind} database\nIOException: No space left on device`,
    );
}

export function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Writes a line as Neo4j's log to the console does. */
function logger({ console, now }: CommandContext): (level: string, text: string) => void {
  return (level, text) => {
    const at = now().toISOString().replace('T', ' ').replace('Z', '+0000');
    console.out(`${at} ${level} [o.n.c.d.DumpCommand] ${text}`);
  };
}
