import { createHmac } from 'node:crypto';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Slack, startSlack } from '../../sandbox/slack/slack.ts';
import { createSlack, type SlackPart } from '../../src/slack/create-slack.ts';
import { fakeLogger } from '../fakes/fake-logger.ts';
import { fakeServices } from '../fakes/fake-services.ts';
import { waitFor } from './slack-bench.ts';

const secret = 'a-signing-secret';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('HTTP mode', () => {
  let slack: Slack;
  let part: SlackPart;
  let address = '';
  const services = fakeServices();
  beforeAll(async () => {
    slack = await startSlack({ log: fakeLogger() });
    const port = await freePort();
    address = `http://127.0.0.1:${port}/slack/events`;
    part = createSlack({
      mode: 'http',
      tokens: { bot: slack.tokens.bot, signingSecret: secret },
      http: { host: '127.0.0.1', port },
      apiUrl: slack.apiUrl,
      logger: fakeLogger(),
      services,
      now: Date.now,
    });
    await part.start();
  });
  afterAll(async () => {
    await part.stop();
    await slack.close();
  });

  function order(trigger: string): string {
    const target = { user: 'UVIEWER', channel: 'COPS', threadTs: null, original: null };
    return new URLSearchParams({
      command: '/hart',
      text: 'whoami',
      team_id: 'TSANDBOX',
      user_id: 'UVIEWER',
      channel_id: 'COPS',
      trigger_id: trigger,
      response_url: slack.state.origin + slack.state.responseUrls.issue(target),
    }).toString();
  }

  async function send(body: string, signedWith: string, at = Math.floor(Date.now() / 1000)) {
    const signature = createHmac('sha256', signedWith).update(`v0:${at}:${body}`).digest('hex');
    return await fetch(address, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(at),
        'x-slack-signature': `v0=${signature}`,
      },
    });
  }

  it('acknowledges a signed order at once, empty, and answers it', async () => {
    const response = await send(order('t1'), secret);

    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
    const shown = await waitFor(() => slack.state.messages.list('COPS').at(-1));
    expect(shown.text).toContain('You are the person');
    expect(part.state()).toMatchObject({ connected: true, sockets: 0, trouble: null });
  });

  it.each([
    ['signed with another secret', 'wrong', 0],
    ['signed ten minutes ago', secret, -600],
  ])('refuses an order %s', async (_, key, shift) => {
    const before = slack.state.messages.list('COPS').length;
    const response = await send(
      order(`t2${key}${shift}`),
      key,
      Math.floor(Date.now() / 1000) + shift,
    );

    expect(response.status).toBe(401);
    expect(slack.state.messages.list('COPS')).toHaveLength(before);
  });

  it('does not come to be without a signing secret', () => {
    const options = {
      mode: 'http' as const,
      tokens: { bot: 'xoxb-test' },
      logger: fakeLogger(),
      services,
      now: Date.now,
    };

    expect(() => createSlack(options)).toThrow(/signing/i);
  });
});
