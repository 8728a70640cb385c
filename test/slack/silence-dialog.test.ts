import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { click } from '../../sandbox/slack/person/click.ts';
import { closeView } from '../../sandbox/slack/person/talk.ts';
import { HOUR } from '../../src/domain/time.ts';
import { NOON } from '../fakes/views.ts';
import { eventually } from '../support/eventually.ts';
import { type IncidentBench, startIncidentBench, words } from './incident-bench.ts';
import { waitFor } from './slack-bench.ts';

let bench: IncidentBench['bench'];
let silences: IncidentBench['silences'];
let pressed: IncidentBench['pressed'];
let fill: IncidentBench['fill'];
let shows: IncidentBench['shows'];

beforeEach(async () => {
  ({ bench, silences, pressed, fill, shows } = await startIncidentBench());
});
afterEach(() => bench.close());

describe('the dialog for a silence', () => {
  it('begins with the alert’s labels and what they mute now', async () => {
    const view = await pressed('UOPERATOR', 'silence');

    expect(words(view)).toContain('SANDBOX');
    expect(words(view)).toContain(String.raw`alert=queue-backlog\nqueue=Neo4jSyncQueue`);
    expect(words(view)).toContain('*Mutes now:* 1');
    expect(view.privateMetadata).toBe('production');
  });

  it('shows anew what it would mute when asked, and what is wrong with the labels', async () => {
    const view = await pressed('UOPERATOR', 'silence');
    const { state, socket } = bench.slack;
    const preview = { user: 'UOPERATOR', viewId: view.id, actionId: 'preview_silence' };
    state.views.enter(view, {
      matchers: { value: { type: 'plain_text_input', value: 'queue=ActQueue' } },
    });
    await click(state, socket, preview);
    await shows(view, 'nothing that fires');
    state.views.enter(view, {
      matchers: { value: { type: 'plain_text_input', value: 'ActQueue' } },
    });
    await click(state, socket, preview);

    expect(await shows(view, 'has no label')).toBe(true);
    expect(view.submit).not.toBeNull();
  });

  it('plans it for later', async () => {
    const view = await pressed('UOPERATOR', 'silence');
    const start = { type: 'datetimepicker', selected_date_time: NOON / 1000 + 3600 };
    bench.slack.state.views.enter(view, { start: { value: start } });
    await fill('UOPERATOR', view, { comment: 'update of the worker', duration: '1h' });
    await waitFor(() => silences.length > 0);

    expect(silences[0]?.from).toBe(Math.floor(NOON / 1000) * 1000 + HOUR);
  });

  it('makes it, and says until when and how to end it', async () => {
    const view = await pressed('UOPERATOR', 'silence');
    const sent = await fill('UOPERATOR', view, { comment: 'update of the worker', duration: '4h' });

    expect(sent).toMatchObject({ acked: true, errors: {}, closed: false });
    await shows(view, 'unsilence S3F07');
    expect(silences).toEqual([
      {
        matchers: { alert: 'queue-backlog', queue: 'Neo4jSyncQueue' },
        duration: 4 * HOUR,
        comment: 'update of the worker',
        by: { person: 'otto', slackUserId: 'UOPERATOR' },
      },
    ]);
    // The last is written behind the answer.
    await eventually(() => {
      const records = bench.services.audited.filter(({ action }) => action === 'silence');
      expect(records.map(({ outcome, detail }) => [outcome, detail['dialog']])).toEqual([
        ['done', 'shown'],
        ['started', undefined],
        ['done', undefined],
      ]);
    });
  });

  it.each([
    ['S50 no labels', { matchers: '\n' }, 'matchers', 'Name at least the alert'],
    ['S50 an empty label', { matchers: 'alert=' }, 'matchers', 'after the = stands nothing'],
    ['S50 more than 7 days', { duration: '8d' }, 'duration', 'At most 7d'],
    ['a length that is none', { duration: 'soon' }, 'duration', '30m, 2h or 3d'],
    ['no time at all', { duration: '0m' }, 'duration', '30m, 2h or 3d'],
    ['a label twice', { matchers: 'a=b\na=c' }, 'matchers', 'stands there twice'],
    ['no reason', { comment: '  ' }, 'comment', 'Say why'],
  ])('%s is refused under its field', async (_, changed, field, says) => {
    const view = await pressed('UOPERATOR', 'silence');
    const values = { comment: 'update', ...changed };
    const { errors, closed } = await fill('UOPERATOR', view, values);

    expect(errors[field]).toContain(says);
    expect(Object.keys(errors)).toEqual([field]);
    expect(closed).toBe(false);
    expect(silences).toEqual([]);
  });

  it('is opened by a command too, with what was typed', async () => {
    const { sendCommand } = await import('../../sandbox/slack/person/command.ts');
    const { state, socket } = bench.slack;
    const text = '/hart silence queue-backlog queue=ActQueue 3h';
    await sendCommand(state, socket, { user: 'UOPERATOR', channel: 'COPS', text });
    const view = await waitFor(() => {
      const front = state.views.stack('UOPERATOR').at(-1);
      return front !== undefined && words(front).includes('Mutes now') ? front : null;
    });

    expect(words(view)).toContain(String.raw`alert=queue-backlog\nqueue=ActQueue`);
    expect(words(view)).toContain('"initial_value":"3h"');
    expect(words(view)).toContain('nothing that fires');
  });

  it('looks at the role again when it is submitted', async () => {
    const view = await pressed('UOPERATOR', 'silence');
    bench.slack.state.views.close(view, true);
    const stolen = bench.slack.state.views.open('UADMIN', view);
    await fill('UADMIN', stolen, { comment: 'update' });

    expect(await shows(stolen, 'role-missing')).toBe(true);
    expect(silences).toEqual([]);
  });

  it('is done also when the person closes it before the answer', async () => {
    const view = await pressed('UOPERATOR', 'silence');
    const { state, socket } = bench.slack;
    await fill('UOPERATOR', view, { comment: 'update' });
    await closeView(state, socket, { user: 'UOPERATOR', viewId: view.id });
    await waitFor(() => silences.length === 1);

    expect(state.views.stack('UOPERATOR')).toEqual([]);
  });
});
