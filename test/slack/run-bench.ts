import { randomUUID } from 'node:crypto';
import { otherTeamId } from '../../sandbox/slack/ids.ts';
import { click } from '../../sandbox/slack/person/click.ts';
import { sendCommand } from '../../sandbox/slack/person/command.ts';
import { type SubmitResult, submit } from '../../sandbox/slack/person/submit.ts';
import type { Message, View } from '../../sandbox/slack/types.ts';
import type { Run } from '../../src/domain/run.ts';
import { runCard } from '../../src/slack/blocks/run-card.ts';
import { type ActingInMemory, actingInMemory } from '../fakes/acting-in-memory.ts';
import type { ChangedServices } from '../fakes/fake-services.ts';
import { NOON } from '../fakes/views.ts';
import { type SlackBench, startBench, waitFor } from './slack-bench.ts';

/** A Slack with the bot's part, and runs in memory whose acts are written down. */
export interface RunBench {
  readonly bench: SlackBench;
  readonly acting: ActingInMemory;
  /** The dialog that a command opens, once it says something. */
  readonly commanded: (user: string, text: string) => Promise<View>;
  /** Posts a run's card as the bot does. */
  readonly post: (run: Run) => Promise<Message>;
  /** The dialog that a button opens. */
  readonly pressed: (user: string, message: Message, actionId: string) => Promise<View>;
  readonly fill: (
    user: string,
    view: View,
    values: Record<string, string>,
  ) => Promise<SubmitResult>;
  readonly shows: (view: View, text: string | RegExp) => Promise<string>;
}

export const words = (view: View) => JSON.stringify(view.blocks);

export async function startRunBench(
  options: Parameters<typeof actingInMemory>[0] = {},
  changed: ChangedServices = {},
): Promise<RunBench> {
  const acting = actingInMemory(options);
  const bench = await startBench({ acting, ...changed });
  const { slack } = bench;

  const front = (user: string) =>
    waitFor(() => {
      const view = slack.state.views.stack(user).at(-1);
      return view !== undefined && !words(view).includes('One moment') ? view : null;
    });

  return {
    bench,
    acting,
    async commanded(user, text) {
      const { acked } = await sendCommand(slack.state, slack.socket, {
        user,
        channel: 'COPS',
        text,
      });
      if (!acked) throw new Error('a command is acknowledged at once');
      return await front(user);
    },
    async post(run) {
      acting.put(run);
      const { text, blocks } = runCard(run, { now: NOON });
      await bench.part.client.apiCall('chat.postMessage', { channel: 'COPS', text, blocks });
      return await bench.until('COPS', (one) => JSON.stringify(one.blocks).includes(run.id));
    },
    async pressed(user, { channel, ts }, actionId) {
      const { acked } = await click(slack.state, slack.socket, { user, channel, ts, actionId });
      if (!acked) throw new Error('a click is acknowledged at once');
      return await front(user);
    },
    fill: (user, view, values) =>
      submit(slack.state, slack.socket, { user, viewId: view.id, values }),
    shows: (view, text) =>
      waitFor(() => {
        const said = words(view);
        return (typeof text === 'string' ? said.includes(text) : text.test(said)) ? said : null;
      }),
  };
}

/** What nobody's client sends: payloads made by hand, as someone with a stolen socket or a doctored client would. */
export function forger({ slack }: SlackBench) {
  const who = (user: string) => ({
    team: { id: user === 'UOUTSIDER' ? otherTeamId : 'TSANDBOX', domain: 'x' },
    user: {
      id: user,
      name: user,
      team_id: user === 'UOUTSIDER' ? otherTeamId : 'TSANDBOX',
    },
    trigger_id: slack.state.triggers.issue(user),
    api_app_id: 'A',
    token: 't',
  });
  return {
    command: (user: string, channel: string, text: string) =>
      slack.socket.deliver(
        'slash_commands',
        {
          command: '/hart',
          text,
          user_id: user,
          team_id: user === 'UOUTSIDER' ? otherTeamId : 'TSANDBOX',
          channel_id: channel,
          trigger_id: slack.state.triggers.issue(user),
          response_url: `${slack.apiUrl}nowhere`,
        },
        true,
      ),
    click: (user: string, channel: string, actionId: string, value: unknown) =>
      slack.socket.deliver(
        'interactive',
        {
          type: 'block_actions',
          ...who(user),
          channel: { id: channel, name: 'x' },
          response_url: `${slack.apiUrl}nowhere`,
          actions: [{ type: 'button', action_id: actionId, block_id: 'b', value }],
        },
        false,
      ),
    clickInDialog: (
      user: string,
      actionId: string,
      value: unknown,
      about: string,
      values: object = {},
    ) =>
      slack.socket.deliver(
        'interactive',
        {
          type: 'block_actions',
          ...who(user),
          view: forgedView(about, '', values),
          actions: [{ type: 'button', action_id: actionId, block_id: 'b', value }],
        },
        false,
      ),
    submit: (user: string, callbackId: string, about: string, values: object) =>
      slack.socket.deliver(
        'interactive',
        { type: 'view_submission', ...who(user), view: forgedView(about, callbackId, values) },
        true,
      ),
  };
}

function forgedView(about: string, callbackId: string, values: object): object {
  return {
    id: 'VFORGED',
    type: 'modal',
    hash: randomUUID(),
    callback_id: callbackId,
    private_metadata: about,
    state: { values },
    blocks: [],
  };
}

/** What a dialog's fields hold, as Slack sends them. */
export function fieldValues(fields: Readonly<Record<string, string>>): object {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, { value: { type: 'x', value } }]),
  );
}
