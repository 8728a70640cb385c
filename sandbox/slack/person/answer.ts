import { bot } from '../ids.ts';
import { checkContent } from '../message-content.ts';
import type { ResponseTarget } from '../response-urls.ts';
import type { SlackState } from '../state.ts';
import type { Json, Message } from '../types.ts';

/**
 * Carries out what an app answers to a command or a click, by its acknowledgement or a `response_url`: posts, replaces
 * or deletes. Throws Slack's refusal where the content cannot stand. Null where nothing is shown.
 */
export function answerPerson(
  state: SlackState,
  target: ResponseTarget,
  body: Json,
): Message | null {
  const original =
    target.original === null ? undefined : state.messages.find(target.channel, target.original);
  if (body['delete_original'] === true) {
    if (original !== undefined) state.messages.remove(original);
    return null;
  }
  const text = body['text'];
  const content = checkContent({
    text: typeof text === 'string' ? text : undefined,
    blocks: body['blocks'],
    attachments: body['attachments'],
  });
  if (body['replace_original'] === true && original !== undefined && !original.deleted) {
    state.messages.edit(original, content);
    return original;
  }
  const inChannel = body['response_type'] === 'in_channel';
  const thread = body['thread_ts'];
  const message = state.messages.add({
    ...content,
    channel: target.channel,
    user: bot.userId,
    threadTs: typeof thread === 'string' ? thread : target.threadTs,
    ephemeralFor: inChannel ? null : target.user,
  });
  if (original === undefined) target.original = message.ts;
  return message;
}
