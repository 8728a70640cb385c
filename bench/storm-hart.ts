import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Slack } from '../sandbox/slack/slack.ts';
import { botAlerting, defaultObserving } from '../src/alerting/settings.ts';
import { incidentWriter } from '../src/app/incident-writer.ts';
import { createDelivery } from '../src/delivery/create-delivery.ts';
import type { Check } from '../src/domain/check.ts';
import { fit } from '../src/slack/blocks/block-limits.ts';
import { createSender } from '../src/slack/sender.ts';
import { createWebClient } from '../src/slack/web-client.ts';
import { openStore } from '../src/store/open-store.ts';
import { createWatcher } from '../src/watching/watcher.ts';
import { silent } from './silent.ts';
import type { StormInstance } from './storm-feed.ts';

export interface StormTaker {
  /** All instances, as they stand now. */
  take(instances: readonly StormInstance[]): Promise<void>;
  /** Nothing waits to be sent. */
  settled(): Promise<boolean>;
  close(): Promise<void>;
}

export interface StormPace {
  readonly groupWait: number;
  readonly groupInterval: number;
}

/** Alerting, store and delivery of the bot, posting to the ops channel. */
export async function stormHart(
  slack: Slack,
  rules: readonly string[],
  pace: StormPace,
): Promise<StormTaker> {
  const directory = mkdtempSync(join(tmpdir(), 'hart-storm-'));
  const now = Date.now;
  const store = await openStore({ url: `sqlite:${join(directory, 'hart.db')}`, now, log: silent });
  const client = createWebClient(slack.tokens.bot, slack.apiUrl, silent);
  const delivery = createDelivery({
    outbox: store.messages,
    sender: createSender({ client, logger: silent, finish: fit }),
    now,
    log: silent,
  });
  const checks = rules.map(checkOf);
  const watcher = createWatcher({
    environment: 'storm',
    checks,
    probe: () => Promise.reject(new Error('nothing is probed')),
    store,
    settings: {
      channel: 'COPS',
      alerting: botAlerting({
        groupBy: ['alert'],
        groupByAlert: {},
        ...pace,
        repeatInterval: { critical: 14_400_000, warning: 86_400_000 },
        inhibit: [],
      }),
      duty: { heldFor: 3_600_000, remindBefore: 60_000, escalation: [] },
      zoneOffset: () => 0,
      writer: incidentWriter(now, () => ({ users: [], group: null })),
      refreshEvery: 5000,
    },
    observing: defaultObserving,
    resolvedRetention: 900_000,
    now,
    log: silent,
    onMessages: () => delivery.kick(),
  });
  await watcher.start();
  delivery.start();
  return {
    async take(instances) {
      for (const check of checks) {
        const rows = instances
          .filter(({ rule }) => rule === check.name)
          .map(({ instance, firing }) => ({
            labels: { instance },
            values: { bad: firing ? 1 : 0 },
          }));
        const outcome = { kind: 'rows', rows } as const;
        await watcher.take(check, {
          environment: 'storm',
          check: check.name,
          at: now(),
          ms: 0,
          variant: null,
          replica: null,
          serverTime: null,
          startedAt: null,
          outcome,
        });
      }
      await watcher.tick();
    },
    async settled() {
      await watcher.tick();
      const open = [...watcher.memory().incidents.values()].some(
        (each) => each.resolvedAt === null,
      );
      return !open && (await delivery.state()).waiting === 0;
    },
    async close() {
      await delivery.stop();
      await store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function checkOf(name: string): Check {
  return {
    name,
    title: name,
    subsystem: 'Application',
    target: 'api',
    interval: 1000,
    timeout: 1000,
    runsOn: 'any',
    needs: [],
    parameters: {},
    labels: ['instance'],
    values: { bad: 'flag' },
    rules: [
      {
        alert: name,
        value: 'bad',
        when: { comparison: '>', threshold: 0 },
        for: 0,
        keepFiringFor: 0,
        severity: 'warning',
        onError: 'keep',
        onEmpty: 'ok',
      },
    ],
    onEmpty: 'ok',
    onMissing: 'unknown',
    remedy: 'Nothing is wrong: this is a storm in a bench.',
    variants: [],
  };
}
