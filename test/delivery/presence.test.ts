import { describe, expect, it } from 'vitest';
import { joined, joinedContent } from '../../src/delivery/join-replies.ts';
import { afterResult, lateWords, type Presence, present } from '../../src/delivery/presence.ts';
import type { SendResult } from '../../src/domain/message.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { outboxEntry } from './outbox-entry.ts';

const retry = { kind: 'retry', after: 0, why: 'ECONNREFUSED', ambiguous: false } as const;
const fresh = { attempts: 0, wantedAt: 5 };

describe('whether Slack is there', () => {
  it.each<[string, SendResult, boolean]>([
    ['takes it', { kind: 'sent', ts: '1.1' }, true],
    ['refuses it', { kind: 'rejected', why: 'is_archived' }, true],
    ['cannot edit it', { kind: 'uneditable', why: 'edit_window_closed' }, true],
    ['asks for patience', { ...retry, limited: true }, true],
    ['does not like this one', { ...retry, alone: true }, true],
    ['says nothing', retry, false],
  ])('a Slack that %s: %#', (_, result, there) => {
    expect(afterResult(present, result, fresh, 100).awaySince).toBe(there ? null : 100);
    const away: Presence = { awaySince: 100, absence: null };
    expect(afterResult(away, result, fresh, 900)).toEqual(
      there ? { awaySince: null, absence: { from: 100, to: 900 } } : away,
    );
  });

  it('goes by what failed before the bot was started', () => {
    expect(afterResult(present, retry, { attempts: 3, wantedAt: 5 }, 100).awaySince).toBe(5);
  });
});

describe('a message comes late', () => {
  const back: Presence = { awaySince: null, absence: { from: 0, to: 12 * MINUTE } };
  it.each<[string, Presence, Parameters<typeof outboxEntry>[1], string | null]>([
    ['wanted while Slack was away', back, { wantedAt: MINUTE }, 'late: Slack was away 12 min'],
    ['wanted when Slack was back', back, { wantedAt: 12 * MINUTE + 1 }, null],
    [
      'the first that may get through',
      { awaySince: 0, absence: null },
      {},
      'late: Slack was away 13 min',
    ],
    ['after a hiccup', { awaySince: null, absence: { from: 0, to: 59_000 } }, {}, null],
    ['that replaces another', back, { generation: 1 }, null],
    ['after failures nobody remembers', present, { attempts: 2 }, 'late by 13 min'],
    ['in its time', present, {}, null],
  ])('%s: %#', (_, presence, more, words) => {
    expect(lateWords(presence, outboxEntry('m', more), 13 * MINUTE)).toBe(words);
  });
});

function reply(key: string, more = {}) {
  const content = { text: key, blocks: [{ type: 'section' }] };
  return outboxEntry(key, { thread: 'root', threadTs: '1.1', content, ...more });
}

function sized(key: string, text: number, blocks: number) {
  const many = Array.from({ length: blocks }, () => ({ type: 'section' }));
  return reply(key, { content: { text: 'x'.repeat(text), blocks: many } });
}

describe('replies that come late', () => {
  const back: Presence = { awaySince: null, absence: { from: 0, to: 12 * MINUTE } };
  const keys = (due: readonly ReturnType<typeof reply>[], presence = back) =>
    joined(due, due[0] ?? reply('none'), presence, 13 * MINUTE).map(({ key }) => key);

  it('go out as one message, in their order', () => {
    const due = [reply('a'), reply('b'), reply('elsewhere', { thread: 'other' }), reply('c')];
    expect(keys(due)).toEqual(['b', 'c']);
    expect(joinedContent(due)).toMatchObject({ text: 'a\nb\nelsewhere\nc', blocks: { length: 4 } });
  });

  it('end before one that notifies someone, and before one that may have arrived', () => {
    expect(keys([reply('a'), reply('b'), reply('m', { broadcast: true }), reply('c')])).toEqual([
      'b',
    ]);
    expect(keys([reply('a'), reply('b', { doubtSince: 3 }), reply('c')])).toEqual([]);
    expect(keys([reply('a', { broadcast: true }), reply('b')])).toEqual([]);
  });

  it.each([
    [1500, 0],
    [1, 15],
  ])('fit into one message: %d characters, %d blocks each', (text, blocks) => {
    expect(keys(['a', 'b', 'c'].map((key) => sized(key, text, blocks)))).toEqual(['b']);
  });

  it('stay by themselves where Slack was not away', () => {
    expect(keys([reply('a'), reply('b')], present)).toEqual([]);
  });
});
