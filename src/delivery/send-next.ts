import type { Logger } from '../domain/logger.ts';
import type { Sender, SendResult } from '../domain/message.ts';
import type { Outbox, OutboxEntry } from '../domain/outbox.ts';
import { type Duration, type Instant, MINUTE, SECOND } from '../domain/time.ts';
import { afterEdit, afterPost, block, type Method, type Pace, type PaceLimits } from './pace.ts';
import { planNext } from './plan-next.ts';
import { shownContent } from './shown-content.ts';
import { withDeadline } from './with-deadline.ts';

/** What delivery works with. */
export interface Means {
  readonly outbox: Outbox;
  readonly sender: Sender;
  readonly now: () => Instant;
  readonly log: Logger;
  readonly limits: PaceLimits;
  /** Where people find a message; null when it cannot be said. */
  readonly permalink: (channel: string, ts: string) => string | null;
  /** A call that takes longer has an unknown end. */
  readonly deadline: Duration;
}

/** What one step came to. */
export interface Stepped {
  readonly pace: Pace;
  /** When there is something to do again: at once (null), or then, or when somebody asks for a message. */
  readonly next: { readonly kind: 'now' } | { readonly kind: 'then'; readonly at: Instant | null };
  /** Present when a call to Slack was made. */
  readonly result?: SendResult;
}

const candidates = 500;
/** Slack's clock and ours differ; a message of ours with this key is ours even if it seems to be older. */
const skew: Duration = MINUTE;
const shortestRetry: Duration = 2 * SECOND;
const longestRetry: Duration = MINUTE;

/** Does the one thing that is due, if anything is: at most one post or edit. */
export async function sendNext(means: Means, pace: Pace): Promise<Stepped> {
  const due = await means.outbox.due(candidates);
  const next = planNext(due, pace, means.limits, means.now());
  if (next.kind === 'wait') return { pace, next: { kind: 'then', at: next.until } };
  return next.kind === 'edit'
    ? edit(means, pace, next.entry, next.ts)
    : post(means, pace, next.entry, next.look);
}

async function post(means: Means, pace: Pace, entry: OutboxEntry, look: boolean): Promise<Stepped> {
  const { outbox, sender, now, limits } = means;
  const key = keyInSlack(entry);
  if (look) {
    const found = await find(means, entry, key);
    const looked = block(pace, 'find', now() + limits.perFind);
    if (found.kind === 'retry') return settle(means, looked, entry, 'find', found);
    if (found.ts !== null) {
      // Which version arrived is not known: the newest follows as an edit.
      await outbox.sent(entry.key, found.ts, 0, now());
      means.log.info({ key: entry.key }, 'Found a message that had arrived without our knowing');
      return { pace: afterPost(looked, entry.channel, entry.key, now()), next: { kind: 'now' } };
    }
    return post(means, looked, entry, false);
  }
  await outbox.attempting(entry.key, now());
  const result = await attempt(means, () =>
    sender.post({
      key,
      channel: entry.channel,
      threadTs: entry.threadTs,
      // Whoever was to be notified was, by the message that this one replaces.
      broadcast: entry.broadcast && entry.generation === 0,
      content: contentOf(means, entry),
    }),
  );
  const posted = afterPost(pace, entry.channel, entry.key, now());
  return settle(means, posted, entry, 'post', result);
}

async function edit(means: Means, pace: Pace, entry: OutboxEntry, ts: string): Promise<Stepped> {
  const result = await attempt(means, () =>
    means.sender.edit({
      key: keyInSlack(entry),
      channel: entry.channel,
      ts,
      content: contentOf(means, entry),
    }),
  );
  return settle(means, afterEdit(pace, entry.key, means.now()), entry, 'edit', result);
}

/** Writes down what a call came to. */
async function settle(
  means: Means,
  pace: Pace,
  entry: OutboxEntry,
  method: Method,
  result: SendResult,
): Promise<Stepped> {
  const { outbox, now, log } = means;
  const { key, version } = entry;
  const at = now();
  if (result.kind === 'sent') {
    await outbox.sent(key, result.ts, version, at);
    return { pace, next: { kind: 'now' }, result };
  }
  const { why } = result;
  if (result.kind === 'retry') {
    const backOff = Math.min(longestRetry, shortestRetry * 2 ** Math.min(entry.attempts, 10));
    const retryAt = at + Math.max(result.after, backOff);
    // A look that failed leaves the doubt for whose sake it was made.
    const ambiguous = method === 'find' || (method === 'post' && result.ambiguous);
    await outbox.failed(key, { at, why, retryAt, ambiguous });
    log.warn({ key, method, why, ambiguous, after: retryAt - at }, 'Slack did not take a message');
    return { pace: block(pace, method, at + result.after), next: { kind: 'now' }, result };
  }
  if (method === 'edit' && result.kind === 'uneditable') {
    await outbox.replaced(key, why);
    log.warn({ key, why }, 'A message can no longer be edited and is posted anew');
    return { pace, next: { kind: 'now' }, result };
  }
  // Blocks are what Slack mostly objects to, and the text says the same.
  const plain = !entry.plain && entry.content.blocks.length > 0;
  await outbox.rejected(key, { at, why, version, plain });
  log.error({ key, method, why, plain }, 'Slack refuses a message');
  return { pace, next: { kind: 'now' }, result };
}

async function find(
  means: Means,
  entry: OutboxEntry,
  key: string,
): Promise<{ kind: 'found'; ts: string | null } | (SendResult & { kind: 'retry' })> {
  try {
    const ts = await withDeadline(
      means.sender.find({
        key,
        channel: entry.channel,
        threadTs: entry.doubtThreadTs,
        since: (entry.doubtSince ?? 0) - skew,
      }),
      means.deadline,
    );
    return { kind: 'found', ts };
  } catch (error) {
    return { kind: 'retry', after: 0, why: reason(error), ambiguous: false };
  }
}

/** A call that throws or never ends may have arrived all the same. */
async function attempt(means: Means, call: () => Promise<SendResult>): Promise<SendResult> {
  try {
    return await withDeadline(call(), means.deadline);
  } catch (error) {
    return { kind: 'retry', after: 0, why: reason(error), ambiguous: true };
  }
}

/** A message posted anew must not be mistaken for the one that it replaces. */
function keyInSlack({ key, generation }: OutboxEntry): string {
  return generation === 0 ? key : `${key}#${generation + 1}`;
}

function contentOf(means: Means, entry: OutboxEntry) {
  const { channel, replacedTs } = entry;
  return shownContent(entry, replacedTs === null ? null : means.permalink(channel, replacedTs));
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
