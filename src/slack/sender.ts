import type { WebClient } from '@slack/web-api';
import { Fault } from '../domain/fault.ts';
import type { Logger } from '../domain/logger.ts';
import type { Content, RetryLater, Sender, SendResult } from '../domain/message.ts';
import { type Instant, MINUTE } from '../domain/time.ts';
import {
  isContentRefused,
  slackErrorName,
  toRemoval,
  toRetry,
  toSendResult,
} from './send-result.ts';
import { textOnly, withoutNewBlocks } from './without-new-blocks.ts';

/** Marks our messages, so that one can be found again after a failure that left it unknown whether Slack took it. */
const metadataType = 'hart_message';

/** A page is 200 messages; a message older than three pages is not one that was just sent. */
const PAGES = 3;

/** Slack's clock and ours may differ. */
const CLOCK_SLACK = MINUTE;

export interface SenderOptions {
  readonly client: WebClient;
  readonly logger: Logger;
  /** Every message passes here on its way out: it is marked and made to fit. */
  readonly finish: (content: Content) => Content;
}

/** Sends the outbox's messages with one attempt each; pace and repetition are the outbox's. */
export function createSender({ client, logger, finish }: SenderOptions): Sender {
  /** Once more with less when Slack refuses what the message says. An alert in plain words beats none. */
  async function attempt(
    key: string,
    content: Content,
    send: (shown: { text: string; blocks: object[] }) => Promise<string | undefined>,
  ): Promise<SendResult> {
    const whole = finish(content);
    const forms = [whole, finish(withoutNewBlocks(whole)), finish(textOnly(whole))];
    let last: unknown;
    for (const { text, blocks } of forms) {
      try {
        const ts = await send({ text, blocks: [...blocks] });
        return ts === undefined
          ? { kind: 'retry', after: MINUTE, why: 'Slack gave no ts', ambiguous: true }
          : { kind: 'sent', ts };
      } catch (error) {
        last = error;
        if (!isContentRefused(error)) break;
        logger.warn(
          { key, error: slackErrorName(error) },
          'Slack refused the content of a message',
        );
      }
    }
    return toSendResult(last);
  }

  return {
    post: ({ key, channel, threadTs, broadcast, content }) =>
      attempt(key, content, async (shown) => {
        const answer = await client.apiCall('chat.postMessage', {
          channel,
          ...shown,
          unfurl_links: false,
          unfurl_media: false,
          metadata: { event_type: metadataType, event_payload: { key } },
          ...(threadTs === null ? {} : { thread_ts: threadTs, reply_broadcast: broadcast }),
        });
        return 'ts' in answer && typeof answer.ts === 'string' ? answer.ts : undefined;
      }),
    edit: ({ key, channel, ts, content }) =>
      attempt(key, content, async (shown) => {
        await client.apiCall('chat.update', {
          channel,
          ts,
          ...shown,
          metadata: { event_type: metadataType, event_payload: { key } },
        });
        return ts;
      }),
    async remove({ channel, ts }) {
      try {
        await client.apiCall('chat.delete', { channel, ts });
        return { kind: 'gone' };
      } catch (error) {
        return toRemoval(error);
      }
    },
    find: (place) => find(client, place),
  };
}

/** Throws a Fault when Slack cannot be asked: "not found" would mean sending a second time. */
async function find(
  client: WebClient,
  { key, channel, threadTs, since }: Parameters<Sender['find']>[0],
): Promise<string | null | RetryLater> {
  const query = {
    channel,
    include_all_metadata: true,
    limit: 200,
    oldest: toTs(since - CLOCK_SLACK),
  };
  let cursor = '';
  try {
    for (let page = 0; page < PAGES; page += 1) {
      const more = cursor === '' ? {} : { cursor };
      const answer =
        threadTs === null
          ? await client.conversations.history({ ...query, ...more })
          : await client.conversations.replies({ ...query, ...more, ts: threadTs });
      const found = answer.messages?.find((message) => carries(message, key));
      if (found?.ts !== undefined) return found.ts;
      cursor = answer.response_metadata?.next_cursor ?? '';
      if (cursor === '') return null;
    }
    return null;
  } catch (error) {
    const retry = toRetry(error);
    if (retry?.limited === true) return retry;
    throw new Fault('slack-failed', 'Slack did not say whether it has a message', {
      hint: `Slack said: ${slackErrorName(error)}. The bot needs the scopes channels:history and groups:history.`,
      cause: error,
    });
  }
}

function carries(message: object, key: string): boolean {
  const metadata = 'metadata' in message ? message.metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null) return false;
  if (!('event_type' in metadata) || metadata.event_type !== metadataType) return false;
  const payload = 'event_payload' in metadata ? metadata.event_payload : undefined;
  return typeof payload === 'object' && payload !== null && 'key' in payload && payload.key === key;
}

function toTs(at: Instant): string {
  return (Math.max(0, at) / 1000).toFixed(6);
}
