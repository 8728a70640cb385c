import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { earlyCalls } from '../../sandbox/slack/early-calls.ts';
import { twice } from '../support/call-record.ts';
import { ask, isResolved, keyOf, roots } from '../support/conversation.ts';
import { type Deployment, deploy, quickPace, showOutputOnFailure } from '../support/deployment.ts';
import { eventually, pause } from '../support/eventually.ts';

let deployment: Deployment;

beforeAll(async () => {
  deployment = await deploy({ bot: 'own', configure: quickPace });
  await deployment.ready();
}, 120_000);
afterAll(() => deployment.close());
beforeEach(() => showOutputOnFailure(deployment));

async function expectRoots(expected: Readonly<Record<string, 'open' | 'resolved'>>) {
  const all = await roots(deployment.control);
  const seen = all.map((root) => {
    const alert = Object.keys(expected).find((name) => root.text.includes(name)) ?? root.text;
    return [alert, isResolved(root) ? 'resolved' : 'open'] as const;
  });
  expect(seen.length).toBe(Object.keys(expected).length);
  expect(Object.fromEntries(seen)).toEqual(expected);
}

test('after Slack was down the channel shows the present state, once', async () => {
  const { control } = deployment;
  await control.fault('api-certificate-expiring', true);
  await eventually(() => expectRoots({ 'API certificate expiring': 'open' }));

  await control.fault('slack-down', true);
  for (const fault of ['disk-full', 'config-drift', 'suspect-page'])
    await control.fault(fault, true);
  await control.fault('api-certificate-expiring', false);
  // Long enough for three to fire and for one to resolve.
  await pause(25_000);
  await control.fault('slack-down', false);

  await eventually(
    () =>
      expectRoots({
        'API certificate expiring': 'resolved',
        'Storage full': 'open',
        'Config drift': 'open',
        'Suspect pages': 'open',
      }),
    120_000,
  );
  await expectNothingTwice();

  for (const fault of ['disk-full', 'config-drift', 'suspect-page'])
    await control.fault(fault, false);
  await eventually(async () => {
    expect((await roots(control)).every(isResolved)).toBe(true);
  }, 90_000);
  await expectNothingTwice();
}, 300_000);

test('when Slack takes only every second call nothing is lost, and none comes before Retry-After', async () => {
  const { control } = deployment;
  const before = new Set((await roots(control)).map(({ ts }) => ts));
  await control.forgetCalls();
  await control.fault('slack-rate-limited', true);
  for (const fault of ['queue-disabled', 'spatial-index-disabled', 'ooda-stalled'])
    await control.fault(fault, true);
  await eventually(async () => {
    const texts = (await roots(control)).flatMap(({ ts, text }) => (before.has(ts) ? [] : [text]));
    for (const alert of ['Queue disabled', 'Spatial index disabled', 'OODA stalled'])
      expect([alert, texts.filter((text) => text.includes(alert)).length]).toEqual([alert, 1]);
  }, 120_000);
  await control.fault('slack-rate-limited', false);

  const calls = await control.calls();
  expect(calls.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
  expect(earlyCalls(calls)).toEqual([]);
  await expectNothingTwice();
  for (const fault of ['queue-disabled', 'spatial-index-disabled', 'ooda-stalled'])
    await control.fault(fault, false);
}, 240_000);

test('what Slack delivers three times is answered once', async () => {
  const { control } = deployment;
  await control.fault('slack-redelivers', true);
  // `ask` refuses a second answer; later ones would come while the next is waited for.
  for (const command of ['whoami', 'alerts', 'check storage', 'help'])
    await ask(control, 'UVIEWER', `/hart ${command}`);
  const answers = async () =>
    (await control.messages({ user: 'UVIEWER' })).filter(({ ephemeral }) => ephemeral).length;
  expect(await answers()).toBe(4);
  await pause(5000);
  expect(await answers()).toBe(4);

  const known = (await control.messages()).length;
  await ask(control, 'UOPERATOR', '/hart test-alert');
  const tests = (await control.messages())
    .slice(known)
    .filter((message) => keyOf(message).endsWith(':root') && message.text.includes('Test alert'));
  expect(tests.length).toBe(1);
  await control.fault('slack-redelivers', false);
}, 120_000);

test('commands are answered while the socket drops again and again', async () => {
  const { control } = deployment;
  await control.fault('socket-drops', true);
  for (let round = 0; round < 8; round += 1) {
    // Without any connection Slack itself refuses, and the person tries again.
    await eventually(async () => expect((await control.health()).bot).toBe('connected'));
    await ask(control, 'UADMIN', '/hart whoami');
    await pause(1500);
  }
  await control.fault('socket-drops', false);
  await deployment.ready();
}, 180_000);

test('every message passes Slack’s own rules', async () => {
  expect(await deployment.complaints()).toEqual([]);
}, 60_000);

async function expectNothingTwice(): Promise<void> {
  expect(twice((await deployment.control.messages()).map(keyOf))).toEqual([]);
}
