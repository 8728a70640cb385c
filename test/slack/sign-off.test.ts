import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../sandbox/slack/types.ts';
import type { DigestTask } from '../../src/domain/digest-view.ts';
import { digestBlocks } from '../../src/slack/blocks/digest.ts';
import type { SlackServices } from '../../src/slack/services.ts';
import { aDigest } from '../fakes/views.ts';
import { type SlackBench, startBench, visible, waitFor } from './slack-bench.ts';

const task: DigestTask = {
  id: 'production/clr-updates/2026-W48',
  title: 'Check for CLR assembly updates needed',
  every: 'week',
  state: 'open',
  detail: '',
  signedBy: null,
  signedAt: null,
  carriedFrom: null,
};

let bench: SlackBench;
let orders: Parameters<SlackServices['signOff']>[0][];
let signed: Awaited<ReturnType<SlackServices['signOff']>>;
let digest: Message;

beforeEach(async () => {
  orders = [];
  signed = { task: { ...task, state: 'signed', signedBy: 'otto' }, isNew: true };
  bench = await startBench({
    async signOff(order) {
      orders.push(order);
      return signed;
    },
  });
  const { text, blocks } = digestBlocks(aDigest({ kind: 'weekly', tasks: [task] }), null);
  await bench.part.client.apiCall('chat.postMessage', { channel: 'COPS', text, blocks });
  digest = await bench.until('COPS', (one) => visible(one).includes('CLR assembly'));
});
afterEach(() => bench.close());

const told = (userId: string) => bench.until('COPS', (one) => one.ephemeralFor === userId);

describe('signing off a task of the runbook', () => {
  it('is done by a responder, and on record before and after', async () => {
    await bench.press('UOPERATOR', digest, 'sign_off');
    const entries = await waitFor(() => {
      const own = bench.services.audited.filter(({ action }) => action === 'sign-off');
      return own.length === 2 ? own : null;
    });
    expect(orders).toEqual([{ environment: 'production', task: task.id, person: 'otto' }]);
    expect(entries.map(({ outcome }) => outcome)).toEqual(['started', 'done']);
    expect(entries[0]).toMatchObject({ person: 'otto', detail: { arguments: task.id } });
  });

  it('is refused to one who is no responder', async () => {
    await bench.press('UAPPROVER1', digest, 'sign_off');
    expect(visible(await told('UAPPROVER1'))).toContain('needs the role *responder*');
    expect(orders).toEqual([]);
  });

  it('says whose it was when it is done already', async () => {
    signed = { task: { ...task, state: 'signed', signedBy: 'vera' }, isNew: false };
    await bench.press('UOPERATOR', digest, 'sign_off');
    expect(visible(await told('UOPERATOR'))).toContain('was done already, by vera');
  });

  it('says so when the task is not known any more', async () => {
    signed = null;
    await bench.press('UOPERATOR', digest, 'sign_off');
    expect(visible(await told('UOPERATOR'))).toContain('does not know the task');
  });
});
