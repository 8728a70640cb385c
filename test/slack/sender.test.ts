import { createServer } from 'node:http';
import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Content, SendResult } from '../../src/domain/message.ts';
import { chartBlock } from '../../src/slack/blocks/chart.ts';
import { section } from '../../src/slack/blocks/elements.ts';
import { table } from '../../src/slack/blocks/table.ts';
import { createSender } from '../../src/slack/sender.ts';
import { slackLogger } from '../../src/slack/slack-logger.ts';
import { fakeLogger } from '../fakes/fake-logger.ts';
import { type SlackBench, startBench, visible } from './slack-bench.ts';

const content: Content = { text: 'hello', blocks: [section('hello')] };
const place = { channel: 'COPS', threadTs: null, broadcast: false };

function sentTs(result: SendResult): string {
  return result.kind === 'sent' ? result.ts : `not sent: ${JSON.stringify(result)}`;
}

describe('the sender against the local Slack', () => {
  let bench: SlackBench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.close());

  it('posts, marked and with its key, edits in place, and finds it again', async () => {
    const { sender } = bench.part;
    const ts = sentTs(await sender.post({ key: 'k1', ...place, content }));
    const message = await bench.until('COPS', (one) => one.ts === ts);

    expect(message.text).toBe('SANDBOX hello');
    expect(message.metadata).toEqual({ event_type: 'hart_message', event_payload: { key: 'k1' } });
    const newer = { text: 'newer', blocks: [section('newer')] };
    expect(await sender.edit({ key: 'k1', channel: 'COPS', ts, content: newer })).toEqual({
      kind: 'sent',
      ts,
    });
    expect(message.text).toBe('SANDBOX newer');
    const since = Date.now() - 60_000;
    expect(await sender.find({ key: 'k1', channel: 'COPS', threadTs: null, since })).toBe(ts);
    expect(await sender.find({ key: 'other', channel: 'COPS', threadTs: null, since })).toBeNull();
  });

  it('replies in a thread, broadcast where wanted, and finds the reply', async () => {
    const { sender } = bench.part;
    const root = sentTs(await sender.post({ key: 'k2', ...place, content }));
    const reply = { key: 'k2:1', channel: 'COPS', threadTs: root, broadcast: true, content };
    const ts = sentTs(await sender.post(reply));
    const message = await bench.until('COPS', (one) => one.ts === ts);

    expect(message).toMatchObject({ threadTs: root, broadcast: true });
    const asked = { key: 'k2:1', channel: 'COPS', threadTs: root, since: Date.now() - 60_000 };
    expect(await sender.find(asked)).toBe(ts);
  });

  it('sends more rows than Slack takes, cut and said', async () => {
    const rows = Array.from({ length: 300 }, (_, index) => [`row ${index}`]);
    const big = { text: 'big', blocks: [table([{ title: 'a' }], rows)] };
    const ts = sentTs(await bench.part.sender.post({ key: 'k3', ...place, content: big }));
    const message = await bench.until('COPS', (one) => one.ts === ts);

    expect(visible(message)).toMatch(/and \d+ more/);
  });

  it.each([['CNOWHERE', { kind: 'rejected', why: 'channel_not_found' }]])(
    'says that it can never post to %s',
    async (channel, expected) => {
      expect(await bench.part.sender.post({ key: 'k4', ...place, channel, content })).toEqual(
        expected,
      );
    },
  );

  it('says when a message can no longer be edited', async () => {
    const edit = { key: 'k5', channel: 'COPS', ts: '1.000001', content };

    expect((await bench.part.sender.edit(edit)).kind).toBe('uneditable');
  });

  it('takes a message away, and one that is gone already too', async () => {
    const { sender } = bench.part;
    const ts = sentTs(await sender.post({ key: 'k8', ...place, content }));
    const message = await bench.until('COPS', (one) => one.ts === ts);

    expect(await sender.remove({ channel: 'COPS', ts })).toEqual({ kind: 'gone' });
    expect(message.deleted).toBe(true);
    expect(await sender.remove({ channel: 'COPS', ts })).toEqual({ kind: 'gone' });
  });

  it('waits as long as Slack says', async () => {
    bench.slack.setFault('slack-rate-limited', true);
    // The fault refuses every second call.
    const results = [
      await bench.part.sender.post({ key: 'k6', ...place, content }),
      await bench.part.sender.post({ key: 'k6', ...place, content }),
    ];
    bench.slack.setFault('slack-rate-limited', false);
    const result = results.find(({ kind }) => kind === 'retry');

    expect(result).toMatchObject({ kind: 'retry', why: 'ratelimited', ambiguous: false });
    expect(result?.kind === 'retry' && result.after >= 1000).toBe(true);
  });

  it('does not know whether Slack has it when the connection breaks, and says so', async () => {
    bench.slack.setFault('slack-down', true);
    const result = await bench.part.sender.post({ key: 'k7', ...place, content });
    const search = bench.part.sender.find({ key: 'k7', channel: 'COPS', threadTs: null, since: 0 });
    await expect(search).rejects.toMatchObject({ code: 'slack-failed' });
    bench.slack.setFault('slack-down', false);

    expect(result).toMatchObject({ kind: 'retry', ambiguous: true });
  });
});

/** A Slack that answers what it is told to, and remembers what it was sent. */
async function tellingSlack(answers: readonly object[]) {
  const bodies: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      bodies.push(new URLSearchParams(body));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answers[bodies.length - 1] ?? answers.at(-1)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = new WebClient('xoxb-test', {
    slackApiUrl: `http://127.0.0.1:${port}/api/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: slackLogger(fakeLogger()),
  });
  const sender = createSender({ client, logger: fakeLogger(), finish: (same) => same });
  return { bodies, sender, close: () => server.close() };
}

describe('what Slack’s answers mean', () => {
  const cases: readonly (readonly [string, Partial<SendResult>])[] = [
    ['cant_update_message', { kind: 'uneditable' }],
    ['edit_window_closed', { kind: 'uneditable' }],
    ['message_not_found', { kind: 'uneditable' }],
    ['is_archived', { kind: 'rejected' }],
    ['not_in_channel', { kind: 'rejected' }],
    ['internal_error', { kind: 'retry', ambiguous: true }],
    ['fatal_error', { kind: 'retry', ambiguous: true }],
    ['message_limit_exceeded', { kind: 'retry', ambiguous: false }],
    ['invalid_auth', { kind: 'retry', ambiguous: false }],
    ['missing_scope', { kind: 'retry', ambiguous: false }],
    ['never_seen_before', { kind: 'retry', ambiguous: false }],
  ];

  it.each(cases)('%s', async (error, expected) => {
    const slack = await tellingSlack([{ ok: false, error }]);
    const result = await slack.sender.edit({ key: 'k', channel: 'C', ts: '1.1', content });
    slack.close();

    expect(result).toMatchObject({ ...expected, why: error });
    expect(slack.bodies).toHaveLength(1);
  });

  it.each([
    ['cant_delete_message', 'refused'],
    ['is_archived', 'refused'],
    ['compliance_exports_prevent_deletion', 'refused'],
    ['internal_error', 'retry'],
    ['token_revoked', 'retry'],
    ['message_not_found', 'gone'],
  ])('to a removal: %s is %s', async (error, kind) => {
    const slack = await tellingSlack([{ ok: false, error }]);
    const result = await slack.sender.remove({ channel: 'C', ts: '1.1' });
    slack.close();

    expect(result.kind).toBe(kind);
  });

  it('refused blocks are sent again without the new kinds, then as text, keeping the words', async () => {
    const chart = chartBlock({
      title: 'Latency',
      unit: 'ms',
      categories: ['a', 'b'],
      series: [{ name: 'p50', values: [1, 2] }],
    });
    const rich: Content = {
      text: 'the words',
      blocks: [section('kept'), ...(chart === null ? [] : [chart])],
    };
    const refused = { ok: false, error: 'invalid_blocks' };
    const slack = await tellingSlack([refused, refused, { ok: true, ts: '1.5', channel: 'C' }]);
    const result = await slack.sender.post({ key: 'k', ...place, content: rich });
    slack.close();

    expect(result).toEqual({ kind: 'sent', ts: '1.5' });
    const blocks = slack.bodies.map((body) => body.get('blocks') ?? '');
    expect(blocks[0]).toContain('data_visualization');
    expect(blocks[1]).not.toContain('data_visualization');
    expect(blocks[1]).toContain('p50');
    expect(blocks[2]).toContain('the words');
    expect(slack.bodies.every((body) => body.get('text') === 'the words')).toBe(true);
  });

  it('is rejected at last when Slack takes no form of it', async () => {
    const slack = await tellingSlack([{ ok: false, error: 'invalid_blocks' }]);
    const result = await slack.sender.post({ key: 'k', ...place, content });
    slack.close();

    expect(result).toEqual({ kind: 'rejected', why: 'invalid_blocks' });
  });

  it('a Slack that is not there cannot have taken it', async () => {
    const slack = await tellingSlack([{ ok: true }]);
    await new Promise((resolve) => {
      slack.close().once('close', resolve);
    });
    const result = await slack.sender.post({ key: 'k', ...place, content });

    expect(result).toMatchObject({ kind: 'retry', why: 'ECONNREFUSED', ambiguous: false });
  });
});
