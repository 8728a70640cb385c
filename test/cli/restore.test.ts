import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { OptionValues } from '../../src/cli/command.ts';
import { restore } from '../../src/cli/restore.ts';
import { startTerminal } from '../../src/terminal/start-terminal.ts';
import { exampleEnv, exampleText } from '../fakes/example-config.ts';
import { silentLogger } from '../fakes/silent-logger.ts';
import { temporaryDirectory } from '../store/temporary-store.ts';
import { notingActing } from '../terminal/noting-acting.ts';

/** What is ordered of the bot behind the socket by these options. */
async function ordered(options: OptionValues): Promise<unknown> {
  const directory = temporaryDirectory();
  const path = join(directory, 'hart.sock');
  const config = join(directory, 'hart.yml');
  writeFileSync(config, exampleText({ './run/hart.sock': path }));
  const acting = notingActing();
  const server = await startTerminal({
    path,
    ownUid: -1,
    userName: async () => 'otto',
    log: silentLogger,
    services: {
      acting,
      environments: ['production'],
      gate: async () => ({
        kind: 'permission',
        identity: { teamId: 'os', userId: 'otto', person: 'otto', roles: [], because: {} },
      }),
      stepUp: {
        verify: async () => null,
        enrol: async () => ({ uri: '' }),
        admit: async () => null,
      },
      acknowledge: async () => null,
      audit: async () => undefined,
      now: () => 0,
    },
  });
  onTestFinished(() => server.close());
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
      { to: '2026-11-23T14:05:00Z', 'in-place': true, 'while-jobs-run': true },
      'restore.in-place',
      { end: { kind: 'moment', at: Date.UTC(2026, 10, 23, 14, 5) }, whileJobsRun: true },
    ],
    [
      { to: 'latest', 'in-place': true, beside: true },
      'restore.in-place',
      { end: latest, way: 'beside' },
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
});
