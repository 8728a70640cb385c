import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Message } from '../support/control-client.ts';
import { ask, keyOf, tableOf, wordsOf } from '../support/conversation.ts';
import { type Deployment, deploy, showOutputOnFailure } from '../support/deployment.ts';
import { eventually } from '../support/eventually.ts';

const nothing = { text: '', blocks: [] };
let deployment: Deployment;

beforeAll(async () => {
  deployment = await deploy({ bot: 'own', args: ['--clock-from', '{url}_sandbox/clock'] });
  await deployment.ready();
}, 120_000);
afterAll(() => deployment.close());
beforeEach(() => showOutputOnFailure(deployment));

async function digests(kind: string): Promise<readonly Message[]> {
  const all = await deployment.control.messages();
  return all.filter((message) => keyOf(message).startsWith(`digest:${kind}:`));
}

async function worldNow(): Promise<number> {
  const answer: unknown = await (await fetch(`${deployment.sandbox.url}_sandbox/clock`)).json();
  return Date.parse(String(Object(answer).now));
}

/** Moves the clock to a minute after Monday 08:00 UTC. */
async function passMonday(): Promise<void> {
  const now = await worldNow();
  const eight = new Date(now).setUTCHours(8, 0, 0, 0);
  const ahead = Array.from({ length: 8 }, (_, day) => eight + day * 86_400_000);
  const monday = ahead.find((at) => at > now && new Date(at).getUTCDay() === 1) ?? now;
  await deployment.control.advance(`PT${Math.ceil((monday - now) / 1000) + 60}S`);
}

test('the weekly digest comes on its day, with its numbers and the tasks of the runbook', async () => {
  await passMonday();
  const weekly = await eventually(async () => {
    const [first, ...others] = await digests('weekly');
    if (first === undefined) throw new Error('no digest');
    expect(others).toEqual([]);
    return first;
  }, 100_000);

  expect(tableOf(weekly)[0]).toEqual(['This week', 'Now', 'Before', 'Change']);
  expect(wordsOf(weekly)).toContain('Inference p95');
  expect(wordsOf(weekly)).toContain('☐ Run performance benchmarks');
  // The clock jumped: of the week nothing was seen, and that is said.
  expect(wordsOf(weekly)).toContain('A week that is not fully known');
  expect(wordsOf(weekly)).toContain('backups not known');
}, 160_000);

test('a task is signed off by a click: the digest is edited, and a viewer may not', async () => {
  const { control } = deployment;
  const [weekly] = await digests('weekly');
  const ts = weekly?.ts ?? '';
  const [, value = ''] = /(production\/benchmarks\/[\w-]+)/.exec(wordsOf(weekly ?? nothing)) ?? [];
  await control.click({ user: 'UAPPROVER1', ts, actionId: 'sign_off', value });
  await control.click({ user: 'UOPERATOR', ts, actionId: 'sign_off', value });
  await eventually(async () => {
    const [edited] = await digests('weekly');
    expect(edited?.text === undefined ? '' : wordsOf(edited)).toMatch(
      /☑ [^\n]+: signed off by otto/,
    );
    expect(edited === undefined ? '' : wordsOf(edited)).not.toContain('signed off by ada');
  });
}, 60_000);

test('/hart digest names what is open, and /hart check shows the course of each row', async () => {
  const { control } = deployment;
  expect(wordsOf(await ask(control, 'UVIEWER', '/hart digest'))).toContain('☐ ');
  const queues = await ask(control, 'UVIEWER', '/hart check queues');
  expect(tableOf(queues)[0]?.at(-1)).toBe('trend of depth');
  expect(wordsOf(await ask(control, 'UVIEWER', '/hart status'))).toMatch(/store \d/);
}, 60_000);

test('every message passes Slack’s own rules', async () => {
  expect(await deployment.complaints()).toEqual([]);
}, 60_000);
