import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHome } from '../../sandbox/slack/person/talk.ts';
import { alertRoot } from '../../src/slack/blocks/alert-root.ts';
import { anIncident, NOON } from '../fakes/views.ts';
import { type SlackBench, startBench, visible, waitFor } from './slack-bench.ts';

describe('buttons over a real Slack socket', () => {
  let bench: SlackBench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.close());

  it('Refresh measures again in place of what is shown', async () => {
    const message = await bench.ask('UVIEWER', '/hart status', /^SANDBOX 🟡/);
    const before = message.versions.length;
    await bench.press('UVIEWER', message, 'refresh');
    const same = await waitFor(() => (message.versions.length > before + 1 ? message : null));

    expect(visible(same)).toContain('1 warning, 15 ok');
    expect(bench.slack.state.messages.list('COPS')).toHaveLength(1);
  });

  it('Queues shows the queues of the same environment beside it', async () => {
    const message = await bench.ask('UVIEWER', '/hart status', /^SANDBOX 🟡/);
    await bench.press('UVIEWER', message, 'show_queues');
    const queues = await bench.until('COPS', (one) =>
      visible(one).includes('Queues of production'),
    );

    expect(queues.ts).not.toBe(message.ts);
    expect(queues.ephemeralFor).toBe('UVIEWER');
  });

  it('Post to channel posts what is seen, once, without buttons, and says so', async () => {
    const message = await bench.ask('UVIEWER', '/hart queues', /1,480/);
    await bench.press('UVIEWER', message, 'post_to_channel');
    await waitFor(() => visible(message).includes('Posted to the channel.'));

    expect(bench.services.posted).toHaveLength(1);
    const [posted] = bench.services.posted;
    expect(posted).toMatchObject({ channel: 'COPS', thread: null, broadcast: false });
    const content = JSON.stringify(posted?.content);
    expect(content).toContain('posted by @vera from `/hart queues`');
    expect(content).not.toContain('"button"');
    expect(JSON.stringify(message.blocks)).not.toContain('"button"');
  });

  it('Run check now on an alert shows the check only to the one who clicked', async () => {
    const { text, blocks } = alertRoot(anIncident(), { now: NOON });
    await bench.part.client.apiCall('chat.postMessage', { channel: 'COPS', text, blocks });
    const root = await bench.until('COPS', (one) => visible(one).includes('incident 7Q3F'));
    await bench.press('UOPERATOR', root, 'run_check');
    const shown = await bench.until('COPS', (one) => visible(one).includes('beyond a limit'));

    expect(shown.ephemeralFor).toBe('UOPERATOR');
    expect(root.versions).toHaveLength(0);
    await bench.press('UGUEST', root, 'show_queues');
    const refused = await bench.until('COPS', (one) => one.ephemeralFor === 'UGUEST');
    expect(visible(refused)).toContain('Guests of this workspace may not use hart');
  });

  it('answers a double click that Slack delivers three times once', async () => {
    const message = await bench.ask('UVIEWER', '/hart queues', /1,480/);
    bench.slack.setFault('slack-redelivers', true);
    await bench.press('UVIEWER', message, 'post_to_channel');
    await waitFor(() => visible(message).includes('Posted to the channel.'));
    await bench.ask('UVIEWER', '/hart whoami', /vera/);

    expect(bench.services.posted).toHaveLength(1);
  });

  it('the values of buttons are opaque ids', async () => {
    const message = await bench.ask('UVIEWER', '/hart status', /^SANDBOX 🟡/);
    const values = [...JSON.stringify(message.blocks).matchAll(/"value":"([^"]*)"/g)];

    expect(values.length).toBeGreaterThan(0);
    for (const [, value] of values) expect(value).toMatch(/^view-[\w-]{12}$/);
  });

  it('publishes a Home tab with the state, and for a guest the way out instead', async () => {
    await openHome(bench.slack.state, bench.slack.socket, 'UVIEWER');
    const home = await waitFor(() => bench.slack.state.views.home('UVIEWER'));

    expect(JSON.stringify(home.blocks)).toContain('SANDBOX');
    expect(JSON.stringify(home.blocks)).toContain('Nobody'.toLowerCase());
    await openHome(bench.slack.state, bench.slack.socket, 'UGUEST');
    const closed = await waitFor(() => bench.slack.state.views.home('UGUEST'));
    expect(JSON.stringify(closed.blocks)).toContain('Guests of this workspace may not use hart');
  });
});
