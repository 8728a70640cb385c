import { bot } from '../ids.ts';
import { checkContent, checkMetadata, editLimit, postLimit } from '../message-content.ts';
import { apiMessage } from '../message-shape.ts';
import { findChannel, findUser } from '../people.ts';
import type { SlackState } from '../state.ts';
import type { Channel, Json, Message } from '../types.ts';
import type { Args } from './args.ts';
import { ApiRefusal } from './refusal.ts';

export function channelOf(args: Args): Channel {
  const channel = findChannel(args.text('channel'));
  if (channel === undefined) throw new ApiRefusal('channel_not_found');
  return channel;
}

function contentOf(args: Args) {
  const markdown = args.optional('markdown_text');
  if (markdown !== undefined && (args.all['blocks'] ?? args.all['text']) !== undefined) {
    throw new ApiRefusal('markdown_text_conflict');
  }
  return checkContent({
    text: args.optional('text') ?? markdown,
    blocks: args.json('blocks', 'invalid_blocks_format'),
    attachments: args.json('attachments', 'invalid_attachments'),
  });
}

/** A reply to a reply goes to the thread's root, as in Slack. */
function threadOf(state: SlackState, channel: Channel, args: Args): string | null {
  const ts = args.optional('thread_ts');
  if (ts === undefined) return null;
  const root = state.messages.find(channel.id, ts);
  if (root === undefined || root.ephemeralFor !== null) throw new ApiRefusal('thread_not_found');
  return root.threadTs ?? root.ts;
}

/** The channel of which the fault says that it was archived. */
const archived = 'COPS';

function openChannel(state: SlackState, args: Args): Channel {
  const channel = channelOf(args);
  if (state.faults['channel-archived'] && channel.id === archived)
    throw new ApiRefusal('is_archived');
  return channel;
}

export function postMessage(state: SlackState, args: Args): Json {
  const channel = openChannel(state, args);
  const content = contentOf(args);
  const message = state.messages.add({
    ...content,
    text: content.text.slice(0, postLimit),
    channel: channel.id,
    user: bot.userId,
    metadata: checkMetadata(args.json('metadata', 'invalid_metadata_format')) ?? null,
    threadTs: threadOf(state, channel, args),
    broadcast: args.flag('reply_broadcast') && args.optional('thread_ts') !== undefined,
  });
  return { channel: channel.id, ts: message.ts, message: apiMessage(message, [], true) };
}

/** One of the bot's own, or Slack's refusal, `error`. */
function ownMessage(state: SlackState, args: Args, error: string): Message {
  const message = state.messages.find(channelOf(args).id, args.text('ts'));
  if (message === undefined || message.deleted || message.ephemeralFor !== null) {
    throw new ApiRefusal('message_not_found');
  }
  if (message.user !== bot.userId) throw new ApiRefusal(error);
  return message;
}

export function updateMessage(state: SlackState, args: Args): Json {
  openChannel(state, args);
  const message = ownMessage(state, args, 'cant_update_message');
  if (state.faults['edits-refused']) throw new ApiRefusal('edit_window_closed');
  const content = contentOf(args);
  if (content.text.length > editLimit) throw new ApiRefusal('msg_too_long');
  const wasRich = message.blocks.some((block) => block.type === 'rich_text');
  if (
    wasRich &&
    content.blocks.length > 0 &&
    !content.blocks.some((block) => block.type === 'rich_text')
  ) {
    throw new ApiRefusal('block_mismatch');
  }
  const metadata = checkMetadata(args.json('metadata', 'invalid_metadata_format'));
  state.messages.edit(message, { ...content, ...(metadata === undefined ? {} : { metadata }) });
  return {
    channel: message.channel,
    ts: message.ts,
    text: message.text,
    message: apiMessage(message, state.messages.replies(message.channel, message.ts), true),
  };
}

export function deleteMessage(state: SlackState, args: Args): Json {
  const message = ownMessage(state, args, 'cant_delete_message');
  state.messages.remove(message);
  return { channel: message.channel, ts: message.ts };
}

export function postEphemeral(state: SlackState, args: Args): Json {
  const channel = channelOf(args);
  const user = args.text('user');
  if (findUser(user) === undefined) throw new ApiRefusal('user_not_found');
  if (!channel.members.includes(user)) throw new ApiRefusal('user_not_in_channel');
  const content = contentOf(args);
  const threadTs = threadOf(state, channel, args);
  const message = state.messages.add({
    ...content,
    channel: channel.id,
    user: bot.userId,
    threadTs,
    ephemeralFor: user,
  });
  return { message_ts: message.ts };
}

export function getPermalink(state: SlackState, args: Args): Json {
  const channel = channelOf(args);
  const message = state.messages.find(channel.id, args.text('message_ts'));
  if (message === undefined) throw new ApiRefusal('message_not_found');
  const thread =
    message.threadTs === null ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
  const permalink = `${state.origin}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
  return { channel: channel.id, permalink };
}
