import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/open-store.ts';
import { temporaryStore } from './temporary-store.ts';
import { due, dueKeys, message, retry, saying } from './wanted-messages.ts';

let messages: Store['messages'];

beforeEach(async () => {
  ({ messages } = await temporaryStore());
});

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
    expect(await dueKeys(messages)).toEqual([]);
  });

  it('again with other content makes a new version, and only the newest is sent', async () => {
    await messages.want(message('m'), 1);
    await messages.want(message('m', saying('b')), 2);
    await messages.want(message('m', saying('c')), 3);
    expect(await due(messages, 'm')).toMatchObject({ version: 3, content: { text: 'c' } });
  });

  it('again while it waits lets it wait since it was wanted first', async () => {
    await messages.want(message('m'), 1);
    await messages.want(message('m', saying('b')), 2);
    expect(await due(messages, 'm')).toMatchObject({ version: 2, wantedAt: 1 });
    await messages.sent('m', '1.1', 2, 5);
    await messages.want(message('m', saying('c')), 7);
    expect(await due(messages, 'm')).toMatchObject({ wantedAt: 7 });
    await messages.want(message('m', saying('d')), 8);
    // Slack has the third now; the fourth waits since then.
    await messages.sent('m', '1.1', 3, 9);
    expect(await due(messages, 'm')).toMatchObject({ version: 4, wantedAt: 9 });
  });

  it('while the one before is under way is not lost', async () => {
    await messages.want(message('m'), 1);
    await messages.attempting('m', 2);
    await messages.want(message('m', saying('b')), 3);
    await messages.sent('m', '1.1', 1, 4);
    expect(await due(messages, 'm')).toMatchObject({ ts: '1.1', sentVersion: 1, version: 2 });
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
    expect(await due(messages, 'm')).toMatchObject({ channel: 'COTHER' });
    await messages.sent('m', '1.1', 1, 3);
    await messages.want(message('m', { channel: 'COPS', ...saying('b') }), 4);
    expect(await due(messages, 'm')).toMatchObject({ channel: 'COTHER', ts: '1.1' });
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
    expect(await dueKeys(messages)).toEqual(['c', 'a1', 'a2', 'r', 'd']);
    expect(await dueKeys(messages, 2)).toEqual(['c', 'a1']);
  });

  it('has new roots before more about what is known, in each lane', async () => {
    await messages.want(message('known'), 1);
    await messages.sent('known', '1.1', 1, 2);
    await messages.want(message('line', { thread: 'known' }), 3);
    await messages.want(message('known', saying('b')), 4);
    await messages.want(message('new'), 5);
    await messages.want(message('end', { lane: 'resolve' }), 6);
    expect(await dueKeys(messages)).toEqual(['new', 'known', 'line', 'end']);
  });

  it('leaves replies out until Slack has their root, and then knows where it is', async () => {
    await messages.want(message('reply', { thread: 'root' }), 1);
    await messages.want(message('root'), 2);
    expect(await dueKeys(messages)).toEqual(['root']);
    await messages.sent('root', '1.1', 1, 3);
    expect(await due(messages, 'reply')).toMatchObject({ threadTs: '1.1' });
  });

  it('still edits a reply whose root is being posted anew', async () => {
    await messages.want(message('root'), 1);
    await messages.sent('root', '1.1', 1, 2);
    await messages.want(message('reply', { thread: 'root' }), 3);
    await messages.sent('reply', '1.2', 1, 4);
    await messages.replaced('root', 'edit_window_closed');
    await messages.want(message('reply', { thread: 'root', ...saying('b') }), 5);
    await messages.want(message('other', { thread: 'root' }), 6);
    expect(await dueKeys(messages)).toEqual(['root', 'reply']);
  });

  it('takes the root along with an urgent reply, also when the root is wanted once more', async () => {
    await messages.want(message('first'), 1);
    await messages.want(message('root', { lane: 'digest' }), 2);
    await messages.want(message('reply', { thread: 'root', lane: 'critical' }), 3);
    expect(await dueKeys(messages)).toEqual(['root', 'first']);
    await messages.want(message('root', { lane: 'digest', ...saying('b') }), 4);
    expect(await dueKeys(messages)).toEqual(['root', 'first']);
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
    expect(await due(messages, 'm')).toMatchObject({
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

    expect(await dueKeys(messages)).toEqual(['a:line:4', 'ab:mention:1']);
    expect(await messages.byKey('a:mention:1')).toMatchObject({ ts: '1.0' });
    expect(await messages.withdraw('a:mention:')).toBe(0);
  });

  it('stays so when one that was on its way arrives all the same', async () => {
    await messages.want(message('m'), 1);
    await messages.attempting('m', 2);
    expect(await messages.withdraw('m')).toBe(1);
    await messages.sent('m', '1.0', 1, 3);

    expect(await dueKeys(messages)).toEqual([]);
    expect(await messages.byKey('m')).toBeNull();
  });
});
