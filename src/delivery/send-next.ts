import type { RetryLater, SendResult } from '../domain/message.ts';
import type { Method, OutboxEntry } from '../domain/outbox.ts';
import { type Duration, type Instant, MINUTE, SECOND } from '../domain/time.ts';
import { joined, joinedContent } from './join-replies.ts';
import type { Means } from './means.ts';
import { afterEdit, afterPost, block, type Pace } from './pace.ts';
import { planNext } from './plan-next.ts';
import { afterResult, lateWords, type Presence, present } from './presence.ts';
import { removeLeftover } from './remove-leftover.ts';
import { shownContent } from './shown-content.ts';
import { reason, withDeadline } from './with-deadline.ts';

/** What one step came to. */
export interface Stepped {
  readonly pace: Pace;
  readonly presence: Presence;
  /** When there is something to do again: at once (null), or then, or when somebody asks for a message. */
  readonly next: { readonly kind: 'now' } | { readonly kind: 'then'; readonly at: Instant | null };
  /** Present when a call to Slack was made. */
  readonly result?: SendResult;
}

const candidates = 500;
/** Slack's clock and ours differ; a message of ours with this key is ours even if it seems to be older. */
const skew: Duration = MINUTE;
const shortestRetry: Duration = 2 * SECOND;
const longestRetry: Duration = 20 * SECOND;
/** So often a message is tried alone while Slack is away. */
const patience = 6;

/** Where delivery stands between two steps. */
interface Standing {
  readonly pace: Pace;
  readonly presence: Presence;
}

/** Does the one thing that is due, if anything is: at most one post or edit. */
export async function sendNext(
  means: Means,
  pace: Pace,
  presence: Presence = present,
): Promise<Stepped> {
  const due = await means.outbox.due(candidates);
  const next = planNext(worthTrying(due, presence), pace, means.limits, means.now());
  const standing = { pace, presence };
  if (next.kind === 'wait')
    return { ...standing, ...(await removeLeftover(means, pace, next.until)) };
  if (next.kind === 'edit') return edit(means, standing, next.entry, next.ts);
  return next.look
    ? look(means, standing, next.entry)
    : post(means, standing, next.entry, joined(due, next.entry, presence, means.now()));
}

/**
 * While Slack is away the same few are tried, so that it is not in doubt of all of them whether they arrived; but no
 * message holds up the others for long, should it be the reason itself.
 */
function worthTrying(due: readonly OutboxEntry[], { awaySince }: Presence): readonly OutboxEntry[] {
  if (awaySince === null) return due;
  const tried = due.filter(({ attempts }) => attempts > 0 && attempts < patience);
  return tried.length > 0 ? tried : due;
}

/** A post may have arrived: Slack is asked, and only then is it posted again. */
async function look(means: Means, standing: Standing, entry: OutboxEntry): Promise<Stepped> {
  const { outbox, now, limits, log } = means;
  const found = await find(means, entry, keyInSlack(entry));
  const pace = block(standing.pace, 'find', now() + limits.perFind);
  if (found.kind === 'retry') return settle(means, { ...standing, pace }, entry, 'find', found);
  if (found.ts === null) return post(means, { ...standing, pace }, entry, []);
  // Which version arrived is not known: the newest follows as an edit.
  await outbox.sent(entry.key, found.ts, 0, now());
  log.info({ key: entry.key }, 'Found a message that had arrived without our knowing');
  return {
    ...standing,
    pace: afterPost(pace, entry.channel, entry.key, now()),
    next: { kind: 'now' },
  };
}

async function post(
  means: Means,
  standing: Standing,
  entry: OutboxEntry,
  others: readonly OutboxEntry[],
): Promise<Stepped> {
  const { outbox, sender, now } = means;
  const late = lateWords(standing.presence, entry, now());
  const whole = { ...entry, content: joinedContent([entry, ...others]) };
  await outbox.attempting(entry.key, now());
  const result = await attempt(means, () =>
    sender.post({
      key: keyInSlack(entry),
      channel: entry.channel,
      threadTs: entry.threadTs,
      // Whoever was to be notified was, by the message that this one replaces.
      broadcast: entry.broadcast && entry.generation === 0,
      content: contentOf(means, whole, late),
    }),
  );
  const pace = afterPost(standing.pace, entry.channel, entry.key, now());
  return settle(means, { ...standing, pace }, entry, 'post', result, others);
}

async function edit(
  means: Means,
  standing: Standing,
  entry: OutboxEntry,
  ts: string,
): Promise<Stepped> {
  const { key, channel } = entry;
  const content = contentOf(means, entry, null);
  const result = await attempt(means, () =>
    means.sender.edit({ key: keyInSlack(entry), channel, ts, content }),
  );
  const pace = afterEdit(standing.pace, key, means.now());
  return settle(means, { ...standing, pace }, entry, 'edit', result);
}

/** Writes down what a call came to. */
async function settle(
  means: Means,
  standing: Standing,
  entry: OutboxEntry,
  method: Method,
  result: SendResult,
  others: readonly OutboxEntry[] = [],
): Promise<Stepped> {
  const { outbox, now, log } = means;
  const { key, version } = entry;
  const at = now();
  const presence = afterResult(standing.presence, result, entry, at);
  const after: Stepped = { pace: standing.pace, presence, next: { kind: 'now' }, result };
  if (result.kind === 'sent') {
    await outbox.sent(key, result.ts, version, at, others);
    return after;
  }
  const { why } = result;
  if (result.kind === 'retry') {
    const backOff = Math.min(longestRetry, shortestRetry * 2 ** Math.min(entry.attempts, 10));
    // Where Slack says how long, longer would be of no use.
    const retryAt = at + (result.limited === true ? result.after : Math.max(result.after, backOff));
    // A look that failed leaves the doubt for whose sake it was made.
    const ambiguous = method === 'find' || (method === 'post' && result.ambiguous);
    const pause = result.limited === true && result.alone !== true ? { pause: method } : {};
    await outbox.failed(key, { at, why, retryAt, ambiguous, ...pause });
    log.warn({ key, method, why, ambiguous, after: retryAt - at }, 'Slack did not take a message');
    if (result.alone === true) return after;
    return { ...after, pace: block(standing.pace, method, at + result.after) };
  }
  if (method === 'edit' && result.kind === 'uneditable') {
    await outbox.replaced(key, why);
    log.warn({ key, why }, 'A message can no longer be edited and is posted anew');
    return after;
  }
  // Blocks are what Slack mostly objects to, and the text says the same.
  const plain = !entry.plain && entry.content.blocks.length > 0;
  await outbox.rejected(key, { at, why, version, plain });
  log.error({ key, channel: entry.channel, method, why, plain }, 'Slack refuses a message');
  return after;
}

async function find(
  means: Means,
  entry: OutboxEntry,
  key: string,
): Promise<{ kind: 'found'; ts: string | null } | RetryLater> {
  try {
    const found = await withDeadline(
      means.sender.find({
        key,
        channel: entry.channel,
        threadTs: entry.doubtThreadTs,
        since: (entry.doubtSince ?? 0) - skew,
      }),
      means.deadline,
    );
    return typeof found === 'object' && found !== null ? found : { kind: 'found', ts: found };
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

function contentOf(means: Means, entry: OutboxEntry, late: string | null) {
  const { channel, replacedTs } = entry;
  const link = replacedTs === null ? null : means.permalink(channel, replacedTs);
  return shownContent(entry, link, late);
}
