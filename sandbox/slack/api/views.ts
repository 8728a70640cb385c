import { findUser } from '../people.ts';
import { isJson } from '../rules/shapes.ts';
import { checkView, viewContent } from '../rules/view-rules.ts';
import type { SlackState } from '../state.ts';
import type { Json, View } from '../types.ts';
import { apiView } from '../view-shape.ts';
import type { ViewContent } from '../view-store.ts';
import type { Args } from './args.ts';
import { ApiRefusal, refuseFaults } from './refusal.ts';

const largestView = 250_000;

function contentOf(args: Args, type: 'modal' | 'home'): ViewContent {
  const view = args.json('view', 'invalid_arguments');
  if (!isJson(view)) {
    throw new ApiRefusal('invalid_arguments', {
      response_metadata: { messages: ['[ERROR] missing required field: view'] },
    });
  }
  if (JSON.stringify(view).length > largestView) throw new ApiRefusal('view_too_large');
  const faults = checkView(view, type);
  if (faults.length > 0) refuseFaults('invalid_arguments', faults);
  return viewContent(view);
}

function spendTrigger(
  state: SlackState,
  args: Args,
): { readonly user: string; readonly trigger: string } {
  const trigger = args.text('trigger_id');
  const spent = state.triggers.spend(trigger);
  if ('error' in spent) throw new ApiRefusal(spent.error);
  return { user: spent.user, trigger };
}

function refuseDuplicate(state: SlackState, content: ViewContent, except?: View): void {
  const other = state.views.findExternal(content.externalId);
  if (other !== undefined && other !== except) throw new ApiRefusal('duplicate_external_id');
}

export function openView(state: SlackState, args: Args): Json {
  const content = contentOf(args, 'modal');
  refuseDuplicate(state, content);
  const { user, trigger } = spendTrigger(state, args);
  const view = state.views.open(user, content);
  state.triggers.becameView(trigger, view.id);
  return { view: apiView(view) };
}

export function pushView(state: SlackState, args: Args): Json {
  const content = contentOf(args, 'modal');
  refuseDuplicate(state, content);
  const { user, trigger } = spendTrigger(state, args);
  const view = state.views.push(user, content);
  if (view === undefined) throw new ApiRefusal('push_limit_reached');
  state.triggers.becameView(trigger, view.id);
  return { view: apiView(view) };
}

function checkHash(view: View | undefined, args: Args): void {
  const hash = args.optional('hash');
  if (hash !== undefined && view !== undefined && hash !== view.hash)
    throw new ApiRefusal('hash_conflict');
}

export function updateView(state: SlackState, args: Args): Json {
  const id = args.optional('view_id');
  const view =
    id === undefined ? state.views.findExternal(args.text('external_id')) : state.views.find(id);
  if (view === undefined) throw new ApiRefusal('not_found');
  const content = contentOf(args, view.type);
  checkHash(view, args);
  refuseDuplicate(state, content, view);
  state.views.update(view, content);
  return { view: apiView(view) };
}

export function publishView(state: SlackState, args: Args): Json {
  const user = findUser(args.text('user_id'));
  if (user === undefined || user.kind === 'bot') throw new ApiRefusal('user_not_found');
  const content = contentOf(args, 'home');
  checkHash(state.views.home(user.id), args);
  return { view: apiView(state.views.publish(user.id, content)) };
}
