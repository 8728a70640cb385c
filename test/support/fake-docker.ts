import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * What stands for `docker` in tests: `node fake-docker.ts main|service RECORD BIN DUMPS`, then docker's own arguments. It
 * writes them down as they came, and hands the rest on to the programs in BIN, /backups being DUMPS. Where Neo4j is the
 * container's main process, it can be entered only while that runs, as with the real one.
 */
const [kind = '', record = '', bin = '', dumps = '', ...args] = process.argv.slice(2);
appendFileSync(record, `${JSON.stringify(args)}\n`);

/** The options of `docker run` and its like that take a value in a word of their own. */
const withValue = new Set(['-t', '--volumes-from']);

function operands([first, second, ...others]: readonly string[]): readonly string[] {
  if (first === undefined) return [];
  if (withValue.has(first)) return operands(others);
  const rest = second === undefined ? [] : [second, ...others];
  return first.startsWith('-') ? operands(rest) : [first, ...rest];
}

function call(program: string, words: readonly string[], quietly = false): number {
  const inside = words.map((word) => word.replace('=/backups/', `=${dumps}/`));
  const stdio = quietly ? 'ignore' : 'inherit';
  return spawnSync(join(bin, basename(program)), inside, { stdio }).status ?? 1;
}

/** Time limits are not kept here: what they are put before is called as it is. */
function unlimited(words: readonly string[]): readonly string[] {
  return words[0] === 'timeout' ? words.slice(4) : words;
}

function fail(said: string): number {
  process.stderr.write(`Error response from daemon: ${said}\n`);
  return 1;
}

const isUp = () => call('neo4j', ['status'], true) === 0;
const [verb = '', ...rest] = args;
const [name = '', ...words] = operands(rest);

function answer(): number {
  switch (verb) {
    case 'exec': {
      if (kind === 'main' && !isUp()) return fail(`container ${name} is not running`);
      const [program = '', ...others] = unlimited(words);
      return call(program, others);
    }
    case 'run':
      return call(words[0] ?? '', words.slice(1));
    case 'stop':
    case 'start':
      return call('neo4j', [verb], true);
    case 'container':
      process.stdout.write(`${isUp()}\n`);
      return 0;
    default:
      return fail(`unknown command ${verb}`);
  }
}

process.exitCode = answer();
