import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { click } from '../../sandbox/slack/person/click.ts';
import type { Refusal } from '../../src/domain/authority.ts';
import type { SlackServices } from '../../src/slack/services.ts';
import { anIncident } from '../fakes/views.ts';
import { type IncidentBench, startIncidentBench, words } from './incident-bench.ts';
import { visible, waitFor } from './slack-bench.ts';

const tooLate: Refusal = {
  kind: 'refusal',
  rule: 'resolved',
  message: 'Incident 7Q3F was resolved 2 min ago; nothing was changed.',
  hint: 'If it comes back it will be a new incident.',
};

let bench: IncidentBench['bench'];
let acts: IncidentBench['acts'];
let root: IncidentBench['root'];
let refuse: IncidentBench['refuse'];
let pressed: IncidentBench['pressed'];
let fill: IncidentBench['fill'];
let shows: IncidentBench['shows'];

beforeEach(async () => {
  ({ bench, acts, root, refuse, pressed, fill, shows } = await startIncidentBench());
});
afterEach(() => bench.close());

const audited = (outcome: string) =>
  waitFor(() => bench.services.audited.find((entry) => entry.outcome === outcome));

describe('buttons of an alert', () => {
  it('Acknowledge acts as the person who clicked, says nothing more, and is on record', async () => {
    await bench.press('UOPERATOR', root, 'acknowledge');
    const done = await audited('done');

    expect(acts).toEqual([{ act: { kind: 'acknowledge' }, person: 'otto' }]);
    expect(done).toMatchObject({ action: 'ack', person: 'otto', environment: 'production' });
    expect(bench.slack.state.messages.list('COPS')).toHaveLength(2);
  });

  it('a click that comes too late is told why, and on record as refused', async () => {
    refuse(tooLate);
    await bench.press('UOPERATOR', root, 'acknowledge');
    const answer = await bench.until('COPS', (one) => one.ephemeralFor === 'UOPERATOR');

    expect(visible(answer)).toContain('was resolved 2 min ago; nothing was changed');
    expect(await audited('refused')).toMatchObject({ detail: { rule: 'resolved' } });
  });

  it.each([
    ['acknowledge', 'UADMIN'],
    ['silence', 'UADMIN'],
    ['add_note', 'UADMIN'],
    ['export_timeline', 'UADMIN'],
    ['acknowledge', 'UGUEST'],
    ['silence', 'UGUEST'],
  ])('%s is refused to %s, who is no responder', async (actionId, user) => {
    const { channel, ts } = root;
    await click(bench.slack.state, bench.slack.socket, { user, channel, ts, actionId });
    await audited('refused');
    const view = bench.slack.state.views.stack(user).at(-1);
    const told = await waitFor(() => {
      const answer = bench.slack.state.messages
        .list('COPS')
        .find((one) => one.ephemeralFor === user);
      const said = view === undefined ? answer && visible(answer) : words(view);
      return said?.includes('Refused by the rule') ? said : null;
    });

    expect(told).toMatch(/role-missing|guest/);
    expect(view?.submit ?? null).toBeNull();
    expect(acts).toEqual([]);
  });

  it('clicked twice at once by two people, both orders arrive one after the other', async () => {
    await Promise.all([
      bench.press('UOPERATOR', root, 'acknowledge'),
      bench.press('UVIEWER', root, 'acknowledge'),
    ]);
    await waitFor(() => acts.length === 2);

    expect(acts.map(({ person }) => person).toSorted()).toEqual(['otto', 'vera']);
  });

  it('what Slack delivers three times is done once', async () => {
    bench.slack.setFault('slack-redelivers', true);
    await bench.press('UOPERATOR', root, 'acknowledge');
    await bench.ask('UOPERATOR', '/hart whoami', /otto/);

    expect(acts).toHaveLength(1);
  });
});

describe('handing over and notes', () => {
  it('offers the responders but the holder, and gives it to the chosen one', async () => {
    const held = await bench.until('COPS', (one) => visible(one).includes('Hand over'));
    const view = await pressed('UVIEWER', 'hand_over', held);
    expect([...words(view).matchAll(/"value":"(\w+)"/g)].map(([, name]) => name)).toEqual([
      'vera',
      'otto',
    ]);
    await fill('UVIEWER', view, { person: 'otto' });
    await waitFor(() => acts.length === 1);

    const to = { person: 'otto', slackUserId: 'UOPERATOR' };
    expect(acts).toEqual([{ act: { kind: 'hand-over', to }, person: 'vera' }]);
    expect(view.privateMetadata === '' || view.privateMetadata === '7Q3F').toBe(true);
  });

  it.each([
    ['@otto', 'otto'],
    ['otto', 'otto'],
    ['<@UOPERATOR|someone>', 'otto'],
    ['me', 'vera'],
  ])('/hart handover 7q3f %s', async (name, person) => {
    await bench.ask('UVIEWER', `/hart handover 7q3f ${name}`, new RegExp(`${person} has incident`));

    expect(acts[0]?.act).toMatchObject({ kind: 'hand-over', to: { person } });
  });

  it.each([
    ['/hart handover 7Q3F @ada', /ada cannot have an incident.*role-missing/],
    ['/hart handover 7Q3F @oto', /Did you mean `@otto`/],
    ['/hart handover 7Q3F', /To whom/],
    ['/hart handover 7Q3F @otto @ada', /To whom/],
    ['/hart ack', /Which one/],
    ['/hart ack NONE', /There is no incident `NONE`/],
    ['/hart ack 7Q3F --env staging', /is of `production`, not of `staging`/],
    ['/hart unsilence S0000', /There is no silence `S0000`/],
  ])('%s says what is wrong and changes nothing', async (text, says) => {
    const answer = await bench.ask('UVIEWER', text, says);

    expect(visible(answer)).toMatch(says);
    expect(acts).toEqual([]);
  });

  it.each([
    ['/hart ack 7q3f', /You have incident `7Q3F`/, { kind: 'acknowledge' }],
    ['/hart unack 7Q3F', /Nobody has incident `7Q3F`/, { kind: 'unacknowledge' }],
    [
      '/hart note 7Q3F it was the "worker"',
      /Noted with incident/,
      { kind: 'note', text: 'it was the worker' },
    ],
  ])('%s', async (text, says, act) => {
    const answer = await bench.ask('UOPERATOR', text, says);

    expect(visible(answer)).toContain('archives/COPS/');
    expect(acts).toEqual([{ act, person: 'otto' }]);
  });

  it('/hart unsilence ends it', async () => {
    await bench.ask('UOPERATOR', '/hart unsilence s3f07', /The silence `S3F07` is over/);

    expect(await audited('done')).toMatchObject({ action: 'unsilence', environment: 'production' });
  });

  it('a note from the dialog is kept', async () => {
    const view = await pressed('UOPERATOR', 'add_note');
    expect(view.privateMetadata).toBe('7Q3F');
    await fill('UOPERATOR', view, { note: 'the worker was stopped' });
    await shows(view, 'Noted with incident');

    expect(acts[0]?.act).toEqual({ kind: 'note', text: 'the worker was stopped' });
  });
});

describe('the exported timeline', () => {
  it('is a file in the thread, once however often it is asked for', async () => {
    const place = { channel: root.channel, ts: root.ts };
    const services = bench.services as { incident: SlackServices['incident'] };
    services.incident = async () => anIncident({ place });
    await bench.press('UOPERATOR', root, 'export_timeline');
    const shared = await waitFor(() =>
      bench.slack.state.messages.replies('COPS', root.ts).find(({ files }) => files.length > 0),
    );
    await bench.ask('UVIEWER', '/hart timeline 7Q3F', /is in its thread/);

    const [file] = shared.files;
    expect(file?.name).toBe('incident-7Q3F-2026-11-23.md');
    expect(file?.content.toString()).toContain(String.raw`otto: the worker \| was stopped`);
    const replies = bench.slack.state.messages.replies('COPS', root.ts);
    expect(replies.filter(({ files }) => files.length > 0)).toHaveLength(1);
  });
});
