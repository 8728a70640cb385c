import type { Removal } from '../domain/message.ts';
import type { Leftover } from '../domain/outbox.ts';
import { type Duration, type Instant, SECOND } from '../domain/time.ts';
import type { Means } from './means.ts';
import { afterPost, block, earliestPost, type Pace } from './pace.ts';
import { reason, withDeadline } from './with-deadline.ts';

/** When to look again: at once, then, or when there is something new. */
export interface Removed {
  readonly pace: Pace;
  readonly next: { readonly kind: 'now' } | { readonly kind: 'then'; readonly at: Instant | null };
}

/** Nobody waits for it to go. */
const shortestRetry: Duration = 30 * SECOND;

/**
 * Removes one message that another replaced, if it is time for one: it shows what is over, and its buttons act all the
 * same. Where Slack does not let it go, its thread is told where it goes on.
 *
 * @param until when something else is to be sent, if anything is
 */
export async function removeLeftover(
  means: Means,
  pace: Pace,
  until: Instant | null,
): Promise<Removed> {
  const { outbox, now, limits, log } = means;
  const [one] = (await outbox.leftovers.due()).toSorted((a, b) => timeOf(a) - timeOf(b));
  if (one === undefined) return { pace, next: { kind: 'then', at: until } };
  const earliest = Math.max(timeOf(one), pace.blockedUntil.remove);
  if (earliest > now())
    return { pace, next: { kind: 'then', at: Math.min(until ?? earliest, earliest) } };
  const removal = await attempt(means, one);
  const at = now();
  const paced = block(pace, 'remove', at + limits.perRemove);
  const { key, channel, ts } = one;
  if (removal.kind === 'retry') {
    const limited = removal.limited === true;
    const retryAt = at + (limited ? removal.after : Math.max(shortestRetry, removal.after));
    await outbox.leftovers.later(one, { at, retryAt, limited });
    log.warn({ key, ts, why: removal.why }, 'A replaced message could not be removed yet');
    return { pace: limited ? block(paced, 'remove', retryAt) : paced, next: { kind: 'now' } };
  }
  if (removal.kind === 'gone') {
    await outbox.leftovers.over(one);
    return { pace: paced, next: { kind: 'now' } };
  }
  const mayPost = earliestPost(pace, limits, channel);
  if (mayPost > at) {
    await outbox.leftovers.later(one, { at, retryAt: mayPost, limited: false });
    return { pace: paced, next: { kind: 'now' } };
  }
  await outbox.leftovers.over(one);
  log.warn({ key, ts, why: removal.why }, 'A replaced message stays: Slack does not remove it');
  await pointOn(means, one);
  return { pace: afterPost(paced, channel, `${key} moved`, now()), next: { kind: 'now' } };
}

function timeOf({ retryAt }: Leftover): Instant {
  return retryAt ?? 0;
}

async function attempt({ sender, deadline }: Means, { channel, ts }: Leftover): Promise<Removal> {
  try {
    return await withDeadline(sender.remove({ channel, ts }), deadline);
  } catch (error) {
    return { kind: 'retry', after: 0, why: reason(error), ambiguous: true };
  }
}

/** Said once at most: that it did not arrive is no reason to say it twice. */
async function pointOn(means: Means, { key, channel, ts, isRoot, successorTs }: Leftover) {
  const link = successorTs === null ? null : means.permalink(channel, successorTs);
  if (!isRoot || link === null) return;
  const text = `The message above can no longer be edited: <${link}|this goes on here>.`;
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text } }];
  const message = { key: `${key}#moved-${ts}`, channel, threadTs: ts, broadcast: false };
  try {
    const { sender, deadline } = means;
    await withDeadline(sender.post({ ...message, content: { text, blocks } }), deadline);
  } catch (error) {
    means.log.warn(
      { key, ts, why: reason(error) },
      'A replaced message does not say where it goes on',
    );
  }
}
