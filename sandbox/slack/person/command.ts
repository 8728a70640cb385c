import type { SlashCommand } from '@slack/bolt';
import { ApiRefusal } from '../api/refusal.ts';
import { bot } from '../ids.ts';
import type { SocketMode } from '../socket-mode.ts';
import type { SlackState } from '../state.ts';
import type { Message } from '../types.ts';
import { answerPerson } from './answer.ts';
import { channelName, personOf, placeOf, teamOf, verificationToken } from './payload-parts.ts';
import { PersonRefusal } from './refusal.ts';

export interface CommandResult {
  readonly acked: boolean;
  readonly ackMs: number | null;
  /** The message that the acknowledgement itself carried. */
  readonly reply: Message | null;
}

const commandName = '/hart';

/** Sends a slash command; answers at the acknowledgement or when its time is over. */
export async function sendCommand(
  state: SlackState,
  socket: SocketMode,
  request: { readonly user: string; readonly channel: string; readonly text: string },
): Promise<CommandResult> {
  const user = personOf(request.user);
  const channel = placeOf(user, request.channel);
  const [name = '', rest = ''] = splitCommand(request.text);
  if (name !== commandName) throw new PersonRefusal(400, `the text must start with ${commandName}`);
  const target = { user: user.id, channel: channel.id, threadTs: null, original: null };
  const payload: SlashCommand = {
    token: verificationToken,
    team_id: teamOf(user).id,
    team_domain: teamOf(user).domain,
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: user.id,
    user_name: user.name,
    command: name,
    text: rest,
    api_app_id: bot.appId,
    is_enterprise_install: 'false',
    response_url: state.origin + state.responseUrls.issue(target),
    trigger_id: state.triggers.issue(user.id),
  };
  const { acked, ackMs, payload: body } = await socket.deliver('slash_commands', payload, true);
  if (body === null) return { acked, ackMs, reply: null };
  try {
    return { acked, ackMs, reply: answerPerson(state, target, body) };
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    state.log.warn(
      { error: error.error, user: user.id },
      'an acknowledgement carried a message that cannot stand',
    );
    return { acked, ackMs, reply: null };
  }
}

function splitCommand(text: string): readonly string[] {
  const match = /^(\S+)\s*([\s\S]*)$/.exec(text.trim());
  return match === null ? [] : match.slice(1);
}
