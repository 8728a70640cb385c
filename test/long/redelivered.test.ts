import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ask, keyOf, roots, wordsOf } from '../support/conversation.ts';
import { type Deployment, deploy, quickPace, showOutputOnFailure } from '../support/deployment.ts';
import { eventually, pause } from '../support/eventually.ts';

/** How often each way is gone. */
const rounds = Number(process.env['HART_REDELIVERED'] ?? 25);

let deployment: Deployment;

beforeAll(async () => {
  deployment = await deploy({ bot: 'own', configure: quickPace });
  await deployment.ready();
}, 120_000);
afterAll(() => deployment.close());
beforeEach(() => showOutputOnFailure(deployment));

test('commands, buttons, dialogs and events that Slack delivers three times are each taken once', async () => {
  const { control } = deployment;
  await control.fault('api-certificate-expiring', true);
  const root = await eventually(async () => {
    const found = (await roots(control)).find(({ text }) => text.includes('API certificate'));
    if (found === undefined) throw new Error('nothing fires yet');
    return found;
  });
  const incident = keyOf(root).split(':')[1] ?? '';
  const user = 'UOPERATOR';
  const about = { user, ts: root.ts, value: incident };

  await control.fault('slack-redelivers', true);
  for (let round = 0; round < rounds; round += 1) {
    await ask(control, user, `/hart note ${incident} typed ${word(round)}`);
    await control.click({ ...about, actionId: 'add_note' });
    const dialog = await eventually(async () => {
      const open = (await control.views(user)).at(-1);
      if (open?.type !== 'modal' || !JSON.stringify(open.blocks).includes('plain_text_input'))
        throw new Error('the dialog is not open yet');
      return open;
    });
    const { acked, errors } = await control.submit(user, dialog.viewId, {
      note: `dialog ${word(round)}`,
    });
    expect([acked, errors]).toEqual([true, {}]);
    await control.openHome(user);
    const actionId = round % 2 === 0 ? 'acknowledge' : 'unacknowledge';
    await control.click({ ...about, actionId });
    const held = round % 2 === 0;
    await eventually(async () => {
      const now = (await roots(control)).find(({ ts }) => ts === root.ts);
      expect(wordsOf(now ?? root).includes('held by nobody')).toBe(!held);
    });
  }
  await ask(control, user, '/hart test-alert');
  // Copies that were taken for new would be told by now.
  await pause(5000);
  await control.fault('slack-redelivers', false);

  await eventually(async () => {
    const all = await control.messages();
    const thread = all.filter(({ thread_ts, ts }) => thread_ts === root.ts && ts !== root.ts);
    const words = thread.map(wordsOf).join('\n');
    for (let round = 0; round < rounds; round += 1)
      for (const way of ['typed', 'dialog'])
        expect([way, round, linesWith(words, `${way} ${word(round)}`)]).toEqual([way, round, 1]);
    const tests = all.filter(
      (message) => keyOf(message).endsWith(':root') && message.text.includes('Test alert'),
    );
    expect(tests.length).toBe(1);
    const keys = all.map(keyOf).filter((key) => key !== '');
    expect(new Set(keys).size).toBe(keys.length);
  });
  // Of each command there is one answer, by the audit log as by the channel.
  const answers = (await control.messages({ user })).filter(({ ephemeral }) => ephemeral);
  const typed = answers.filter((answer) => wordsOf(answer).includes('Noted with incident'));
  expect(typed.length).toBe(rounds);
  expect(await deployment.complaints()).toEqual([]);
}, 900_000);

function word(round: number): string {
  return `zz${round}zz`;
}

/** Each message has its words twice: for the eye, and for notifications. */
function linesWith(words: string, wanted: string): number {
  const count = words.split(wanted).length - 1;
  return count / 2;
}
