import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { botAlerting, defaultObserving } from '../../src/alerting/settings.ts';
import { zoneOffset } from '../../src/app/zone-offset.ts';
import type { Check } from '../../src/domain/check.ts';
import type { Content } from '../../src/domain/message.ts';
import type { Outcome, Row, Sample } from '../../src/domain/sample.ts';
import { HOUR } from '../../src/domain/time.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { timelineOf } from '../../src/watching/timeline.ts';
import { createWatcher, type Watcher } from '../../src/watching/watcher.ts';
import { aCheck, aRule } from '../fakes/a-check.ts';
import { silentLogger } from '../fakes/silent-logger.ts';

const start = Date.parse('2026-01-01T00:00:00Z');
const check = aCheck({
  rules: [
    aRule({ for: 60_000, summary: '{queue} holds {depth} messages' }),
    aRule({ severity: 'critical', when: { comparison: '>', threshold: 5000 } }),
  ],
});

let store: Store;
let now: number;
let seen: Outcome;

beforeEach(async () => {
  now = start;
  seen = depths({ Act: 3 });
  store = await openStore({ url: 'sqlite::memory:', now: () => now, log: silentLogger });
});
afterEach(() => store.close());

function depths(queues: Record<string, number>): Outcome {
  const rows = Object.entries(queues).map(
    ([queue, depth]): Row => ({ labels: { queue }, values: { depth } }),
  );
  return { kind: 'rows', rows };
}

const say = (text: string): Content => ({ text, blocks: [] });

async function newWatcher(checks: readonly Check[] = [check]): Promise<Watcher> {
  const watcher = createWatcher({
    environment: 'production',
    checks,
    probe: async ({ name }): Promise<Sample> => ({
      environment: 'production',
      check: name,
      at: now,
      ms: 5,
      variant: null,
      replica: null,
      serverTime: now,
      startedAt: null,
      outcome: seen,
    }),
    store,
    settings: {
      channel: 'COPS',
      alerting: botAlerting({ groupWait: 10_000, groupInterval: 30_000 }),
      duty: { heldFor: 8 * HOUR, remindBefore: HOUR, escalation: [] },
      zoneOffset,
      writer: {
        root: ({ resolvedAt, severity, instances }) =>
          say(
            `${resolvedAt === null ? severity : 'over'}: ${instances.map(({ summary, value }) => `${summary} (${value})`).join('; ')}`,
          ),
        line: (_, { kind, instance, names = [] }) =>
          say(`${kind} ${instance?.labels['queue'] ?? names.map(({ queue }) => queue).join(' ')}`),
        mention: ({ severity }) => say(`mention ${severity}`),
      },
      refreshEvery: 60_000,
    },
    observing: defaultObserving,
    resolvedRetention: 900_000,
    now: () => now,
    log: silentLogger,
    onMessages() {},
  });
  await watcher.start();
  return watcher;
}

/** The next evaluation 30 s later, with the clock's ticks in between. */
async function evaluate(watcher: Watcher, outcome: Outcome): Promise<void> {
  seen = outcome;
  for (let second = 0; second < 30; second += 1) {
    now += 1000;
    await watcher.tick();
  }
  await watcher.run('queues');
}

/** What is wanted in Slack now, roots first, in the order in which it was asked for. */
async function wanted(): Promise<string[]> {
  for (;;) {
    const [unsent] = (await store.messages.due(100)).filter(({ ts }) => ts === null);
    if (unsent === undefined) break;
    await store.messages.sent(unsent.key, String(now), 0, now);
  }
  return (await store.messages.due(100)).map(({ content }) => content.text);
}

describe('a watcher', () => {
  it('announces an alert after `for` and groupWait, with the words of its rule', async () => {
    const watcher = await newWatcher();
    for (let times = 0; times < 3; times += 1) await evaluate(watcher, depths({ Act: 1200 }));
    expect(await wanted()).toEqual([]);

    await evaluate(watcher, depths({ Act: 1200 }));

    expect(await wanted()).toEqual(['warning: Act holds 1,200 messages (1200)']);
  });

  it('edits the root and adds a line when another instance comes and when one is over', async () => {
    const watcher = await newWatcher();
    for (let times = 0; times < 4; times += 1)
      await evaluate(watcher, depths({ Act: 1200, Learn: 1 }));
    for (let times = 0; times < 5; times += 1)
      await evaluate(watcher, depths({ Act: 1200, Learn: 1300 }));
    for (let times = 0; times < 3; times += 1)
      await evaluate(watcher, depths({ Act: 3, Learn: 1300 }));

    expect(await wanted()).toEqual([
      'warning: Learn holds 1,300 messages (1300); Act holds 1,200 messages (3)',
      'added Learn',
      'instance-resolved Act',
    ]);
  });

  it('tells a storm of instances in one message a step, all by name and some with a line', async () => {
    const watcher = await newWatcher();
    const storm = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`Q${index}`, 1300]));
    for (let times = 0; times < 4; times += 1) await evaluate(watcher, depths({ Act: 1200 }));
    for (let times = 0; times < 5; times += 1)
      await evaluate(watcher, depths({ Act: 1200, ...storm }));

    const [, thread = '', ...others] = await wanted();
    expect(others).toEqual([]);
    expect(thread.split('\n').filter((line) => line.startsWith('added'))).toHaveLength(15);
    expect(thread).toMatch(/^listed(?= .*\bAct\b)(?: (?:Act|Q\d+)){21}\n/);
  });

  it('closes the thread when all is over', async () => {
    const watcher = await newWatcher();
    for (let times = 0; times < 4; times += 1) await evaluate(watcher, depths({ Act: 1200 }));
    for (let times = 0; times < 3; times += 1) await evaluate(watcher, depths({ Act: 3 }));

    expect(await wanted()).toEqual(['over: Act holds 1,200 messages (3)', 'resolved Act']);
    expect([...watcher.memory().groups.values()]).toEqual([]);
  });

  it('mentions people once, when it first turns critical', async () => {
    const watcher = await newWatcher();
    for (let times = 0; times < 4; times += 1) await evaluate(watcher, depths({ Act: 1200 }));
    await evaluate(watcher, depths({ Act: 6000 }));
    await evaluate(watcher, depths({ Act: 1200 }));
    await evaluate(watcher, depths({ Act: 6000 }));

    const said = await wanted();
    expect(said.filter((text) => text === 'mention critical')).toHaveLength(1);
    expect(said[0]).toMatch(/^critical/);
  });

  it('takes back a mention that Slack does not have when all is over, and the timeline says so', async () => {
    const watcher = await newWatcher();
    for (let times = 0; times < 4; times += 1) await evaluate(watcher, depths({ Act: 1200 }));
    await evaluate(watcher, depths({ Act: 6000 }));
    const [incident] = watcher.memory().incidents.values();
    if (incident === undefined) throw new Error('nothing fires');
    for (let times = 0; times < 3; times += 1) await evaluate(watcher, depths({ Act: 3 }));

    const said = await wanted();
    expect(said).toContain('resolved Act');
    expect(said).not.toContain('mention critical');
    const told = await timelineOf(store, 'production', incident.id);
    expect(told.map(({ kind, detail }) => (kind === 'did' ? detail : kind))).toEqual([
      'opened',
      'worsened',
      'escalated',
      'resolved',
      'Slack did not have a mention of people by then: withdrawn',
    ]);
    expect(watcher.memory().incidents.get(incident.id)?.lines).toBe(4);
  });

  it('leaves a mention that Slack has', async () => {
    const watcher = await newWatcher();
    for (let times = 0; times < 4; times += 1) await evaluate(watcher, depths({ Act: 1200 }));
    await evaluate(watcher, depths({ Act: 6000 }));
    const [incident] = watcher.memory().incidents.values();
    expect(await wanted()).toContain('mention critical');
    for (let times = 0; times < 3; times += 1) await evaluate(watcher, depths({ Act: 3 }));

    const told = await timelineOf(store, 'production', incident?.id ?? '');
    expect(told.map(({ kind }) => kind)).not.toContain('did');
  });

  it('goes on where it was after a restart: the `for` clock is kept, nothing is said twice', async () => {
    const first = await newWatcher();
    for (let times = 0; times < 3; times += 1) await evaluate(first, depths({ Act: 1200 }));
    const second = await newWatcher();
    await evaluate(second, depths({ Act: 1200 }));
    const said = await wanted();
    const third = await newWatcher();
    await evaluate(third, depths({ Act: 1200 }));

    expect(said).toEqual(['warning: Act holds 1,200 messages (1200)']);
    expect(await wanted()).toEqual(said);
  });

  it('keeps the words of the last breach when it recovers before it is announced', async () => {
    const watcher = await newWatcher([
      aCheck({ rules: [aRule({ keepFiringFor: 300_000, summary: '{queue} holds {depth}' })] }),
    ]);
    seen = depths({ Act: 1200 });
    await watcher.run('queues');
    now += 5000;
    seen = depths({ Act: 0 });
    await watcher.run('queues');
    now += 10_000;
    await watcher.tick();

    expect(await wanted()).toEqual(['warning: Act holds 1,200 (0)']);
  });

  it('judges a breach at once, while the alert still waits', async () => {
    const watcher = await newWatcher();
    await evaluate(watcher, depths({ Act: 1200 }));

    expect(watcher.results().get('queues')).toMatchObject({
      state: 'warning',
      rowStates: ['warning'],
    });
    expect(await wanted()).toEqual([]);
  });

  it('never takes an unknown for a recovery', async () => {
    const watcher = await newWatcher();
    for (let times = 0; times < 4; times += 1) await evaluate(watcher, depths({ Act: 1200 }));
    const before = await wanted();
    await evaluate(watcher, { kind: 'unknown', reason: 'timeout', detail: 'no answer in 5 s' });

    expect(watcher.results().get('queues')?.state).toBe('unknown');
    expect(await wanted()).toEqual(before);
  });

  it('does not count every look of a person as an evaluation', async () => {
    const watcher = await newWatcher([
      aCheck({
        rules: [aRule({ value: 'depth.rising', when: { comparison: '>=', threshold: 3 } })],
      }),
    ]);
    for (const depth of [10, 20, 30, 40, 50]) {
      seen = depths({ Act: depth });
      now += 1000;
      await watcher.look('queues');
    }

    expect(watcher.results().get('queues')?.state).toBe('ok');
  });

  it('does not call a queue stuck because people look between two scheduled samples', async () => {
    const watcher = await newWatcher([
      aCheck({
        rules: [aRule({ value: 'depth.unchanged', when: { comparison: '>=', threshold: 3 } })],
      }),
    ]);
    const { interval } = aCheck();
    const states: (string | undefined)[] = [];
    for (let round = 0; round < 4; round += 1) {
      now += interval;
      await watcher.run('queues');
      now += interval * 0.9;
      states.push((await watcher.look('queues'))?.state);
      now -= interval * 0.9;
    }

    expect(states).toEqual(['ok', 'ok', 'ok', 'warning']);
  });

  it('counts a scheduled sample also when it joins the look of a person', async () => {
    const watcher = await newWatcher();
    await watcher.run('queues');
    now += 1000;
    seen = depths({ Act: 5000 });
    await Promise.all([watcher.look('queues'), watcher.run('queues')]);

    expect(watcher.memory().samples.get('queues')?.at).toBe(now);
  });

  it('answers null for a check that is not there', async () => {
    const watcher = await newWatcher();

    expect(await watcher.run('nothing')).toBeNull();
  });
});
