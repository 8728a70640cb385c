import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import { otto, vera, type WatchedQueues, watchQueues } from './watched-queues.ts';

let queues: WatchedQueues;
beforeEach(async () => {
  queues = await watchQueues();
});
afterEach(() => queues.close());

/** An announced incident, and its id. */
async function announced(depth = 1200): Promise<string> {
  await queues.see({ Act: depth });
  await queues.pass(15 * SECOND);
  return queues.incident().id;
}

const quiet = { matchers: { queue: 'Act' }, duration: HOUR, comment: 'update', by: vera };
const acknowledge = { kind: 'acknowledge' } as const;
const unacknowledge = { kind: 'unacknowledge' } as const;
const handOver = { kind: 'hand-over', to: otto } as const;

describe('acknowledging', () => {
  it('says in root and thread who has it', async () => {
    const id = await announced();
    await queues.watcher().act(id, acknowledge, vera);

    expect((await queues.messages())[0]?.content.text).toBe('warning vera');
    expect(await queues.thread(id)).toEqual(['acknowledged: vera']);
    expect(queues.incident().holder).toEqual({ ...vera, since: queues.now() });
  });

  it('has one outcome when two people click in the same second, and when one clicks twice', async () => {
    const id = await announced();
    const watcher = queues.watcher();
    const answers = await Promise.all([
      watcher.act(id, acknowledge, vera),
      watcher.act(id, acknowledge, otto),
      watcher.act(id, acknowledge, vera),
    ]);

    expect(answers.map((answer) => ('rule' in answer ? answer.rule : 'done'))).toEqual([
      'done',
      'held-by-another',
      'done',
    ]);
    expect(queues.incident().holder?.person).toBe('vera');
    expect(await queues.thread(id)).toEqual(['acknowledged: vera']);
  });

  it('stops repeats, and not what is new', async () => {
    const id = await announced();
    await queues.watcher().act(id, acknowledge, vera);
    await queues.pass(6 * HOUR);
    await queues.see({ Act: 1200, Learn: 1300 });
    await queues.pass(MINUTE);
    await queues.pass(25 * HOUR);

    const thread = await queues.thread(id);
    expect(thread.slice(0, 2)).toEqual(['acknowledged: vera', 'added']);
    expect(thread).toContain('repeated');
    expect(thread.indexOf('repeated')).toBeGreaterThan(
      thread.findIndex((line) => line.startsWith('lapsed')),
    );
  });

  it('comes too late when all is over: it says so and changes nothing', async () => {
    const id = await announced();
    await queues.see({ Act: 3 });
    await queues.pass(MINUTE);
    const before = queues.incident();
    const answers = [];
    for (const act of [acknowledge, unacknowledge, handOver])
      answers.push(await queues.watcher().act(id, act, vera));

    for (const answer of answers) expect(answer).toMatchObject({ rule: 'resolved' });
    expect(queues.incident()).toEqual(before);
    expect((await queues.messages())[0]?.content.text).toBe('over nobody');
  });

  it('is refused for what was never there', async () => {
    expect(await queues.watcher().act('7Q3F', acknowledge, vera)).toMatchObject({
      rule: 'no-incident',
    });
  });

  it('ends by itself, after one reminder, also over a restart', async () => {
    const id = await announced();
    await queues.watcher().act(id, acknowledge, vera);
    await queues.pass(7 * HOUR + MINUTE);
    await queues.see({ Act: 1200 });
    await queues.restart();
    await queues.pass(30 * MINUTE);
    expect(await queues.thread(id)).toEqual(['acknowledged: vera', 'reminded: vera']);
    expect(queues.incident().holder?.person).toBe('vera');

    await queues.pass(30 * MINUTE);

    expect((await queues.thread(id)).at(-1)).toBe('lapsed: vera took it 8 h ago');
    expect(queues.incident().holder).toBeNull();
  });

  it('once more after the reminder begins anew', async () => {
    const id = await announced();
    await queues.watcher().act(id, acknowledge, vera);
    await queues.pass(7 * HOUR + MINUTE);
    await queues.watcher().act(id, acknowledge, vera);
    await queues.pass(6 * HOUR);

    expect(queues.incident().holder?.person).toBe('vera');
    expect(await queues.thread(id)).toEqual([
      'acknowledged: vera',
      'reminded: vera',
      'acknowledged: vera',
    ]);
  });
});

describe('handing over and giving back', () => {
  it('names both, keeps who held it in their order, and begins its time anew', async () => {
    const id = await announced();
    await queues.watcher().act(id, acknowledge, vera);
    await queues.pass(5 * HOUR);
    await queues.watcher().act(id, handOver, vera);
    await queues.pass(5 * HOUR);

    expect(await queues.thread(id)).toEqual(['acknowledged: vera', 'handed-over: vera to otto']);
    expect(queues.incident()).toMatchObject({
      holder: { person: 'otto' },
      handling: { heldBy: ['vera', 'otto'] },
    });
    expect(queues.incident().handling.acknowledgedAt).toBe(queues.now() - 10 * HOUR);
  });

  it('to the one who has it changes nothing, nor does giving back what nobody has', async () => {
    const id = await announced();
    await queues.watcher().act(id, unacknowledge, vera);
    await queues.watcher().act(id, handOver, vera);
    await queues.watcher().act(id, handOver, vera);

    expect(await queues.thread(id)).toEqual(['handed-over: vera to otto']);
  });

  it('says whose it was when another gives it back', async () => {
    const id = await announced();
    await queues.watcher().act(id, acknowledge, vera);
    await queues.watcher().act(id, unacknowledge, otto);

    expect((await queues.thread(id)).at(-1)).toBe('unacknowledged: otto, vera had it');
    expect(queues.incident().holder).toBeNull();
  });
});

describe('a note', () => {
  it.each([
    ['', 'note-empty'],
    ['  \n ', 'note-empty'],
    ['x'.repeat(2001), 'note-too-long'],
  ])('%j is refused', async (text, rule) => {
    const id = await announced();

    expect(await queues.watcher().act(id, { kind: 'note', text }, vera)).toMatchObject({ rule });
  });

  it('is kept with the incident, also when that is over', async () => {
    const id = await announced();
    await queues.see({ Act: 3 });
    await queues.pass(MINUTE);
    await queues.watcher().act(id, { kind: 'note', text: ' the worker was stopped ' }, vera);

    expect(await queues.thread(id)).toEqual(['resolved', 'note: vera: the worker was stopped']);
    const kept = await queues.store.records.load(`timeline:${id}`, 'production');
    expect(kept.map(({ json }): string => JSON.parse(json).kind)).toEqual([
      'opened',
      'resolved',
      'note',
    ]);
  });
});

describe('escalation', () => {
  it('mentions at first, after 10 and after 30 minutes, each in the channel too, then no more', async () => {
    const id = await announced(6000);
    await queues.pass(2 * HOUR);

    expect(await queues.thread(id)).toEqual([
      'mention 0 (to all)',
      'mention 1 after 10 min (to all)',
      'mention 2 after 30 min (to all)',
    ]);
  });

  it('goes on after a restart, and takes steps that it slept through as one', async () => {
    const id = await announced(6000);
    queues.sleep(40 * MINUTE);
    await queues.restart();
    await queues.pass(HOUR);

    expect((await queues.thread(id)).filter((line) => line.startsWith('mention'))).toHaveLength(2);
    expect((await queues.thread(id)).at(-1)).toMatch(/^mention 2 after 40/);
  });

  it.each([
    [
      'acknowledged',
      async (id: string) => void (await queues.watcher().act(id, acknowledge, vera)),
    ],
    ['only a warning', async () => queues.see({ Act: 1200 })],
    ['silenced', async () => void (await queues.watcher().silence(quiet))],
  ])('stops when it is %s', async (_, act) => {
    const id = await announced(6000);
    await act(id);
    await queues.pass(50 * MINUTE);

    expect((await queues.thread(id)).filter((line) => line.startsWith('mention'))).toEqual([
      'mention 0 (to all)',
    ]);
  });

  it('stops when it is resolved, and takes back what Slack does not have yet', async () => {
    const id = await announced(6000);
    await queues.see({ Act: 3 });
    await queues.pass(50 * MINUTE);

    expect((await queues.thread(id)).filter((line) => line.startsWith('mention'))).toEqual([]);
  });

  it('never mentions for a warning', async () => {
    const id = await announced(1200);
    await queues.pass(2 * HOUR);

    expect(await queues.thread(id)).toEqual([]);
  });

  it('counts anew from when it was given back, and never takes a step twice', async () => {
    const id = await announced(6000);
    await queues.pass(11 * MINUTE);
    await queues.watcher().act(id, acknowledge, vera);
    await queues.pass(HOUR);
    await queues.watcher().act(id, unacknowledge, vera);
    await queues.pass(29 * MINUTE);
    const early = (await queues.thread(id)).at(-1);
    await queues.pass(2 * MINUTE);

    expect(early).toBe('unacknowledged: vera');
    expect((await queues.thread(id)).at(-1)).toMatch(/^mention 2 after 30/);
  });
});
