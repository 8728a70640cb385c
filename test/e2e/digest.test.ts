import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Message } from '../support/control-client.ts';
import { ask, keyOf, roots, wordsOf } from '../support/conversation.ts';
import { type Deployment, deploy, showOutputOnFailure } from '../support/deployment.ts';
import { eventually, pause } from '../support/eventually.ts';

let deployment: Deployment;

beforeAll(async () => {
  deployment = await deploy({ bot: 'own', args: ['--clock-from', '{url}_sandbox/clock'] });
  await deployment.ready();
}, 120_000);
afterAll(() => deployment.close());
beforeEach(() => showOutputOnFailure(deployment));

async function dailies(): Promise<readonly Message[]> {
  const all = await deployment.control.messages();
  return all.filter((message) => keyOf(message).startsWith('digest:daily:'));
}

async function worldNow(): Promise<number> {
  const answer: unknown = await (await fetch(`${deployment.sandbox.url}_sandbox/clock`)).json();
  return Date.parse(String(Object(answer).now));
}

/** Moves the clock to so many minutes after the next 08:00 UTC. */
async function passEight(minutes: number): Promise<void> {
  const now = await worldNow();
  const eight = new Date(now).setUTCHours(8, 0, 0, 0);
  const next = eight > now ? eight : eight + 86_400_000;
  const seconds = Math.ceil((next - now) / 1000) + minutes * 60;
  await deployment.control.advance(`PT${seconds}S`);
}

test('the test alert goes the whole way and is over by itself', async () => {
  const { control } = deployment;
  const answer = await ask(control, 'UOPERATOR', '/hart test-alert');

  expect(answer.text).toContain('🟢 The test alert arrived in <#COPS>');
  await eventually(async () => {
    const [root, ...others] = await roots(control);
    expect(others).toEqual([]);
    expect(root?.text).toContain('is over');
    expect(root?.versions[0]?.text).toContain('nothing is wrong');
  });
  expect(JSON.stringify(await control.messages())).not.toContain('<@UOPERATOR>');
}, 120_000);

test('the digest is sent once when its time comes, with a chart of what was measured', async () => {
  await passEight(1);
  const digest = await eventually(async () => {
    const [first, ...others] = await dailies();
    if (first === undefined) throw new Error('no digest');
    expect(others).toEqual([]);
    return first;
  }, 100_000);

  expect(wordsOf(digest)).not.toContain('Sent late');
  expect(digest.blocks.map(({ type }) => type)).toContain('data_visualization');
  expect(wordsOf(digest)).toContain('Inference latency');
}, 120_000);

test('a digest whose time passed while the bot was down is sent late, once, and says so', async () => {
  const { bot } = deployment;
  await bot.kill();
  await passEight(45);
  bot.start();
  const late = await eventually(async () => {
    const [, second] = await dailies();
    if (second === undefined) throw new Error('no second digest');
    return second;
  }, 100_000);
  expect(late.text).toContain('Sent late');

  // Killed before it knows that Slack has it, it looks for it by its own clock, which runs days ahead of Slack's here.
  await pause(3000);
  await bot.kill();
  bot.start();
  await deployment.ready();
  // It has looked once when every check has run; time to see whether it posts.
  await pause(5000);
  expect((await dailies()).length).toBe(2);
}, 260_000);

test('/hart digest shows the asker the day so far', async () => {
  const answer = await ask(deployment.control, 'UVIEWER', '/hart digest');

  expect(wordsOf(answer)).toContain('Inference latency');
  expect((await dailies()).length).toBe(2);
}, 60_000);

test('every message passes Slack’s own rules', async () => {
  expect(await deployment.complaints()).toEqual([]);
}, 60_000);
