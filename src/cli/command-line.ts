import { parseArgs } from 'node:util';
import { closest, distance } from 'fastest-levenshtein';
import { Fault } from '../domain/fault.ts';
import { approve, cancel, reject, runs, show, startRun, withdraw } from './act-on-run.ts';
import { auditAcknowledge } from './audit-acknowledge.ts';
import { auditExport } from './audit-export.ts';
import { auditVerify } from './audit-verify.ts';
import { backup } from './backup.ts';
import { checks } from './checks.ts';
import { type Command, type ExitCode, type Terminal, UsageError } from './command.ts';
import { configCheck } from './config-check.ts';
import { demo } from './demo.ts';
import { doctor } from './doctor.ts';
import { admit, enrol } from './enrol.ts';
import { optionWords } from './option-words.ts';
import { planRestoreCommand } from './plan-restore.ts';
import { replay } from './replay.ts';
import { restore } from './restore.ts';
import { resync } from './resync.ts';
import { run } from './run.ts';
import { sandbox } from './sandbox.ts';
import { start } from './start.ts';
import { statements } from './statements.ts';
import { storeBackup } from './store-backup.ts';

export const commands: readonly Command[] = [
  start,
  run,
  demo,
  sandbox,
  configCheck,
  doctor,
  checks,
  statements,
  backup,
  resync,
  restore,
  runs,
  show,
  approve,
  reject,
  startRun,
  withdraw,
  cancel,
  enrol,
  admit,
  planRestoreCommand,
  replay,
  auditVerify,
  auditExport,
  auditAcknowledge,
  storeBackup,
];

/** Runs one command line. Never throws; what goes wrong is said on standard error. */
export async function runCommandLine(
  words: readonly string[],
  known: readonly Command[],
  terminal: Terminal,
): Promise<ExitCode> {
  try {
    const [first] = words;
    if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
      const topic = words.slice(1).join(' ');
      terminal.out(first === 'help' && topic !== '' ? helpOf(find(topic, known)) : overview(known));
      return first === undefined ? 2 : 0;
    }
    const command = find(words.slice(0, 2).join(' '), known);
    const rest = words.slice(command.name.split(' ').length);
    if (rest.includes('--help') || rest.includes('-h')) {
      terminal.out(helpOf(command));
      return 0;
    }
    return await command.run(parse(command, rest), terminal);
  } catch (error) {
    return explain(error, terminal);
  }
}

function find(words: string, known: readonly Command[]): Command {
  const [one = ''] = words.split(' ');
  const command =
    known.find(({ name }) => name === words) ?? known.find(({ name }) => name === one);
  if (command !== undefined) return command;
  const names = known.filter(({ hidden }) => hidden !== true).map(({ name }) => name);
  const family = names.filter((name) => name.startsWith(`${one} `));
  if (family.length > 0)
    throw new UsageError(`Use one of: ${family.map((n) => `hart ${n}`).join(', ')}.`);
  const near = closest(words, names);
  const hint = distance(words, near) <= 3 ? `Did you mean "hart ${near}"?` : 'Run "hart help".';
  throw new UsageError(`There is no command "${one}". ${hint}`);
}

function parse(command: Command, words: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: command.options,
      allowPositionals: true,
      strict: true,
    });
    if (positionals.length !== command.positionals.length)
      throw new UsageError(`Usage: hart ${command.usage}`);
    return { options: Object.fromEntries(Object.entries(values).map(single)), positionals };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const why = error instanceof Error ? (error.message.split('. ')[0] ?? '') : '';
    const meant = meantOption(why, Object.keys(command.options));
    throw new UsageError(
      `${why}.${meant === null ? '' : ` Did you mean --${meant}?`}\n      Usage: hart ${command.usage}`,
    );
  }
}

/** Of an option that a command does not take: the one that was most likely meant. */
function meantOption(complaint: string, known: readonly string[]): string | null {
  const typed = /^Unknown option '--?([^']+)'/.exec(complaint)?.[1];
  if (typed === undefined || known.length === 0) return null;
  const begins = known.find((name) => name.startsWith(typed));
  const near = begins ?? closest(typed, [...known]);
  return begins !== undefined || distance(typed, near) <= Math.ceil(near.length / 3) ? near : null;
}

function single([name, value]: [string, unknown]): [string, string | boolean | undefined] {
  return [name, typeof value === 'string' || typeof value === 'boolean' ? value : undefined];
}

function explain(error: unknown, { err }: Terminal): ExitCode {
  if (error instanceof UsageError) {
    err(`hart: ${error.message}\n`);
    return 2;
  }
  if (error instanceof Fault) {
    err(`hart: ${error.message}\n${error.hint === '' ? '' : `      ${error.hint}\n`}`);
    return 1;
  }
  err(`hart: an unexpected fault: ${error instanceof Error ? error.stack : String(error)}\n`);
  return 1;
}

/** What is longer has its summary on the next line. */
const widestUsage = 44;

function overview(known: readonly Command[]): string {
  const shown = known.filter(({ hidden }) => hidden !== true);
  const lines = shown.map(({ usage, summary }) => {
    const short = usage.length > widestUsage ? usage.replace(/ \[.*$/, ' …') : usage;
    return short.length > widestUsage
      ? `  hart ${short}\n${' '.repeat(widestUsage + 9)}${summary}`
      : `  hart ${short.padEnd(widestUsage)}  ${summary}`;
  });
  return [
    'hart: the operations bot of Hartonomous',
    '',
    ...lines,
    '',
    'hart help COMMAND explains one with an example. Exit: 0 done, 1 refused or not healthy, 2 usage.',
    '',
  ].join('\n');
}

function helpOf({ usage, summary, example, options }: Command): string {
  const names = Object.keys(options);
  const widest = Math.max(...names.map((name) => name.length));
  const lines = names.map((name) => `  --${name.padEnd(widest)}  ${optionWords[name] ?? ''}\n`);
  const list = lines.length === 0 ? '' : `\nOptions:\n\n${lines.join('')}`;
  return `hart ${usage}\n\n  ${summary}\n${list}\nExample:\n\n  ${example}\n`;
}
