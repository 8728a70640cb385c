import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../support/control-client.ts';
import { ask, isResolved, roots, wordsOf } from '../support/conversation.ts';
import { type Deployment, deploy, quickPace, showOutputOnFailure } from '../support/deployment.ts';
import { eventually } from '../support/eventually.ts';
import { type FaultCase, faultRounds } from './fault-cases.ts';

let deployment: Deployment;

beforeAll(async () => {
  deployment = await deploy({ bot: 'own', configure: quickPace });
  await deployment.ready();
}, 120_000);
afterAll(() => deployment.close());
beforeEach(() => showOutputOnFailure(deployment));

const marks = { warning: '🟡', critical: '🔴', ok: '🟢' };

describe.each(faultRounds.map((cases, index) => ({ cases, round: index + 1 })))(
  'faults that come together, round $round',
  ({ cases }) => {
    const lasting = cases.filter(({ once }) => once !== true);
    let before: ReadonlySet<string>;

    beforeAll(async () => {
      before = new Set((await roots(deployment.control)).map(({ ts }) => ts));
      for (const { fault, with: given = {} } of cases)
        await deployment.control.fault(fault, true, given);
      // Once for all: each test then says what is not as it should be.
      await eventually(async () => {
        for (const one of cases) expectWords(await rootOf(one), one);
      }, 60_000).catch(() => undefined);
    }, 70_000);

    async function rootOf({ alert, with: given = {} }: FaultCase): Promise<Message> {
      const fresh = (await roots(deployment.control)).filter(({ ts }) => !before.has(ts));
      const found = fresh.filter((root) => everSaid(root).some((said) => said.includes(alert)));
      const [root, ...others] = found;
      if (root === undefined)
        throw new Error(
          `no alert "${alert}" ${JSON.stringify(given)}; there are:\n${fresh.map(({ text }) => text).join('\n')}`,
        );
      if (others.length > 0) throw new Error(`${found.length} messages about "${alert}"`);
      return root;
    }

    test.each(cases)('$fault alerts in #ops, saying what is wrong and what to do', async (one) => {
      const root = await rootOf(one);

      expect(everSaid(root).join()).toContain(one.alert);
      expectWords(root, one);
    });

    test('the status names each of the subsystems as not well', async () => {
      const { text } = await ask(deployment.control, 'UVIEWER', '/hart status');

      expect(text).toContain('🔴 production');
      expect(text).not.toContain('unknown:');
      for (const line of new Set(lasting.map((one) => one.line)))
        expect(text).toMatch(new RegExp(`${line} (?:critical|warning): `));
    }, 70_000);

    test.each(lasting)('/hart check $check shows what $fault did', async ({ check }) => {
      const words = wordsOf(await ask(deployment.control, 'UVIEWER', `/hart check ${check}`));

      expect(words).toMatch(/🔴|🟡/u);
      expect(words).toContain('What it means:');
    });

    test('every alert resolves when its fault ends', async () => {
      for (const { fault } of cases) await deployment.control.fault(fault, false);
      for (const passes of new Set(cases.flatMap((one) => one.passes ?? [])))
        await deployment.control.advance(passes);

      await eventually(async () => {
        for (const one of cases)
          expect([one.alert, isResolved(await rootOf(one))]).toEqual([one.alert, true]);
        const open = (await roots(deployment.control)).filter((root) => !isResolved(root));
        expect(open.map(({ text }) => text)).toEqual([]);
      }, 90_000);
    }, 100_000);

    // The bot's own line speaks of the databases' clock, which was moved.
    test('every check is ok again', async () => {
      await eventually(async () => {
        const { text } = await ask(deployment.control, 'UVIEWER', '/hart status');
        expect(text).toContain('production: 20 ok, 0 unknown');
      });
    }, 70_000);
  },
);

test('a warning mentions nobody, a critical alert mentions on-call once', async () => {
  const messages = await deployment.control.messages();
  for (const root of await roots(deployment.control)) {
    const thread = messages.filter(({ thread_ts }) => thread_ts === root.ts);
    const mentions = [root, ...thread].filter((each) => wordsOf(each).includes('<@UOPERATOR>'));
    const wasCritical = everSaid(root).some((said) => said.includes('🔴'));

    expect(mentions.map(({ subtype }) => subtype)).toEqual(wasCritical ? ['thread_broadcast'] : []);
  }
});

test('every message passes Slack’s own rules, in all of its versions', async () => {
  expect(await deployment.complaints()).toEqual([]);
}, 60_000);

function expectWords(root: Message, { says, state }: FaultCase): void {
  const words = [root, ...root.versions].map(wordsOf).join('\n');
  for (const said of says) expect(words).toMatch(pattern(said));
  expect(words).toContain(marks[state]);
  expect(words).toContain('What it means:');
}

function everSaid({ text, versions }: Message): string[] {
  return [text, ...versions.map((version) => version.text)];
}

function pattern(said: string | RegExp): RegExp {
  return typeof said === 'string'
    ? new RegExp(said.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    : said;
}
