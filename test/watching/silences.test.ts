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

describe('a resolved alert that is old enough to be forgotten', () => {
  it('is announced when it fires again in that very moment', async () => {
    await queues.see({ Act: 1200 });
    await queues.see({ Act: 3 });
    await queues.pass(35 * MINUTE);
    await queues.see({ Act: 1200 });
    await queues.pass(15 * SECOND);

    expect(queues.incident().resolvedAt).toBeNull();
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
