import { backupCommand, restoreCommand } from './backup-command.ts';
import { checkCommand, infoCommand } from './check-command.ts';
import { connectToDbms } from './client.ts';
import { CommandFailedError, type Console, exitCode, UsageError } from './command-line.ts';
import { type CommandContext, dumpCommand } from './dump-command.ts';
import { loadCommand } from './load-command.ts';
import { serverCommand } from './server-command.ts';

type Command = (argv: readonly string[], context: CommandContext) => Promise<void>;

const everywhere: Readonly<Record<string, Command>> = {
  dump: dumpCommand,
  load: loadCommand,
  check: checkCommand,
  info: infoCommand,
};
/** The Community edition does not know these words. */
const enterprise: Readonly<Record<string, Command>> = {
  backup: backupCommand,
  restore: restoreCommand,
};

/** Runs one call of neo4j-admin; answers its exit code. */
export function runAdmin(argv: readonly string[], home: string, console: Console): Promise<number> {
  return answered(console, async () => {
    const context = { home, console, dbms: connectToDbms(home), now: () => new Date() };
    const state = await context.dbms.state();
    if (argv.includes('--version')) return console.out(state.version);
    const [category, name = '', ...rest] = argv;
    if (category === 'server') return serverCommand(name, context);
    if (category !== 'database') throw unmatched(argv, 0);
    const known = state.edition === 'enterprise' ? { ...everywhere, ...enterprise } : everywhere;
    const command = known[name];
    if (command === undefined) throw unmatched(argv, 1);
    await command(rest, context);
  });
}

/** Runs one call of `neo4j`: start, stop, status. */
export function runNeo4j(argv: readonly string[], home: string, console: Console): Promise<number> {
  return answered(console, async () => {
    const context = { home, console, dbms: connectToDbms(home), now: () => new Date() };
    await serverCommand(argv[0] ?? '', context);
  });
}

async function answered(console: Console, work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return exitCode.ok;
  } catch (error) {
    if (!(error instanceof CommandFailedError)) throw error;
    if (error.message !== '') console.err(error.message);
    if (error.code === exitCode.failed)
      console.err("Run with '--verbose' for a more detailed error message.");
    return error.code;
  }
}

function unmatched(argv: readonly string[], from: number): UsageError {
  const words = argv.slice(from).map((word) => `'${word}'`);
  return new UsageError(
    words.length === 1
      ? `Unmatched argument at index ${from}: ${words[0]}`
      : `Unmatched arguments from index ${from}: ${words.join(', ')}`,
  );
}
