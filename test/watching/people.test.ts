import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Refusal } from '../../src/domain/authority.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
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
    ['silenced', async () => void (await queues.watcher().silence(order()))],
    ['resolved', async () => queues.see({ Act: 3 })],
  ])('stops when it is %s', async (_, act) => {
    const id = await announced(6000);
    await act(id);
    await queues.pass(50 * MINUTE);

    expect((await queues.thread(id)).filter((line) => line.startsWith('mention'))).toEqual([
      'mention 0 (to all)',
    ]);
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

function order(changed: { matchers?: Record<string, string>; duration?: number } = {}) {
  return {
    matchers: { alert: 'queue-backlog', queue: 'Act' },
    duration: HOUR,
    comment: 'maintenance of the worker',
    by: vera,
    ...changed,
  };
}

async function silenceId(changed: Parameters<typeof order>[0] = {}): Promise<string> {
  const made = await queues.watcher().silence(order(changed));
  if ('rule' in made) throw new Error(made.message);
  return made.id;
}

describe('a silence', () => {
  it.each([
    ['S50 no matchers', { matchers: {} }],
    ['S50 empty matchers', { matchers: { alert: ' ' } }],
    ['S50 more than 7 days', { duration: 7 * DAY + 1 }],
    ['no time at all', { duration: 0 }],
    ['a time that is none', { duration: Number.NaN }],
  ])('%s: refused, and nothing is kept', async (_, changed) => {
    const answer = await queues.watcher().silence(order(changed));

    expect(answer).toMatchObject({ kind: 'refusal', rule: 'S50' } satisfies Partial<Refusal>);
    expect(queues.watcher().memory().silences.size).toBe(0);
  });

  it('keeps what fires afterwards from being announced, and says so when it is over', async () => {
    await silenceId();
    await queues.see({ Act: 1200 });
    await queues.pass(59 * MINUTE);
    expect(queues.watcher().memory().incidents.size).toBe(0);

    await queues.pass(2 * MINUTE);

    expect(queues.incident()).toMatchObject({ alert: 'queue-backlog', resolvedAt: null });
  });

  it('is told in the thread of what it mutes, shown in its root, and told again at its end', async () => {
    const id = await announced();
    const silence = await silenceId();
    expect((await queues.messages())[0]?.content.text).toBe('warning nobody silenced');
    await queues.pass(HOUR + SECOND);

    expect((await queues.messages())[0]?.content.text).toBe('warning nobody');
    expect(await queues.thread(id)).toEqual([
      `silenced: vera: maintenance of the worker (${silence})`,
      `silence-over: the silence of vera (${silence}) is over, and it still fires (to all)`,
    ]);
  });

  it('never keeps a thread open: a resolve is told through it', async () => {
    const id = await announced();
    await silenceId();
    await queues.see({ Act: 3 });
    await queues.pass(2 * MINUTE);
    await queues.pass(2 * HOUR);

    expect((await queues.messages())[0]?.content.text).toBe('over nobody');
    expect((await queues.thread(id)).slice(1)).toEqual(['resolved']);
  });

  it('ended early is told at once, by whom', async () => {
    const id = await announced();
    const silence = await silenceId();
    await queues.watcher().endSilence(silence, otto);

    expect((await queues.thread(id)).at(-1)).toBe(
      `silence-over: otto ended the silence of vera (${silence}), and it still fires (to all)`,
    );
    expect(await queues.watcher().endSilence(silence, otto)).toMatchObject({ rule: 'no-silence' });
    expect(await queues.watcher().endSilence('S0000', otto)).toMatchObject({ rule: 'no-silence' });
  });

  it('ends at its time though the bot slept and started anew', async () => {
    const id = await announced();
    await silenceId();
    await queues.restart();
    queues.sleep(3 * HOUR);
    await queues.restart();
    await queues.pass(10 * SECOND);
    await queues.restart();
    await queues.pass(HOUR);

    const over = (await queues.thread(id)).filter((line) => line.startsWith('silence-over'));
    expect(over).toHaveLength(1);
    expect(over[0]).toContain('still fires (to all)');
  });

  it('of one queue leaves the other to be heard, and of two the last to end counts', async () => {
    await queues.see({ Act: 1200, Learn: 1300 });
    await queues.pass(15 * SECOND);
    const { id } = queues.incident();
    await silenceId();
    expect(queues.incident().silencedUntil).toBeNull();
    await silenceId({ matchers: { alert: 'queue-backlog' }, duration: 2 * HOUR });

    expect(queues.incident().silencedUntil).toBe(queues.now() + 2 * HOUR);
    await queues.pass(HOUR + MINUTE);
    expect(queues.incident().silencedUntil).toBe(queues.now() + HOUR - MINUTE);
    expect(await queues.thread(id)).toHaveLength(3);
  });

  it('mentions nobody while it lasts; what turned critical meanwhile is mentioned after it', async () => {
    const id = await announced();
    await silenceId();
    await queues.see({ Act: 6000 });
    await queues.pass(30 * MINUTE);
    expect((await queues.thread(id)).some((line) => line.startsWith('mention'))).toBe(false);
    await queues.pass(31 * MINUTE);

    expect(await queues.thread(id)).toContain('mention 0 (to all)');
  });

  it('shows beforehand what it would mute', async () => {
    await queues.see({ Act: 1200, Learn: 1300, Plan: 3 });
    const names = (matchers: Record<string, string>) =>
      queues
        .watcher()
        .wouldMute(matchers)
        .map(({ labels }) => labels['queue']);

    expect(names({ alert: 'queue-backlog' })).toEqual(['Act', 'Learn']);
    expect(names({ queue: 'Learn' })).toEqual(['Learn']);
    expect(names({ queue: 'Plan' })).toEqual([]);
    expect(names({})).toEqual([]);
  });
});
