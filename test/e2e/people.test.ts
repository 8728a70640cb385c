import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Message } from '../support/control-client.ts';
import { ask, isResolved, roots, wordsOf } from '../support/conversation.ts';
import { type Deployment, deploy, showOutputOnFailure } from '../support/deployment.ts';
import { eventually } from '../support/eventually.ts';

let deployment: Deployment;
beforeAll(async () => {
  deployment = await deploy({ bot: 'demo' });
  await deployment.ready();
}, 60_000);
afterAll(() => deployment.close());

const shownModal = z.looseObject({ viewId: z.string().nullable() });

async function post(path: string, body: object): Promise<unknown> {
  const response = await fetch(`${deployment.sandbox.url}_sandbox/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  return answer;
}

/** The newest root message that says this, once there is one. */
async function rootThat(says: RegExp): Promise<Message> {
  return await eventually(async () => {
    const all = await roots(deployment.control);
    const root = all.findLast((message) => says.test(wordsOf(message)));
    if (root === undefined) throw new Error(`no root says ${says}`);
    return root;
  });
}

async function threadOf({ ts }: Message): Promise<string> {
  const all = await deployment.control.messages();
  return all
    .filter((message) => message.thread_ts === ts && message.ts !== ts)
    .map(wordsOf)
    .join('\n');
}

async function threadThat(root: Message, says: RegExp): Promise<void> {
  await eventually(async () => {
    const thread = await threadOf(root);
    if (!says.test(thread)) throw new Error(`the thread does not say ${says}: ${thread}`);
  });
}

const incidentOf = (root: Message) => /incident (\w+)/.exec(wordsOf(root))?.[1] ?? '';

describe('an incident in the hands of people', () => {
  test('is taken, noted, silenced, given away, resolved and exported', async () => {
    showOutputOnFailure(deployment);
    const { control } = deployment;
    await control.fault('queue-flooded', true);
    const root = await rootThat(/Queue backlog.*held by nobody/s);
    const id = incidentOf(root);
    const click = (user: string, actionId: string) =>
      control.click({ user, ts: root.ts, actionId });

    // Two people in the same second: the first has it, the second is told.
    await Promise.all([click('UOPERATOR', 'acknowledge'), click('UVIEWER', 'acknowledge')]);
    await rootThat(/held by @(otto|vera)/);
    const holder = /held by @(\w+)/.exec(wordsOf(await rootThat(/held by @/)))?.[1];
    const other = holder === 'otto' ? 'vera' : 'otto';
    const otherId = holder === 'otto' ? 'UVIEWER' : 'UOPERATOR';
    await eventually(async () => {
      const seen = await control.messages({ channel: 'COPS', user: otherId });
      const told = seen.some((one) => one.ephemeral && /has incident/.test(wordsOf(one)));
      if (!told) throw new Error('the second was not told');
    });
    await threadThat(root, new RegExp(`acknowledged by ${holder}`));

    await ask(control, 'UOPERATOR', `/hart handover ${id} @${other}`);
    await threadThat(root, /handed over by otto to/);
    await ask(control, 'UOPERATOR', `/hart note ${id} the sync worker was stopped`);
    await threadThat(root, /note by otto: the sync worker was stopped/);

    const { viewId } = shownModal.parse(await click('UOPERATOR', 'silence'));
    await eventually(async () => {
      const values = { comment: 'update of the worker', duration: '1h' };
      await post('submit', { user: 'UOPERATOR', viewId, values });
    });
    await threadThat(root, /silenced until .* by otto: update of the worker/);
    expect(wordsOf(await ask(control, 'UVIEWER', '/hart status'))).toContain('Silenced:');
    const alerts = wordsOf(await ask(control, 'UVIEWER', '/hart alerts'));
    const silence = /unsilence (\w+)/.exec(alerts)?.[1] ?? '';
    expect(alerts).toContain('On call: @otto');
    await ask(control, 'UOPERATOR', `/hart unsilence ${silence}`);
    await threadThat(root, /otto ended the silence of otto/);

    await control.fault('queue-flooded', false);
    const over = await eventually(async () => {
      const found = await rootThat(/acknowledged after/);
      if (!isResolved(found)) throw new Error('not resolved');
      return found;
    });
    expect(wordsOf(over)).toMatch(/held by @\w+, then @\w+ · acknowledged after/);
    expect(wordsOf(await ask(control, 'UOPERATOR', `/hart ack ${id}`))).toContain(
      'nothing was changed',
    );
    await click('UOPERATOR', 'export_timeline');
    await eventually(async () => {
      const calls = await control.calls('files.completeUploadExternal');
      if (calls.length !== 1) throw new Error(`${calls.length} uploads`);
    });
    expect(wordsOf(await ask(control, 'UVIEWER', `/hart alerts ${id}`))).toContain(
      'acknowledged by',
    );
    expect(await deployment.complaints()).toEqual([]);
  }, 120_000);
});
