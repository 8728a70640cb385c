import { bot, newId, team } from '../ids.ts';
import type { Ack, SocketMode } from '../socket-mode.ts';
import type { SlackState } from '../state.ts';
import type { Channel, Json, Message, User } from '../types.ts';
import { apiView } from '../view-shape.ts';
import { homeChannel, viewOf } from './click.ts';
import { actor, personOf, placeOf, verificationToken } from './payload-parts.ts';
import { PersonRefusal } from './refusal.ts';

function eventPayload(state: SlackState, user: User, event: Json): Json {
  return {
    token: verificationToken,
    team_id: team.id,
    api_app_id: bot.appId,
    type: 'event_callback',
    event_id: newId('Ev'),
    event_time: Math.floor(state.now() / 1000),
    event,
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: bot.userId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: user.kind === 'stranger',
  };
}

/** Opens the app's Home tab. */
export function openHome(state: SlackState, socket: SocketMode, userId: string): Promise<Ack> {
  const user = personOf(userId);
  const home = state.views.home(user.id);
  const event = {
    type: 'app_home_opened',
    user: user.id,
    channel: homeChannel(user),
    tab: 'home',
    ...(home === undefined ? {} : { view: apiView(home) }),
    event_ts: state.nextTs(),
  };
  return socket.deliverEvent(eventPayload(state, user, event));
}

/** Says something, in a conversation or a thread. The app hears of it where it is mentioned or spoken to directly. */
export function say(
  state: SlackState,
  socket: SocketMode,
  request: {
    readonly user: string;
    readonly channel: string;
    readonly text: string;
    readonly thread_ts?: string | undefined;
  },
): Message {
  const user = personOf(request.user);
  const channel = placeOf(user, request.channel);
  const threadTs = request.thread_ts ?? null;
  const root = threadTs === null ? null : state.messages.find(channel.id, threadTs);
  if (root === undefined)
    throw new PersonRefusal(404, `there is no message ${threadTs} in ${channel.id}`);
  const message = state.messages.add({
    channel: channel.id,
    user: user.id,
    text: request.text,
    threadTs,
  });
  const event = eventOf(user, channel, message);
  if (event !== null) void socket.deliverEvent(eventPayload(state, user, event));
  return message;
}

function eventOf(user: User, channel: Channel, message: Message): Json | null {
  const said = {
    user: user.id,
    team: user.teamId,
    text: message.text,
    ts: message.ts,
    channel: channel.id,
    event_ts: message.ts,
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
  };
  if (channel.kind === 'im') return { type: 'message', channel_type: 'im', ...said };
  return message.text.includes(`<@${bot.userId}>`) ? { type: 'app_mention', ...said } : null;
}

/** Closes the modal in front, by its close button; the app hears of it where it asked to. */
export async function closeView(
  state: SlackState,
  socket: SocketMode,
  request: { readonly user: string; readonly viewId: string },
): Promise<void> {
  const user = personOf(request.user);
  const view = viewOf(state, user, request.viewId);
  if (view.type !== 'modal') throw new PersonRefusal(400, 'the Home tab cannot be closed');
  const shown = apiView(view);
  state.views.close(view, view.clearOnClose);
  if (!view.notifyOnClose) return;
  await socket.deliver(
    'interactive',
    { type: 'view_closed', ...actor(user), view: shown, is_cleared: view.clearOnClose },
    false,
  );
}
