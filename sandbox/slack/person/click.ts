import { type Element, findElements } from '../elements.ts';
import { apiMessage } from '../message-shape.ts';
import { findChannel } from '../people.ts';
import type { SocketMode } from '../socket-mode.ts';
import type { SlackState } from '../state.ts';
import type { Block, Channel, Message, User, View } from '../types.ts';
import { apiView } from '../view-shape.ts';
import { stateValues, valueField } from '../view-values.ts';
import { actionOf, chosenValue, type Given } from './choose.ts';
import { actor, canSee, channelName, personOf, placeOf } from './payload-parts.ts';
import type { BlockActionPayload } from './payload-types.ts';
import { PersonRefusal } from './refusal.ts';

export interface ClickRequest {
  readonly user: string;
  readonly actionId: string;
  readonly value?: Given | undefined;
  readonly blockId?: string | undefined;
  readonly channel?: string | undefined;
  readonly ts?: string | undefined;
  readonly viewId?: string | undefined;
}

export interface ClickResult {
  readonly acked: boolean;
  readonly ackMs: number | null;
  /** The modal that came of it. */
  readonly viewId: string | null;
}

/** How long after the acknowledgement a modal may take to be counted as coming from this click. */
const viewGrace = 400;

/** Presses what is really there, through its confirm dialog if it has one. */
export async function click(
  state: SlackState,
  socket: SocketMode,
  request: ClickRequest,
): Promise<ClickResult> {
  const user = personOf(request.user);
  const trigger = state.triggers.issue(user.id);
  const payload =
    request.viewId === undefined
      ? messagePayload(state, user, request, trigger)
      : viewPayload(state, user, request, trigger);
  const opened = new Promise<string>((resolve) => state.triggers.onSpent(trigger, resolve));
  const { acked, ackMs } = await socket.deliver('interactive', payload, false);
  const grace = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), acked ? viewGrace : 0).unref();
  });
  return { acked, ackMs, viewId: await Promise.race([opened, grace]) };
}

function elementOf(blocks: readonly Block[], request: ClickRequest, where: string): Element {
  const named = findElements(blocks).filter(
    ({ actionId, blockId }) =>
      actionId === request.actionId &&
      (request.blockId === undefined || blockId === request.blockId),
  );
  const exact = named.filter(
    ({ element }) => request.value !== undefined && element['value'] === request.value,
  );
  const [found, second] = exact.length > 0 ? exact : named;
  if (found === undefined)
    throw new PersonRefusal(404, `there is no element ${request.actionId} in ${where}`);
  if (second !== undefined)
    throw new PersonRefusal(
      409,
      `${request.actionId} is there more than once: give "blockId" or "value"`,
    );
  if (found.input !== null && found.input['dispatch_action'] !== true) {
    throw new PersonRefusal(400, `${request.actionId} is filled in and submitted, not pressed`);
  }
  return found;
}

function messageOf(
  state: SlackState,
  user: User,
  request: ClickRequest,
): { channel: Channel; message: Message } {
  const channel = placeOf(user, request.channel ?? '');
  const message = state.messages.find(channel.id, request.ts ?? '');
  if (message === undefined || message.deleted)
    throw new PersonRefusal(404, `there is no message ${request.ts} in ${channel.id}`);
  if (!canSee(user, message)) throw new PersonRefusal(403, `${user.id} cannot see this message`);
  return { channel, message };
}

function messagePayload(
  state: SlackState,
  user: User,
  request: ClickRequest,
  trigger: string,
): BlockActionPayload {
  const { channel, message } = messageOf(state, user, request);
  const element = elementOf(message.blocks, request, 'this message');
  const action = actionOf(element, request.value, state.nextTs());
  if (valueField(element.type) !== undefined) {
    const before = message.choices.get(user.id) ?? {};
    const value = chosenValue(element, request.value ?? null);
    const block = { ...before[element.blockId], [element.actionId]: value };
    message.choices.set(user.id, { ...before, [element.blockId]: block });
  }
  const target = {
    user: user.id,
    channel: channel.id,
    threadTs: message.threadTs,
    original: message.ts,
  };
  const ephemeral = message.ephemeralFor !== null;
  const container = {
    type: 'message',
    message_ts: message.ts,
    channel_id: channel.id,
    is_ephemeral: ephemeral,
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
  };
  return {
    type: 'block_actions',
    ...actor(user),
    container,
    trigger_id: trigger,
    channel: { id: channel.id, name: channelName(channel) },
    // Slack leaves the message out where it was ephemeral.
    ...(ephemeral
      ? {}
      : { message: apiMessage(message, state.messages.replies(channel.id, message.ts), true) }),
    state: { values: stateValues(message.blocks, message.choices.get(user.id) ?? {}) },
    response_url: state.origin + state.responseUrls.issue(target),
    actions: [action],
  };
}

/** The view, if it is before this person's eyes: their home, or the modal in front. */
export function viewOf(state: SlackState, user: User, viewId: string): View {
  const view = state.views.find(viewId);
  if (view === undefined) throw new PersonRefusal(404, `there is no view ${viewId}`);
  if (view.user !== user.id) throw new PersonRefusal(403, `${user.id} cannot see this view`);
  if (view.type === 'modal' && state.views.stack(user.id).at(-1) !== view) {
    throw new PersonRefusal(409, 'another modal lies upon this one');
  }
  return view;
}

function viewPayload(
  state: SlackState,
  user: User,
  request: ClickRequest,
  trigger: string,
): BlockActionPayload {
  const view = viewOf(state, user, request.viewId ?? '');
  const element = elementOf(view.blocks, request, 'this view');
  const action = actionOf(element, request.value, state.nextTs());
  if (valueField(element.type) !== undefined) {
    state.views.enter(view, {
      [element.blockId]: { [element.actionId]: chosenValue(element, request.value ?? null) },
    });
  }
  return {
    type: 'block_actions',
    ...actor(user),
    container: { type: 'view', view_id: view.id },
    trigger_id: trigger,
    view: apiView(view),
    actions: [action],
  };
}

/** The direct conversation with the bot: where the Home tab lives. */
export function homeChannel(user: User): string {
  return findChannel(user.id)?.id ?? '';
}
