import type { Content } from '../domain/message.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import type { Instant } from '../domain/time.ts';
import { lateWords, type Presence } from './presence.ts';

/** So many blocks leave room for the small print. */
const mostBlocks = 40;
/** Slack cuts an edit above 4,000 characters. */
const mostText = 3500;

/**
 * The replies that go out with `entry`, in their order: after an absence of Slack a thread gets what happened meanwhile
 * as one message, not as a dozen. Those that notify someone stay by themselves.
 */
export function joined(
  due: readonly OutboxEntry[],
  entry: OutboxEntry,
  presence: Presence,
  now: Instant,
): readonly OutboxEntry[] {
  if (!joinable(entry, presence, now)) return [];
  const others: OutboxEntry[] = [];
  let blocks = entry.content.blocks.length;
  let text = entry.content.text.length;
  for (const one of due) {
    if (one.key === entry.key || one.thread !== entry.thread || one.ts !== null) continue;
    blocks += one.content.blocks.length;
    text += one.content.text.length + 1;
    // What follows in the thread must not come before it.
    if (!joinable(one, presence, now) || blocks > mostBlocks || text > mostText) break;
    others.push(one);
  }
  return others;
}

function joinable(entry: OutboxEntry, presence: Presence, now: Instant): boolean {
  const { thread, ts, broadcast, doubtSince, plain } = entry;
  const plainReply = thread !== null && ts === null && !broadcast && doubtSince === null && !plain;
  return plainReply && lateWords(presence, entry, now) !== null;
}

/** What several messages say, as one. */
export function joinedContent(entries: readonly OutboxEntry[]): Content {
  return {
    text: entries.map(({ content }) => content.text).join('\n'),
    blocks: entries.flatMap(({ content }) => content.blocks),
  };
}
