import { expect, it } from 'vitest';
import { click } from '../../../sandbox/slack/person/click.ts';
import { sendCommand } from '../../../sandbox/slack/person/command.ts';
import { openHome, say } from '../../../sandbox/slack/person/talk.ts';
import type { Slack } from '../../../sandbox/slack/slack.ts';
import type { Message } from '../../../sandbox/slack/types.ts';
import { actions, boltApp, button, slackForTest, until } from './harness.ts';

const command = (slack: Slack, text = '/hart status', user = 'UVIEWER') =>
  sendCommand(slack.state, slack.socket, { user, channel: 'COPS', text });
const press = (slack: Slack, message: Message, actionId: string, user = 'UVIEWER') =>
  click(slack.state, slack.socket, { user, channel: 'COPS', ts: message.ts, actionId });

async function posted(
  slack: Slack,
  holds: (message: Message) => boolean = () => true,
): Promise<Message> {
  let found: Message | undefined;
  await until(() => {
    found = slack.state.messages.list('COPS').find(holds);
    return found !== undefined;
  });
  if (found === undefined) throw new Error('nothing was posted');
  return found;
}

it('carries a command to the app and its acknowledgement back', async () => {
  const slack = await slackForTest();
  const heard: unknown[] = [];
  await boltApp(slack, (app) =>
    app.command('/hart', async ({ ack, command: given }) => {
      heard.push(given);
      await ack({ text: 'looking' });
    }),
  );
  const result = await command(slack, '/hart status --env production');
  expect(result).toMatchObject({
    acked: true,
    reply: { text: 'looking', ephemeralFor: 'UVIEWER' },
  });
  expect(result.ackMs).toBeLessThan(3000);
  expect(heard).toMatchObject([
    {
      command: '/hart',
      text: 'status --env production',
      user_id: 'UVIEWER',
      channel_id: 'COPS',
      team_id: 'TSANDBOX',
    },
  ]);
});

it('lets the app replace what it answered, and keeps what was there before', async () => {
  const slack = await slackForTest();
  await boltApp(slack, (app) =>
    app.command('/hart', async ({ ack, respond }) => {
      await ack();
      await respond({ text: 'one moment' });
      await respond({ text: 'all is well', replace_original: true });
    }),
  );
  expect((await command(slack)).reply).toBeNull();
  const message = await posted(slack, ({ text }) => text === 'all is well');
  expect(message.versions).toMatchObject([{ text: 'one moment' }]);
  expect(slack.state.messages.list('COPS')).toHaveLength(1);
  expect(message.ephemeralFor).toBe('UVIEWER');
});

it('carries clicks with the message they were made on', async () => {
  const slack = await slackForTest();
  const heard: unknown[] = [];
  await boltApp(slack, (app) => {
    app.command('/hart', async ({ ack, client }) => {
      await ack();
      await client.chat.postMessage({
        channel: 'COPS',
        text: 'card',
        blocks: [actions(button('hold', 'incident-1'))],
      });
    });
    app.action('hold', async ({ ack, action, body, client, respond }) => {
      heard.push(action, body);
      await ack();
      if (body.type !== 'block_actions' || body.message === undefined) return;
      await client.chat.update({ channel: 'COPS', ts: body.message.ts, text: 'held', blocks: [] });
      await respond({ text: 'you hold it', response_type: 'ephemeral' });
    });
  });
  await command(slack);
  const card = await posted(slack);
  expect(await press(slack, card, 'hold', 'UOPERATOR')).toMatchObject({
    acked: true,
    viewId: null,
  });
  await until(() => slack.state.messages.list('COPS').length === 2);
  expect(heard).toMatchObject([
    { type: 'button', action_id: 'hold', value: 'incident-1' },
    {
      user: { id: 'UOPERATOR' },
      channel: { id: 'COPS' },
      message: { ts: card.ts, text: 'card' },
      container: { type: 'message' },
    },
  ]);
  expect(card).toMatchObject({
    text: 'held',
    blocks: [],
    edited: { user: 'UHART' },
    versions: [{ text: 'card' }],
  });
  expect(slack.state.messages.list('COPS')[1]).toMatchObject({
    text: 'you hold it',
    ephemeralFor: 'UOPERATOR',
  });
  await expect(press(slack, card, 'hold')).rejects.toThrow('there is no element hold');
});

it('leaves the message out of a click on an ephemeral one, and shows it to nobody else', async () => {
  const slack = await slackForTest();
  const bodies: object[] = [];
  await boltApp(slack, (app) => {
    app.command('/hart', async ({ ack, respond }) => {
      await ack();
      await respond({ text: 'private', blocks: [actions(button('post'))] });
    });
    app.action('post', async ({ ack, body, respond }) => {
      bodies.push(body);
      await ack();
      await respond({ delete_original: true });
    });
  });
  await command(slack);
  const message = await posted(slack);
  await expect(press(slack, message, 'post', 'UOPERATOR')).rejects.toMatchObject({ status: 403 });
  await press(slack, message, 'post');
  await until(() => message.deleted);
  expect(bodies).toMatchObject([{ container: { is_ephemeral: true, message_ts: message.ts } }]);
  expect(bodies[0]).not.toHaveProperty('message');
});

it('publishes a Home tab and takes clicks on it', async () => {
  const slack = await slackForTest();
  const heard: string[] = [];
  await boltApp(slack, (app) => {
    app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({
        user_id: event.user,
        view: { type: 'home', blocks: [actions(button('refresh'))] },
      });
    });
    app.action('refresh', async ({ ack, body }) => {
      heard.push(body.user.id);
      await ack();
    });
  });
  expect((await openHome(slack.state, slack.socket, 'UOPERATOR')).acked).toBe(true);
  await until(() => slack.state.views.home('UOPERATOR') !== undefined);
  const viewId = slack.state.views.home('UOPERATOR')?.id ?? '';
  await click(slack.state, slack.socket, { user: 'UOPERATOR', viewId, actionId: 'refresh' });
  expect(heard).toEqual(['UOPERATOR']);
  const other = click(slack.state, slack.socket, { user: 'UVIEWER', viewId, actionId: 'refresh' });
  await expect(other).rejects.toMatchObject({ status: 403 });
});

it('tells the app of a mention and of nothing else that is said in a channel', async () => {
  const slack = await slackForTest();
  const heard: string[] = [];
  await boltApp(slack, (app) => {
    app.event('app_mention', async ({ event }) => void heard.push(event.text));
    app.message(async ({ message }) => void heard.push(`message ${message.ts}`));
  });
  say(slack.state, slack.socket, { user: 'UVIEWER', channel: 'COPS', text: 'good morning' });
  say(slack.state, slack.socket, {
    user: 'UVIEWER',
    channel: 'COPS',
    text: '<@UHART> are you well?',
  });
  await until(() => heard.length > 0);
  expect(heard).toEqual(['<@UHART> are you well?']);
});

it('says that nobody acknowledged when the app keeps silent', { timeout: 10_000 }, async () => {
  const slack = await slackForTest();
  await boltApp(slack, (app) => app.command('/hart', () => Promise.resolve()));
  expect(await command(slack)).toEqual({ acked: false, ackMs: null, reply: null });
  expect(slack.socket.counts()).toMatchObject({ timedOut: 1, acked: 0 });
});

it('uploads a file into a thread', async () => {
  const slack = await slackForTest();
  const app = await boltApp(slack, () => undefined);
  const root = await app.client.chat.postMessage({ channel: 'COPS', text: 'report' });
  await app.client.filesUploadV2({
    channel_id: 'COPS',
    thread_ts: root.ts ?? '',
    filename: 'plan.txt',
    content: 'RESTORE …',
    initial_comment: 'the plan',
  });
  const [file] = slack.state.messages.replies('COPS', root.ts ?? '').flatMap(({ files }) => files);
  expect(file?.content.toString()).toBe('RESTORE …');
  expect(file?.name).toBe('plan.txt');
});
