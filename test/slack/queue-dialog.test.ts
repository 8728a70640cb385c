import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { click } from '../../sandbox/slack/person/click.ts';
import type { View } from '../../sandbox/slack/types.ts';
import { alertRoot } from '../../src/slack/blocks/alert-root.ts';
import type { SlackServices } from '../../src/slack/services.ts';
import { anIncident } from '../fakes/views.ts';
import { type RunBench, startRunBench, words } from './run-bench.ts';
import { refusal } from './run-cases.ts';
import { visible, waitFor } from './slack-bench.ts';

let all: RunBench;
beforeEach(async () => {
  all = await startRunBench();
});
afterEach(() => all.bench.close());

/** The dialog behind the button on what `/hart queues` shows to an operator. */
async function opened(): Promise<View> {
  const { bench } = all;
  const shown = await bench.ask('UOPERATOR', '/hart queues', /1,480/);
  const { channel, ts } = shown;
  const press = { user: 'UOPERATOR', channel, ts, actionId: 'queue_acts' };
  await click(bench.slack.state, bench.slack.socket, press);
  return await waitFor(() => {
    const view = bench.slack.state.views.stack('UOPERATOR').at(-1);
    return view !== undefined && !words(view).includes('One moment') ? view : null;
  });
}

describe('acting on a queue', () => {
  it('is offered to operators, not to viewers, and not in what is posted', async () => {
    const { bench } = all;
    const seen = await bench.ask('UVIEWER', '/hart queues', /1,480/);
    expect(visible(seen)).not.toContain('queue_acts');
    const mine = await bench.ask('UOPERATOR', '/hart queues', /Act on a queue…/);
    await bench.press('UOPERATOR', mine, 'post_to_channel');
    await waitFor(() => bench.services.posted.length === 1);
    expect(JSON.stringify(bench.services.posted)).not.toContain('queue_acts');
  });

  it.each([
    'queue.enable',
    'queue.activate',
    'queue.requeue',
    'queue.drop',
    'queue.end-conversations',
  ])('%s is proposed for the chosen queue, and its plan shown', async (act) => {
    const view = await opened();
    expect(words(view)).toContain('Neo4jSyncQueue, 1,480 waiting, no activation');
    await all.fill('UOPERATOR', view, { queue: 'Neo4jSyncQueue', act });
    await all.shows(view, 'Statements, exactly as they are sent');

    expect(all.acting.proposed).toMatchObject([
      { operation: act, environment: 'production', options: { queue: 'Neo4jSyncQueue' } },
    ]);
    expect(all.acting.tried.map((one) => one.act)).toEqual(['propose']);
  });

  it('S51 the message at its head is shown in a dialog alone, and who read it is on record', async () => {
    const view = await opened();
    await all.fill('UOPERATOR', view, { queue: 'Neo4jSyncQueue', act: 'show' });
    const said = await all.shows(view, 'Only you see this');
    const { audited } = all.bench.services;
    await waitFor(() => audited.some(({ action }) => action === 'queue-message'));

    expect(said).toContain("&lt;act&gt;'''&lt;/act&gt;");
    expect(JSON.stringify(audited)).not.toContain('&lt;act&gt;');
    const everywhere = all.bench.slack.state.messages.list('COPS').map(visible).join('\n');
    expect(everywhere).not.toContain("'''");
  });

  it('a queue without a message says so by its refusal', async () => {
    const services = all.bench.services as { poisonMessage: SlackServices['poisonMessage'] };
    services.poisonMessage = async () => refusal;
    const view = await opened();
    await all.fill('UOPERATOR', view, { queue: 'Neo4jSyncQueue', act: 'show' });

    expect(await all.shows(view, 'Its base is not there')).toContain('S22');
  });
});

describe('the button of an alert', () => {
  it('proposes what its check names; nothing happens before that is confirmed', async () => {
    const { bench } = all;
    const incident = anIncident({ operation: 'queue', alert: 'queue-disabled' });
    const services = bench.services as { incident: SlackServices['incident'] };
    services.incident = async () => incident;
    const { text, blocks } = alertRoot(incident, { now: Date.now() });
    await bench.part.client.apiCall('chat.postMessage', { channel: 'COPS', text, blocks });
    const root = await bench.until('COPS', (one) => visible(one).includes('Enable the queue…'));
    await all.pressed('UOPERATOR', root, 'help_incident');

    expect(all.acting.proposed).toMatchObject([
      { operation: 'queue.enable', options: { queue: 'Neo4jSyncQueue' } },
    ]);
    expect(all.acting.tried.map((one) => one.act)).toEqual(['propose']);
  });
});
