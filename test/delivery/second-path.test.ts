import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmailPath } from '../../src/delivery/email-path.ts';
import {
  createSecondPaths,
  type Emergency,
  type Outcome,
  type SecondPath,
} from '../../src/delivery/second-path.ts';
import { createWebhookPath, signatureOf } from '../../src/delivery/webhook-path.ts';
import { DAY, MINUTE } from '../../src/domain/time.ts';
import { silent, temporaryStore } from '../store/temporary-store.ts';
import { startSmtpSink } from '../support/smtp-sink.ts';
import { startWebhookSink } from '../support/webhook-sink.ts';

const secret = 'shared-with-the-receiver';
const critical: Emergency = {
  incident: '7Q3F',
  environment: 'production',
  alert: 'queue-backlog',
  title: 'Queue backlog',
  instances: ['ActQueue: 4,812 messages'],
  remedy: 'Look at the queue’s activation procedure.',
  since: Date.parse('2026-11-23T09:00:00Z'),
  sandbox: true,
};

async function setUp() {
  const receiver = await startWebhookSink();
  const sink = await startSmtpSink();
  onTestFinished(async () => {
    await receiver.close();
    await sink.close();
  });
  let clock = Date.parse('2026-11-23T09:06:00Z');
  const now = () => clock;
  const store = await temporaryStore({ now });
  const paths: SecondPath[] = [
    createWebhookPath({ url: receiver.url, secret }),
    createEmailPath({
      host: '127.0.0.1',
      port: sink.port,
      secure: false,
      from: 'hart@example.org',
      to: ['oncall@example.org', 'dba@example.org'],
      login: null,
    }),
  ];
  let outcome: Outcome | null = null;
  const start = () => createSecondPaths({ paths, records: store.records, now, log: silent });
  return {
    ...receiver,
    sink,
    start,
    look: (second: ReturnType<typeof start>, urgent: readonly Emergency[] = [critical]) =>
      second.look(urgent, () => outcome),
    becomes: (what: Outcome) => {
      outcome = what;
    },
    pass: (duration: number) => {
      clock += duration;
    },
  };
}

describe('the second path', () => {
  it('tells a critical once over each path, and once more when Slack has it', async () => {
    const { start, look, received, sink, becomes } = await setUp();
    const second = start();
    for (let turn = 0; turn < 3; turn += 1) await look(second);
    expect([received.length, sink.mails.length]).toEqual([1, 1]);
    becomes('delivered');
    for (let turn = 0; turn < 3; turn += 1) await look(second, []);
    expect([received.length, sink.mails.length]).toEqual([2, 2]);
    expect(await second.waiting()).toBe(0);
    expect(JSON.parse(received[1]?.body ?? '')).toMatchObject({
      kind: 'recovered',
      outcome: 'delivered',
    });
    expect(sink.mails[1]?.data).toContain(
      'Subject: SANDBOX Now in Slack: Queue backlog in production',
    );
  });

  it('signs what the webhook gets, so that the receiver can prove it', async () => {
    const { start, look, received } = await setUp();
    await look(start());
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    const timestamp = String(headers['x-hart-timestamp']);

    expect(Math.abs(Date.now() / 1000 - Number(timestamp))).toBeLessThan(60);
    expect(headers['x-hart-signature']).toBe(signatureOf(secret, timestamp, body));
    expect(headers['idempotency-key']).toBe('7Q3F/webhook/firing');
    expect(JSON.parse(body)).toEqual({
      version: 1,
      id: '7Q3F/webhook/firing',
      kind: 'firing',
      outcome: null,
      severity: 'critical',
      incident: '7Q3F',
      environment: 'production',
      alert: 'queue-backlog',
      title: 'Queue backlog',
      instances: ['ActQueue: 4,812 messages'],
      remedy: critical.remedy,
      since: '2026-11-23T09:00:00.000Z',
      sandbox: true,
      text: 'SANDBOX CRITICAL: Queue backlog in production (incident 7Q3F)',
    });
  });

  it('mails everyone named, in words that stand alone', async () => {
    const { start, look, sink } = await setUp();
    await look(start());
    const [mail] = sink.mails;
    expect(mail).toMatchObject({
      from: 'hart@example.org',
      to: ['oncall@example.org', 'dba@example.org'],
    });
    for (const part of [
      'Subject: SANDBOX CRITICAL: Queue backlog in production (incident 7Q3F)',
      'Message-ID: <7Q3F.email.firing@example.org>',
      'Auto-Submitted: auto-generated',
      'critical for 6 min',
      'ActQueue: 4,812 messages',
    ])
      expect(mail?.data.replaceAll('\n ', ' ')).toContain(part);
  });

  it('tries again, ever more patiently, while one path fails and the other works', async () => {
    const { start, look, received, answers, sink, pass } = await setUp();
    answers.push(500, 503);
    sink.refuse(true);
    const second = start();
    await look(second);
    await look(second);
    expect(received).toHaveLength(1);
    pass(5000);
    await look(second);
    pass(9999);
    await look(second);
    expect(received).toHaveLength(2);
    pass(1);
    sink.refuse(false);
    await look(second);
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(sink.mails).toHaveLength(1);
    pass(DAY);
    await look(second);
    expect([received.length, sink.mails.length]).toEqual([3, 1]);
  });

  it('neither forgets nor repeats over a restart', async () => {
    const { start, look, received, answers, sink, becomes, pass } = await setUp();
    answers.push(500);
    await look(start());
    expect([received.length, sink.mails.length]).toEqual([1, 1]);
    pass(MINUTE);
    await look(start());
    await look(start());
    expect([received.length, sink.mails.length]).toEqual([2, 1]);
    becomes('resolved');
    await look(start(), []);
    await look(start(), []);
    expect([received.length, sink.mails.length]).toEqual([3, 2]);
    expect(sink.mails[1]?.data).toContain('Resolved: Queue backlog');
  });

  it('says nothing of what ended before anyone was told', async () => {
    const { start, look, received, answers, sink, becomes, pass } = await setUp();
    answers.push(500);
    sink.refuse(true);
    const second = start();
    await look(second);
    becomes('resolved');
    pass(DAY);
    await look(second, []);
    expect(sink.mails).toEqual([]);
    expect(received).toHaveLength(1);
    expect(await second.waiting()).toBe(0);
  });
});
