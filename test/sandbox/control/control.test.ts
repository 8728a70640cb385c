import { expect, it } from 'vitest';
import { jsonList } from '../../../sandbox/slack/rules/shapes.ts';
import { actions, boltApp, button, call, plain, until } from '../slack/harness.ts';
import { controlForTest } from './control-harness.ts';
import { start, statement } from './fake-world.ts';

it('tells its health, configuration and secrets', async () => {
  const { url, get } = await controlForTest();
  expect(await get('health')).toMatchObject({
    status: 200,
    body: { ready: true, bot: 'none', ports: { neo4j: 2 } },
  });
  const config = await fetch(`${url}/_sandbox/config`);
  expect(config.headers.get('content-type')).toBe('text/yaml; charset=utf-8');
  expect(await config.text()).toBe('sandbox: true\n');
  expect(await (await fetch(`${url}/_sandbox/env`)).text()).toBe('SLACK_BOT_TOKEN=xoxb\n');
});

it('names the people and the channels', async () => {
  const { get } = await controlForTest();
  const users = jsonList((await get('users')).body['users']).map(({ id }) => id);
  expect(users).toEqual([
    'UVIEWER',
    'UOPERATOR',
    'UAPPROVER1',
    'UAPPROVER2',
    'UADMIN',
    'UGUEST',
    'UOUTSIDER',
  ]);
  const channels = jsonList((await get('channels')).body['channels']).map(({ id }) => id);
  expect(channels).toEqual(expect.arrayContaining(['COPS', 'CAUDIT', 'DUVIEWER']));
});

it('goes the way from a command through a click and a modal to the end', async () => {
  const control = await controlForTest();
  await boltApp(control.slack, (app) => {
    app.command('/hart', async ({ ack, respond }) => {
      await ack('one moment');
      await respond({
        text: 'status',
        replace_original: true,
        blocks: [actions(button('more', '7'))],
      });
    });
    app.action('more', async ({ ack, body, client }) => {
      await ack();
      if (body.type !== 'block_actions') return;
      const element = { type: 'plain_text_input' as const, action_id: 'text' };
      const blocks = [{ type: 'input' as const, block_id: 'why', label: plain('Why'), element }];
      const view = {
        type: 'modal' as const,
        callback_id: 'why',
        title: plain('Why'),
        submit: plain('Go'),
        blocks,
      };
      await client.views.open({ trigger_id: body.trigger_id, view });
    });
    app.view('why', async ({ ack, view }) => {
      const why = view.state.values['why']?.['text']?.value;
      await (why === 'because'
        ? ack({ response_action: 'errors', errors: { why: 'Say more.' } })
        : ack());
    });
  });
  const user = 'UVIEWER';
  const sent = await control.post('command', { user, channel: 'COPS', text: '/hart status' });
  expect(sent).toMatchObject({
    status: 200,
    body: { acked: true, reply: { text: 'one moment', ephemeral: true } },
  });
  const messages = async (query: string) =>
    jsonList((await control.get(`messages?channel=COPS${query}`)).body['messages']);
  await until(async () => (await messages('&user=UVIEWER'))[0]?.['text'] === 'status');
  const [status] = await messages('&user=UVIEWER');
  expect(status).toMatchObject({
    ephemeral: true,
    deleted: false,
    bot_id: 'BHART',
    versions: [{ text: 'one moment' }],
  });
  expect(await messages('')).toEqual([]);
  expect(await messages('&user=UOPERATOR')).toEqual([]);

  const target = { channel: 'COPS', ts: status?.['ts'], actionId: 'more' };
  expect(await control.post('click', { user: 'UOPERATOR', ...target })).toMatchObject({
    status: 403,
  });
  expect(await control.post('click', { user, ...target, actionId: 'none' })).toMatchObject({
    status: 404,
  });
  const clicked = await control.post('click', { user, ...target });
  const viewId = clicked.body['viewId'];
  expect(clicked.body).toMatchObject({ acked: true, viewId: expect.stringMatching(/^V/) });
  const views = async () => jsonList((await control.get('views?user=UVIEWER')).body['views']);
  expect(await views()).toMatchObject([
    { viewId, type: 'modal', callback_id: 'why', title: { text: 'Why' } },
  ]);

  const submit = (why: string) => control.post('submit', { user, viewId, values: { why } });
  expect((await submit('because')).body).toEqual({
    acked: true,
    errors: { why: 'Say more.' },
    closed: false,
    viewId,
  });
  expect((await submit('it was planned')).body).toEqual({
    acked: true,
    errors: {},
    closed: true,
    viewId: null,
  });
  expect(await views()).toEqual([]);
});

it('lists what changed after a ts: new, edited and deleted', async () => {
  const { slack, get } = await controlForTest();
  const post = (text: string) => call(slack, 'chat.postMessage', { channel: 'COPS', text });
  const texts = async (since: unknown) =>
    jsonList((await get(`messages?channel=COPS&since=${String(since)}`)).body['messages']).map(
      ({ text, deleted }) => [text, deleted],
    );
  const [first, second, third] = [await post('first'), await post('second'), await post('third')];
  expect(await texts(second['ts'])).toEqual([['third', false]]);
  await call(slack, 'chat.update', { channel: 'COPS', ts: first['ts'], text: 'first, edited' });
  await call(slack, 'chat.delete', { channel: 'COPS', ts: third['ts'] });
  expect(await texts(third['ts'])).toEqual([
    ['first, edited', false],
    ['', true],
  ]);
});

it('lets people say something, in a thread too', async () => {
  const { post, get } = await controlForTest();
  const said = await post('message', { user: 'UVIEWER', channel: 'COPS', text: 'who is on it?' });
  await post('message', {
    user: 'UOPERATOR',
    channel: 'COPS',
    text: 'I am',
    thread_ts: said.body['ts'],
  });
  expect((await get('messages?channel=COPS')).body['messages']).toMatchObject([
    { user: 'UVIEWER', text: 'who is on it?' },
    { user: 'UOPERATOR', text: 'I am', thread_ts: said.body['ts'] },
  ]);
});

it('opens the Home tab', async () => {
  const control = await controlForTest();
  await boltApp(control.slack, (app) =>
    app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [] } });
    }),
  );
  expect((await control.post('home', { user: 'UADMIN' })).body).toMatchObject({ acked: true });
  await until(() => control.slack.state.views.home('UADMIN') !== undefined);
  expect((await control.get('views?user=UADMIN')).body['views']).toMatchObject([{ type: 'home' }]);
});

it('switches faults in the world and in Slack', async () => {
  const { slack, post, get } = await controlForTest();
  const on = await post('world', { fault: 'queue-flooded', on: true, with: { queue: 'ActQueue' } });
  expect(on.body).toEqual({ name: 'queue-flooded', on: true, with: { queue: 'ActQueue' } });
  await post('world', { fault: 'slack-redelivers', on: true });
  expect(slack.state.faults['slack-redelivers']).toBe(true);
  const faults = jsonList((await get('world')).body['faults']).filter(
    (fault) => fault['on'] === true,
  );
  expect(faults.map(({ name }) => name)).toEqual(['queue-flooded', 'slack-redelivers']);
  await post('world', { fault: 'slack-redelivers', on: false });
  expect(slack.state.faults['slack-redelivers']).toBe(false);
});

it('moves the clock forward and brings everything back to the start', async () => {
  const { slack, post, get } = await controlForTest();
  expect((await post('clock', { advance: 'PT6H' })).body).toEqual({
    now: '2026-01-01T06:00:00.000Z',
  });
  await post('world', { fault: 'slack-redelivers', on: true });
  await call(slack, 'chat.postMessage', { channel: 'COPS', text: 't' });
  expect((await post('reset', {})).body).toEqual({ now: new Date(start).toISOString() });
  expect((await get('messages?channel=COPS')).body).toEqual({ messages: [] });
  expect((await get('calls')).body).toEqual({ calls: [] });
  expect(slack.state.faults['slack-redelivers']).toBe(false);
});

it('logs the calls of the Web API without their token', async () => {
  const { slack, get, send } = await controlForTest();
  await call(slack, 'auth.test', { token: 'xoxb-secret' });
  await call(slack, 'chat.postMessage', {
    channel: 'COPS',
    text: 't',
    blocks: '[{"type":"divider"}]',
  });
  expect((await get('calls?method=chat.postMessage')).body['calls']).toMatchObject([
    {
      method: 'chat.postMessage',
      status: 200,
      args: { blocks: [{ type: 'divider' }] },
      answer: { ok: true },
    },
  ]);
  expect(JSON.stringify((await get('calls')).body)).not.toContain('xoxb-secret');
  expect((await get(`calls?since=${new Date(Date.now() + 60_000).toISOString()}`)).body).toEqual({
    calls: [],
  });
  await send('DELETE', 'calls');
  expect((await get('calls')).body).toEqual({ calls: [] });
});

it('lists the statements that the databases received', async () => {
  const { statements, get, send } = await controlForTest();
  statements.push(
    statement('2026-01-01T00:00:00Z', 'SELECT 1'),
    statement('2026-01-01T00:00:05Z', 'SELECT 2'),
  );
  const { body } = await get('statements?since=2026-01-01T00:00:00Z');
  expect(body['statements']).toMatchObject([
    { at: '2026-01-01T00:00:05.000Z', text: 'SELECT 2', login: 'hart_reader' },
  ]);
  await send('DELETE', 'statements');
  expect((await get('statements')).body).toEqual({ statements: [] });
});

it('writes integers that JSON has no number for', async () => {
  const { statements, get } = await controlForTest();
  statements.push({ ...statement('2026-01-01T00:00:00Z', 'RETURN $n'), params: { n: 2n ** 60n } });
  expect((await get('statements')).body['statements']).toMatchObject([
    { params: { n: '1152921504606846976' } },
  ]);
});

it('streams what changes', async () => {
  const { url, slack } = await controlForTest();
  const leaving = new AbortController();
  const response = await fetch(`${url}/_sandbox/events`, { signal: leaving.signal });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  let text = '';
  const reading = (async () => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
  })().catch(() => undefined);
  await until(() => text.includes('SANDBOX'));
  await call(slack, 'chat.postMessage', { channel: 'COPS', text: 't' });
  await until(() => text.includes('data:'));
  expect(text).toContain('event: change\ndata: {"changed":["messages"]}');
  leaving.abort();
  await reading;
});

it('chooses in selects, menus and among buttons that share an action id', async () => {
  const control = await controlForTest();
  const heard: unknown[] = [];
  await boltApp(control.slack, (app) =>
    app.action(/.*/, async ({ ack, action }) => {
      heard.push(action);
      await ack();
    }),
  );
  const options = [
    { text: plain('1 h'), value: '1h' },
    { text: plain('4 h'), value: '4h' },
  ];
  const blocks = [
    {
      type: 'actions',
      elements: [
        { type: 'static_select', action_id: 'length', placeholder: plain('How long'), options },
      ],
    },
    {
      type: 'section',
      text: plain('more'),
      accessory: { type: 'overflow', action_id: 'menu', options },
    },
    actions(button('same', 'a')),
    actions(button('same', 'b')),
  ];
  const { ts } = await call(control.slack, 'chat.postMessage', {
    channel: 'COPS',
    text: 't',
    blocks,
  });
  const click = (actionId: string, value?: string) =>
    control.post('click', { user: 'UVIEWER', channel: 'COPS', ts, actionId, value });
  expect((await click('length', '4h')).body).toMatchObject({ acked: true });
  expect((await click('menu', '1h')).body).toMatchObject({ acked: true });
  expect((await click('same', 'b')).body).toMatchObject({ acked: true });
  expect(await click('same')).toMatchObject({ status: 409 });
  expect(await click('length', '9h')).toMatchObject({ status: 404 });
  expect(await click('length')).toMatchObject({ status: 400 });
  expect(heard).toMatchObject([
    { type: 'static_select', selected_option: { value: '4h' } },
    { type: 'overflow', selected_option: { value: '1h' } },
    { type: 'button', value: 'b' },
  ]);
});
