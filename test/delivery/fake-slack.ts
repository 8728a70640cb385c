import type { Content, Sender, SendResult } from '../../src/domain/message.ts';
import type { Method } from '../../src/domain/outbox.ts';
import type { Instant } from '../../src/domain/time.ts';

/** What happens to the next call, once each; after that everything goes well. */
export type Mishap =
  | 'fine'
  /** Slack takes it and the answer is lost. */
  | 'reply-lost'
  /** The request never arrives, and we cannot tell. */
  | 'request-lost'
  | 'rate-limited'
  | 'server-error'
  | 'throws'
  | 'uneditable'
  /** Slack refuses blocks, and takes text. */
  | 'invalid-blocks';

export interface SlackMessage {
  readonly ts: string;
  readonly key: string;
  readonly channel: string;
  readonly threadTs: string | null;
  readonly broadcast: boolean;
  readonly at: Instant;
  content: Content;
  frozen: boolean;
  /** Taken away again. */
  removed: boolean;
  /** Slack would not take it away. */
  kept: boolean;
}

export interface Call {
  readonly method: Method;
  readonly key: string;
  readonly channel: string;
  readonly at: Instant;
  /** Slack asked to leave the method alone until then. */
  readonly until?: Instant;
}

/** A Slack in memory: keeps what was posted, and misbehaves as it is told. */
export function fakeSlack(now: () => Instant, mishaps: Mishap[] = []) {
  const messages: SlackMessage[] = [];
  /** What says below a message that stays where it goes on. */
  const pointers: SlackMessage[] = [];
  const calls: Call[] = [];
  let count = 0;

  function meet(
    call: Omit<Call, 'at'>,
    take: () => SendResult,
    touches?: SlackMessage,
  ): SendResult {
    const mishap = mishaps.shift() ?? 'fine';
    const until = mishap === 'rate-limited' ? { until: now() + 10_000 } : {};
    calls.push({ ...call, at: now(), ...until });
    if (mishap === 'request-lost') return retry('ECONNRESET', 0, true);
    if (mishap === 'rate-limited')
      return { kind: 'retry', why: 'ratelimited', after: 10_000, ambiguous: false, limited: true };
    if (mishap === 'server-error') return retry('internal_error', 1000, false);
    if (mishap === 'uneditable' && touches) touches.frozen = true;
    if (mishap === 'invalid-blocks') return { kind: 'rejected', why: 'invalid_blocks' };
    const result = take();
    if (mishap === 'throws') throw new Error('socket hang up');
    return mishap === 'reply-lost' ? retry('timeout', 0, true) : result;
  }

  const sender: Sender = {
    async post({ key, channel, threadTs, broadcast, content }) {
      return meet({ method: 'post', key, channel }, () => {
        count += 1;
        const ts = `${Math.floor(now() / 1000)}.${String(count).padStart(6, '0')}`;
        const message = { ts, key, channel, threadTs, broadcast, content, at: now() };
        const place = key.includes('#moved-') ? pointers : messages;
        place.push({ ...message, frozen: false, removed: false, kept: false });
        return { kind: 'sent', ts };
      });
    },
    async edit({ key, channel, ts, content }) {
      const message = messages.find((one) => one.ts === ts && one.channel === channel);
      return meet(
        { method: 'edit', key, channel },
        () => {
          if (!message || message.frozen || message.removed)
            return { kind: 'uneditable', why: 'edit_window_closed' };
          message.content = content;
          return { kind: 'sent', ts };
        },
        message,
      );
    },
    async remove({ channel, ts }) {
      const message = messages.find((one) => one.ts === ts && one.channel === channel);
      const result = meet({ method: 'remove', key: message?.key ?? '', channel }, () => {
        if (message) message.removed = true;
        return { kind: 'sent', ts };
      });
      if (result.kind === 'retry') return result;
      if (result.kind === 'sent') return { kind: 'gone' };
      if (message) message.kept = true;
      return { kind: 'refused', why: 'cant_delete_message' };
    },
    async find({ key, channel, threadTs, since }) {
      const mishap = mishaps.shift() ?? 'fine';
      const limited = mishap === 'rate-limited';
      const until = limited ? { until: now() + 10_000 } : {};
      calls.push({ method: 'find', key, channel, at: now(), ...until });
      if (limited)
        return { kind: 'retry', why: 'ratelimited', after: 10_000, ambiguous: false, limited };
      if (mishap !== 'fine' && mishap !== 'uneditable') throw new Error('history is not available');
      const found = messages.find(
        (one) =>
          !one.removed &&
          one.key === key &&
          one.channel === channel &&
          one.threadTs === threadTs &&
          one.at >= since,
      );
      return found?.ts ?? null;
    },
  };

  return { sender, messages, pointers, calls };
}

function retry(why: string, after: number, ambiguous: boolean): SendResult {
  return { kind: 'retry', why, after, ambiguous };
}
