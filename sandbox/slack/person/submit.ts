import { type Element, findElements } from '../elements.ts';
import { isJson } from '../rules/shapes.ts';
import { checkView, viewContent } from '../rules/view-rules.ts';
import type { SocketMode } from '../socket-mode.ts';
import type { SlackState } from '../state.ts';
import type { Json, StateValues, View } from '../types.ts';
import { apiView } from '../view-shape.ts';
import { valueField, viewValues } from '../view-values.ts';
import { chosenValue, type Given } from './choose.ts';
import { viewOf } from './click.ts';
import { actor, personOf } from './payload-parts.ts';
import type { ViewSubmissionPayload } from './payload-types.ts';
import { PersonRefusal } from './refusal.ts';

export interface SubmitRequest {
  readonly user: string;
  readonly viewId: string;
  readonly values: Readonly<Record<string, Given>>;
}

export interface SubmitResult {
  readonly acked: boolean;
  /** What the person reads under the fields, by block. */
  readonly errors: Readonly<Record<string, string>>;
  /** Whether this view is gone. */
  readonly closed: boolean;
  /** The view in front of the person now. */
  readonly viewId: string | null;
}

/** Fills in and submits a modal. What Slack's client itself refuses never reaches the app. */
export async function submit(
  state: SlackState,
  socket: SocketMode,
  request: SubmitRequest,
): Promise<SubmitResult> {
  const user = personOf(request.user);
  const view = viewOf(state, user, request.viewId);
  if (view.type !== 'modal' || view.submit === null)
    throw new PersonRefusal(400, 'this view has no submit button');
  state.views.enter(view, enteredValues(view, request.values));
  const front = () => state.views.stack(user.id).at(-1)?.id ?? null;
  const missing = clientErrors(view);
  if (Object.keys(missing).length > 0)
    return { acked: false, errors: missing, closed: false, viewId: front() };
  const payload: ViewSubmissionPayload = {
    type: 'view_submission',
    ...actor(user),
    trigger_id: state.triggers.issue(user.id),
    view: apiView(view),
    response_urls: [],
  };
  const ack = await socket.deliver('interactive', payload, true);
  const errors = ack.acked ? respond(state, view, ack.payload) : {};
  const closed = state.views.find(view.id) === undefined;
  return { acked: ack.acked, errors, closed, viewId: front() };
}

function targetOf(elements: readonly Element[], key: string): Element {
  const byBlock = elements.filter(({ blockId }) => blockId === key);
  const found = byBlock.length > 0 ? byBlock : elements.filter(({ actionId }) => actionId === key);
  const [only, second] = found;
  if (only === undefined) throw new PersonRefusal(400, `there is no field ${key} in this view`);
  if (second !== undefined) throw new PersonRefusal(400, `${key} names more than one field`);
  return only;
}

function enteredValues(view: View, given: Readonly<Record<string, Given>>): StateValues {
  const elements = findElements(view.blocks).filter(({ type }) => valueField(type) !== undefined);
  const values: StateValues = {};
  for (const [key, value] of Object.entries(given)) {
    const target = targetOf(elements, key);
    values[target.blockId] = {
      ...values[target.blockId],
      [target.actionId]: chosenValue(target, value),
    };
  }
  return values;
}

/** What the client says before anything is sent: fields left empty, texts too short or too long. */
function clientErrors(view: View): Readonly<Record<string, string>> {
  const values = viewValues(view);
  const errors: Record<string, string> = {};
  for (const each of findElements(view.blocks)) {
    if (each.input === null) continue;
    const value = values[each.blockId]?.[each.actionId]?.[valueField(each.type) ?? ''];
    const empty =
      value === null ||
      value === undefined ||
      value === '' ||
      (Array.isArray(value) && value.length === 0);
    const fault = empty ? emptyFault(each) : lengthFault(each.element, value);
    if (fault !== null) errors[each.blockId] = fault;
  }
  return errors;
}

function emptyFault({ input }: Element): string | null {
  return input?.['optional'] === true ? null : 'Please complete this required field.';
}

function lengthFault(element: Json, value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const { min_length: least, max_length: most } = element;
  if (typeof least === 'number' && value.length < least)
    return `Must be at least ${least} characters.`;
  const limit = typeof most === 'number' ? most : 3000;
  return value.length > limit ? `Must be at most ${limit} characters.` : null;
}

/** Does what the acknowledgement says; answers the errors that the person is shown. */
function respond(
  state: SlackState,
  view: View,
  payload: Json | null,
): Readonly<Record<string, string>> {
  const action = payload?.['response_action'];
  if (action === undefined) state.views.close(view, false);
  else if (action === 'clear') state.views.close(view, true);
  else if (action === 'errors') return shownErrors(state, view, payload?.['errors']);
  else if (action === 'update' || action === 'push')
    showNext(state, view, action, payload?.['view']);
  else state.log.warn({ action }, 'an acknowledgement carried an unknown response_action');
  return {};
}

/** Slack shows errors only under blocks that the view has, and a general trouble otherwise. */
function shownErrors(
  state: SlackState,
  view: View,
  errors: unknown,
): Readonly<Record<string, string>> {
  const given = isJson(errors) ? Object.entries(errors) : [];
  const known = new Set(
    view.blocks.filter(({ type }) => type === 'input').map(({ block_id: id }) => id),
  );
  const shown = given
    .filter(([id]) => known.has(id))
    .map(([id, text]) => [id, String(text)] as const);
  if (shown.length === 0 || shown.length < given.length) {
    state.log.warn(
      { given: given.map(([id]) => id) },
      'errors for blocks that are no inputs of this view',
    );
  }
  return Object.fromEntries(shown);
}

function showNext(state: SlackState, view: View, action: 'update' | 'push', next: unknown): void {
  const faults = checkView(next, 'modal');
  if (faults.length > 0 || !isJson(next)) {
    state.log.warn({ faults }, 'an acknowledgement carried a view that cannot stand');
    return;
  }
  if (action === 'update') state.views.update(view, viewContent(next));
  else state.views.push(view.user, viewContent(next));
}
