import { click } from '../../sandbox/slack/person/click.ts';
import { type SubmitResult, submit } from '../../sandbox/slack/person/submit.ts';
import type { Message, View } from '../../sandbox/slack/types.ts';
import type { Refusal } from '../../src/domain/authority.ts';
import type { IncidentAct, SilenceOrder } from '../../src/domain/incident.ts';
import { alertRoot } from '../../src/slack/blocks/alert-root.ts';
import type { SlackServices } from '../../src/slack/services.ts';
import { anIncident, NOON } from '../fakes/views.ts';
import { type SlackBench, startBench, visible, waitFor } from './slack-bench.ts';

/** A Slack with the bot's part and one alert in #ops, incident 7Q3F, of which what people do is written down. */
export interface IncidentBench {
  readonly bench: SlackBench;
  readonly acts: readonly { readonly act: IncidentAct; readonly person: string }[];
  readonly silences: readonly SilenceOrder[];
  /** The alert's root message. */
  readonly root: Message;
  /** What every act is answered with from now on. */
  readonly refuse: (refusal: Refusal) => void;
  /** The dialog that a button opens. */
  readonly pressed: (user: string, actionId: string, message?: Message) => Promise<View>;
  readonly fill: (
    user: string,
    view: View,
    values: Record<string, string>,
  ) => Promise<SubmitResult>;
  readonly shows: (view: View, text: string) => Promise<unknown>;
}

export const words = (view: View) => JSON.stringify(view.blocks);

export async function startIncidentBench(): Promise<IncidentBench> {
  const acts: { readonly act: IncidentAct; readonly person: string }[] = [];
  const silences: SilenceOrder[] = [];
  let refused: Refusal | null = null;
  const bench = await startBench({
    async act({ act, by }) {
      if (refused !== null) return refused;
      acts.push({ act, person: by.person });
      return null;
    },
    async silence(_, order) {
      silences.push(order);
      const { matchers, duration, comment, by, from = NOON } = order;
      const until = from + duration;
      return { id: 'S3F07', matchers, from, until, by: by.person, comment, run: null };
    },
    wouldMute: async (_, { queue }) =>
      queue === 'ActQueue'
        ? []
        : [
            {
              alert: 'queue-backlog',
              labels: { queue: 'Neo4jSyncQueue' },
              severity: 'warning',
              incident: '7Q3F',
            },
          ],
    timeline: async () => [
      { at: NOON, kind: 'acknowledged', instance: null, detail: 'otto' },
      { at: NOON, kind: 'note', instance: null, detail: 'otto: the worker | was stopped' },
    ],
  } satisfies Partial<SlackServices>);
  const root = await post(bench);
  const { state, socket } = bench.slack;

  return {
    bench,
    acts,
    silences,
    root,
    refuse(refusal) {
      refused = refusal;
    },
    async pressed(user, actionId, message = root) {
      const { channel, ts } = message;
      const { acked } = await click(state, socket, { user, channel, ts, actionId });
      if (!acked) throw new Error(`the click on ${actionId} was not acknowledged`);
      return await waitFor(() => {
        const view = state.views.stack(user).at(-1);
        return view !== undefined && !words(view).includes('One moment') ? view : null;
      });
    },
    fill: (user, view, values) => submit(state, socket, { user, viewId: view.id, values }),
    shows: (view, text) => waitFor(() => words(view).includes(text)),
  };
}

/** The alert's root message, as the bot sends it; what the fake services know of it is the same place. */
async function post(bench: SlackBench): Promise<Message> {
  const holder = { person: 'vera', slackUserId: 'UVIEWER', since: NOON };
  for (const incident of [anIncident(), anIncident({ holder })]) {
    const { text, blocks } = alertRoot(incident, { now: NOON });
    await bench.part.client.apiCall('chat.postMessage', { channel: 'COPS', text, blocks });
  }
  return await bench.until('COPS', (one) => visible(one).includes('held by nobody'));
}
