import { bot } from '../ids.ts';
import type { SlackState } from '../state.ts';
import type { Json, Message } from '../types.ts';
import type { Args } from './args.ts';
import { channelOf } from './chat.ts';
import { ApiRefusal } from './refusal.ts';

function target(
  state: SlackState,
  args: Args,
): { readonly message: Message; readonly name: string } {
  const name = args.text('name');
  if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name)) throw new ApiRefusal('invalid_name');
  const message = state.messages.find(channelOf(args).id, args.text('timestamp'));
  if (message === undefined || message.deleted) throw new ApiRefusal('message_not_found');
  return { message, name };
}

export function addReaction(state: SlackState, args: Args): Json {
  const { message, name } = target(state, args);
  if (!state.messages.react(message, name, bot.userId, true))
    throw new ApiRefusal('already_reacted');
  return {};
}

export function removeReaction(state: SlackState, args: Args): Json {
  const { message, name } = target(state, args);
  if (!state.messages.react(message, name, bot.userId, false)) throw new ApiRefusal('no_reaction');
  return {};
}
