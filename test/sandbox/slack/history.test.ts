import { expect, it } from 'vitest';
import { jsonList } from '../../../sandbox/slack/rules/shapes.ts';
import type { Json } from '../../../sandbox/slack/types.ts';
import { call, json, slackForTest } from './harness.ts';

const texts = (answer: Json) => jsonList(answer['messages']).map(({ text }) => text);

it('shows a channel newest first, without replies except broadcast ones and nothing ephemeral', async () => {
  const slack = await slackForTest();
  const root = await call(slack, 'chat.postMessage', { channel: 'COPS', text: 'root' });
  const thread = { channel: 'COPS', thread_ts: root['ts'] };
  await call(slack, 'chat.postMessage', { ...thread, text: 'quiet' });
  await call(slack, 'chat.postMessage', { ...thread, text: 'loud', reply_broadcast: true });
  await call(slack, 'chat.postEphemeral', { channel: 'COPS', user: 'UVIEWER', text: 'psst' });
  await call(slack, 'chat.postMessage', { channel: 'COPS', text: 'last' });
  expect(texts(await call(slack, 'conversations.history', { channel: 'COPS' }))).toEqual([
    'last',
    'loud',
    'root',
  ]);
  expect(
    texts(await call(slack, 'conversations.replies', { channel: 'COPS', ts: root['ts'] })),
  ).toEqual(['root', 'quiet', 'loud']);
});

it('gives metadata only to those who ask for it', async () => {
  const slack = await slackForTest();
  const metadata = { event_type: 'hart_message', event_payload: { key: 'alert-1' } };
  await call(slack, 'chat.postMessage', { channel: 'COPS', text: 'm', metadata });
  const without = await call(slack, 'conversations.history', { channel: 'COPS' });
  const all = await call(slack, 'conversations.history', {
    channel: 'COPS',
    include_all_metadata: true,
  });
  expect(without['messages']).not.toMatchObject([{ metadata }]);
  expect(all['messages']).toMatchObject([{ metadata }]);
});

it('pages with a cursor, and bounds by oldest and latest', async () => {
  const slack = await slackForTest();
  const stamps: unknown[] = [];
  for (const text of ['1', '2', '3', '4', '5']) {
    stamps.push((await call(slack, 'chat.postMessage', { channel: 'COPS', text }))['ts']);
  }
  const first = await call(slack, 'conversations.history', { channel: 'COPS', limit: 2 });
  expect(texts(first)).toEqual(['5', '4']);
  expect(first['has_more']).toBe(true);
  const { next_cursor: cursor } = json(first['response_metadata']);
  expect(
    texts(await call(slack, 'conversations.history', { channel: 'COPS', limit: 3, cursor })),
  ).toEqual(['3', '2', '1']);
  const bounded = { channel: 'COPS', oldest: stamps[1], latest: stamps[3] };
  expect(texts(await call(slack, 'conversations.history', bounded))).toEqual(['3']);
  expect(
    texts(await call(slack, 'conversations.history', { ...bounded, inclusive: true })),
  ).toEqual(['4', '3', '2']);
});

it('leaves a tombstone where a deleted message has replies', async () => {
  const slack = await slackForTest();
  const root = await call(slack, 'chat.postMessage', { channel: 'COPS', text: 'root' });
  const lone = await call(slack, 'chat.postMessage', { channel: 'COPS', text: 'lone' });
  await call(slack, 'chat.postMessage', { channel: 'COPS', text: 'reply', thread_ts: root['ts'] });
  await call(slack, 'chat.delete', { channel: 'COPS', ts: root['ts'] });
  await call(slack, 'chat.delete', { channel: 'COPS', ts: lone['ts'] });
  const { messages } = await call(slack, 'conversations.history', { channel: 'COPS' });
  expect(messages).toMatchObject([{ subtype: 'tombstone', ts: root['ts'] }]);
});

it('opens the direct conversation with a person, and posts into it by their id too', async () => {
  const slack = await slackForTest();
  const opened = await call(slack, 'conversations.open', { users: 'UOPERATOR' });
  expect(opened['channel']).toMatchObject({ id: 'DUOPERATOR', is_im: true, user: 'UOPERATOR' });
  await call(slack, 'chat.postMessage', { channel: 'UOPERATOR', text: 'to you' });
  expect(slack.state.messages.list('DUOPERATOR')).toMatchObject([{ text: 'to you' }]);
});

it('knows guests, strangers and shared channels for what they are', async () => {
  const slack = await slackForTest();
  const user = async (id: string) => (await call(slack, 'users.info', { user: id }))['user'];
  expect(await user('UGUEST')).toMatchObject({ is_restricted: true, team_id: 'TSANDBOX' });
  expect(await user('UOUTSIDER')).toMatchObject({ is_stranger: true, team_id: 'TOUTSIDE' });
  expect(await user('UHART')).toMatchObject({ is_bot: true });
  const shared = await call(slack, 'conversations.info', { channel: 'CSHARED' });
  expect(shared['channel']).toMatchObject({ is_ext_shared: true });
});

it('reacts once, and takes it back', async () => {
  const slack = await slackForTest();
  const { ts } = await call(slack, 'chat.postMessage', { channel: 'COPS', text: 'm' });
  const reaction = { channel: 'COPS', timestamp: ts, name: 'eyes' };
  expect(await call(slack, 'reactions.add', reaction)).toMatchObject({ ok: true });
  expect(await call(slack, 'reactions.add', reaction)).toMatchObject({ error: 'already_reacted' });
  expect(await call(slack, 'reactions.remove', reaction)).toMatchObject({ ok: true });
});
