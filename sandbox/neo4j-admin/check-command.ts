import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrokenArtifactError, unpackArtifact } from './artifact.ts';
import { CommandFailedError, readArguments, wanted } from './command-line.ts';
import type { CommandContext } from './dump-command.ts';

/** `neo4j-admin database check [--from-path=<dir with a dump>] <database>`: of a stopped database, or of a dump. */
export async function checkCommand(
  argv: readonly string[],
  { dbms, console }: CommandContext,
): Promise<void> {
  const args = readArguments(argv, {
    '--from-path': 'value',
    '--report-path': 'value',
    '--temp-path': 'value',
    '--verbose': 'flag',
    '--force': 'flag',
  });
  const database = wanted(args.database);
  const state = await dbms.state();
  const from = args.value('--from-path');
  if (from !== undefined) readable(join(from, `${database}.dump`));
  else {
    if (!state.databases.includes(database))
      throw new CommandFailedError(`Database does not exist: '${database}'`);
    if (state.running)
      throw new CommandFailedError(
        `The database is in use. Stop database '${database}' and try again.`,
      );
    if (!state.clean)
      throw new CommandFailedError(
        'Active logical log detected, this might be a source of inconsistencies.\nPlease recover database before running the consistency check.\nTo perform recovery please start database and perform clean shutdown.',
      );
  }
  console.out('Running consistency check with max off-heap:1.952GiB');
  console.out('Store size:250.8MiB');
  console.out('.................... 100%');
  if (state.troubles.inconsistent)
    throw new CommandFailedError(
      `Inconsistencies found. See '${args.value('--report-path') ?? '.'}/inconsistencies.report' for details.`,
    );
}

function readable(archive: string): void {
  try {
    unpackArtifact(readFileSync(archive));
  } catch (error) {
    if (error instanceof BrokenArtifactError)
      throw new CommandFailedError(`Not a valid Neo4j archive: ${archive}`);
    throw new CommandFailedError(`Archive does not exist: ${archive}`);
  }
}

/** `neo4j-admin database info [<database>]`: what the stores on the disk say. */
export async function infoCommand(
  argv: readonly string[],
  { dbms, console }: CommandContext,
): Promise<void> {
  const args = readArguments(argv, { '--format': 'value', '--verbose': 'flag' });
  const state = await dbms.state();
  const names = state.databases.filter(
    (name) => args.database === undefined || args.database === '*' || name === args.database,
  );
  if (names.length === 0)
    throw new CommandFailedError(`Database does not exist: '${args.database}'`);
  for (const name of names) {
    const store = await dbms.read(name);
    const inUse = state.running;
    const lines = [
      `Database name:                ${name}`,
      `Database in use:              ${inUse}`,
      ...(inUse
        ? []
        : [
            'Store format version:         record-aligned-1.1',
            'Store format introduced in:   5.0.0',
          ]),
      `Last committed transaction id:${inUse ? -1 : (store?.lastTransaction ?? -1)}`,
      `Store needs recovery:         ${inUse || !state.clean}`,
      '',
    ];
    for (const line of lines) console.out(line);
  }
}
