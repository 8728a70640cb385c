import type { ViewOutput } from '@slack/bolt';
import { bot, team } from './ids.ts';
import type { View } from './types.ts';
import { viewValues } from './view-values.ts';

/** A view as Slack shows it to apps. */
export function apiView(view: View): ViewOutput {
  return {
    id: view.id,
    team_id: team.id,
    type: view.type,
    blocks: [...view.blocks],
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: viewValues(view) as ViewOutput['state']['values'] },
    hash: view.hash,
    title: (view.title ?? {
      type: 'plain_text',
      text: 'View Title',
      emoji: true,
    }) as unknown as ViewOutput['title'],
    close: view.close as unknown as ViewOutput['close'],
    submit: view.submit as unknown as ViewOutput['submit'],
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
