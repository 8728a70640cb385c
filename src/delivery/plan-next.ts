import type { OutboxEntry } from '../domain/outbox.ts';
import type { Instant } from '../domain/time.ts';
import { earliestEdit, earliestPost, type Pace, type PaceLimits } from './pace.ts';

/** What to do now. */
export type Next =
  /** `look`: an earlier post may have arrived, so Slack is asked first. */
  | { readonly kind: 'post'; readonly entry: OutboxEntry; readonly look: boolean }
  | { readonly kind: 'edit'; readonly entry: OutboxEntry; readonly ts: string }
  /** Nothing before then; null: nothing at all. */
  | { readonly kind: 'wait'; readonly until: Instant | null };

/** A reply that failed this often no longer holds up those after it. */
const patience = 3;

/** Chooses the first of `due` (most urgent first) that pace and retry times allow. */
export function planNext(
  due: readonly OutboxEntry[],
  pace: Pace,
  limits: PaceLimits,
  now: Instant,
): Next {
  const held = new Set<string>();
  let until: Instant | null = null;
  for (const entry of due) {
    if (entry.ts === null && entry.thread !== null && held.has(entry.thread)) continue;
    const earliest = Math.max(entry.retryAt ?? 0, earliestFor(entry, pace, limits));
    if (earliest <= now) {
      return entry.ts === null
        ? { kind: 'post', entry, look: entry.doubtSince !== null }
        : { kind: 'edit', entry, ts: entry.ts };
    }
    until = Math.min(until ?? earliest, earliest);
    // A thread is read from top to bottom: what comes later waits for what comes before it, but not for ever.
    if (entry.ts === null && entry.thread !== null && entry.attempts < patience) {
      held.add(entry.thread);
    }
  }
  return { kind: 'wait', until };
}

function earliestFor(entry: OutboxEntry, pace: Pace, limits: PaceLimits): Instant {
  if (entry.ts !== null) return earliestEdit(pace, limits, entry.key);
  const post = earliestPost(pace, limits, entry.channel);
  return entry.doubtSince === null ? post : Math.max(post, pace.blockedUntil.find);
}
