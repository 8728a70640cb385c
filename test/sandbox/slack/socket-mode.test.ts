import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { sendCommand } from '../../../sandbox/slack/person/command.ts';
import { openHome } from '../../../sandbox/slack/person/talk.ts';
import type { Slack } from '../../../sandbox/slack/slack.ts';
import { call, slackForTest, until } from './harness.ts';
import { openAddress, socketClient } from './socket-client.ts';

const command = (slack: Slack) =>
  sendCommand(slack.state, slack.socket, {
    user: 'UVIEWER',
    channel: 'COPS',
    text: '/hart status',
  });

it('greets with what Slack tells of a connection', async () => {
  const client = await socketClient(await slackForTest());
  expect(client.heard[0]).toEqual({
    type: 'hello',
    num_connections: 1,
    debug_info: { host: 'sandbox-link', build_number: 1, approximate_connection_time: 18_060 },
    connection_info: { app_id: 'AHART' },
  });
});

it('lets one connection in by an address, once', async () => {
  const slack = await slackForTest();
  const { url } = await socketClient(slack);
  const again = new WebSocket(url);
  const refused = await new Promise<Error>((resolve) => again.on('error', resolve));
  expect(refused.message).toContain('403');
  expect(slack.socket.connections()).toBe(1);
});

it('gives each envelope to exactly one connection, in turn', async () => {
  const slack = await slackForTest();
  const clients = [await socketClient(slack), await socketClient(slack)];
  const results = [command(slack), command(slack)];
  await until(() => clients.every(({ heard }) => heard.length === 2));
  for (const client of clients) client.ack(client.heard[1]);
  expect(await Promise.all(results)).toMatchObject([{ acked: true }, { acked: true }]);
  expect(slack.socket.counts()).toEqual({ sent: 2, acked: 2, again: 0, timedOut: 0 });
});

it('shapes envelopes as Slack does', async () => {
  const slack = await slackForTest();
  const client = await socketClient(slack);
  const result = command(slack);
  await until(() => client.heard.length === 2);
  expect(client.heard[1]).toMatchObject({
    type: 'slash_commands',
    accepts_response_payload: true,
    envelope_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    payload: {
      command: '/hart',
      text: 'status',
      response_url: expect.stringContaining(`${slack.state.origin}/`),
    },
  });
  client.ack(client.heard[1], { text: 'hello' });
  expect((await result).reply?.text).toBe('hello');
});

it('sends an event again until someone acknowledges it', { timeout: 15_000 }, async () => {
  const slack = await slackForTest({ socket: { retryDelays: [0, 100, 100] } });
  const client = await socketClient(slack);
  expect((await openHome(slack.state, slack.socket, 'UVIEWER')).acked).toBe(false);
  await until(() => client.heard.length === 3);
  client.ack(client.heard[2]);
  await until(() => slack.socket.counts().acked === 1);
  const [, first, second] = client.heard;
  expect(first).toMatchObject({ type: 'events_api', retry_attempt: 0, retry_reason: '' });
  expect(second).toMatchObject({ retry_attempt: 1, retry_reason: 'timeout' });
  expect(second?.['payload']).toEqual(first?.['payload']);
});

it('never sends a command again, and says at once when nobody is connected', async () => {
  const slack = await slackForTest();
  expect(await command(slack)).toEqual({ acked: false, ackMs: null, reply: null });
});

it('warns before it ends a connection that is to be renewed', async () => {
  const slack = await slackForTest({ socket: { warning: 20 } });
  const client = await socketClient(slack);
  slack.socket.refresh();
  await until(client.closed);
  expect(client.heard.slice(1)).toMatchObject([
    { type: 'disconnect', reason: 'warning' },
    { type: 'disconnect', reason: 'refresh_requested' },
  ]);
});

it('takes ten connections and turns the eleventh away', async () => {
  const slack = await slackForTest();
  for (let index = 0; index < 10; index += 1) await socketClient(slack);
  const eleventh = await socketClient(slack);
  expect(eleventh.heard[0]).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
  expect(slack.socket.connections()).toBe(10);
});

it('pings, so that the client knows the connection to be alive', async () => {
  const slack = await slackForTest({ socket: { pingInterval: 10 } });
  const { socket } = await socketClient(slack);
  let pings = 0;
  socket.on('ping', () => {
    pings += 1;
  });
  await until(() => pings > 2);
  expect(pings).toBeGreaterThan(2);
});

it('delivers everything three times under slack-redelivers', async () => {
  const slack = await slackForTest();
  const clients = [await socketClient(slack), await socketClient(slack)];
  slack.setFault('slack-redelivers', true);
  const result = command(slack);
  const received = () => clients.flatMap(({ heard }) => heard.slice(1));
  await until(() => received().length === 3);
  expect(new Set(received().map((envelope) => envelope['envelope_id'])).size).toBe(1);
  for (const client of clients) for (const envelope of client.heard.slice(1)) client.ack(envelope);
  expect((await result).acked).toBe(true);
  await until(() => slack.socket.counts().again === 2);
});

it('marks the copies of an event as retries', async () => {
  const slack = await slackForTest();
  const client = await socketClient(slack);
  slack.setFault('slack-redelivers', true);
  const result = openHome(slack.state, slack.socket, 'UVIEWER');
  await until(() => client.heard.length === 4);
  client.ack(client.heard[1]);
  await result;
  expect(client.heard.slice(1).map((envelope) => envelope['retry_attempt'])).toEqual([0, 1, 2]);
});

it('cuts connections again and again under socket-drops, and leaves them alone afterwards', async () => {
  const slack = await slackForTest({ socket: { dropAfter: 30 } });
  const before = await socketClient(slack);
  slack.setFault('socket-drops', true);
  await until(before.closed);
  const during = await socketClient(slack);
  await until(during.closed);
  slack.setFault('socket-drops', false);
  const after = await socketClient(slack);
  const result = command(slack);
  await until(() => after.heard.length === 2);
  after.ack(after.heard[1]);
  expect((await result).acked).toBe(true);
});

it('is not there at all under slack-down', async () => {
  const slack = await slackForTest();
  const client = await socketClient(slack);
  const address = await openAddress(slack);
  slack.setFault('slack-down', true);
  await until(client.closed);
  await expect(call(slack, 'auth.test', {})).rejects.toThrow('fetch failed');
  const late = new WebSocket(address);
  await new Promise((resolve) => late.on('error', resolve));
  slack.setFault('slack-down', false);
  expect(await call(slack, 'auth.test', {})).toMatchObject({ ok: true });
  expect(slack.calls.list().map(({ status }) => status)).toContain(0);
});

it('keeps sockets open and silent where that fault is on, and serves new ones', async () => {
  const slack = await slackForTest();
  const deaf = await socketClient(slack);
  slack.setFault('socket-silent', true);
  slack.setFault('slack-rate-limited', true);
  const lost = command(slack);
  const client = await socketClient(slack);
  const answered = [command(slack), command(slack)];
  await until(() => client.heard.length === 2);
  client.ack(client.heard[1]);

  expect((await Promise.all(answered)).filter(({ acked }) => acked)).toHaveLength(1);
  expect(await lost).toMatchObject({ acked: false });
  expect(deaf.heard).toHaveLength(1);
  expect(deaf.closed()).toBe(false);
  slack.setFault('socket-silent', false);
  const heard = [command(slack), command(slack)];
  await until(() => deaf.heard.length === 2 && client.heard.length === 3);
  deaf.ack(deaf.heard[1]);
  client.ack(client.heard[2]);
  expect(await Promise.all(heard)).toMatchObject([{ acked: true }, { acked: true }]);
});
