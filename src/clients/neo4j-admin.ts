import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer } from '../domain/target.ts';
import type { Duration, Instant } from '../domain/time.ts';
import { callProgram } from './call-program.ts';
import { callWithin, type Within } from './call-within.ts';
import { codeOf } from './error-code.ts';

/** Neo4j's programs, each with its whole path and first arguments. */
export interface Neo4jPrograms {
  readonly command: readonly string[];
  /** The same while Neo4j is stopped, where that is another: dumps, loads, restores. */
  readonly offline?: readonly string[];
  readonly stop: readonly string[];
  readonly start: readonly string[];
  readonly status: readonly string[] | null;
  /** What `status` says last, where its exit code does not tell whether Neo4j runs. */
  readonly statusSays?: { readonly running: string; readonly stopped: string };
  /** As this process sees it. */
  readonly dumpDirectory: string;
  /** As the programs see it, where that differs. */
  readonly toolDirectory?: string;
  readonly backupFrom: string | null;
  /** For one command. */
  readonly timeout: Duration;
  /** Where `command` is called in a container: what is broken off here goes on there, until it is ended there. */
  readonly within?: Within;
}

type Command =
  | { readonly act: 'stop' | 'start' }
  | {
      readonly act: 'dump' | 'load' | 'backup' | 'restore';
      readonly database: string;
      readonly directory: string;
    };

interface Artifact {
  readonly directory: string;
  readonly file: string;
  readonly database: string;
  readonly bytes: number;
  readonly at: Instant;
}

/** Exit code of `neo4j status` where it does not run. */
const notRunning = 3;
/** With these bytes Neo4j's artifacts begin: dumps of 4 and 5, and backups. */
const beginnings = ['DZV1', 'DGV1', 'NEOB', '\x28\xb5\x2f\xfd'];

/** The tools of a Neo4j on this machine, or in a container on it. Everything is an argument list: nothing is read by a shell. */
export function createNeo4jAdmin(programs: Neo4jPrograms) {
  const { dumpDirectory, backupFrom } = programs;
  const argv = (command: Command): readonly string[] => argumentsOf(command, programs);

  return {
    backupFrom,

    async running(): Promise<Answer<boolean>> {
      if (programs.status === null) return failed('hart.yml names no `status` of Neo4j');
      const ended = await callProgram(programs.status, programs.timeout);
      if (ended.kind === 'trouble') return ended.answer;
      const says = programs.statusSays;
      const said = lastLine(ended);
      if (ended.code === 0 && (says === undefined || said === says.running))
        return { ok: true, value: true };
      if (
        says === undefined ? ended.code === notRunning : ended.code === 0 && said === says.stopped
      )
        return { ok: true, value: false };
      return failed(`${nameOf(programs.status)} ended with ${ended.code}: ${said}`);
    },

    async run(command: Command, signal?: AbortSignal): Promise<Answer<string>> {
      const words = argv(command);
      const ended =
        programs.within === undefined
          ? await callProgram(words, programs.timeout, signal)
          : await callWithin(words, programs.within, programs.timeout, signal);
      if (ended.kind === 'trouble') return ended.answer;
      if (ended.code === 0) return { ok: true, value: lastLine(ended) };
      return failed(`${nameOf(words)} ended with ${ended.code}: ${lastLine(ended)}`);
    },

    describe: (command: Command): string => argv(command).map(readable).join(' '),

    async makeDirectory(name: string): Promise<Answer<string>> {
      for (let number = 1; ; number += 1) {
        const wanted = plainName(number === 1 ? name : `${name}-${number}`);
        try {
          await mkdir(join(dumpDirectory, wanted));
          return { ok: true, value: wanted };
        } catch (error) {
          if (codeOf(error) !== 'EEXIST' || number === 99)
            return failed(`${join(dumpDirectory, wanted)} could not be made (${codeOf(error)})`);
        }
      }
    },

    async artifacts(): Promise<Answer<readonly Artifact[]>> {
      try {
        const found = await readdir(dumpDirectory, { withFileTypes: true });
        const each = found.filter((entry) => entry.isDirectory());
        const lists = await Promise.all(each.map(({ name }) => artifactsIn(dumpDirectory, name)));
        return { ok: true, value: lists.flat().toSorted((one, other) => other.at - one.at) };
      } catch (error) {
        return failed(`${dumpDirectory} cannot be read (${codeOf(error)})`);
      }
    },

    async inspect(
      { directory, file }: { readonly directory: string; readonly file: string },
      signal?: AbortSignal,
    ) {
      const path = join(dumpDirectory, plainName(directory), plainName(file));
      return await readWhole(path, signal);
    },
  };
}

function argumentsOf(command: Command, programs: Neo4jPrograms): readonly string[] {
  if (!('database' in command)) return programs[command.act];
  const { act } = command;
  const database = plainName(command.database);
  const root = programs.toolDirectory ?? programs.dumpDirectory;
  const directory = join(root, plainName(command.directory));
  const needsRunning = act === 'backup';
  const tool = needsRunning ? programs.command : (programs.offline ?? programs.command);
  const base = [...tool, 'database', act];
  switch (act) {
    case 'dump':
      return [...base, `--to-path=${directory}`, database];
    case 'backup': {
      const from = programs.backupFrom === null ? [] : [`--from=${programs.backupFrom}`];
      return [...base, `--to-path=${directory}`, ...from, database];
    }
    default:
      return [...base, `--from-path=${directory}`, '--overwrite-destination=true', database];
  }
}

/** Names become arguments and parts of paths: nothing that could be read as an option or lead elsewhere. */
function plainName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return name;
  throw new RangeError(`not a plain name: ${JSON.stringify(name)}`);
}

async function artifactsIn(root: string, directory: string): Promise<readonly Artifact[]> {
  const files = await readdir(join(root, directory));
  const found = await Promise.all(
    files.map(async (file) => {
      // A backup's name carries its time as well.
      const database = /^(.+?)(?:-\d{4}-\d\d-\d\dT.*)?\.(?:dump|backup)$/.exec(file)?.[1];
      if (database === undefined) return [];
      const { size, mtimeMs } = await stat(join(root, directory, file));
      return [{ directory, file, database, bytes: size, at: mtimeMs }];
    }),
  );
  return found.flat();
}

async function readWhole(
  path: string,
  signal?: AbortSignal,
): Promise<Answer<{ readonly bytes: number; readonly sha256: string }>> {
  const hash = createHash('sha256');
  let bytes = 0;
  let beginning = '';
  try {
    for await (const chunk of createReadStream(path, signal === undefined ? {} : { signal })) {
      const part = Buffer.from(chunk);
      if (beginning.length < 4) beginning += part.toString('latin1', 0, 4);
      hash.update(part);
      bytes += part.length;
    }
  } catch (error) {
    if (signal?.aborted === true)
      return { ok: false, trouble: { kind: 'cancelled', detail: 'cancelled', code: null } };
    return failed(`${path} cannot be read (${codeOf(error)})`);
  }
  if (!beginnings.includes(beginning.slice(0, 4)))
    return failed(`${path} is no artifact of Neo4j (${bytes} bytes)`);
  return { ok: true, value: { bytes, sha256: hash.digest('hex') } };
}

function failed(detail: string): Extract<Answer<never>, { ok: false }> {
  return { ok: false, trouble: { kind: 'failed', detail, code: null } };
}

/** The last line that says something: Neo4j's tools put the reason there, before the advice to ask for more. */
function lastLine({ said }: { readonly said: string }): string {
  const lines = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('Run with '));
  return (lines.at(-1) ?? 'it said nothing').slice(0, 300);
}

function nameOf(words: readonly string[]): string {
  const [program = '', ...rest] = words;
  const name = program.split('/').at(-1) ?? program;
  return [name, ...rest.filter((word) => !word.startsWith('-')).slice(0, 2)].join(' ');
}

function readable(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
