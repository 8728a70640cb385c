import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultAlerting } from '../../src/alerting/settings.ts';
import { MINUTE, SECOND } from '../../src/domain/time.ts';
import { judge } from '../../src/watching/judge.ts';
import { blank, depths, rulesOf, sampleOf, saw } from '../alerting/records.ts';
import { aCheck, aRule } from '../fakes/a-check.ts';
import { type WatchedQueues, watchQueues } from './watched-queues.ts';

let queues: WatchedQueues;
beforeEach(async () => {
  queues = await watchQueues();
});
afterEach(() => queues.close());

describe('rule 2: the state of a check is the worst of its instances', () => {
  const critical = aRule({ severity: 'critical', when: { comparison: '>', threshold: 5000 } });
  const check = aCheck({ rules: [aRule(), critical] });

  it.each([
    [{ A: 3, B: 4 }, 'ok'],
    [{ A: 3, B: 1200 }, 'warning'],
    [{ A: 6000, B: 1200 }, 'critical'],
    [{ A: 1200, B: null }, 'unknown'],
    // One bad value spoils the evaluation of all rows: nothing may be told from it.
    [{ A: 6000, B: null }, 'unknown'],
  ])('rule 2: of %j: %s', (seen, state) => {
    const sample = sampleOf(0, depths(seen));
    const { memory } = saw(blank, sample, rulesOf(aRule(), critical));

    expect(judge(check, sample, memory.instances.values()).state).toBe(state);
  });
});

describe('rule 13: what the bot remembers over a restart', () => {
  it('rule 13: since when something fires, and that it was said', async () => {
    await queues.see({ Act: 1200 });
    await queues.pass(15 * SECOND);
    const before = queues.incident();
    await queues.restart();
    await queues.see({ Act: 1300 });
    await queues.pass(5 * MINUTE);

    expect(queues.incident()).toMatchObject({ id: before.id, openedAt: before.openedAt });
    expect(queues.watcher().memory().incidents.size).toBe(1);
    expect(await queues.thread(before.id)).toEqual([]);
  });

  it('rule 13: that it waits for its first message', async () => {
    await queues.see({ Act: 1200 });
    const { now } = queues;
    const seenAt = now();
    await queues.pass(4 * SECOND);
    await queues.restart();
    await queues.pass(6 * SECOND);

    expect(queues.incident().openedAt).toBe(seenAt);
  });
});

describe('the defaults', () => {
  it('are those that people expect', () => {
    expect(defaultAlerting).toMatchObject({
      groupWait: 30 * SECOND,
      groupInterval: 5 * MINUTE,
      repeatInterval: { critical: 240 * MINUTE, warning: 1440 * MINUTE },
    });
  });
});
