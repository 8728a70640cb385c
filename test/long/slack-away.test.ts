import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { earlyCalls } from '../../sandbox/slack/early-calls.ts';
import { posted, twice } from '../support/call-record.ts';
import type { Message } from '../support/control-client.ts';
import { isResolved, keyOf, roots } from '../support/conversation.ts';
import { type Deployment, deploy, quickPace, showOutputOnFailure } from '../support/deployment.ts';
import { eventually, pause } from '../support/eventually.ts';

const second = 1000;
/** How long Slack is away: seconds. */
const away = Number(process.env['HART_SLACK_AWAY'] ?? 1800) * second;
/** Before Slack comes back nothing changes any more: longer than firing or resolving takes. */
const calm = 45 * second;
/** One fault after the other is switched on, then one after the other off. */
const faults = [
  ['api-certificate-expiring', 'API certificate expiring'],
  ['disk-full', 'Storage full'],
  ['config-drift', 'Config drift'],
  ['suspect-page', 'Suspect pages'],
  ['spatial-index-disabled', 'Spatial index disabled'],
  ['undelivered-messages', 'Messages undelivered'],
] as const;
/** Long enough for each to fire and to resolve several times within half an hour. */
const step = Math.max(6 * second, Math.min(30 * second, away / 20));

let deployment: Deployment;

beforeAll(async () => {
  deployment = await deploy({ bot: 'own', configure: quickPace });
  await deployment.ready();
}, 120_000);
afterAll(() => deployment.close());
beforeEach(() => showOutputOnFailure(deployment));

test(
  'after a long absence and with every second call refused Slack shows the present state, once',
  async () => {
    const { control } = deployment;
    const on = new Set<string>();
    const set = async (fault: string, wanted: boolean) => {
      await control.fault(fault, wanted);
      if (wanted) on.add(fault);
      else on.delete(fault);
    };
    // One is known in Slack before.
    await set('config-drift', true);
    await eventually(async () => expect((await open()).join()).toContain('Config drift'));

    await control.fault('slack-down', true);
    await control.forgetCalls();
    const before = notified().size;
    const until = Date.now() + away - calm;
    for (let turn = 0; Date.now() < until; turn += 1) {
      const [fault] = faults[turn % faults.length] ?? [''];
      await set(fault, !on.has(fault));
      await pause(Math.min(step, Math.max(0, until - Date.now())));
    }
    await pause(calm);
    const during = await control.calls();
    expect(during.filter(({ status }) => status !== 0)).toEqual([]);
    const decided = notified();
    await control.forgetCalls();
    await control.fault('slack-rate-limited', true);
    await control.fault('slack-down', false);
    const back = Date.now();

    await eventually(() => expectPresentState(on, decided), 600_000);
    const took = Date.now() - back;
    const calls = await control.calls();
    const firstTake = Date.parse(calls.find(({ status }) => status === 200)?.at ?? '');
    await control.fault('slack-rate-limited', false);
    expect(earlyCalls(calls)).toEqual([]);
    // As they were posted: an edit shows what is so now, without the mark.
    const late = calls.filter((call) => isLateRoot(JSON.stringify(call.args)));
    expect(new Set(posted(late)).size).toBe(decided.size - before);

    for (const fault of on) await control.fault(fault, false);
    on.clear();
    await eventually(() => expectPresentState(on, notified()), 180_000);
    const figures = {
      'Slack was away, s': away / second,
      'attempts meanwhile': during.length,
      'incidents meanwhile': decided.size - before,
      'first call taken after, s': (firstTake - back) / second,
      'present state after, s': took / second,
      'calls until then': calls.length,
      'refused with 429': calls.filter(({ status }) => status === 429).length,
      'messages posted': posted(calls).length,
      edits: calls.filter(({ method, status }) => method === 'chat.update' && status === 200)
        .length,
    };
    process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
  },
  away + 900 * second,
);

/** The texts of those that are not resolved. */
async function open(): Promise<readonly string[]> {
  const all = await roots(deployment.control);
  return all.filter((root) => !isResolved(root)).map(({ text }) => text);
}

/** What fires is open, everything else is not; each incident that was decided on is there once. */
async function expectPresentState(
  on: ReadonlySet<string>,
  decided: ReadonlySet<string>,
): Promise<void> {
  const texts = await open();
  const seen = faults.map(([fault, alert]) => [
    fault,
    texts.filter((text) => text.includes(alert)).length,
  ]);
  expect(Object.fromEntries(seen)).toEqual(
    Object.fromEntries(faults.map(([fault]) => [fault, on.has(fault) ? 1 : 0])),
  );
  const all = (await deployment.control.messages()).filter(({ deleted }) => !deleted);
  expect(twice(all.map(keyOf))).toEqual([]);
  expect(twice(posted(await deployment.control.calls()))).toEqual([]);
  const shown = new Set(all.filter(isRoot).map((message) => keyOf(message).split(':')[1]));
  expect([...decided].filter((incident) => !shown.has(incident))).toEqual([]);
}

function isRoot(message: Message): boolean {
  return keyOf(message).endsWith(':root');
}

function isLateRoot(args: string): boolean {
  return /"key":"incident:\w+:root"/.test(args) && args.includes('late: Slack was away');
}

const notice = z.object({ msg: z.literal('Notified'), incident: z.string() });

/** The incidents that the bot decided to speak of, by its own log. */
function notified(): ReadonlySet<string> {
  const lines = deployment.output().split('\n');
  return new Set(
    lines.flatMap((line) => {
      const read = notice.safeParse(line.startsWith('{') ? tolerant(line) : null);
      return read.success ? [read.data.incident] : [];
    }),
  );
}

/** The newest line may have come in part. */
function tolerant(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
