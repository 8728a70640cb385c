import { describe, expect, it, onTestFinished } from 'vitest';
import type { OptionValues } from '../../src/cli/command.ts';
import { restore } from '../../src/cli/restore.ts';
import { exampleEnv } from '../fakes/example-config.ts';
import { notingActing } from '../terminal/noting-acting.ts';
import { behindSocket } from './behind-socket.ts';

/** What is ordered of the bot behind the socket by these options. */
async function ordered(options: OptionValues): Promise<unknown> {
  const acting = notingActing();
  const { config, close } = await behindSocket(acting);
  onTestFinished(close);
  const terminal = { out: () => undefined, err: () => undefined, env: exampleEnv };
  const given = { config, 'plan-only': true, ...options };
  expect(await restore.run({ options: given, positionals: [] }, terminal)).toBe(0);
  return acting.calls[0]?.given;
}

const latest = { kind: 'latest' };

describe('hart restore', () => {
  it.each<[OptionValues, string, object]>([
    [{ to: 'latest', copy: 'Look' }, 'restore.copy', { end: latest, copy: 'Look' }],
    [
      { to: 'latest', copy: 'Look', from: 'elsewhere', unmasked: true },
      'restore.copy',
      { end: latest, copy: 'Look', from: 'elsewhere', unmasked: true },
    ],
    [
      { to: '2026-11-23T14:05:00Z', 'in-place': true, 'while-jobs-run': true },
      'restore.in-place',
      { end: { kind: 'moment', at: Date.UTC(2026, 10, 23, 14, 5) }, whileJobsRun: true },
    ],
    [
      { to: 'latest', 'in-place': true, beside: true },
      'restore.in-place',
      { end: latest, way: 'beside' },
    ],
    [
      { to: 'latest', 'in-place': true, 'without-tail': true },
      'restore.in-place',
      { end: latest, withoutTail: true },
    ],
    [{ neo4j: true }, 'restore.neo4j', { workersPaused: false }],
    [
      { neo4j: true, artifact: 'R204', 'workers-paused': true },
      'restore.neo4j',
      { workersPaused: true, artifact: 'R204' },
    ],
  ])('S8 S34 %j orders %s', async (options, operation, wanted) => {
    expect(await ordered(options)).toMatchObject({
      operation,
      environment: 'production',
      options: wanted,
    });
  });

  it.each<[OptionValues, string]>([
    [{ to: 'latest', copy: 'Look', unmasked: true }, '--unmasked goes with --from alone'],
    [
      { to: 'latest', 'in-place': true, from: 'production', unmasked: true },
      '--in-place does not go with --from, --unmasked.',
    ],
    [{ neo4j: true, to: 'latest', from: 'production' }, '--neo4j does not go with --to, --from.'],
    [{ neo4j: true, to: 'latest', beside: true }, '--neo4j does not go with --to, --beside.'],
    [
      { to: 'latest', copy: 'Look', beside: true, 'while-jobs-run': true },
      '--copy does not go with --beside, --while-jobs-run.',
    ],
    [
      { to: 'latest', 'in-place': true, artifact: 'R204' },
      '--in-place does not go with --artifact.',
    ],
    [
      { to: 'latest', 'in-place': true, beside: true, 'without-tail': true },
      '--beside does not go with --without-tail.',
    ],
    [{ to: 'latest', copy: 'Look', 'in-place': true }, 'Say where to:'],
    [{ to: 'latest' }, 'Say where to:'],
  ])('leaves nothing out that was asked for: %j is refused', async (options, words) => {
    const terminal = { out: () => undefined, err: () => undefined, env: exampleEnv };
    await expect(restore.run({ options, positionals: [] }, terminal)).rejects.toThrow(words);
  });
});
