import { beforeAll, beforeEach, expect, test } from 'vitest';
import { isResolved, roots, wordsOf } from '../support/conversation.ts';
import { type Deployment, deploy, quickPace, showOutputOnFailure } from '../support/deployment.ts';
import { eventually, pause } from '../support/eventually.ts';

let deployment: Deployment;

beforeAll(async () => {
  deployment = await deploy({
    bot: 'own',
    args: ['--clock-from', '{url}_sandbox/clock'],
    configure: quickPace,
  });
  await deployment.ready();
  return () => deployment.close();
}, 120_000);
beforeEach(() => showOutputOnFailure(deployment));

test('after ten minutes without the bot threads say when nobody watched, and what waited is marked late', async () => {
  const { control, bot } = deployment;
  await control.fault('suspect-page', true);
  const known = await eventually(async () => {
    const found = (await roots(control)).find((root) => root.text.includes('Suspect pages'));
    if (found === undefined) throw new Error('it is not told');
    return found;
  });
  await control.fault('slack-down', true);
  await control.fault('config-drift', true);
  await eventually(() => {
    const tried = /"key":"incident:\w+:root".*"msg":"Slack did not take a message"/;
    expect(deployment.output()).toMatch(tried);
  });
  await bot.kill();
  await control.advance('PT10M');
  await control.fault('slack-down', false);
  bot.start();
  await deployment.ready();

  const gaps = async () => {
    const all = await control.messages();
    const thread = all.filter(({ thread_ts, ts }) => thread_ts === known.ts && ts !== thread_ts);
    return thread.filter((message) => wordsOf(message).includes('hart was not running from'));
  };
  await eventually(async () => expect((await gaps()).length).toBe(1));
  await eventually(async () => {
    const drifts = (await roots(control)).filter(
      (root) => root.text.includes('Config drift') && !isResolved(root),
    );
    expect(drifts.map(wordsOf)).toEqual([
      expect.stringMatching(/late: Slack was away 1\d min|late by 1\d min/),
    ]);
  });

  // A restart that nobody notices is not told.
  await bot.kill();
  bot.start();
  await deployment.ready();
  await pause(3000);
  expect((await gaps()).length).toBe(1);
}, 240_000);
