import { ApiRefusal } from './api/refusal.ts';
import { parseBody, parseJson } from './http-body.ts';
import { bot } from './ids.ts';
import { checkContent, postLimit } from './message-content.ts';
import { channels } from './people.ts';
import { isJson } from './rules/shapes.ts';
import type { SlackState } from './state.ts';
import type { Json } from './types.ts';

export interface WebhookAnswer {
  readonly status: number;
  readonly text: string;
  readonly args: Json;
}

/** Where an incoming webhook posts unless its payload names a channel. */
const usualChannel = 'COPS';

/** Answers a post to `/services/…` as Slack's incoming webhooks do: plain words and a status. */
export function receiveWebhook(
  state: SlackState,
  body: Buffer,
  contentType: string,
): WebhookAnswer {
  const form = parseBody(body, contentType);
  const payload = typeof form?.['payload'] === 'string' ? parseJson(form['payload']) : form;
  if (!isJson(payload)) return { status: 400, text: 'invalid_payload', args: {} };
  const wanted =
    typeof payload['channel'] === 'string' ? payload['channel'].replace(/^#/, '') : usualChannel;
  const channel = channels.find(({ id, name }) => id === wanted || name === wanted);
  if (channel === undefined) return { status: 404, text: 'channel_not_found', args: payload };
  const { text, thread_ts: thread } = payload;
  try {
    const content = checkContent({
      text: typeof text === 'string' ? text : undefined,
      blocks: payload['blocks'],
      attachments: payload['attachments'],
    });
    state.messages.add({
      ...content,
      text: content.text.slice(0, postLimit),
      channel: channel.id,
      user: bot.userId,
      threadTs: typeof thread === 'string' ? thread : null,
    });
    return { status: 200, text: 'ok', args: payload };
  } catch (error) {
    if (error instanceof ApiRefusal) return { status: 400, text: error.error, args: payload };
    throw error;
  }
}
