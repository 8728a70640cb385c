import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Message } from '../support/control-client.ts';
import { keyOf, wordsOf } from '../support/conversation.ts';
import { type Deployment, deploy, showOutputOnFailure } from '../support/deployment.ts';
import { eventually } from '../support/eventually.ts';

let deployment: Deployment;
beforeAll(async () => {
  deployment = await deploy({ bot: 'own' });
  await deployment.ready();
}, 120_000);
afterAll(() => deployment.close());
beforeEach(() => showOutputOnFailure(deployment));

async function dialogThat(user: string, says: RegExp) {
  return await eventually(async () => {
    const open = await deployment.control.views(user);
    const found = open.findLast((view) => says.test(JSON.stringify(view)));
    if (found === undefined) throw new Error(`no dialog says ${says}: ${JSON.stringify(open)}`);
    return found.viewId;
  }, 30_000);
}

async function cardThat(says: RegExp, within = 60_000): Promise<Message> {
  return await eventually(async () => {
    const cards = (await deployment.control.messages()).filter((message) =>
      /^run:R\d+:card$/.test(keyOf(message)),
    );
    const found = cards.findLast((card) => says.test(JSON.stringify(card.blocks)));
    if (found === undefined) throw new Error(`no card: ${cards.map(wordsOf).join('\n---\n')}`);
    return found;
  }, within);
}

async function press(user: string, actionId: string): Promise<void> {
  const { ts } = await cardThat(new RegExp(`"${actionId}"`));
  await deployment.control.click({ user, ts, actionId });
}

test('S31 S32 a resync from Slack closes the drift, is stopped, is continued, and proves it', async () => {
  const { control } = deployment;
  await control.fault('graph-drift', true, { atoms: 700 });
  await control.fault('graph-surplus', true, { atoms: 3 });
  await control.command('UOPERATOR', '/hart resync');
  await control.submit('UOPERATOR', await dialogThat('UOPERATOR', /Resync .*Atom/), {});
  await press('UAPPROVER1', 'run_approve');
  await control.submit('UAPPROVER1', await dialogThat('UAPPROVER1', /Resync .*Atom/), {});
  await press('UOPERATOR', 'run_start');
  await cardThat(/\d+ sent, \d+ waiting/);
  await press('UOPERATOR', 'run_cancel');
  await control.submit(
    'UOPERATOR',
    await dialogThat('UOPERATOR', /Nothing has been overwritten/),
    {},
  );
  await cardThat(/it can be continued/);

  await press('UOPERATOR', 'run_follow_1');
  await control.submit('UOPERATOR', await dialogThat('UOPERATOR', /Continue to resync/), {});
  await press('UAPPROVER2', 'run_approve');
  await control.submit('UAPPROVER2', await dialogThat('UAPPROVER2', /Continue to resync/), {});
  await press('UOPERATOR', 'run_start');
  const card = await cardThat(/every key of SQL Server is in the graph/, 150_000);
  expect(wordsOf(card)).toMatch(/after: 0 missing, 3 surplus, 0 under another tenant/);
  expect(wordsOf(card)).toContain('merges what SQL Server deleted');
  expect(wordsOf(card)).toContain('Remove surplus…');
  expect(await deployment.complaints()).toEqual([]);
}, 300_000);
