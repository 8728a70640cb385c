import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Slack, startSlack } from '../../sandbox/slack/slack.ts';
import { createDirectory, type Directory } from '../../src/slack/directory.ts';
import { createGate } from '../../src/slack/gate.ts';
import { slackLogger } from '../../src/slack/slack-logger.ts';
import { fakeLogger } from '../fakes/fake-logger.ts';
import { sandboxAuthority } from '../fakes/fake-services.ts';

describe('the directory', () => {
  let slack: Slack;
  let directory: Directory;
  let now = 0;
  beforeAll(async () => {
    slack = await startSlack({ log: fakeLogger() });
  });
  afterAll(() => slack.close());
  beforeEach(() => {
    slack.calls.clear();
    const client = new WebClient(slack.tokens.bot, {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 0 },
      logger: slackLogger(fakeLogger()),
    });
    directory = createDirectory(client, () => now);
  });

  function calls(method: string): number {
    return slack.calls.list().filter((call) => call.method === method).length;
  }

  it.each([
    ['UVIEWER', { guest: false, stranger: false, bot: false, deleted: false, teamId: 'TSANDBOX' }],
    ['UGUEST', { guest: true, stranger: false }],
    ['UOUTSIDER', { stranger: true }],
  ])('knows what kind of user %s is', async (id, expected) => {
    const found = await directory.account(id, 'cached');

    expect(found).toMatchObject({ kind: 'found', value: { userId: id, ...expected } });
  });

  it('knows channels: shared or not, hart in it or not', async () => {
    expect(await directory.channel('COPS', 'cached')).toEqual({
      kind: 'found',
      value: { channelId: 'COPS', shared: false, member: true },
    });
    expect(await directory.channel('CSHARED', 'cached')).toMatchObject({ value: { shared: true } });
    expect(await directory.channel('CNOWHERE', 'cached')).toEqual({
      kind: 'failed',
      why: 'channel_not_found',
    });
  });

  it('asks Slack once a minute for reads, and every time when it must be fresh', async () => {
    await Promise.all([
      directory.account('UVIEWER', 'cached'),
      directory.account('UVIEWER', 'cached'),
    ]);
    await directory.account('UVIEWER', 'cached');
    expect(calls('users.info')).toBe(1);
    await directory.account('UVIEWER', 'fresh');
    expect(calls('users.info')).toBe(2);
    now += 61_000;
    await directory.account('UVIEWER', 'cached');
    expect(calls('users.info')).toBe(3);
  });

  it('forgets a failure after seconds, not minutes', async () => {
    slack.setFault('slack-down', true);
    expect((await directory.account('UADMIN', 'cached')).kind).toBe('failed');
    slack.setFault('slack-down', false);
    expect((await directory.account('UADMIN', 'cached')).kind).toBe('failed');
    now += 6000;
    expect((await directory.account('UADMIN', 'cached')).kind).toBe('found');
  });

  it('S42 the gate asks for the members of a group anew before a change', async () => {
    const operator = { people: [], groups: ['SONCALL'] };
    const roles = { ...sandboxAuthority.roles, operator };
    const gate = createGate({ ...sandboxAuthority, roles }, directory);
    const question = {
      teamId: 'TSANDBOX',
      userId: 'UOPERATOR',
      channelId: 'COPS',
      wanted: 'operator' as const,
      action: '/hart test-alert',
      environment: null,
    };

    expect((await gate({ ...question, wish: 'fresh' })).kind).toBe('permission');
    expect((await gate({ ...question, wish: 'fresh' })).kind).toBe('permission');
    expect(calls('usergroups.users.list')).toBe(2);
    slack.setFault('slack-down', true);
    expect(await gate({ ...question, wish: 'fresh' })).toMatchObject({ rule: 'account-unknown' });
    slack.setFault('slack-down', false);
  });
});
