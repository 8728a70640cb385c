import { bot, team } from '../ids.ts';
import { apiMessage } from '../message-shape.ts';
import { channels, findChannel } from '../people.ts';
import type { SlackState } from '../state.ts';
import { compareTs } from '../timestamps.ts';
import type { Channel, Json, Message } from '../types.ts';
import type { Args } from './args.ts';
import { channelOf } from './chat.ts';
import { ApiRefusal } from './refusal.ts';

function apiChannel(channel: Channel): Json {
  const common = {
    id: channel.id,
    created: 1_750_000_000,
    is_archived: false,
    is_org_shared: false,
    context_team_id: team.id,
  };
  if (channel.kind === 'im') {
    return {
      ...common,
      is_im: true,
      user: channel.members.find((user) => user !== bot.userId),
      is_user_deleted: false,
    };
  }
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: false,
    is_general: false,
    is_shared: channel.shared,
    is_ext_shared: channel.shared,
    is_pending_ext_shared: false,
    is_member: true,
    num_members: channel.members.length,
    topic: { value: 'SANDBOX', creator: '', last_set: 0 },
    purpose: { value: 'SANDBOX: nothing here is real', creator: '', last_set: 0 },
  };
}

export function conversationInfo(_state: SlackState, args: Args): Json {
  return { channel: apiChannel(channelOf(args)) };
}

export function openConversation(_state: SlackState, args: Args): Json {
  const given = args.optional('channel') ?? args.optional('users') ?? '';
  if (given.includes(',')) throw new ApiRefusal('not_enough_users');
  const channel = findChannel(given);
  if (channel === undefined || channel.kind !== 'im') throw new ApiRefusal('user_not_found');
  return { no_op: true, already_open: true, channel: apiChannel(channel) };
}

export function listConversations(_state: SlackState, args: Args): Json {
  const types = (args.optional('types') ?? 'public_channel').split(',');
  const wanted = channels.filter(({ kind }) =>
    types.includes(kind === 'im' ? 'im' : 'public_channel'),
  );
  return { channels: wanted.map(apiChannel), response_metadata: { next_cursor: '' } };
}

interface Page {
  readonly messages: readonly Message[];
  readonly cursor: string;
}

function pageOf(messages: readonly Message[], args: Args): Page {
  const oldest = args.optional('oldest');
  const latest = args.optional('latest');
  const inclusive = args.flag('inclusive');
  const within = messages.filter(({ ts }) => {
    const late = oldest === undefined ? 1 : compareTs(ts, oldest);
    const early = latest === undefined ? -1 : compareTs(ts, latest);
    return (late > 0 || (inclusive && late === 0)) && (early < 0 || (inclusive && early === 0));
  });
  const start =
    Number(
      Buffer.from(args.optional('cursor') ?? '', 'base64url')
        .toString()
        .replace('from:', ''),
    ) || 0;
  const end = start + Math.min(args.count('limit', 100), 999);
  const cursor = end < within.length ? Buffer.from(`from:${end}`).toString('base64url') : '';
  return { messages: within.slice(start, end), cursor };
}

function answer(state: SlackState, page: Page, args: Args): Json {
  const withMetadata = args.flag('include_all_metadata');
  return {
    messages: page.messages.map((message) =>
      apiMessage(message, state.messages.replies(message.channel, message.ts), withMetadata),
    ),
    has_more: page.cursor !== '',
    response_metadata: { next_cursor: page.cursor },
  };
}

/** What the channel shows, newest first: no replies except broadcast ones, nothing ephemeral. */
export function conversationHistory(state: SlackState, args: Args): Json {
  const shown = state.messages.list(channelOf(args).id).filter((message) => {
    if (message.ephemeralFor !== null) return false;
    if (message.deleted)
      return state.messages.replies(message.channel, message.ts).some((reply) => !reply.deleted);
    return message.threadTs === null || message.broadcast;
  });
  return { ...answer(state, pageOf(shown.toReversed(), args), args), pin_count: 0 };
}

export function conversationReplies(state: SlackState, args: Args): Json {
  const channel = channelOf(args);
  const message = state.messages.find(channel.id, args.text('ts'));
  const root = message?.threadTs ? state.messages.find(channel.id, message.threadTs) : message;
  if (root === undefined || root.ephemeralFor !== null) throw new ApiRefusal('thread_not_found');
  const replies = state.messages.replies(channel.id, root.ts).filter((reply) => !reply.deleted);
  return answer(state, pageOf([root, ...replies], args), args);
}
