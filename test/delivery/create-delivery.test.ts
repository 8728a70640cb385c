import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDelivery, type Delivery } from '../../src/delivery/create-delivery.ts';
import type { Sender, WantedMessage } from '../../src/domain/message.ts';
import type { Outbox } from '../../src/domain/outbox.ts';
import { silent, temporaryStore } from '../store/temporary-store.ts';
import { fakeSlack, type Mishap } from './fake-slack.ts';

const quick = { perChannel: 0, perMessage: 0, perFind: 0 };
const now = () => Date.now();
const running: Delivery[] = [];

afterEach(async () => {
  for (const delivery of running.splice(0)) await delivery.stop();
});

function patiently(look: () => unknown) {
  return vi.waitFor(look, { timeout: 10_000, interval: 5 });
}

async function setUp(
  mishaps: Mishap[] = [],
  options: { sender?: Partial<Sender>; outbox?: Partial<Outbox>; deadline?: number } = {},
) {
  const store = await temporaryStore({ now });
  const slack = fakeSlack(now, mishaps);
  const delivery = createDelivery({
    outbox: { ...store.messages, ...options.outbox },
    sender: { ...slack.sender, ...options.sender },
    now,
    log: silent,
    limits: quick,
    permalink: (channel, ts) => `https://slack.test/${channel}/${ts}`,
    // Whatever is to be waited for is over at once, but not without letting others have their turn.
    sleep: (duration, signal) =>
      duration < 30_000 ? delay(1) : delay(duration, undefined, { signal }),
    ...(options.deadline === undefined ? {} : { deadline: options.deadline }),
  });
  running.push(delivery);
  const want = async (key: string, text: string, more: Partial<WantedMessage> = {}) => {
    const base = { key, channel: 'COPS', thread: null, broadcast: false, lane: 'alert' } as const;
    const content = { text, blocks: [{ type: 'section' }] };
    await store.messages.want({ ...base, content, ...more }, now());
    delivery.kick();
  };
  const settled = (waiting = 0) =>
    patiently(async () => {
      expect((await delivery.state()).waiting).toBe(waiting);
    });
  return { store, slack, delivery, want, settled };
}

describe('delivery', () => {
  it('sends what was wanted before it was started, and what is wanted later', async () => {
    const { slack, delivery, want, settled } = await setUp();
    await want('a', 'one');
    delivery.start();
    await settled();
    await want('b', 'two');
    await settled();
    await want('a', 'three');
    await settled();
    expect(slack.messages.map(({ content }) => content.text)).toEqual(['three', 'two']);
    const state = await delivery.state();
    expect(state).toMatchObject({ running: true, waiting: 0, lastFailure: null });
    expect(state.lastSentAt).not.toBeNull();
  });

  it('does not overlook what is wanted while it looks', async () => {
    const { store, delivery, want, settled, slack } = await setUp([], {
      outbox: {
        due: async (limit) => {
          const due = await store.messages.due(limit);
          if (!wanted) {
            wanted = true;
            await want('a', 'one');
          }
          return due;
        },
      },
    });
    let wanted = false;
    delivery.start();
    await patiently(() => expect(slack.messages).toHaveLength(1));
    await settled();
  });

  it('started twice sends once', async () => {
    const { slack, delivery, want, settled } = await setUp();
    delivery.start();
    delivery.start();
    await want('a', 'one');
    await settled();
    expect(slack.calls).toHaveLength(1);
  });

  it('stops after the call under way, and can be started again', async () => {
    const answers: ((ts: string) => void)[] = [];
    const { delivery, want, settled } = await setUp([], {
      sender: {
        post: () =>
          new Promise((resolve) => {
            answers.push((ts) => resolve({ kind: 'sent', ts }));
          }),
      },
    });
    delivery.start();
    await want('a', 'one');
    await want('b', 'two');
    await patiently(() => expect(answers).toHaveLength(1));
    const stopped = delivery.stop();
    answers[0]?.('1.1');
    await stopped;
    expect(await delivery.state()).toMatchObject({ running: false, waiting: 1 });
    delivery.start();
    await patiently(() => expect(answers).toHaveLength(2));
    answers[1]?.('1.2');
    await settled();
  });

  it('posts anew what can no longer be edited, links the old one, and keeps the link', async () => {
    const { slack, delivery, want, settled } = await setUp(['fine', 'uneditable']);
    delivery.start();
    await want('a', 'one', { broadcast: true });
    await settled();
    await want('a', 'two', { broadcast: true });
    await settled();
    await want('a', 'three', { broadcast: true });
    await settled();
    const [old, fresh] = slack.messages;
    expect(slack.messages).toHaveLength(2);
    expect(old).toMatchObject({ key: 'a', frozen: true, broadcast: true });
    expect(fresh).toMatchObject({ key: 'a#2', broadcast: false, content: { text: 'three' } });
    expect(JSON.stringify(fresh?.content.blocks)).toContain(`https://slack.test/COPS/${old?.ts}`);
  });

  it('takes away what it replaced, once the new one is there', async () => {
    const { slack, delivery, want, settled } = await setUp(['fine', 'uneditable']);
    delivery.start();
    await want('a', 'one');
    await settled();
    await want('a', 'two');
    await settled();
    await patiently(() => expect(slack.messages[0]).toMatchObject({ removed: true }));

    expect(slack.calls.map(({ method }) => method)).toEqual(['post', 'edit', 'post', 'remove']);
    expect(slack.messages[1]).toMatchObject({ removed: false, content: { text: 'two' } });
    expect(slack.pointers).toEqual([]);
  });

  it('says once below a replaced message that Slack keeps where it goes on', async () => {
    const { slack, delivery, want, settled, store } = await setUp([
      'fine',
      'uneditable',
      'fine',
      'invalid-blocks',
    ]);
    delivery.start();
    await want('a', 'one');
    await settled();
    await want('a', 'two');
    await settled();
    await patiently(async () => expect(await store.messages.leftovers.due()).toEqual([]));

    const [old, fresh] = slack.messages;
    expect(slack.pointers).toMatchObject([{ threadTs: old?.ts, broadcast: false }]);
    expect(slack.pointers[0]?.content.text).toContain(`https://slack.test/COPS/${fresh?.ts}|`);
  });

  it('sends text alone where Slack refuses the blocks', async () => {
    const { slack, delivery, want, settled } = await setUp(['invalid-blocks']);
    delivery.start();
    await want('a', 'one');
    await settled();
    expect(slack.messages).toMatchObject([{ content: { text: 'one', blocks: [] } }]);
  });

  it('shows what Slack refuses for good, and tries it again when started anew', async () => {
    const { slack, delivery, want, settled } = await setUp(['invalid-blocks', 'invalid-blocks']);
    delivery.start();
    await want('a', 'one');
    await want('reply', 'r', { thread: 'a' });
    await settled(1);
    expect(await delivery.state()).toMatchObject({
      rejected: [{ key: 'a', why: 'invalid_blocks' }],
      lastFailure: { why: 'invalid_blocks' },
    });
    expect(slack.calls).toHaveLength(2);
    await delivery.stop();
    delivery.start();
    await settled();
    expect(slack.messages.map(({ key }) => key)).toEqual(['a', 'reply']);
  });

  it('treats a call that never ends as one that may have arrived', async () => {
    let calls = 0;
    const { delivery, want, store, slack } = await setUp([], {
      deadline: 20,
      sender: {
        post: async (message) => {
          calls += 1;
          await slack.sender.post(message);
          return new Promise(() => undefined);
        },
      },
    });
    delivery.start();
    await want('a', 'one');
    await patiently(async () => expect((await store.messages.due(1))[0]?.attempts).toBe(1));
    expect(await delivery.state()).toMatchObject({
      lastFailure: { why: 'no answer within 20 ms' },
    });
    expect((await store.messages.due(1))[0]?.doubtSince).not.toBeNull();
    expect(calls).toBe(1);
  });

  it('goes on when the store could not be read', async () => {
    let broken = 2;
    const { store, slack, delivery, want, settled } = await setUp([], {
      outbox: {
        due: (limit) => {
          broken -= 1;
          return broken < 0
            ? store.messages.due(limit)
            : Promise.reject(new Error('database is locked'));
        },
      },
    });
    delivery.start();
    await want('a', 'one');
    await settled();
    expect(slack.messages).toHaveLength(1);
    expect(broken).toBeLessThan(0);
  });

  it('waits as long as Slack asked, though it was killed and started meanwhile', async () => {
    const { store, slack, delivery, want } = await setUp(['rate-limited']);
    delivery.start();
    await want('a', 'one');
    await patiently(() => expect(slack.calls).toHaveLength(1));
    await patiently(async () => expect((await delivery.state()).lastFailure).not.toBeNull());
    const [{ until = 0 } = {}] = slack.calls;
    // As after a kill: nothing is left of the process but its store.
    await delivery.stop();
    let clock = until - 1000;
    const waits: object[] = [];
    const again = createDelivery({
      outbox: store.messages,
      sender: slack.sender,
      now: () => clock,
      log: silent,
      limits: quick,
      sleep: async (duration, signal) => {
        waits.push({ duration, sent: slack.messages.length });
        if (duration >= 30_000) await delay(duration, undefined, { signal });
        clock += duration;
      },
    });
    running.push(again);
    // Another message than the one that was refused: that one waits by itself.
    await want('b', 'two', { lane: 'critical' });
    again.start();
    await patiently(() => expect(slack.messages).toHaveLength(2));

    expect(waits[0]).toEqual({ duration: 1000, sent: 0 });
  });

  it('waits as long as Slack asks, and says so', async () => {
    const { slack, delivery, want, settled } = await setUp(['rate-limited']);
    delivery.start();
    await want('a', 'one');
    await patiently(async () =>
      expect((await delivery.state()).blockedUntil).toMatchObject({ post: expect.any(Number) }),
    );
    await want('b', 'two', { lane: 'critical' });
    await delay(20);
    expect(slack.messages).toEqual([]);
    await settled(2);
  });
});
