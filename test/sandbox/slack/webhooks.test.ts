import { expect, it, test } from 'vitest';
import type { Slack } from '../../../sandbox/slack/slack.ts';
import { slackForTest } from './harness.ts';

async function send(slack: Slack, body: string, type = 'application/json') {
  const response = await fetch(slack.webhookUrl, {
    method: 'POST',
    body,
    headers: { 'content-type': type },
  });
  return [response.status, await response.text()];
}

it('posts what other tools send, as JSON or as a form', async () => {
  const slack = await slackForTest();
  expect(
    await send(slack, JSON.stringify({ text: 'disk full', attachments: [{ text: 'D:' }] })),
  ).toEqual([200, 'ok']);
  const form = new URLSearchParams({
    payload: JSON.stringify({ text: 'again', channel: '#audit' }),
  });
  expect(await send(slack, form.toString(), 'application/x-www-form-urlencoded')).toEqual([
    200,
    'ok',
  ]);
  expect(slack.state.messages.list('COPS')).toMatchObject([
    { text: 'disk full', attachments: [{ text: 'D:' }] },
  ]);
  expect(slack.state.messages.list('CAUDIT')).toMatchObject([{ text: 'again' }]);
});

test.each([
  ['{', 400, 'invalid_payload'],
  ['{}', 400, 'no_text'],
  ['{"blocks":[{"type":"nothing"}]}', 400, 'invalid_blocks'],
  ['{"text":"t","channel":"#nowhere"}', 404, 'channel_not_found'],
])('%s is answered with %i %s', async (body, status, error) => {
  expect(await send(await slackForTest(), body)).toEqual([status, error]);
});
