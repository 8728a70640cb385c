import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultAlerting } from '../../src/alerting/settings.ts';
import { MINUTE, SECOND } from '../../src/domain/time.ts';
import { judge } from '../../src/watching/judge.ts';
import { blank, depths, rulesOf, sampleOf, saw } from '../alerting/records.ts';
import { aCheck, aRule } from '../fakes/a-check.ts';
import { temporaryDirectory } from '../store/temporary-store.ts';
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

describe('rule 13: the clocks of a rule over a restart, from the file of the store', () => {
  const waiting = { rules: [aRule({ for: 60 * SECOND, keepFiringFor: 120 * SECOND })] };
  let kept: WatchedQueues;
  beforeEach(async () => {
    const file = join(temporaryDirectory(), 'hart.db');
    kept = await watchQueues([], {}, { ...waiting, file });
  });
  afterEach(() => kept.close());

  const act = () => [...kept.watcher().memory().instances.values()][0];
  /** Sees it at so long after `since`, and says in which phase it is then. */
  async function phaseAt(since: number, after: number, depth: number) {
    kept.sleep(since + after - kept.now());
    await kept.see({ Act: depth });
    return act()?.phase;
  }

  it('rule 13: what is pending fires when its `for` is over, counted from before the restart', async () => {
    const since = kept.now();
    await kept.see({ Act: 1200 });
    await kept.pass(40 * SECOND);
    await kept.restart();

    expect(act()).toMatchObject({ phase: 'pending', activeAt: since });
    expect(await phaseAt(since, 59 * SECOND, 1200)).toBe('pending');
    await kept.restart();
    expect(await phaseAt(since, 60 * SECOND, 1200)).toBe('firing');
    expect(act()).toMatchObject({ activeAt: since, firingAt: since + 60 * SECOND });
  });

  it('rule 13: what is recovering resolves when its `keepFiringFor` is over, counted from before the restart', async () => {
    const since = kept.now();
    await phaseAt(since, 0, 1200);
    await phaseAt(since, 60 * SECOND, 1200);
    await kept.pass(15 * SECOND);
    const { id } = kept.incident();
    const well = kept.now();
    await kept.see({ Act: 3 });
    await kept.pass(100 * SECOND);
    await kept.restart();

    expect(await phaseAt(well, 119 * SECOND, 3)).toBe('recovering');
    await kept.restart();
    expect(await phaseAt(well, 120 * SECOND, 3)).toBe('resolved');
    await kept.pass(30 * SECOND);
    expect(kept.incident()).toMatchObject({ id, resolvedAt: expect.any(Number) });
    expect(kept.watcher().memory().incidents.size).toBe(1);
  });

  it('rule 13: what gets bad again after the restart has the whole of its `keepFiringFor` before it', async () => {
    const since = kept.now();
    await phaseAt(since, 0, 1200);
    await phaseAt(since, 60 * SECOND, 1200);
    expect(await phaseAt(since, 70 * SECOND, 3)).toBe('recovering');
    await kept.restart();
    expect(await phaseAt(since, 180 * SECOND, 1300)).toBe('firing');
    await kept.restart();
    expect(await phaseAt(since, 190 * SECOND, 3)).toBe('recovering');
    expect(await phaseAt(since, 309 * SECOND, 3)).toBe('recovering');
    expect(await phaseAt(since, 310 * SECOND, 3)).toBe('resolved');
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
