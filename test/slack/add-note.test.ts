import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useShortcut } from '../../sandbox/slack/person/shortcut.ts';
import { submit } from '../../sandbox/slack/person/submit.ts';
import { say } from '../../sandbox/slack/person/talk.ts';
import type { View } from '../../sandbox/slack/types.ts';
import type { IncidentAct } from '../../src/domain/incident.ts';
import { quoted } from '../../src/slack/views/note-to-form.ts';
import { anAlertsView, anIncident } from '../fakes/views.ts';
import { type SlackBench, startBench, waitFor } from './slack-bench.ts';

let bench: SlackBench;
let acts: { readonly act: IncidentAct; readonly incident: string }[];
let rootTs: string;

beforeEach(async () => {
  acts = [];
  rootTs = '';
  bench = await startBench({
    async act({ act, incident }) {
      acts.push({ act, incident });
      return null;
    },
    incidentAt: async ({ ts }) => (ts === rootTs ? anIncident() : null),
    alerts: async (environment) => anAlertsView({ environment }),
  });
});
afterEach(() => bench.close());

function said(text: string, thread?: string): string {
  const { state, socket } = bench.slack;
  const wish = { user: 'UVIEWER', channel: 'COPS', text };
  const message = say(state, socket, thread === undefined ? wish : { ...wish, thread_ts: thread });
  return message.ts;
}

async function used(user: string, ts: string, shows: string): Promise<View> {
  const { state, socket } = bench.slack;
  const wish = { user, channel: 'COPS', ts, callbackId: 'add_note_to_incident' };
  expect((await useShortcut(state, socket, wish)).acked).toBe(true);
  return await waitFor(() => {
    const view = state.views.stack(user).at(-1);
    return view !== undefined && JSON.stringify(view.blocks).includes(shows) ? view : null;
  });
}

async function posted(): Promise<string> {
  const answer = await bench.part.client.apiCall('chat.postMessage', {
    channel: 'COPS',
    text: 'Queue backlog',
  });
  return 'ts' in answer ? String(answer.ts) : '';
}

describe('the shortcut on a message', () => {
  it('in an incident’s thread: keeps it with that one, with a link to it', async () => {
    rootTs = await posted();
    const ts = said('the worker was stopped', rootTs);
    const view = await used('UOPERATOR', ts, 'incident `7Q3F`');
    expect(JSON.stringify(view.blocks)).toContain('the worker was stopped');
    const { state, socket } = bench.slack;
    await submit(state, socket, { user: 'UOPERATOR', viewId: view.id, values: {} });
    const done = await waitFor(() => acts[0]);

    expect(done.incident).toBe('7Q3F');
    expect(done.act).toMatchObject({ kind: 'note' });
    expect(JSON.stringify(done.act)).toMatch(/the worker was stopped\\nhttp/);
  });

  it('elsewhere: lets one choose the incident', async () => {
    const view = await used('UOPERATOR', said('disk replaced'), 'disk replaced');
    const { state, socket } = bench.slack;
    const first = await submit(state, socket, {
      user: 'UOPERATOR',
      viewId: view.id,
      values: { incident: '7Q3F Queue backlog Neo4jSyncQueue' },
    });
    await waitFor(() => acts[0]);

    expect(first.errors).toEqual({});
    expect(acts[0]?.incident).toBe('7Q3F');
  });

  it('is refused to who may only read, before any dialog is filled', async () => {
    const view = await used('UAPPROVER1', said('disk replaced'), 'responder');

    expect(view.submit).toBeNull();
    expect(bench.services.audited).toContainEqual(
      expect.objectContaining({ action: 'note', outcome: 'refused' }),
    );
  });

  it.each([
    ['a message that is not there', { ts: '1.000001' }, 'there is no message'],
    ['a shortcut that the app does not have', { callbackId: 'other' }, 'has no shortcut'],
    ['a channel that is not there', { channel: 'CNONE' }, 'there is no conversation'],
  ])('cannot be used on %s', async (_, changed, words) => {
    const { state, socket } = bench.slack;
    const ts = said('disk replaced');
    const wish = { user: 'UOPERATOR', channel: 'COPS', ts, callbackId: 'add_note_to_incident' };

    await expect(useShortcut(state, socket, { ...wish, ...changed })).rejects.toThrow(words);
  });
});

it.each([
  ['hello <@U1|otto> and <@U2>', 'hello otto and U2'],
  ['see <https://x.example/a?b=1|the page>', 'see https://x.example/a?b=1'],
  ['a &lt;b&gt; &amp; c', 'a <b> & c'],
  ['<!here> look', 'here look'],
])('a message %j as a note: %j', (text, words) => {
  expect(quoted(text, null)).toBe(words);
});
