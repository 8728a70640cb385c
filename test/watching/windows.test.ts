import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import type { WindowOrder } from '../../src/domain/window.ts';
import { otto, vera, type WatchedQueues, watchQueues } from './watched-queues.ts';

let queues: WatchedQueues;
beforeEach(async () => {
  queues = await watchQueues();
});
afterEach(() => queues.close());

function order(changed: Partial<WindowOrder> = {}): WindowOrder {
  return {
    run: 'R204',
    environment: 'production',
    target: 'sql-server',
    mutes: [{ alert: 'queue-backlog', queue: 'Act' }],
    lease: 10 * MINUTE,
    person: 'otto',
    purpose: 'Restore `Hartonomous`',
    ...changed,
  };
}

async function announced(): Promise<string> {
  await queues.see({ Act: 1200 });
  await queues.pass(15 * SECOND);
  return queues.incident().id;
}

describe('S50 a maintenance window', () => {
  it.each<[string, Partial<WindowOrder>]>([
    ['that declares nothing', { mutes: [] }],
    ['that names no alert', { mutes: [{ queue: 'Act' }] }],
    ['of everything', { mutes: [{}] }],
    ['of no run', { run: '' }],
    ['whose lease is none', { lease: 0 }],
    ['whose lease is longer than 7 days', { lease: 7 * DAY + 1 }],
  ])('S50 %s is refused', async (_, changed) => {
    expect(await queues.watcher().openWindow(order(changed))).toMatchObject({ rule: 'S50' });
    expect(queues.watcher().memory().silences.size).toBe(0);
  });

  it('S50 mutes what its operation declares and nothing else', async () => {
    expect(await queues.watcher().openWindow(order())).toBeNull();
    await queues.see({ Act: 1200, Learn: 1300 });
    await queues.pass(5 * MINUTE);

    expect(queues.incident().instances.map(({ labels }) => labels['queue'])).toEqual(['Learn']);
  });

  it('S50 of another target mutes nothing', async () => {
    await queues.watcher().openWindow(order({ target: 'neo4j' }));

    expect(await announced()).not.toBe('');
  });

  it('S50 dies with its lease, and what still fires is announced then', async () => {
    await queues.watcher().openWindow(order());
    await queues.see({ Act: 1200 });
    await queues.pass(9 * MINUTE);
    expect(queues.watcher().memory().incidents.size).toBe(0);
    await queues.pass(MINUTE + SECOND);

    expect(queues.incident().resolvedAt).toBeNull();
    expect(await queues.watcher().extendWindow('R204', HOUR)).toBe(false);
  });

  it('S50 dies with its lease though the bot was down when it ended', async () => {
    await queues.watcher().openWindow(order());
    await queues.see({ Act: 1200 });
    queues.sleep(HOUR);
    await queues.restart();
    await queues.pass(SECOND);

    expect(queues.incident().resolvedAt).toBeNull();
  });

  it('lives while its run extends it, told once', async () => {
    const id = await announced();
    await queues.watcher().openWindow(order());
    for (let minute = 0; minute < 30; minute += 5) {
      await queues.pass(5 * MINUTE);
      expect(await queues.watcher().extendWindow('R204', 10 * MINUTE)).toBe(true);
    }
    expect(queues.incident()).toMatchObject({ inWindow: 'R204', silencedUntil: null });
    await queues.watcher().openWindow(order());
    await queues.pass(9 * MINUTE);
    expect(await queues.thread(id)).toEqual(['window: Restore `Hartonomous`, run R204 of otto']);
  });

  it('rule 21: closed, announces at once what still fires, and once though it had two parts', async () => {
    const id = await announced();
    await queues
      .watcher()
      .openWindow(
        order({ mutes: [{ alert: 'queue-backlog' }, { alert: 'queue-backlog', queue: 'Act' }] }),
      );
    await queues.watcher().closeWindow('R204');

    expect((await queues.thread(id)).slice(1)).toEqual([
      'silence-over: the maintenance of run R204 is over, and it still fires (to all)',
    ]);
    expect(queues.incident().inWindow).toBeNull();
    await queues.watcher().closeWindow('R204');
    await queues.watcher().closeWindow('R999');
    expect(await queues.thread(id)).toHaveLength(2);
  });

  it('S50 closed, asks first once more what it kept quiet: what its run has put right is never announced', async () => {
    await queues.watcher().openWindow(order());
    await queues.see({ Act: 1200, Learn: 3 });
    await queues.pass(5 * MINUTE);
    queues.becomes({ Act: 3, Learn: 3 });
    await queues.watcher().closeWindow('R204');
    await queues.pass(5 * MINUTE);

    expect(queues.watcher().memory().incidents.size).toBe(0);
  });

  it('rule 20: a resolve closes its thread through it', async () => {
    const id = await announced();
    await queues.watcher().openWindow(order());
    await queues.see({ Act: 3 });
    await queues.pass(2 * MINUTE);

    expect((await queues.messages())[0]?.content.text).toBe('over nobody');
    expect((await queues.thread(id)).at(-1)).toBe('resolved');
  });
});

describe('a silence planned ahead', () => {
  const wish = {
    matchers: { alert: 'queue-backlog' },
    duration: HOUR,
    comment: 'update of the worker',
    by: vera,
  };

  it('mutes from its beginning, and is told in the thread then', async () => {
    const made = await queues.watcher().silence({ ...wish, from: queues.now() + 10 * MINUTE });
    if ('rule' in made) throw new Error(made.message);
    const id = await announced();
    expect(queues.incident().silencedUntil).toBeNull();
    await queues.pass(10 * MINUTE);

    expect(queues.incident().silencedUntil).toBe(made.to);
    await queues.pass(HOUR);
    expect(await queues.thread(id)).toEqual([
      `silenced: vera: update of the worker (${made.id})`,
      `silence-over: the silence of vera (${made.id}) is over, and it still fires (to all)`,
    ]);
  });

  it('begins on time though the bot started anew', async () => {
    await queues.watcher().silence({ ...wish, from: queues.now() + 10 * MINUTE });
    queues.sleep(11 * MINUTE);
    await queues.restart();
    await queues.see({ Act: 1200 });
    await queues.pass(5 * MINUTE);

    expect(queues.watcher().memory().incidents.size).toBe(0);
  });

  it('taken back before it begins leaves no trace in a thread', async () => {
    const made = await queues.watcher().silence({ ...wish, from: queues.now() + 10 * MINUTE });
    if ('rule' in made) throw new Error(made.message);
    const id = await announced();
    await queues.watcher().endSilence(made.id, otto);
    await queues.pass(HOUR);

    expect(await queues.thread(id)).toEqual([]);
  });

  it('S50 lasts 7 days at most, and begins within 60', async () => {
    const later = (from: number, duration: number) =>
      queues.watcher().silence({ ...wish, from: queues.now() + from, duration });

    expect(await later(DAY, 7 * DAY + 1)).toMatchObject({ rule: 'S50' });
    expect(await later(61 * DAY, HOUR)).toMatchObject({ rule: 'S50' });
    expect(await later(59 * DAY, 7 * DAY)).not.toHaveProperty('rule');
  });
});

describe('what an older version of the bot left', () => {
  it('a silence that it made goes on, and is not told again', async () => {
    const id = await announced();
    const made = await queues.watcher().silence({
      matchers: { alert: 'queue-backlog' },
      duration: HOUR,
      comment: 'update',
      by: vera,
    });
    if ('rule' in made) throw new Error(made.message);
    const { begun: _begun, ...old } = made;
    const incident = queues.incident();
    const { inWindow: _inWindow, snooze: _snooze, done: _done, ...before } = incident;
    const put = (record: { readonly id: string }) => ({
      put: [{ id: record.id, json: JSON.stringify(record) }],
    });
    await queues.store.records.apply('silence', 'production', put(old));
    await queues.store.records.apply('incident', 'production', put(before));
    await queues.restart();
    await queues.pass(5 * MINUTE);

    expect(queues.incident()).toMatchObject({ inWindow: null, snooze: null, done: [] });
    expect(await queues.thread(id)).toHaveLength(1);
    await queues.see({ Act: 3 });
    await queues.pass(2 * MINUTE);
    expect(queues.incident().resolvedAt).not.toBeNull();
  });
});
