import { describe, expect, it } from 'vitest';
import {
  afterEdit,
  afterPost,
  block,
  type Pace,
  paceLimits,
  unhurried,
} from '../../src/delivery/pace.ts';
import { planNext } from '../../src/delivery/plan-next.ts';
import type { OutboxEntry } from '../../src/domain/outbox.ts';
import { outboxEntry as entry } from './outbox-entry.ts';

const now = 1_000_000;

const sent = { ts: '1.1', sentVersion: 1, version: 2 };
const reply = { thread: 'root', threadTs: '1.1' };
const posted = (channel: string, at: number, pace = unhurried) =>
  afterPost(pace, channel, `in ${channel}`, at);

/** `post a`, `look a`, `edit a`, or when to look again. */
function next(due: readonly OutboxEntry[], pace: Pace = unhurried): string | number | null {
  const planned = planNext(due, pace, paceLimits, now);
  if (planned.kind === 'wait') return planned.until;
  const verb = planned.kind === 'post' && planned.look ? 'look' : planned.kind;
  return `${verb} ${planned.entry.key}`;
}

describe('what delivery does next', () => {
  it.each<[string, readonly OutboxEntry[], Pace, string | number | null]>([
    ['nothing, when nothing is due', [], unhurried, null],
    ['the first that is due', [entry('a'), entry('b')], unhurried, 'post a'],
    ['an edit of what Slack has', [entry('a', sent)], unhurried, 'edit a'],
    [
      'a look first, when a post may have arrived',
      [entry('a', { doubtSince: 5 })],
      unhurried,
      'look a',
    ],
    [
      'the next channel, while one is paced',
      [entry('a'), entry('b', { channel: 'C2' })],
      posted('COPS', now - 999),
      'post b',
    ],
    ['a post, once a second has passed', [entry('a')], posted('COPS', now - 1000), 'post a'],
    [
      'a wait for the pace of the channel',
      [entry('a'), entry('b')],
      posted('COPS', now - 400),
      now + 600,
    ],
    ['a wait for the next try', [entry('a', { retryAt: now + 7000 })], unhurried, now + 7000],
    [
      'what comes after one that waits',
      [entry('a', { retryAt: now + 1 }), entry('b')],
      unhurried,
      'post b',
    ],
    [
      'the earliest of several waits',
      [entry('a', { retryAt: now + 9 }), entry('b', { retryAt: now + 3 })],
      unhurried,
      now + 3,
    ],
    [
      'an edit, while posts are blocked',
      [entry('a'), entry('b', sent)],
      block(unhurried, 'post', now + 5),
      'edit b',
    ],
    [
      'a post, while edits are blocked',
      [entry('a', sent), entry('b')],
      block(unhurried, 'edit', now + 5),
      'post b',
    ],
    [
      'no look, while looks are blocked',
      [entry('a', { doubtSince: 5 })],
      block(unhurried, 'find', now + 5),
      now + 5,
    ],
    [
      'a post without doubt, while looks are blocked',
      [entry('a', { doubtSince: 5 }), entry('b')],
      block(unhurried, 'find', now + 5),
      'post b',
    ],
    [
      'no edit within three seconds of the last',
      [entry('a', sent)],
      afterEdit(unhurried, 'a', now - 1000),
      now + 2000,
    ],
    [
      'no edit within three seconds of the post',
      [entry('a', sent)],
      afterPost(unhurried, 'COPS', 'a', now - 1000),
      now + 2000,
    ],
    [
      'an edit of another message',
      [entry('a', sent), entry('b', sent)],
      afterEdit(unhurried, 'a', now - 1000),
      'edit b',
    ],
    [
      'replies in their order',
      [entry('r1', { ...reply, retryAt: now + 5 }), entry('r2', reply)],
      unhurried,
      now + 5,
    ],
    [
      'a reply after one that failed too often',
      [entry('r1', { ...reply, retryAt: now + 5, attempts: 3 }), entry('r2', reply)],
      unhurried,
      'post r2',
    ],
    [
      'a reply in another thread',
      [entry('r1', { ...reply, retryAt: now + 5 }), entry('r2', { thread: 'x', threadTs: '2.2' })],
      unhurried,
      'post r2',
    ],
    [
      'an edit in the thread of one that waits',
      [entry('r1', { ...reply, retryAt: now + 5 }), entry('r2', { ...reply, ...sent })],
      unhurried,
      'edit r2',
    ],
  ])('is %s', (_, due, pace, expected) => {
    expect(next(due, pace)).toBe(expected);
  });

  it('is no edit beyond 45 a minute', () => {
    let pace = unhurried;
    for (let count = 0; count < 45; count += 1)
      pace = afterEdit(pace, `m${count}`, now - 50_000 + count);
    expect(next([entry('a', sent)], pace)).toBe(now + 10_000);
    expect(next([entry('a', sent), entry('b')], pace)).toBe('post b');
  });
});

describe('the pace', () => {
  it('forgets what holds nothing back any more', () => {
    let pace = unhurried;
    for (let count = 0; count < 500; count += 1) {
      pace = afterPost(pace, `C${count}`, `m${count}`, count * 10_000);
      pace = afterEdit(pace, `e${count}`, count * 10_000);
    }
    expect(pace.postedAt.size).toBeLessThan(10);
    expect(pace.touchedAt.size).toBeLessThan(20);
    expect(pace.edits.length).toBeLessThan(10);
  });

  it('keeps the longer of two blocks', () => {
    const pace = block(block(unhurried, 'post', 9), 'post', 5);
    expect(pace.blockedUntil).toEqual({ post: 9, edit: 0, find: 0, remove: 0 });
  });
});
