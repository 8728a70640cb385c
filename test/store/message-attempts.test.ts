import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/open-store.ts';
import { temporaryStore } from './temporary-store.ts';
import { due, dueKeys, message, retry, saying } from './wanted-messages.ts';

let messages: Store['messages'];
let file: string;

beforeEach(async () => {
  ({ messages, file } = await temporaryStore());
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
    expect(await due(messages, 'm')).toMatchObject({
      doubtSince: null,
      attempts: 1,
      retryAt: 5000,
    });
  });

  it('that may have arrived leaves one since the earliest, until Slack confirms', async () => {
    await messages.attempting('m', 1000);
    await messages.failed('m', { ...retry, ambiguous: true });
    await messages.attempting('m', 2000);
    await messages.failed('m', { ...retry, ambiguous: false });
    await messages.attempting('m', 3000);
    expect(await due(messages, 'm')).toMatchObject({ doubtSince: 1000, attempts: 2 });
    await messages.sent('m', '1.1', 0, 4000);
    expect(await due(messages, 'm')).toMatchObject({
      doubtSince: null,
      attempts: 0,
      retryAt: null,
    });
  });

  it('that died before another one is still the earliest', async () => {
    await messages.attempting('m', 1000);
    await messages.attempting('m', 2000);
    await messages.failed('m', { ...retry, ambiguous: false });
    expect(await due(messages, 'm')).toMatchObject({ doubtSince: 1000 });
  });

  it('remembers into which thread it went', async () => {
    await messages.sent('m', '1.1', 1, 2);
    await messages.want(message('reply', { thread: 'm' }), 3);
    await messages.attempting('reply', 1000);
    await messages.failed('reply', { ...retry, ambiguous: true });
    await messages.replaced('m', 'gone');
    await messages.sent('m', '2.2', 1, 4);
    expect(await due(messages, 'reply')).toMatchObject({ threadTs: '2.2', doubtThreadTs: '1.1' });
  });
});

describe('a refused message', () => {
  beforeEach(async () => {
    await messages.want(message('m'), 1);
    await messages.rejected('m', { at: 9, why: 'invalid_blocks', version: 1, plain: false });
  });

  it('is shown and not sent again', async () => {
    expect(await dueKeys(messages)).toEqual([]);
    expect(await messages.counts()).toMatchObject({
      waiting: 0,
      oldest: null,
      rejected: [{ key: 'm', why: 'invalid_blocks', at: 9 }],
    });
  });

  it('is sent when its content changes', async () => {
    await messages.want(message('m'), 10);
    expect(await dueKeys(messages)).toEqual([]);
    await messages.want(message('m', saying('b')), 11);
    expect(await dueKeys(messages)).toEqual(['m']);
  });

  it('is tried once more after a restart', async () => {
    expect(await messages.reconsider()).toBe(1);
    expect(await dueKeys(messages)).toEqual(['m']);
    expect(await messages.reconsider()).toBe(0);
  });

  it('is tried as text alone first, until its content changes', async () => {
    await messages.want(message('m', saying('b')), 2);
    await messages.rejected('m', { at: 9, why: 'invalid_blocks', version: 2, plain: true });
    expect(await due(messages, 'm')).toMatchObject({ plain: true });
    await messages.want(message('m', saying('c')), 3);
    expect(await due(messages, 'm')).toMatchObject({ plain: false });
  });

  it('is not held against the content that was wanted in the meantime', async () => {
    await messages.want(message('n'), 1);
    await messages.want(message('n', saying('b')), 2);
    await messages.rejected('n', { at: 9, why: 'msg_too_long', version: 1, plain: false });
    expect(await dueKeys(messages)).toEqual(['n']);
  });
});

describe('a pause that Slack asked for', () => {
  beforeEach(() => messages.want(message('m'), 1));

  it('is kept over a restart until it is over, for its method alone', async () => {
    await messages.failed('m', { ...retry, ambiguous: false, pause: 'post' });
    const reopened = await temporaryStore({ file });

    expect(await reopened.messages.pauses(10)).toEqual({ post: 5000 });
    expect(await reopened.messages.pauses(4999)).toEqual({ post: 5000 });
    expect(await reopened.messages.pauses(5000)).toEqual({});
  });

  it('is none where nobody asked for it, nor where the clock was set back since', async () => {
    await messages.failed('m', { ...retry, ambiguous: false });
    expect(await messages.pauses(20)).toEqual({});
    await messages.failed('m', { ...retry, at: 1000, ambiguous: false, pause: 'edit' });
    expect(await messages.pauses(999)).toEqual({});
    expect(await messages.pauses(1000)).toEqual({ edit: 5000 });
  });
});

describe('a message that another one replaced', () => {
  beforeEach(async () => {
    await messages.want(message('m'), 1);
    await messages.sent('m', '1.1', 1, 2);
    await messages.replaced('m', 'edit_window_closed');
  });

  it('is left over once Slack has the new one, also after a restart', async () => {
    expect(await messages.leftovers.due()).toEqual([]);
    await messages.sent('m', '2.2', 1, 3);
    const reopened = await temporaryStore({ file });

    expect(await reopened.messages.leftovers.due()).toEqual([
      { key: 'm', channel: 'COPS', ts: '1.1', isRoot: true, retryAt: null, successorTs: '2.2' },
    ]);
  });

  it('is tried later where Slack asks for it, which holds back the others too', async () => {
    await messages.sent('m', '2.2', 1, 3);
    await messages.replaced('m', 'edit_window_closed');
    await messages.sent('m', '3.3', 1, 4);
    const [first, second] = await messages.leftovers.due();
    if (first === undefined || second === undefined) throw new Error('two are left over');
    await messages.leftovers.later(first, { at: 10, retryAt: 5000, limited: true });
    await messages.leftovers.over(second);

    expect(await messages.leftovers.due()).toMatchObject([{ ts: first.ts, retryAt: 5000 }]);
    expect(await messages.pauses(20)).toEqual({ remove: 5000 });
  });

  it('is left over though nobody remembers the one that replaced it', async () => {
    await messages.sent('m', '2.2', 1, 3);
    await messages.prune(1000);

    expect(await messages.leftovers.due()).toMatchObject([{ ts: '1.1', successorTs: null }]);
  });
});
