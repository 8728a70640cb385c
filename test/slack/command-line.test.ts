import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/slack/command-line.ts';
import { resolveEnvironment } from '../../src/slack/resolve-environment.ts';
import { suggest } from '../../src/slack/suggest.ts';

function read(text: string): string {
  const line = parseCommandLine(text);
  if (line.kind === 'misread') return `${line.message} ${line.hint}`;
  const { command, args, environment } = line;
  return JSON.stringify([command, args, environment]);
}

describe('the command line', () => {
  it.each([
    ['', '["",[],null]'],
    ['status', '["status",[],null]'],
    ['  STATUS  ', '["status",[],null]'],
    ['check queues --env staging', '["check",["queues"],"staging"]'],
    ['--env staging check queues', '["check",["queues"],"staging"]'],
    ['check --env=staging', '["check",[],"staging"]'],
    ['check —env staging', '["check",[],"staging"]'],
    ['check –ENV staging', '["check",[],"staging"]'],
    ['check "two words" \'and more\'', '["check",["two words","and more"],null]'],
    ['check “curly quotes”', '["check",["curly quotes"],null]'],
    ['check "--env"', '["check",["--env"],null]'],
    ['check\u00a0queues\u3000x', '["check",["queues","x"],null]'],
    ['che\u200bck \u202equeues', '["check",["queues"],null]'],
    ['ｓｔａｔｕｓ', '["status",[],null]'],
    ['check a &amp; &lt;b&gt;', '["check",["a","&","<b>"],null]'],
  ])('%j is read as %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    ['check "queues', 'A quotation mark is not closed. Close it, or leave it out.'],
    ['check --env', '`--env` needs a name. For example: `/hart status --env production`.'],
    ['check --env a --env b', '`--env` stands there twice. Name one environment.'],
    ['check --enb a', 'hart knows no option `--enb`. Did you mean `--env`?'],
    ['check --<!here>', 'hart knows no option `--&lt;!here&gt;`. The one option is `--env NAME`.'],
    [
      'x'.repeat(12345),
      'That is 12,345 characters; a command has at most 500. Type `/hart help` for what there is.',
    ],
  ])('%.20j is answered: %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('reads anything without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        expect(parseCommandLine(text).kind).toMatch(/command-line|misread/);
      }),
    );
  });
});

describe('suggestions', () => {
  const known = ['status', 'check', 'queues', 'alerts', 'backups'];

  it.each([
    ['queus', 'queues'],
    ['qeues', 'queues'],
    ['Statu', 'status'],
    ['backup', 'backups'],
    ['allerts', 'alerts'],
    ['x', null],
    ['reboot', null],
    ['😀😀😀', null],
  ])('%s: %s', (word, meant) => {
    expect(suggest(word, known)).toBe(meant);
  });
});

describe('the environment', () => {
  const production = { name: 'production', channels: { ops: 'COPS', audit: 'CAUDIT' } };
  const staging = { name: 'staging', channels: { ops: 'CSTAGE', audit: 'CAUDIT' } };
  const both = [production, staging];

  function resolve(named: string | null, channelId: string, environments = both): string {
    const answer = resolveEnvironment({ named, channelId, environments, command: 'queues' });
    return typeof answer === 'string' ? answer : `${answer.message} ${answer.hint}`;
  }

  it.each([
    ['named', 'staging', 'COPS', both, 'staging'],
    ['named in another case', 'Staging', 'COPS', both, 'staging'],
    ['the only one', null, 'CELSE', [production], 'production'],
    ['that of the channel', null, 'CSTAGE', both, 'staging'],
    [
      'not clear: a channel of none',
      null,
      'CELSE',
      both,
      'Which environment? This channel does not say: there are `production`, `staging`. For example: `/hart queues --env production`.',
    ],
    [
      'not clear: a channel of two',
      null,
      'CAUDIT',
      both,
      'Which environment? This channel does not say: there are `production`, `staging`. For example: `/hart queues --env production`.',
    ],
    [
      'mistyped',
      'stagin',
      'COPS',
      both,
      'There is no environment `stagin`. Did you mean `staging`?',
    ],
    [
      'unknown',
      'moon',
      'COPS',
      both,
      'There is no environment `moon`. There are `production`, `staging`.',
    ],
    [
      'unknown though there is only one',
      'moon',
      'COPS',
      [production],
      'There is no environment `moon`. There is `production`.',
    ],
  ])('%s', (_, named, channel, environments, expected) => {
    expect(resolve(named, channel, environments)).toBe(expected);
  });
});
