import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Acting } from '../../src/domain/acting.ts';
import { startTerminal } from '../../src/terminal/start-terminal.ts';
import { exampleText } from '../fakes/example-config.ts';
import { silentLogger } from '../fakes/silent-logger.ts';
import { temporaryDirectory } from '../store/temporary-store.ts';

/** Lets commands reach `acting` as they reach the bot's, in the name of otto; `config` tells them where. */
export async function behindSocket(acting: Acting) {
  const directory = temporaryDirectory();
  const path = join(directory, 'hart.sock');
  const config = join(directory, 'hart.yml');
  writeFileSync(config, exampleText({ './run/hart.sock': path }));
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
  return { config, close: () => server.close() };
}
