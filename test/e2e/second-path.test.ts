import { beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { signatureOf } from '../../src/delivery/webhook-path.ts';
import { keyOf, roots, wordsOf } from '../support/conversation.ts';
import { type Deployment, deploy, quickPace, showOutputOnFailure } from '../support/deployment.ts';
import { eventually, pause } from '../support/eventually.ts';
import { startSmtpSink } from '../support/smtp-sink.ts';
import { startWebhookSink } from '../support/webhook-sink.ts';

const secret = 'shared-with-the-receiver';
const anObject = z.record(z.string(), z.unknown());
const note = z.looseObject({
  kind: z.string(),
  outcome: z.string().nullable(),
  alert: z.string(),
  incident: z.string(),
});

let deployment: Deployment;
let webhook: Awaited<ReturnType<typeof startWebhookSink>>;
let mail: Awaited<ReturnType<typeof startSmtpSink>>;

beforeAll(async () => {
  webhook = await startWebhookSink();
  mail = await startSmtpSink();
  const secondPath = {
    after: '5m',
    webhook: { url: webhook.url },
    email: {
      host: '127.0.0.1',
      port: mail.port,
      from: 'hart@example.org',
      to: ['oncall@example.org'],
    },
  };
  deployment = await deploy({
    bot: 'own',
    args: ['--clock-from', '{url}_sandbox/clock'],
    secrets: { HART_WEBHOOK_SECRET: secret },
    configure: (config) => {
      const quick = quickPace(config);
      return { ...quick, alerting: { ...anObject.parse(quick['alerting']), secondPath } };
    },
  });
  await deployment.ready();
  return async () => {
    await deployment.close();
    await webhook.close();
    await mail.close();
  };
}, 120_000);
beforeEach(() => showOutputOnFailure(deployment));

test('a critical that Slack does not get in time comes by webhook and mail, once, and late in Slack', async () => {
  const { control } = deployment;
  await control.fault('slack-down', true);
  await control.fault('suspect-page', true);
  // A warning may wait for Slack.
  await control.fault('config-drift', true);
  await eventually(() => {
    for (const alert of ['suspect-pages', 'config-drift'])
      expect(deployment.output()).toMatch(new RegExp(`"alert":"${alert}".*"to":"firing"`));
    expect(deployment.output().match(/"msg":"Notified"/g)?.length).toBeGreaterThanOrEqual(2);
  });
  await pause(6000);
  expect([webhook.received, mail.mails]).toEqual([[], []]);

  await control.advance('PT6M');
  await eventually(() => {
    expect(notes().map(({ kind, alert }) => [kind, alert])).toEqual([['firing', 'suspect-pages']]);
    expect(subjects()).toEqual([
      expect.stringMatching(/^SANDBOX CRITICAL: Suspect pages in production/),
    ]);
  });
  // It is looked after every five seconds.
  await pause(11_000);
  expect([notes().length, mail.mails.length]).toEqual([1, 1]);

  await control.fault('slack-down', false);
  await eventually(async () => {
    const all = await roots(control);
    const late = all.filter((root) => /late: Slack was away [6-9] min/.test(wordsOf(root)));
    const critical = late.filter(({ text }) => text.includes('Suspect pages'));
    expect([late.length, critical.length]).toEqual([2, 1]);
    expect(critical.map(keyOf)).toEqual([`incident:${notes()[0]?.incident}:root`]);
  });
  await eventually(() => {
    expect(notes().map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['firing', null],
      ['recovered', 'delivered'],
    ]);
    expect(subjects()[1]).toMatch(/^SANDBOX Now in Slack: Suspect pages/);
  });
  await pause(6000);
  expect([notes().length, mail.mails.length]).toEqual([2, 2]);
}, 180_000);

test('what the webhook gets is signed', () => {
  expect(webhook.received.length).toBeGreaterThan(0);
  for (const { headers, body } of webhook.received)
    expect(headers['x-hart-signature']).toBe(
      signatureOf(secret, String(headers['x-hart-timestamp']), body),
    );
});

function notes() {
  return webhook.received.map(({ body }) => note.parse(JSON.parse(body)));
}

function subjects(): readonly string[] {
  return mail.mails.map(({ data }) => /^Subject: (.*)$/m.exec(data)?.[1] ?? '');
}
