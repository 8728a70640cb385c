import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isRefusal } from '../../../src/domain/authority.ts';
import type { JsonObject } from '../../../src/domain/json.ts';
import type { OperationName } from '../../../src/domain/plan.ts';
import type { Run } from '../../../src/domain/run.ts';
import { queueOperations } from '../../../src/operations/queues/queue-operations.ts';
import { poisonMessage } from '../../../src/operations/queues/read-head.ts';
import { forever } from '../acting/acting-bench.ts';
import { requester } from '../restore-run/restore-bench.ts';
import { type ResyncBench, resyncBench } from '../resync/resync-bench.ts';

let bench: ResyncBench;
beforeAll(async () => {
  bench = await resyncBench(queueOperations);
}, 60_000);
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.world.reset();
  bench.sent.length = 0;
});
afterEach(() => {
  bench.afterSend(() => undefined);
});

const sync = { queue: 'Neo4jSyncQueue' };
const noteOf = ({ steps }: Run, id: string) => steps.find((step) => step.id === id)?.note;
const count = async (from: string) =>
  Number((await bench.ask(`SELECT COUNT(*) AS n FROM Hartonomous.${from}`))[0]?.['n']);
const taken = () =>
  bench.ask(
    'SELECT t.QueueName AS queue, t.WhatBecameOfIt AS outcome FROM Hartonomous.dbo.HartTakenMessage AS t',
  );

describe('a queue', () => {
  test('that is switched off is enabled after a confirmation alone', async () => {
    bench.world.setFault('queue-disabled', true, { queue: 'ActQueue' });
    const run = await bench.runs('queue.enable', { queue: 'ActQueue' });
    expect(run.consent).toEqual({ approvals: 0, typedName: false, stepUp: false });
    expect(run.state).toBe('done');
    expect(noteOf(run, 'switch')).toMatch(/^`ActQueue` is on, \d+ messages? waiting\.$/);
    expect(run.report?.title).toBe('`ActQueue` is enabled');
    expect(bench.world.fault('queue-disabled')).toBeUndefined();
    expect(await bench.propose('queue.enable', { queue: 'ActQueue' })).toMatchObject({
      rule: 'nothing',
    });
  }, 60_000);

  test('whose activation is stuck has it switched off and on', async () => {
    bench.world.setFault('activation-stuck', true, { queue: 'HypothesizeQueue' });
    const run = await bench.runs('queue.activate', { queue: 'HypothesizeQueue' });
    expect(run.plan.title).toMatch(/^Restart the activation of `HypothesizeQueue`/);
    expect(run.state).toBe('done');
    expect(bench.sent.filter(({ statement }) => /hart_SetQueue/.test(statement))).toHaveLength(2);
    expect(bench.world.fault('activation-stuck')).toBeUndefined();
  }, 60_000);

  test('that is taken over inside the switching is switched again, and is on', async () => {
    bench.world.setFault('activation-stuck', true, { queue: 'HypothesizeQueue' });
    bench.afterSend((statement) => (/hart_SetQueue/.test(statement) ? forever() : undefined));
    const { id } = await bench.start('queue.activate', { queue: 'HypothesizeQueue' });
    await expect.poll(() => bench.sent.length, { timeout: 30_000 }).toBeGreaterThan(0);
    await (await bench.die()).recover();
    expect((await bench.over(id)).state).toBe('done');
    expect(bench.world.fault('activation-stuck')).toBeUndefined();
  }, 60_000);

  test.each<[OperationName, JsonObject, string]>([
    ['queue.enable', { queue: 'NoQueue' }, 'no-queue'],
    ['queue.enable', {}, 'no-queue'],
    ['queue.enable', { queue: "x'; DROP TABLE a --" }, 'no-queue'],
    ['queue.activate', sync, 'no-procedure'],
    ['queue.end-conversations', sync, 'nothing'],
    ['queue.requeue', { queue: 'ActQueue' }, 'other-queue'],
    ['dead-letters.requeue', {}, 'nothing'],
    ['dead-letters.dismiss', {}, 'nothing'],
  ])('%s of %j is refused by %s', async (operation, options, rule) => {
    expect(await bench.propose(operation, options)).toMatchObject({ kind: 'refusal', rule });
  });

  test.each<[OperationName, string, RegExp]>([
    [
      'queue.enable',
      'hart_SetQueue',
      /ALTER QUEUE \[Hartonomous\]\.dbo\.\[ActQueue\] WITH STATUS = ON`/,
    ],
    ['queue.activate', 'hart_SetQueue', /ACTIVATION \(STATUS = ON\)`/],
    ['queue.end-conversations', 'hart_EndConversations', /07-repair-procedures/],
    ['queue.drop', 'hart_TakeMessage', /07-repair-procedures/],
    ['dead-letters.requeue', 'hart_RequeueDeadLetter', /07-repair-procedures/],
    ['dead-letters.dismiss', 'hart_DismissDeadLetter', /07-repair-procedures/],
  ])('S4 %s is the DBAʼs without %s', async (operation, procedure, hint) => {
    const { facts } = bench.ports;
    const others = async (...asked: Parameters<typeof facts.ask>) => {
      const answer = await facts.ask(...asked);
      if (!answer.ok || asked[0] !== 'repair-procedures') return answer;
      expect(answer.value.map(({ name }) => name)).toContain(procedure);
      return { ok: true as const, value: answer.value.filter(({ name }) => name !== procedure) };
    };
    const found = queueOperations.find(({ name }) => name === operation);
    const order = {
      operation,
      environment: 'production',
      options: { queue: 'ActQueue' },
      by: requester,
    };
    const refused = await found?.propose(order, 'R9', { ...bench.ports, facts: { ask: others } });
    expect(refused).toMatchObject({ rule: 'not-installed' });
    expect(isRefusal(refused) ? refused.hint : '').toMatch(hint);
  });
});

describe('the message at the head', () => {
  test('S51 is shown with its body, which no plan and no report has', async () => {
    bench.world.setFault('poison-loop', true, sync);
    const found = await poisonMessage(bench.ports, 'Neo4jSyncQueue');
    if ('rule' in found) throw new Error(found.message);
    expect(found).toMatchObject({ queue: 'Neo4jSyncQueue', messageType: 'Neo4jSyncRequest' });
    expect(found.body).toMatch(/^<Neo4jSync><EntityType>Atom<\/EntityType><EntityId>\d+/);
    expect(found.bytes).toBe(found.body.length * 2);
    expect(found.enqueuedAt).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    const run = await bench.runs('queue.drop', sync);
    expect(JSON.stringify(run)).not.toContain('EntityId');
    expect(await poisonMessage(bench.ports, 'NoQueue')).toMatchObject({ rule: 'no-queue' });
  }, 60_000);

  test('is dropped by two approvals and the typed name, kept, and the queue goes on', async () => {
    bench.world.setFault('poison-loop', true, sync);
    const run = await bench.runs('queue.drop', sync);
    expect(run.consent).toEqual({ approvals: 2, typedName: true, stepUp: false });
    expect(run.state).toBe('done');
    expect(run.plan.loses).toHaveLength(1);
    expect(await taken()).toEqual([{ queue: 'Neo4jSyncQueue', outcome: 'dropped' }]);
    expect(bench.world.fault('poison-loop')).toBeUndefined();
  }, 60_000);

  test('is sent anew by one approval', async () => {
    bench.world.setFault('worker-stalled', true, { worker: 'Neo4jSync' });
    const run = await bench.runs('queue.requeue', sync);
    expect(run.consent.approvals).toBe(1);
    expect(run.state).toBe('done');
    expect(await taken()).toEqual([{ queue: 'Neo4jSyncQueue', outcome: 'requeued' }]);
    expect(bench.world.broker.requests.waiting()).toHaveLength(1);
  }, 60_000);

  test('S33 is sent anew only if its type is allowed', async () => {
    bench.world.setFault('worker-stalled', true, { worker: 'Neo4jSync' });
    const { facts } = bench.ports;
    const ports = {
      ...bench.ports,
      facts: {
        ask: async (...asked: Parameters<typeof facts.ask>) =>
          asked[0] === 'resync-entities'
            ? { ok: true as const, value: [{ entity_type: 'Model' }] }
            : facts.ask(...asked),
      },
    };
    const order = {
      operation: 'queue.requeue',
      environment: 'production',
      options: sync,
      by: requester,
    } as const;
    const requeue = queueOperations.find(({ name }) => name === 'queue.requeue');
    expect(await requeue?.propose(order, 'R9', ports)).toMatchObject({ rule: 'S33' });
  });

  test('that is another one by now voids the plan, and nothing is taken', async () => {
    bench.world.setFault('poison-loop', true, sync);
    const { id } = await bench.agreedTo('queue.drop', sync);
    bench.world.setFault('poison-loop', false);
    bench.world.setFault('worker-stalled', true, { worker: 'Neo4jSync' });
    expect(await bench.acting.start(id, requester)).toMatchObject({ kind: 'refusal' });
    expect((await bench.over(id)).state).toBe('void');
    expect(await taken()).toEqual([]);
  }, 60_000);

  test('S13 is taken once, though the process dies after it', async () => {
    bench.world.setFault('worker-stalled', true, { worker: 'Neo4jSync' });
    const before = await count('dbo.Neo4jSyncQueue');
    bench.afterSend((statement) => (/hart_TakeMessage/.test(statement) ? forever() : undefined));
    const { id } = await bench.start('queue.drop', sync);
    await expect
      .poll(() => bench.sent.some(({ statement }) => /hart_TakeMessage/.test(statement)), {
        timeout: 30_000,
      })
      .toBe(true);
    await (await bench.die()).recover();
    const run = await bench.over(id);
    expect(run.state).toBe('done');
    expect(noteOf(run, 'take')).toMatch(/kept in dbo.HartTakenMessage/);
    expect(await taken()).toHaveLength(1);
    expect(await count('dbo.Neo4jSyncQueue')).toBeGreaterThanOrEqual(before - 1);
  }, 60_000);
});

describe('conversations that nobody ends', () => {
  test('are ended in batches, those of this queue that are over on one side', async () => {
    bench.world.setFault('conversations-leaked', true, { count: 1234 });
    const conversing = "sys.conversation_endpoints AS c WHERE c.state = 'CO'";
    const before = await count(conversing);
    const run = await bench.runs('queue.end-conversations', { queue: 'InitiatorQueue' });
    expect(run.state).toBe('done');
    expect(noteOf(run, 'end-DI-Neo4jSyncService')).toBe('1234 were ended, 0 are left.');
    expect(
      bench.sent.filter(({ statement }) => /hart_EndConversations/.test(statement)),
    ).toHaveLength(3);
    expect(await count("sys.conversation_endpoints AS c WHERE c.state <> 'CO'")).toBe(0);
    expect(await count(conversing)).toBe(before);
  }, 60_000);

  test('are left alone where they converse, or are few', async () => {
    bench.world.setFault('conversations-leaked', true, { count: 99 });
    const options = { queue: 'InitiatorQueue' };
    expect(await bench.propose('queue.end-conversations', options)).toMatchObject({
      rule: 'nothing',
    });
  });
});

describe('dead letters', () => {
  test('are sent again where they can be read; the rest is dismissed by its own plan, and kept', async () => {
    bench.world.setFault('dead-letters', true);
    const run = await bench.runs('dead-letters.requeue');
    expect(run.consent.approvals).toBe(1);
    expect(noteOf(run, 'letters')).toBe('5 cannot be read, 2 sent again.');
    expect(await count('dbo.Neo4jSyncDeadLetterQueue')).toBe(5);
    expect(bench.world.broker.requests.waiting().length).toBeLessThanOrEqual(2);
    const [next] = run.report?.next ?? [];
    expect(next).toEqual({
      label: 'Dismiss the rest…',
      operation: 'dead-letters.dismiss',
      options: { upTo: '7' },
    });
    const dismissed = await bench.runs('dead-letters.dismiss', next?.options);
    expect(dismissed.consent).toEqual({ approvals: 2, typedName: true, stepUp: false });
    expect(noteOf(dismissed, 'letters')).toBe('5 dismissed.');
    expect(await count('dbo.Neo4jSyncDeadLetterQueue')).toBe(0);
    expect(await taken()).toHaveLength(5);
  }, 60_000);

  test('S33 are sent once, though the process dies in the middle', async () => {
    bench.world.setFault('dead-letters', true);
    const requeued = () =>
      bench.sent.filter(
        ({ statement, answer }) =>
          /hart_RequeueDeadLetter/.test(statement) &&
          answer.ok &&
          answer.value[0]?.['outcome'] === 'requeued',
      );
    bench.afterSend(() => (requeued().length === 1 ? forever() : undefined));
    const { id } = await bench.start('dead-letters.requeue');
    await expect.poll(() => requeued().length, { timeout: 30_000 }).toBe(1);
    await (await bench.die()).recover();
    expect((await bench.over(id)).state).toBe('done');
    expect(requeued()).toHaveLength(2);
  }, 60_000);

  test('that came since the dismissal was agreed to void it', async () => {
    bench.world.setFault('dead-letters', true, { letters: 2 });
    const { id } = await bench.agreedTo('dead-letters.dismiss');
    bench.world.setFault('dead-letters', true, { letters: 3 });
    expect(await bench.acting.start(id, requester)).toMatchObject({ kind: 'refusal' });
    expect(await count('dbo.Neo4jSyncDeadLetterQueue')).toBe(3);
  }, 60_000);
});
