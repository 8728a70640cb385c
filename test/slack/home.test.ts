import { afterEach, describe, expect, it } from 'vitest';
import { click } from '../../sandbox/slack/person/click.ts';
import { openHome } from '../../sandbox/slack/person/talk.ts';
import type { View } from '../../sandbox/slack/types.ts';
import type { Incident, IncidentAct } from '../../src/domain/incident.ts';
import { HOUR } from '../../src/domain/time.ts';
import { anAlertsView, anIncident } from '../fakes/views.ts';
import { type SlackBench, startBench, waitFor } from './slack-bench.ts';

const pace = { gather: 20, apart: 1, renew: HOUR, lately: HOUR };

let bench: SlackBench;
let open: Incident[];
let acts: IncidentAct[];
afterEach(() => bench.close());

async function start(changed: Parameters<typeof startBench>[0] = {}, quicker = {}): Promise<void> {
  open = [anIncident()];
  acts = [];
  bench = await startBench(
    {
      alerts: async (environment) => anAlertsView({ environment, open }),
      async act({ act }) {
        acts.push(act);
        open = [anIncident({ holder: { person: 'otto', slackUserId: 'UOPERATOR', since: 0 } })];
        return null;
      },
      ...changed,
    },
    { home: { ...pace, ...quicker } },
  );
}

async function opened(user: string, shows: string): Promise<View> {
  const { state, socket } = bench.slack;
  await openHome(state, socket, user);
  return await waitFor(() => shownTo(user, shows));
}

function shownTo(user: string, words: string): View | null {
  const view = bench.slack.state.views.home(user);
  return view !== undefined && JSON.stringify(view.blocks).includes(words) ? view : null;
}

function published(user: string): number {
  return bench.slack.calls
    .list()
    .filter(({ method, args }) => method === 'views.publish' && args['user_id'] === user).length;
}

async function press(user: string, view: View, actionId: string, value?: string): Promise<void> {
  const { state, socket } = bench.slack;
  const { acked } = await click(state, socket, { user, viewId: view.id, actionId, value });
  expect(acked).toBe(true);
}

describe('the Home tab of somebody who may read', () => {
  it('shows what is open, marked SANDBOX, with the buttons of the alert', async () => {
    await start();
    const view = await opened('UVIEWER', 'Neo4jSyncQueue');

    expect(JSON.stringify(view.blocks)).toContain('SANDBOX');
    expect(JSON.stringify(view.blocks)).toContain('"action_id":"acknowledge"');
  });

  it('does what its buttons say, without a dialog, and shows it', async () => {
    await start();
    const view = await opened('UOPERATOR', 'nobody has it');
    await press('UOPERATOR', view, 'acknowledge');
    await waitFor(() => shownTo('UOPERATOR', '@otto has it'));

    expect(acts).toEqual([{ kind: 'acknowledge' }]);
    expect(bench.slack.state.views.stack('UOPERATOR')).toEqual([]);
  });

  it('opens the dialogs of the alert', async () => {
    await start();
    const view = await opened('UOPERATOR', 'nobody has it');
    await press('UOPERATOR', view, 'add_note');

    const words = () => JSON.stringify(bench.slack.state.views.stack('UOPERATOR'));
    expect(await waitFor(() => words().includes('What was seen, tried or decided'))).toBe(true);
  });

  it('answers a check in a dialog, in lines where Slack takes no table', async () => {
    await start();
    const view = await opened('UVIEWER', 'nobody has it');
    await press('UVIEWER', view, 'run_check');
    const [dialog] = await waitFor(() => {
      const stack = bench.slack.state.views.stack('UVIEWER');
      return JSON.stringify(stack).includes('ActQueue') ? stack : null;
    });

    expect(dialog?.blocks.some(({ type }) => type === 'table')).toBe(false);
  });

  it('refuses there what they may not do, and records it', async () => {
    await start();
    const view = await opened('UAPPROVER1', 'nobody has it');
    await press('UAPPROVER1', view, 'acknowledge');
    await waitFor(() =>
      JSON.stringify(bench.slack.state.views.stack('UAPPROVER1')).includes('responder'),
    );

    expect(acts).toEqual([]);
    expect(bench.services.audited).toContainEqual(
      expect.objectContaining({ action: 'ack', outcome: 'refused' }),
    );
  });
});

describe('the Home tab of somebody else', () => {
  it.each(['UGUEST', 'UOUTSIDER'])('%s: says why, and nothing more', async (user) => {
    await start();
    await openHome(bench.slack.state, bench.slack.socket, user);
    const view = await waitFor(() => bench.slack.state.views.home(user));

    expect(JSON.stringify(view.blocks)).not.toContain('Neo4jSyncQueue');
    bench.part.homeChanged();
    await opened('UVIEWER', 'Neo4jSyncQueue');
    expect(published(user)).toBe(1);
    await waitFor(() => bench.services.viewersNow().length > 0);
    expect(bench.services.viewersNow().map(({ userId }) => userId)).toEqual(['UVIEWER']);
  });
});

describe('an open Home tab', () => {
  it('follows what changes, many changes at once', async () => {
    await start();
    await opened('UVIEWER', 'nobody has it');
    open = [];
    for (let times = 0; times < 20; times += 1) bench.part.homeChanged();
    await waitFor(() => shownTo('UVIEWER', 'Nothing open'));

    expect(published('UVIEWER')).toBe(2);
  });

  it('is followed after a restart, for those who opened it lately', async () => {
    const now = Date.now();
    await start({
      homeViewers: async () => [
        { teamId: 'TSANDBOX', userId: 'UVIEWER', openedAt: now - HOUR / 2 },
        { teamId: 'TSANDBOX', userId: 'UOPERATOR', openedAt: now - 2 * HOUR },
      ],
    });
    await waitFor(() => shownTo('UVIEWER', 'nobody has it'));

    expect(published('UOPERATOR')).toBe(0);
  });

  it('waits when Slack wants less, and shows the newest then', async () => {
    await start();
    await opened('UVIEWER', 'nobody has it');
    bench.slack.state.faults['slack-rate-limited'] = true;
    open = [];
    bench.part.homeChanged();
    await waitFor(() => shownTo('UVIEWER', 'Nothing open'));
    open = [anIncident()];
    bench.part.homeChanged();
    await waitFor(() => shownTo('UVIEWER', 'nobody has it'));

    expect(
      bench.logger.lines.some(({ message }) => message === 'A Home tab was not published'),
    ).toBe(true);
  });

  it('is written over what another process wrote', async () => {
    await start();
    const view = await opened('UVIEWER', 'nobody has it');
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'older' } }];
    await bench.part.client.apiCall('views.publish', {
      user_id: 'UVIEWER',
      view: { type: 'home', blocks },
    });
    expect(view.hash).not.toBe('');
    open = [];
    bench.part.homeChanged();

    expect(await waitFor(() => shownTo('UVIEWER', 'Nothing open'))).not.toBeNull();
  });

  it('is shown to each who opened theirs', async () => {
    await start();
    await opened('UVIEWER', 'nobody has it');
    await opened('UOPERATOR', 'nobody has it');
    open = [];
    bench.part.homeChanged();

    await waitFor(() => shownTo('UVIEWER', 'Nothing open'));
    expect(await waitFor(() => shownTo('UOPERATOR', 'Nothing open'))).not.toBeNull();
  });
});
