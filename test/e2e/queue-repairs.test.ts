import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Message } from '../support/control-client.ts';
import { ask, isResolved, keyOf, roots, wordsOf } from '../support/conversation.ts';
import { type Deployment, deploy, quickPace, showOutputOnFailure } from '../support/deployment.ts';
import { eventually } from '../support/eventually.ts';

let deployment: Deployment;
beforeAll(async () => {
  deployment = await deploy({ bot: 'own', configure: quickPace });
  await deployment.ready();
}, 120_000);
afterAll(() => deployment.close());
beforeEach(() => showOutputOnFailure(deployment));

const asks = 'UOPERATOR';
const faults = z.object({
  faults: z.array(z.looseObject({ name: z.string(), on: z.boolean() })),
});

async function isOn(fault: string): Promise<boolean> {
  const response = await fetch(`${deployment.sandbox.url}_sandbox/world`);
  const { faults: all } = faults.parse(await response.json());
  return all.some(({ name, on }) => name === fault && on);
}

async function rootThat(says: RegExp, wanted: (root: Message) => boolean): Promise<Message> {
  return await eventually(async () => {
    const all = await roots(deployment.control);
    const found = all.findLast((root) => says.test(wordsOf(root)) && wanted(root));
    if (found === undefined) throw new Error(`no root: ${all.map(wordsOf).join('\n---\n')}`);
    return found;
  }, 90_000);
}

const offers = (actionId: string) => (message: Message) =>
  JSON.stringify(message.blocks).includes(`"${actionId}"`);

/** The newest dialog before this person that says so. */
async function dialogThat(user: string, says: RegExp) {
  return await eventually(async () => {
    const open = await deployment.control.views(user);
    const found = open.findLast((view) => says.test(JSON.stringify(view)));
    if (found === undefined) throw new Error(`no dialog says ${says}: ${JSON.stringify(open)}`);
    return found;
  }, 30_000);
}

async function cardThat(says: RegExp, wanted: (card: Message) => boolean = () => true) {
  return await eventually(async () => {
    const cards = (await deployment.control.messages()).filter((message) =>
      /^run:R\d+:card$/.test(keyOf(message)),
    );
    const found = cards.findLast((card) => says.test(wordsOf(card)) && wanted(card));
    if (found === undefined)
      throw new Error(`no card says ${says}: ${cards.map(wordsOf).join('\n---\n')}`);
    return found;
  }, 60_000);
}

/** Presses a button of a card once it is offered there. */
async function press(user: string, says: RegExp, actionId: string): Promise<void> {
  const { ts } = await cardThat(says, offers(actionId));
  await deployment.control.click({ user, ts, actionId });
}

async function approve(user: string, says: RegExp): Promise<void> {
  await press(user, says, 'run_approve');
  const { viewId } = await dialogThat(user, says);
  await deployment.control.submit(user, viewId, {});
}

/** Opens the dialog on queues from the answer to `/hart queues`, and chooses there. */
async function chooseInQueues(queue: string, act: string): Promise<void> {
  const { control } = deployment;
  const { ts } = await ask(control, asks, '/hart queues');
  await control.click({ user: asks, ts, actionId: 'queue_acts' });
  const { viewId } = await dialogThat(asks, /Which queue/);
  await control.submit(asks, viewId, { queue, act });
}

async function submitPlan(says: RegExp, values: Readonly<Record<string, string>> = {}) {
  const { viewId } = await dialogThat(asks, says);
  await deployment.control.submit(asks, viewId, values);
}

describe('queues, repaired from Slack', () => {
  test('one that is off is enabled from its alert, which resolves', async () => {
    const { control } = deployment;
    await control.fault('queue-disabled', true, { queue: 'ActQueue' });
    const root = await rootThat(/ActQueue` is switched off/, offers('help_incident'));
    expect(wordsOf(root)).toContain('Enable the queue…');
    await control.click({ user: asks, ts: root.ts, actionId: 'help_incident' });
    expect(await isOn('queue-disabled')).toBe(true);
    await submitPlan(/Enable .*ActQueue/);
    await cardThat(/ActQueue.* is enabled/);
    expect(await isOn('queue-disabled')).toBe(false);
    await rootThat(/ActQueue/, isResolved);
  }, 180_000);

  test('S51 the poison message is shown to an operator alone, and dropped by two approvals', async () => {
    const { control } = deployment;
    await control.fault('poison-loop', true, { queue: 'Neo4jSyncQueue' });
    await chooseInQueues('Neo4jSyncQueue', 'show');
    const shown = await dialogThat(asks, /Only you see this/);
    expect(JSON.stringify(shown)).toContain('EntityId');

    await chooseInQueues('Neo4jSyncQueue', 'queue.drop');
    await submitPlan(/Type the name/, { typed: 'production/Hartonomous' });
    const drops = /Drop the message at the head/;
    await approve('UAPPROVER1', drops);
    await cardThat(/1 of 2/);
    expect(await isOn('poison-loop')).toBe(true);
    await approve('UAPPROVER2', drops);
    await press(asks, drops, 'run_start');
    await cardThat(/is dropped/);
    expect(await isOn('poison-loop')).toBe(false);
    const everything = JSON.stringify(await control.messages());
    expect(everything).not.toContain('EntityId');
  }, 180_000);

  test('dead letters are sent again by one approval, the rest is offered for dismissal', async () => {
    const { control } = deployment;
    await control.fault('dead-letters', true);
    const root = await rootThat(/dead letters/i, offers('help_incident'));
    await control.click({ user: asks, ts: root.ts, actionId: 'help_incident' });
    await submitPlan(/Send again 7 dead letters/);
    const again = /Send again 7 dead letters/;
    await approve('UAPPROVER1', again);
    await press(asks, again, 'run_start');
    const card = await cardThat(/5 cannot be read, 2 sent again/);
    expect(wordsOf(card)).toContain('Dismiss the rest…');
    await control.click({ user: asks, ts: card.ts, actionId: 'run_follow_1' });
    await dialogThat(asks, /Dismiss 5 dead letters/);
    expect(await deployment.complaints()).toEqual([]);
  }, 180_000);

  test('who is no operator is shown nothing', async () => {
    const { control } = deployment;
    const answer = await ask(control, 'UVIEWER', '/hart queues');
    expect(JSON.stringify(answer.blocks)).not.toContain('queue_acts');
  });
});
