import type { Lane, WantedMessage } from '../domain/message.ts';
import type { RejectedMessage } from '../domain/outbox.ts';
import { formatDuration, type Instant } from '../domain/time.ts';

/** A channel that takes nothing of ours any more, and why. */
export interface PlaceTrouble {
  readonly channel: string;
  readonly why: string;
  readonly since: Instant;
  readonly messages: number;
}

/** Slack's words for a wrong place, in ours. */
const reasons: Readonly<Record<string, string>> = {
  channel_not_found: 'there is no such channel, or the bot was removed from it',
  is_archived: 'the channel is archived',
  not_in_channel: 'the bot is not in the channel',
  restricted_action: 'the workspace does not let the bot post there',
  restricted_action_non_threadable_channel: 'the channel allows no threads',
  restricted_action_read_only_channel: 'the channel is read-only',
  restricted_action_thread_locked: 'the thread is locked',
  restricted_action_thread_only_channel: 'the channel allows threads only',
};

/** Which channels are closed to us, by the messages that Slack refused. */
export function placeTroubles(rejected: readonly RejectedMessage[]): readonly PlaceTrouble[] {
  const troubles = new Map<string, PlaceTrouble>();
  for (const { channel, why, at } of rejected) {
    if (!(why in reasons)) continue;
    const before = troubles.get(channel);
    const since = Math.min(before?.since ?? at, at);
    troubles.set(channel, { channel, why, since, messages: (before?.messages ?? 0) + 1 });
  }
  return [...troubles.values()];
}

/** One line for the bot's own status: `Slack refuses #C0123 (is_archived): the channel is archived, 3 messages wait`. */
export function troubleWords({ channel, why, messages }: PlaceTrouble): string {
  const wait = messages === 1 ? '1 message waits' : `${messages} messages wait`;
  return `Slack refuses ${channel} (${why}): ${reasons[why] ?? why}, ${wait}`;
}

/**
 * What is said elsewhere about a channel that is closed: in the first of `places` that is open. One message a channel
 * and day, edited as it changes. Null when no place is open: then the log and the metrics have to do.
 */
export function troubleNotice(
  trouble: PlaceTrouble,
  places: readonly string[],
  closed: ReadonlySet<string>,
): WantedMessage | null {
  const channel = places.find((place) => !closed.has(place));
  if (channel === undefined) return null;
  const { messages, why } = trouble;
  return noticeOf(
    trouble,
    channel,
    'critical',
    `⚠️ Slack takes nothing in <#${trouble.channel}>: ${reasons[why] ?? why} (\`${why}\`). ${messages === 1 ? '1 message of hart waits' : `${messages} messages of hart wait`} for it; alerts are among what may be missing there. Unarchive the channel, or invite the bot: hart tries again every 10 min.`,
  );
}

/** The same message, once the channel takes what is sent. */
export function troubleOver(trouble: PlaceTrouble, channel: string, now: Instant): WantedMessage {
  const lasted = formatDuration(now - trouble.since);
  const text = `✅ Slack takes messages in <#${trouble.channel}> again, after ${lasted}; what waited has been sent.`;
  return noticeOf(trouble, channel, 'resolve', text);
}

function noticeOf(trouble: PlaceTrouble, channel: string, lane: Lane, text: string): WantedMessage {
  const day = new Date(trouble.since).toISOString().slice(0, 10);
  return {
    key: `closed-channel:${trouble.channel}:${day}`,
    channel,
    thread: null,
    broadcast: false,
    lane,
    content: { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] },
  };
}
