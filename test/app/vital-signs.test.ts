import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createPunctuality } from '../../src/app/punctuality.ts';
import { healthy, measured, ready, type VitalSigns } from '../../src/app/vital-signs.ts';
import { MINUTE, SECOND } from '../../src/domain/time.ts';
import { createScheduler } from '../../src/scheduler.ts';
import { startHealth } from '../../src/telemetry/health.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { type SlackBench, startBench } from '../slack/slack-bench.ts';
import { silent, temporaryStore } from '../store/temporary-store.ts';

/** What is asked of a bot from outside, over its real port: checks that end when told, on sockets of the local Slack. */
async function start({ part }: Pick<SlackBench, 'part'>) {
  let elapsed = 0;
  let end: (() => void) | null = null;
  let cycled = false;
  const store = await temporaryStore();
  const scheduler = createScheduler({ now: () => performance.now(), log: silent });
  scheduler.every('production/queues', 5, () => Promise.resolve());
  scheduler.every(
    'production/backups',
    5,
    () =>
      new Promise<void>((resolve) => {
        end = resolve;
      }),
  );
  const punctuality = createPunctuality({
    checks: ['production/queues', 'production/backups'].map((name) => ({
      name,
      interval: MINUTE,
      timeout: 5 * SECOND,
    })),
    completedAt: () =>
      new Map(scheduler.state().map(({ name, lastCompletedAt }) => [name, lastCompletedAt])),
    elapsed: () => elapsed,
  });
  const signs: VitalSigns = {
    care: {
      punctuality,
      heartbeat: { look: () => Promise.resolve(), trouble: () => null },
      emergencies: { look: () => Promise.resolve(), waiting: () => Promise.resolve(0) },
    },
    watchers: new Map(),
    scheduler,
    store,
    slack: part,
    metrics: createMetrics(),
    anchors: { trouble: () => null },
    now: Date.now,
  };
  const health = await startHealth({
    host: '127.0.0.1',
    port: 0,
    healthy: () => healthy(signs),
    ready: () => ready(signs, cycled),
    metrics: () => measured(signs),
    log: silent,
  });
  onTestFinished(async () => {
    await health.close();
    end?.();
    await scheduler.stop();
  });
  const ask = (path: string) => fetch(`http://127.0.0.1:${health.port}${path}`);
  return {
    async report(path: '/healthz' | '/readyz') {
      const response = await ask(path);
      return { status: response.status, body: await response.json() };
    },
    gauge: async (name: string) =>
      new RegExp(`^${name} (.+)$`, 'm').exec(await (await ask('/metrics')).text())?.[1],
    cycle: () => {
      cycled = true;
    },
    pass: (duration: number) => {
      elapsed += duration;
    },
    endCheck: () => end?.(),
  };
}

async function onSlack() {
  const bench = await startBench();
  onTestFinished(() => bench.close());
  return { slack: bench.slack, bot: await start(bench) };
}

describe('whether people can be served', () => {
  it('is denied until every check has run once', async () => {
    const { bot } = await onSlack();
    expect(await bot.report('/readyz')).toEqual({
      status: 503,
      body: {
        ok: false,
        parts: { slack: 'connected', cycle: 'the first cycle is under way' },
      },
    });
    bot.cycle();
    expect(await bot.report('/readyz')).toMatchObject({ status: 200, body: { ok: true } });
  });

  it('is denied while no socket is left, which the count of sockets shows too', async () => {
    const { slack, bot } = await onSlack();
    bot.cycle();
    expect(await bot.gauge('hart_slack_sockets')).toBe('2');

    slack.setFault('slack-down', true);
    await vi.waitFor(async () => expect(await bot.gauge('hart_slack_sockets')).toBe('0'));
    expect(await bot.report('/readyz')).toEqual({
      status: 503,
      body: {
        ok: false,
        parts: { slack: expect.not.stringMatching(/^connected$/), cycle: 'every check has run' },
      },
    });
    // Nothing is the matter with the process itself: a restart would not bring Slack back.
    expect((await bot.report('/healthz')).status).toBe(200);

    slack.setFault('slack-down', false);
    await vi.waitFor(async () => expect(await bot.gauge('hart_slack_sockets')).toBe('2'), 10_000);
    expect((await bot.report('/readyz')).status).toBe(200);
  });
});

describe('whether the process does its work', () => {
  it('is denied when one check hangs, and it says which; a little late is none of that', async () => {
    const { bot } = await onSlack();
    bot.pass(3 * MINUTE + 35 * SECOND);
    await vi.waitFor(async () =>
      expect(await bot.report('/healthz')).toEqual({
        status: 200,
        body: { ok: true, parts: { scheduler: 'every check runs' } },
      }),
    );
    await vi.waitFor(async () => expect(await bot.gauge('hart_checks_late')).toBe('1'));

    bot.pass(1);
    await vi.waitFor(async () =>
      expect(await bot.report('/healthz')).toEqual({
        status: 503,
        body: { ok: false, parts: { scheduler: 'late: production/backups' } },
      }),
    );
    bot.endCheck();
    await vi.waitFor(async () => expect((await bot.report('/healthz')).status).toBe(200));
    expect(await bot.gauge('hart_checks_late')).toBe('0');
  });
});
