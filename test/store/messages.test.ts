import { beforeEach, describe, expect, it } from 'vitest';
import type { WantedMessage } from '../../src/domain/message.ts';
import type { Store } from '../../src/store/open-store.ts';
import { temporaryStore } from './temporary-store.ts';

function message(key: string, more: Partial<WantedMessage> = {}): WantedMessage {
  return {
    key,
    channel: 'COPS',
    thread: null,
    broadcast: false,
    lane: 'alert',
    content: { text: 'a', blocks: [] },
    ...more,
  };
}

const saying = (text: string) => ({ content: { text, blocks: [] } });
const retry = { at: 10, why: 'timeout', retryAt: 5000 };

let messages: Store['messages'];
let file: string;

beforeEach(async () => {
  ({ messages, file } = await temporaryStore());
});

async function dueKeys(limit = 100): Promise<string[]> {
  return (await messages.due(limit)).map(({ key }) => key);
}

async function due(key: string) {
  const entry = (await messages.due(100)).find((one) => one.key === key);
  if (!entry) throw new Error(`${key} is not due`);
  return entry;
}

describe('wanting a message', () => {
  it('makes it due, with what is known of it', async () => {
    const content = { text: 'a', blocks: [{ type: 'section', text: { emoji: true, text: 'ä' } }] };
    await messages.want(message('m', { broadcast: true, content }), 7);
    expect(await messages.due(1)).toEqual([
      {
        key: 'm',
        channel: 'COPS',
        thread: null,
        threadTs: null,
        broadcast: true,
        lane: 'alert',
        content,
        version: 1,
        sentVersion: 0,
        ts: null,
        wantedAt: 7,
        attempts: 0,
        retryAt: null,
        doubtSince: null,
        doubtThreadTs: null,
        generation: 0,
        replacedTs: null,
        plain: false,
      },
    ]);
  });

  it('again with the same content changes nothing, whatever the order of its fields', async () => {
    const blocks = [{ type: 'section', a: 1, b: [{ c: 1, d: 2 }] }];
    await messages.want(message('m', { content: { text: 'a', blocks } }), 1);
    await messages.sent('m', '1.1', 1, 2);
    const same = [{ b: [{ d: 2, c: 1 }], type: 'section', a: 1 }];
    await messages.want(message('m', { content: { blocks: same, text: 'a' } }), 3);
    expect(await dueKeys()).toEqual([]);
  });

  it('again with other content makes a new version, and only the newest is sent', async () => {
    await messages.want(message('m'), 1);
    await messages.want(message('m', saying('b')), 2);
    await messages.want(message('m', saying('c')), 3);
    expect(await due('m')).toMatchObject({ version: 3, content: { text: 'c' } });
  });

  it('again while it waits lets it wait since it was wanted first', async () => {
    await messages.want(message('m'), 1);
    await messages.want(message('m', saying('b')), 2);
    expect(await due('m')).toMatchObject({ version: 2, wantedAt: 1 });
    await messages.sent('m', '1.1', 2, 5);
    await messages.want(message('m', saying('c')), 7);
    expect(await due('m')).toMatchObject({ wantedAt: 7 });
    await messages.want(message('m', saying('d')), 8);
    // Slack has the third now; the fourth waits since then.
    await messages.sent('m', '1.1', 3, 9);
    expect(await due('m')).toMatchObject({ version: 4, wantedAt: 9 });
  });

  it('while the one before is under way is not lost', async () => {
    await messages.want(message('m'), 1);
    await messages.attempting('m', 2);
    await messages.want(message('m', saying('b')), 3);
    await messages.sent('m', '1.1', 1, 4);
    expect(await due('m')).toMatchObject({ ts: '1.1', sentVersion: 1, version: 2 });
    expect(await messages.byKey('m')).toEqual({
      channel: 'COPS',
      ts: '1.1',
      version: 2,
      sentVersion: 1,
    });
  });

  it('in another channel moves it only while Slack does not have it', async () => {
    await messages.want(message('m'), 1);
    await messages.want(message('m', { channel: 'COTHER' }), 2);
    expect(await due('m')).toMatchObject({ channel: 'COTHER' });
    await messages.sent('m', '1.1', 1, 3);
    await messages.want(message('m', { channel: 'COPS', ...saying('b') }), 4);
    expect(await due('m')).toMatchObject({ channel: 'COTHER', ts: '1.1' });
  });
});

describe('what is due', () => {
  it('comes by lane, then in the order in which it was wanted first', async () => {
    await messages.want(message('d', { lane: 'digest' }), 1);
    await messages.want(message('a1'), 2);
    await messages.want(message('r', { lane: 'resolve' }), 3);
    await messages.want(message('a2'), 4);
    await messages.want(message('c', { lane: 'critical' }), 5);
    await messages.want(message('a1', saying('b')), 6);
    expect(await dueKeys()).toEqual(['c', 'a1', 'a2', 'r', 'd']);
    expect(await dueKeys(2)).toEqual(['c', 'a1']);
  });

  it('has new roots before more about what is known, in each lane', async () => {
    await messages.want(message('known'), 1);
    await messages.sent('known', '1.1', 1, 2);
    await messages.want(message('line', { thread: 'known' }), 3);
    await messages.want(message('known', saying('b')), 4);
    await messages.want(message('new'), 5);
    await messages.want(message('end', { lane: 'resolve' }), 6);
    expect(await dueKeys()).toEqual(['new', 'known', 'line', 'end']);
  });

  it('leaves replies out until Slack has their root, and then knows where it is', async () => {
    await messages.want(message('reply', { thread: 'root' }), 1);
    await messages.want(message('root'), 2);
    expect(await dueKeys()).toEqual(['root']);
    await messages.sent('root', '1.1', 1, 3);
    expect(await due('reply')).toMatchObject({ threadTs: '1.1' });
  });

  it('still edits a reply whose root is being posted anew', async () => {
    await messages.want(message('root'), 1);
    await messages.sent('root', '1.1', 1, 2);
    await messages.want(message('reply', { thread: 'root' }), 3);
    await messages.sent('reply', '1.2', 1, 4);
    await messages.replaced('root', 'edit_window_closed');
    await messages.want(message('reply', { thread: 'root', ...saying('b') }), 5);
    await messages.want(message('other', { thread: 'root' }), 6);
    expect(await dueKeys()).toEqual(['root', 'reply']);
  });

  it('takes the root along with an urgent reply, also when the root is wanted once more', async () => {
    await messages.want(message('first'), 1);
    await messages.want(message('root', { lane: 'digest' }), 2);
    await messages.want(message('reply', { thread: 'root', lane: 'critical' }), 3);
    expect(await dueKeys()).toEqual(['root', 'first']);
    await messages.want(message('root', { lane: 'digest', ...saying('b') }), 4);
    expect(await dueKeys()).toEqual(['root', 'first']);
  });
});

describe('an attempt', () => {
  beforeEach(() => messages.want(message('m'), 1));

  it('whose end nobody wrote down leaves a doubt, also after a restart', async () => {
    await messages.attempting('m', 1000);
    const reopened = await temporaryStore({ file });
    expect(await reopened.messages.due(1)).toMatchObject([{ doubtSince: 1000 }]);
  });

  it('that surely failed leaves none', async () => {
    await messages.attempting('m', 1000);
    await messages.failed('m', { ...retry, ambiguous: false });
    expect(await due('m')).toMatchObject({ doubtSince: null, attempts: 1, retryAt: 5000 });
  });

  it('that may have arrived leaves one since the earliest, until Slack confirms', async () => {
    await messages.attempting('m', 1000);
    await messages.failed('m', { ...retry, ambiguous: true });
    await messages.attempting('m', 2000);
    await messages.failed('m', { ...retry, ambiguous: false });
    await messages.attempting('m', 3000);
    expect(await due('m')).toMatchObject({ doubtSince: 1000, attempts: 2 });
    await messages.sent('m', '1.1', 0, 4000);
    expect(await due('m')).toMatchObject({ doubtSince: null, attempts: 0, retryAt: null });
  });

  it('that died before another one is still the earliest', async () => {
    await messages.attempting('m', 1000);
    await messages.attempting('m', 2000);
    await messages.failed('m', { ...retry, ambiguous: false });
    expect(await due('m')).toMatchObject({ doubtSince: 1000 });
  });

  it('remembers into which thread it went', async () => {
    await messages.sent('m', '1.1', 1, 2);
    await messages.want(message('reply', { thread: 'm' }), 3);
    await messages.attempting('reply', 1000);
    await messages.failed('reply', { ...retry, ambiguous: true });
    await messages.replaced('m', 'gone');
    await messages.sent('m', '2.2', 1, 4);
    expect(await due('reply')).toMatchObject({ threadTs: '2.2', doubtThreadTs: '1.1' });
  });
});

describe('a refused message', () => {
  beforeEach(async () => {
    await messages.want(message('m'), 1);
    await messages.rejected('m', { at: 9, why: 'invalid_blocks', version: 1, plain: false });
  });

  it('is shown and not sent again', async () => {
    expect(await dueKeys()).toEqual([]);
    expect(await messages.counts()).toMatchObject({
      waiting: 0,
      oldest: null,
      rejected: [{ key: 'm', why: 'invalid_blocks', at: 9 }],
    });
  });

  it('is sent when its content changes', async () => {
    await messages.want(message('m'), 10);
    expect(await dueKeys()).toEqual([]);
    await messages.want(message('m', saying('b')), 11);
    expect(await dueKeys()).toEqual(['m']);
  });

  it('is tried once more after a restart', async () => {
    expect(await messages.reconsider()).toBe(1);
    expect(await dueKeys()).toEqual(['m']);
    expect(await messages.reconsider()).toBe(0);
  });

  it('is tried as text alone first, until its content changes', async () => {
    await messages.want(message('m', saying('b')), 2);
    await messages.rejected('m', { at: 9, why: 'invalid_blocks', version: 2, plain: true });
    expect(await due('m')).toMatchObject({ plain: true });
    await messages.want(message('m', saying('c')), 3);
    expect(await due('m')).toMatchObject({ plain: false });
  });

  it('is not held against the content that was wanted in the meantime', async () => {
    await messages.want(message('n'), 1);
    await messages.want(message('n', saying('b')), 2);
    await messages.rejected('n', { at: 9, why: 'msg_too_long', version: 1, plain: false });
    expect(await dueKeys()).toEqual(['n']);
  });
});

describe('the outbox', () => {
  it('counts what waits, and since when the longest', async () => {
    expect(await messages.counts()).toMatchObject({ waiting: 0, oldest: null, rejected: [] });
    await messages.want(message('a'), 10);
    await messages.want(message('b'), 5);
    await messages.want(message('reply', { thread: 'a' }), 20);
    expect(await messages.counts()).toMatchObject({ waiting: 3, oldest: 5 });
    await messages.sent('b', '1.1', 1, 30);
    expect(await messages.counts()).toMatchObject({ waiting: 2, oldest: 10 });
  });

  it('posts anew what was replaced, with the place of the old one', async () => {
    await messages.want(message('m'), 1);
    await messages.sent('m', '1.1', 1, 2);
    await messages.replaced('m', 'edit_window_closed');
    expect(await due('m')).toMatchObject({
      ts: null,
      sentVersion: 0,
      generation: 1,
      replacedTs: '1.1',
    });
  });

  it('forgets what was sent long ago, but nothing that waits and no root of what is kept', async () => {
    for (const key of ['old', 'new', 'waiting', 'refused', 'root', 'quiet']) {
      await messages.want(message(key), 1);
    }
    await messages.want(message('reply', { thread: 'root' }), 2);
    await messages.want(message('done', { thread: 'quiet' }), 2);
    for (const key of ['old', 'root', 'quiet', 'done']) await messages.sent(key, '1.1', 1, 100);
    await messages.sent('new', '1.2', 1, 1000);
    await messages.rejected('refused', { at: 100, why: 'no', version: 1, plain: false });
    expect(await messages.prune(500)).toBe(4);
    const kept = ['new', 'waiting', 'root', 'reply'];
    for (const key of [...kept, 'old', 'refused', 'quiet', 'done']) {
      expect([key, (await messages.byKey(key)) !== null]).toEqual([key, kept.includes(key)]);
    }
  });
});

describe('withdrawing messages', () => {
  it('forgets those whose keys begin so and that Slack is not known to have, and no others', async () => {
    for (const key of ['a:mention:1', 'a:mention:2', 'a:mention:3', 'a:line:4', 'ab:mention:1'])
      await messages.want(message(key), 1);
    await messages.sent('a:mention:1', '1.0', 1, 2);
    await messages.attempting('a:mention:2', 2);
    await messages.failed('a:mention:2', { ...retry, ambiguous: true });

    expect(await messages.withdraw('a:mention:')).toBe(2);

    expect(await dueKeys()).toEqual(['a:line:4', 'ab:mention:1']);
    expect(await messages.byKey('a:mention:1')).toMatchObject({ ts: '1.0' });
    expect(await messages.withdraw('a:mention:')).toBe(0);
  });

  it('stays so when one that was on its way arrives all the same', async () => {
    await messages.want(message('m'), 1);
    await messages.attempting('m', 2);
    expect(await messages.withdraw('m')).toBe(1);
    await messages.sent('m', '1.0', 1, 3);

    expect(await dueKeys()).toEqual([]);
    expect(await messages.byKey('m')).toBeNull();
  });
});
