import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { posted, twice } from '../support/call-record.ts';
import { isResolved, keyOf, roots } from '../support/conversation.ts';
import { type Deployment, deploy, quickPace, showOutputOnFailure } from '../support/deployment.ts';
import { eventually, pause } from '../support/eventually.ts';

const queueFor = 24;

let deployment: Deployment;

beforeAll(async () => {
  deployment = await deploy({
    bot: 'own',
    configure: (config) => ({
      ...quickPace(config),
      environments: withSlowQueueAlert(config['environments']),
    }),
  });
  await deployment.ready();
}, 120_000);
afterAll(() => deployment.close());
beforeEach(() => showOutputOnFailure(deployment));

/** Faults and the alerts that they bring, one incident each. */
const storm = [
  ['disk-full', 'Storage full'],
  ['config-drift', 'Config drift'],
  ['undelivered-messages', 'Messages undelivered'],
  ['spatial-index-disabled', 'Spatial index disabled'],
  ['log-backups-missed', 'Log backup overdue'],
  ['suspect-page', 'Suspect pages'],
] as const;

test('kill -9 in a storm of faults loses no alert and posts none twice', async () => {
  const { control, bot } = deployment;
  const moments = Array.from({ length: 5 }, () => Math.round(1000 + Math.random() * 7000));
  process.stdout.write(`killed after ms: ${moments.join(', ')}\n`);

  for (const [fault] of storm) await control.fault(fault, true);
  for (const moment of moments) {
    await pause(moment);
    await bot.kill();
    bot.start();
  }
  await deployment.ready();
  await eventually(async () => {
    const texts = (await roots(control)).map(({ text }) => text);
    for (const [, alert] of storm)
      expect([alert, texts.filter((text) => text.includes(alert)).length]).toEqual([alert, 1]);
  }, 90_000);

  for (const [fault] of storm) await control.fault(fault, false);
  // That more was exposed than may be lost is said for a day.
  await control.advance('PT24H20M');
  for (const moment of moments.slice(0, 2)) {
    await pause(moment + 3000);
    await bot.kill();
    bot.start();
  }
  await deployment.ready();
  await eventually(async () => {
    const open = (await roots(control)).filter((root) => !isResolved(root));
    expect(open.map(({ text }) => text)).toEqual([]);
  }, 90_000);

  expect(twice(posted(await control.calls('chat.postMessage')))).toEqual([]);
  const keys = (await control.messages()).filter(({ deleted }) => !deleted).map(keyOf);
  expect(twice(keys)).toEqual([]);
}, 300_000);

test('rule 13: an alert that was pending before the kill fires at its time', async () => {
  const { control, bot } = deployment;
  await control.fault('queue-flooded', true);
  const pendingAt = await eventually(() => phaseAt('pending'));
  await pause(12_000);
  await bot.kill();
  bot.start();
  const firingAt = await eventually(() => phaseAt('firing'), 90_000);

  // With a clock begun anew it would be twelve seconds later.
  expect(firingAt - pendingAt).toBeGreaterThanOrEqual(queueFor * 1000);
  expect(firingAt - pendingAt).toBeLessThan((queueFor + 12) * 1000);
}, 180_000);

test('SIGTERM ends it in order, with exit code 0', async () => {
  expect(await deployment.bot.kill('SIGTERM')).toBe(0);
  expect(deployment.output()).toContain('"msg":"Stopped"');
});

test('every message passes Slack’s own rules', async () => {
  expect(await deployment.complaints()).toEqual([]);
}, 60_000);

const line = z.object({
  time: z.string(),
  alert: z.literal('queue-backlog'),
  to: z.string(),
});

/** When the backlog's alert last went into a phase, by the bot's own log. */
function phaseAt(phase: string): number {
  const times = deployment
    .output()
    .split('\n')
    .flatMap((text) => {
      const read = line.safeParse(text.startsWith('{') ? JSON.parse(text) : null);
      return read.success && read.data.to === phase ? [Date.parse(read.data.time)] : [];
    });
  const last = times.at(-1);
  if (last === undefined) throw new Error(`never ${phase}`);
  return last;
}

function withSlowQueueAlert(environments: unknown) {
  const { production } = z.object({ production: z.looseObject({}) }).parse(environments);
  const checks = { queues: { rules: { 'queue-backlog': { for: `${queueFor}s` } } } };
  return { production: { ...production, checks } };
}
