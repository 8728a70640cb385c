import type { ViewOutput } from '@slack/bolt';
import { bot, team } from './ids.ts';
import type { Block, Json, StateValues, View } from './types.ts';
import { viewValues } from './view-values.ts';

/** Bolt's type, its parts held as plain JSON. */
export interface ApiView
  extends Omit<ViewOutput, 'blocks' | 'state' | 'title' | 'close' | 'submit'> {
  readonly blocks: readonly Block[];
  readonly state: { readonly values: StateValues };
  readonly title: Json;
  readonly close: Json | null;
  readonly submit: Json | null;
}

/** A view as Slack shows it to apps. */
export function apiView(view: View): ApiView {
  return {
    id: view.id,
    team_id: team.id,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: viewValues(view) },
    hash: view.hash,
    // Slack gives the Home tab, which has none, this title.
    title: view.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    close: view.close,
    submit: view.submit,
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: bot.appId,
    app_installed_team_id: team.id,
    bot_id: bot.botId,
    external_id: view.externalId,
  };
}
