import { describe, expect, it } from 'vitest';
import { configText, envText, secretVariables } from '../../sandbox/config-text.ts';
import {
  alertingSettings,
  observeSettings,
  resolvedRetention,
} from '../../src/app/alerting-settings.ts';
import { createLateChecks } from '../../src/app/late-checks.ts';
import { zoneOffset } from '../../src/app/zone-offset.ts';
import { parseConfig } from '../../src/config/load-config.ts';
import type { Sample } from '../../src/domain/sample.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { blankMemory } from '../../src/watching/memory.ts';
import { createWatcher } from '../../src/watching/watcher.ts';
import { silent, temporaryStore } from '../store/temporary-store.ts';

const secrets = secretVariables({
  readerPassword: 'r',
  operatorPassword: 'o',
  neo4jPassword: 'n',
  slackBotToken: 'xoxb-1',
  slackAppToken: 'xapp-1',
  secretKey: 'k',
});

describe('a check that does not run', () => {
  it('is an alert that goes through all that others pass, and resolves when it runs', async () => {
    const loaded = parseConfig(
      configText({
        sqlServer: 1,
        neo4j: 2,
        api: [],
        slackApiUrl: 'http://127.0.0.1:3/api/',
        botHttp: 4,
        heartbeat: 'http://127.0.0.1:5/',
        store: ':memory:',
        terminal: './hart.sock',
      }),
      secrets,
    );
    if (!loaded.ok) throw new Error(envText({}) + JSON.stringify(loaded.faults));
    let clock = Date.parse('2026-11-23T09:00:00Z');
    const now = () => clock;
    const store = await temporaryStore({ now });
    const said: string[] = [];
    const words = (text: string) => {
      said.push(text);
      return { text, blocks: [] };
    };
    const watcher = createWatcher({
      environment: 'production',
      checks: [],
      probe: () => Promise.reject(new Error('nothing to probe')),
      store,
      settings: {
        channel: 'COPS',
        alerting: alertingSettings(loaded.config),
        duty: loaded.config.onCall,
        zoneOffset,
        writer: {
          root: ({ alert, instances, resolvedAt, remedy }) =>
            words(
              `${resolvedAt === null ? 'firing' : 'resolved'} ${alert} ${instances[0]?.labels['check']} ${instances[0]?.value} ${instances[0]?.unit}: ${remedy}`,
            ),
          line: (_, { kind }) => words(`line ${kind}`),
          mention: () => words('mention'),
        },
        refreshEvery: MINUTE,
      },
      observing: observeSettings(loaded.config),
      resolvedRetention,
      now,
      log: silent,
      onMessages: () => undefined,
    });
    await watcher.start();
    let late = [{ check: 'queues', for: 4 * MINUTE }];
    const look = createLateChecks({ environment: 'production', watcher, late: () => late, now });
    for (let turn = 0; turn < 3; turn += 1) {
      await look();
      clock += 5000;
      await watcher.tick();
    }
    expect(said[0]).toMatch(/^firing check-late queues 4 minutes: A check has not run/);
    late = [];
    for (let turn = 0; turn < 3; turn += 1) {
      await look();
      clock += 5000;
      await watcher.tick();
    }
    expect(said.some((text) => text.startsWith('resolved check-late'))).toBe(true);
  });

  it('costs nothing while every check runs', async () => {
    const taken: Sample[] = [];
    const watcher = {
      memory: () => blankMemory,
      take: async (_: unknown, sample: Sample) => void taken.push(sample),
    };
    await createLateChecks({ environment: 'p', watcher, late: () => [], now: () => 0 })();
    expect(taken).toEqual([]);
  });
});
