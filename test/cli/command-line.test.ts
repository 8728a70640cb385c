import { describe, expect, it } from 'vitest';
import { commands, runCommandLine } from '../../src/cli/command-line.ts';
import { optionWords } from '../../src/cli/option-words.ts';

async function typed(line: string) {
  const said = { out: '', err: '' };
  const exit = await runCommandLine(line.split(' ').filter(Boolean), commands, {
    env: {},
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
  });
  return { exit, ...said };
}

describe('help on the command line', () => {
  it('explains every option of every command, and none that there is not', () => {
    const taken = new Set(commands.flatMap(({ options }) => Object.keys(options)));
    expect(new Set(Object.keys(optionWords))).toEqual(taken);
  });

  it('names the options of one command with what they do, and an example', async () => {
    const { exit, out } = await typed('help backup');
    expect(exit).toBe(0);
    expect(out).toContain('  --copy-only       leaves the chain of backups as it is');
    expect(out).toContain('hart backup log --yes');
    expect((await typed('backup --help')).out).toBe(out);
  });

  it.for([
    ['bakup', 'Did you mean "hart backup"?'],
    ['audit', 'Use one of: hart audit verify'],
    ['frobnicate', 'Run "hart help"'],
    ['backup log --copyonly', 'Did you mean --copy-only?'],
    ['backup log --plan', 'Did you mean --plan-only?'],
    ['runs --jsn', 'Did you mean --json?'],
    ['runs --frobnicate', "Unknown option '--frobnicate'.\n      Usage: hart runs"],
    ['restore', 'Say where to: --copy NAME'],
    ['restore --neo4j --in-place --to latest', '--neo4j does not go with --to, --in-place.'],
  ])('%s: %s', async ([line = '', hint]) => {
    const { exit, err, out } = await typed(line);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(hint);
  });
});
