import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IncidentAct } from '../../src/domain/incident.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import { otto, vera, type WatchedQueues, watchQueues } from './watched-queues.ts';

let queues: WatchedQueues;
beforeEach(async () => {
  queues = await watchQueues();
});
afterEach(() => queues.close());

async function announced(depth = 6000): Promise<string> {
  await queues.see({ Act: depth });
  await queues.pass(15 * SECOND);
  return queues.incident().id;
}

async function act(id: string, wish: IncidentAct, by = vera) {
  return await queues.watcher().act(id, wish, by);
}

async function snooze(id: string, length: number) {
  return await act(id, { kind: 'snooze', until: queues.now() + length });
}

const mentions = async (id: string) =>
  (await queues.thread(id)).filter((line) => line.startsWith('mention'));

describe('a snoozed incident', () => {
  it('is not escalated until its time is over, and then counts anew', async () => {
    const id = await announced();
    await snooze(id, HOUR);
    await queues.pass(HOUR - MINUTE);
    expect(await mentions(id)).toEqual(['mention 0 (to all)']);
    await queues.pass(10 * MINUTE);
    expect(await mentions(id)).toHaveLength(1);
    await queues.pass(2 * MINUTE);

    expect(await mentions(id)).toEqual(['mention 0 (to all)', 'mention 1 after 10 min (to all)']);
    expect(await queues.thread(id)).toContain('snooze-over: the snooze of vera is over');
  });

  it('rule 23: is not repeated meanwhile', async () => {
    const id = await announced(1200);
    await queues.pass(23 * HOUR);
    await snooze(id, 4 * HOUR);
    await queues.pass(3 * HOUR);
    expect(await queues.thread(id)).not.toContain('repeated');
    await queues.pass(HOUR + MINUTE);

    expect((await queues.thread(id)).join('\n').split('\n')).toContain('repeated');
  });

  it('is awake again when it gets worse, with the mention', async () => {
    const id = await announced(1200);
    await snooze(id, 4 * HOUR);
    await queues.see({ Act: 6000 });
    await queues.pass(SECOND);

    expect(queues.incident().snooze).toBeNull();
    expect(await queues.thread(id)).toEqual([
      'snoozed: vera',
      'worsened\nsnooze-over: worse than when vera snoozed it',
      'mention 0 (to all)',
    ]);
  });

  it('gets better without an end of the snooze, and its resolve is told', async () => {
    const id = await announced();
    await snooze(id, 4 * HOUR);
    await queues.see({ Act: 1200 });
    await queues.pass(MINUTE);
    expect(queues.incident().snooze?.severity).toBe('critical');
    await queues.see({ Act: 3 });
    await queues.pass(2 * MINUTE);

    expect(queues.incident()).toMatchObject({ snooze: null });
    expect((await queues.thread(id)).at(-1)).toBe('resolved');
  });

  it('survives a restart, and ends while the bot is down', async () => {
    const id = await announced();
    await snooze(id, HOUR);
    await queues.restart();
    await queues.pass(30 * MINUTE);
    expect(await mentions(id)).toHaveLength(1);
    queues.sleep(HOUR);
    await queues.restart();
    await queues.pass(SECOND);

    expect(queues.incident().snooze).toBeNull();
  });

  it('is woken by hand, once', async () => {
    const id = await announced();
    await snooze(id, HOUR);
    await act(id, { kind: 'wake' }, otto);
    await act(id, { kind: 'wake' }, otto);

    expect((await queues.thread(id)).slice(1)).toEqual([
      'snoozed: vera',
      'snooze-over: otto ended it',
    ]);
  });

  it.each([
    ['no time', 0],
    ['the past', -HOUR],
    ['more than a day', DAY + 1],
    ['no number', Number.NaN],
  ])('for %s is refused', async (_, length) => {
    const id = await announced();

    expect(await snooze(id, length)).toMatchObject({ rule: 'snooze-length' });
    expect(queues.incident().snooze).toBeNull();
  });

  it('rule 23: a resolve beats a late snooze', async () => {
    const id = await announced();
    await queues.see({ Act: 3 });
    await queues.pass(2 * MINUTE);

    expect(await snooze(id, HOUR)).toMatchObject({ rule: 'resolved' });
  });
});

describe('what a run did about an incident', () => {
  it('stands in its thread and in the resolved message, each once', async () => {
    const id = await announced();
    await act(id, { kind: 'did', what: 'queue enabled, run R204' }, otto);
    await act(id, { kind: 'did', what: 'queue enabled, run R204' }, otto);
    await queues.see({ Act: 3 });
    await queues.pass(2 * MINUTE);

    expect(queues.incident().done).toEqual(['queue enabled, run R204']);
    expect(await queues.thread(id)).toContain('did: queue enabled, run R204');
  });
});

describe('the bot was not running', () => {
  it('for a while: each open thread says from when to when', async () => {
    const id = await announced();
    await queues.see({ Act: 6000 });
    const before = queues.now();
    queues.sleep(HOUR);
    await queues.restart();
    const told = await queues.timeline(id);
    const change = told.find(({ kind }) => kind === 'not-watched');

    expect(change).toMatchObject({ kind: 'not-watched', since: before, at: queues.now() });
    expect(await queues.thread(id)).toContain('not-watched');
  });

  it('for a moment: nothing is said', async () => {
    const id = await announced();
    queues.sleep(MINUTE);
    await queues.restart();

    expect(await queues.thread(id)).not.toContain('not-watched');
  });

  it('and nothing was open: nothing is said', async () => {
    await queues.see({ Act: 3 });
    queues.sleep(DAY);
    await queues.restart();

    expect(await queues.messages()).toEqual([]);
  });
});
