import { describe, expect, it } from 'vitest';
import { createRateLimits } from '../../../sandbox/slack/rate-limits.ts';
import { slackForTest, testClock } from './harness.ts';

const noFaults = {
  'slack-down': false,
  'slack-rate-limited': false,
  'slack-redelivers': false,
  'socket-drops': false,
  'socket-silent': false,
  'channel-archived': false,
  'edits-refused': false,
};

describe('Slack’s own limits', () => {
  it('let a burst of ten messages into a channel, then one a second', () => {
    const clock = testClock();
    const limits = createRateLimits(clock.now, noFaults, true);
    const post = (channel: string) => limits.check('chat.postMessage', channel);
    expect(Array.from({ length: 11 }, () => post('COPS'))).toEqual([
      ...Array.from({ length: 10 }, () => null),
      1,
    ]);
    expect(post('CAUDIT')).toBeNull();
    clock.advance(1000);
    expect([post('COPS'), post('COPS')]).toEqual([null, 1]);
  });

  it.each([
    ['usergroups.list', 20],
    ['chat.update', 50],
    ['views.update', 100],
  ])('let %s be called %i times a minute', (method, times) => {
    const clock = testClock();
    const limits = createRateLimits(clock.now, noFaults, true);
    for (let count = 0; count < times; count += 1) expect(limits.check(method, '')).toBeNull();
    const wait = limits.check(method, '') ?? 0;
    expect(wait).toBeGreaterThan(0);
    clock.advance(wait * 1000);
    expect(limits.check(method, '')).toBeNull();
  });

  it('are off unless asked for', () => {
    const limits = createRateLimits(testClock().now, noFaults, false);
    for (let count = 0; count < 500; count += 1)
      expect(limits.check('chat.update', 'COPS')).toBeNull();
  });
});

it('refuses every second call of a method under slack-rate-limited, and says how long to wait', async () => {
  const slack = await slackForTest();
  slack.setFault('slack-rate-limited', true);
  const call = () =>
    fetch(`${slack.apiUrl}auth.test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.tokens.bot}` },
    });
  const answers = [await call(), await call(), await call(), await call()];
  expect(answers.map(({ status }) => status)).toEqual([200, 429, 200, 429]);
  expect(answers.map(({ headers }) => headers.get('retry-after'))).toEqual([null, '1', null, '2']);
  expect(slack.calls.list().map(({ retryAfter }) => retryAfter)).toEqual([null, 1, null, 2]);
  expect(await answers[1]?.json()).toEqual({ ok: false, error: 'ratelimited' });
});
