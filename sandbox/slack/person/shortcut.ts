import { apiMessage } from '../message-shape.ts';
import { messageShortcuts } from '../shortcuts.ts';
import type { SocketMode } from '../socket-mode.ts';
import type { SlackState } from '../state.ts';
import type { ClickResult } from './click.ts';
import { actor, canSee, channelName, personOf, placeOf } from './payload-parts.ts';
import type { MessageShortcutPayload } from './payload-types.ts';
import { PersonRefusal } from './refusal.ts';

export interface ShortcutRequest {
  readonly user: string;
  readonly channel: string;
  readonly ts: string;
  readonly callbackId: string;
}

/** How long after the acknowledgement a modal may take to be counted as coming from this. */
const viewGrace = 400;

/** Chooses one of the app's shortcuts from the menu of a message. */
export async function useShortcut(
  state: SlackState,
  socket: SocketMode,
  { user: userId, channel: channelId, ts, callbackId }: ShortcutRequest,
): Promise<ClickResult> {
  const user = personOf(userId);
  const channel = placeOf(user, channelId);
  const message = state.messages.find(channel.id, ts);
  if (message === undefined || message.deleted)
    throw new PersonRefusal(404, `there is no message ${ts} in ${channel.id}`);
  if (!canSee(user, message)) throw new PersonRefusal(403, `${user.id} cannot see this message`);
  if (message.ephemeralFor !== null)
    throw new PersonRefusal(409, 'what only one person sees has no shortcuts');
  if (!messageShortcuts.some((known) => known.callbackId === callbackId))
    throw new PersonRefusal(404, `the app has no shortcut ${callbackId}`);
  const trigger = state.triggers.issue(user.id);
  const target = {
    user: user.id,
    channel: channel.id,
    threadTs: message.threadTs,
    original: message.ts,
  };
  const payload: MessageShortcutPayload = {
    type: 'message_action',
    ...actor(user),
    callback_id: callbackId,
    trigger_id: trigger,
    response_url: state.origin + state.responseUrls.issue(target),
    channel: { id: channel.id, name: channelName(channel) },
    message_ts: message.ts,
    message: apiMessage(message, state.messages.replies(channel.id, message.ts), false),
    action_ts: state.nextTs(),
  };
  const opened = new Promise<string>((resolve) => state.triggers.onSpent(trigger, resolve));
  const { acked, ackMs } = await socket.deliver('interactive', payload, false);
  const grace = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), acked ? viewGrace : 0).unref();
  });
  return { acked, ackMs, viewId: await Promise.race([opened, grace]) };
}
