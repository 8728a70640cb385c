import { expect, it } from 'vitest';
import type { Slack } from '../../../sandbox/slack/slack.ts';
import { json, slackForTest, testClock } from './harness.ts';

const target = () => ({ user: 'UVIEWER', channel: 'COPS', threadTs: null, original: null });

async function respond(slack: Slack, path: string, body: object) {
  const request = { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(slack.state.origin + path, request);
  return { status: response.status, ...json(await response.json()) };
}

it('can be used five times', async () => {
  const slack = await slackForTest();
  const path = slack.state.responseUrls.issue(target());
  for (let use = 1; use <= 5; use += 1) {
    expect(await respond(slack, path, { text: `${use}` })).toEqual({ status: 200, ok: true });
  }
  expect(await respond(slack, path, { text: '6' })).toEqual({
    status: 404,
    ok: false,
    error: 'used_url',
  });
  expect(slack.state.messages.list('COPS')).toHaveLength(5);
});

it('can be used for thirty minutes', async () => {
  const clock = testClock();
  const slack = await slackForTest({ now: clock.now });
  const path = slack.state.responseUrls.issue(target());
  clock.advance(30 * 60_000);
  expect(await respond(slack, path, { text: 'in time' })).toMatchObject({ status: 200 });
  clock.advance(1);
  expect(await respond(slack, path, { text: 'late' })).toMatchObject({
    status: 404,
    error: 'expired_url',
  });
});

it('counts a use for what cannot stand, and says why', async () => {
  const slack = await slackForTest();
  const path = slack.state.responseUrls.issue(target());
  expect(await respond(slack, path, { blocks: [{ type: 'nothing' }] })).toMatchObject({
    status: 400,
    error: 'invalid_blocks',
  });
  expect(await respond(slack, path, {})).toMatchObject({ status: 400, error: 'no_text' });
  for (let use = 3; use <= 5; use += 1) await respond(slack, path, { text: 't' });
  expect(await respond(slack, path, { text: 't' })).toMatchObject({ error: 'used_url' });
});

it('answers the asker alone unless told to answer in the channel', async () => {
  const slack = await slackForTest();
  const path = slack.state.responseUrls.issue(target());
  await respond(slack, path, { text: 'private' });
  await respond(slack, path, { text: 'public', response_type: 'in_channel' });
  expect(slack.state.messages.list('COPS').map(({ ephemeralFor }) => ephemeralFor)).toEqual([
    'UVIEWER',
    null,
  ]);
});

it('replaces and deletes the message that was clicked', async () => {
  const slack = await slackForTest();
  const message = slack.state.messages.add({ channel: 'COPS', user: 'UHART', text: 'card' });
  const path = slack.state.responseUrls.issue({ ...target(), original: message.ts });
  await respond(slack, path, { text: 'done', replace_original: true });
  expect(message).toMatchObject({ text: 'done', versions: [{ text: 'card' }] });
  await respond(slack, path, { delete_original: true });
  expect(message.deleted).toBe(true);
});

it('is in the log of calls', async () => {
  const slack = await slackForTest();
  await respond(slack, slack.state.responseUrls.issue(target()), { text: 't' });
  await respond(slack, '/actions/TSANDBOX/1/guessed', { text: 't' });
  expect(slack.calls.list()).toMatchObject([
    { method: 'response_url', status: 200, args: { text: 't' } },
    { method: 'response_url', status: 404, answer: { error: 'invalid_url' } },
  ]);
});
