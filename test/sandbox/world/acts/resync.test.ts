import sql from 'mssql';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSqlServer } from '../../../../sandbox/world/sql-server.ts';
import { createWorld, type World } from '../../../../sandbox/world/world.ts';
import { passwords } from './acting.ts';
import { resyncBatch, runId } from './resync-batch.ts';

let world: World;
let pool: sql.ConnectionPool;
let admin: sql.ConnectionPool;

async function connect(port: number, user: 'hart_operator' | 'sa'): Promise<sql.ConnectionPool> {
  const made = new sql.ConnectionPool({
    server: '127.0.0.1',
    port,
    user,
    password: passwords[user],
    database: 'Hartonomous',
    pool: { min: 1, max: 1 },
    options: { encrypt: false, trustServerCertificate: true },
  });
  return made.connect();
}

beforeAll(async () => {
  // the clock stands still: the worker works when a test lets time pass
  world = await createWorld({ now: () => Date.UTC(2026, 10, 23, 14, 7, 12), seed: 3, actMs: 0 });
  const server = await createSqlServer({ world, host: '127.0.0.1', port: 0, passwords });
  pool = await connect(server.port, 'hart_operator');
  admin = await connect(server.port, 'sa');
  return async () => {
    await Promise.all([pool.close(), admin.close()]);
    await server.close();
    await world.close();
  };
}, 60_000);

beforeEach(() => world.reset());

async function call(procedure: string, given: Readonly<Record<string, string | number | boolean>>) {
  const request = pool.request();
  for (const [name, value] of Object.entries(given)) request.input(name, value);
  request.output('Outcome', sql.NVarChar(20));
  const { output } = await request.execute<unknown>(`dbo.${procedure}`);
  return String(output['Outcome']);
}

async function rows(text: string): Promise<readonly Record<string, unknown>[]> {
  return (await admin.request().query<Record<string, unknown>>(text)).recordset;
}

/** By the operator. */
async function called(text: string): Promise<readonly Record<string, unknown>[]> {
  return (await pool.request().batch<Record<string, unknown>>(text)).recordset;
}

const atoms = () => world.graph.count('Atom');
const heads = (queue: string) =>
  rows(
    `SELECT TOP (1) CONVERT(varchar(36), q.conversation_handle) AS handle, CONVERT(varchar(20), q.queuing_order) AS place FROM dbo.${queue} AS q ORDER BY q.queuing_order`,
  );

describe('S33 a resync', () => {
  test('closes the drift batch by batch, and ends at the key where it began', async () => {
    world.setFault('graph-drift', true, { atoms: 700 });
    const drifted = atoms();
    const outcomes: string[] = [];
    for (let step = 0; step < 40 && outcomes.at(-1) !== 'done'; step += 1) {
      const { Outcome } = await resyncBatch(pool);
      outcomes.push(Outcome);
      world.advance(3000);
    }
    expect(outcomes.at(-1)).toBe('done');
    expect(outcomes).toContain('enqueued');
    world.advance(30_000);
    expect(atoms()).toBeGreaterThanOrEqual(drifted + 700);
    expect(
      await rows(
        `SELECT p.Outcome, CONVERT(int, p.Enqueued) AS sent, CONVERT(int, p.HighWaterKey) AS high FROM dbo.HartResyncProgress AS p`,
      ),
    ).toEqual([{ Outcome: 'done', sent: 5000, high: 5000 }]);
  }, 60_000);

  test('waits while the queue is deep, and for live work', async () => {
    expect(await resyncBatch(pool, { BatchSize: 400, MaxQueueDepth: 500 })).toMatchObject({
      Outcome: 'enqueued',
      Enqueued: 400,
      LastKey: '400',
    });
    expect(await resyncBatch(pool, { BatchSize: 400, MaxQueueDepth: 500 })).toMatchObject({
      Outcome: 'waiting',
      Enqueued: 0,
      LastKey: '400',
    });
    world.advance(5000);
    world.setFault('queue-flooded', true);
    expect(await resyncBatch(pool, { MaxQueueDepth: 5000 })).toMatchObject({ Outcome: 'waiting' });
    world.setFault('queue-flooded', false);
    expect(await resyncBatch(pool)).toMatchObject({ Outcome: 'enqueued', LastKey: '900' });
  });

  test('stops when nobody ends the dialogs', async () => {
    world.setFault('conversations-leaked', true, { count: 10 });
    const outcomes: string[] = [];
    for (let step = 0; step < 6; step += 1) {
      outcomes.push(
        (await resyncBatch(pool, { BatchSize: 300, MaxQueueDepth: 400, MaxEndpointGrowth: 0 }))
          .Outcome,
      );
      world.advance(5000);
    }
    expect(outcomes.at(-1)).toBe('stopped');
    world.setFault('conversations-leaked', false);
    expect(
      (await resyncBatch(pool, { BatchSize: 300, MaxQueueDepth: 400, MaxEndpointGrowth: 0 }))
        .Outcome,
    ).toBe('enqueued');
  });

  test.each([
    [{ EntityType: 'Atom) DETACH DELETE n //' }, 50002],
    [{ AfterKey: 17 }, 50005],
    [{ BatchSize: 0 }, 50004],
    [{ BachSize: 10 }, 8145],
  ])('refuses %j', async (given, number) => {
    await resyncBatch(pool, { BatchSize: 10 });
    await expect(resyncBatch(pool, given)).rejects.toMatchObject({ number });
  });

  test.each([
    ['worker-stalled', { worker: 'Neo4jSync' }, 0, 0, 0],
    ['neo4j-stopped', {}, 0, 0, 0],
    ['sync-failures', {}, 75, 25, 0],
    ['dead-letters', { letters: 0 }, 98, 0, 2],
  ])('under %s does what the worker does then', async (fault, given, done, failed, letters) => {
    world.setFault(fault, true, given);
    await resyncBatch(pool, { BatchSize: 100 });
    world.advance(5000);
    const log = (status: string) =>
      rows(
        `SELECT COUNT(*) AS n FROM dbo.Neo4jSyncLog AS l WHERE l.SyncType = N'UPDATE' AND l.SyncStatus = N'${status}'`,
      );
    expect(await log('Success')).toEqual([{ n: done }]);
    expect(await log('Failed')).toEqual([{ n: failed }]);
    expect(await rows('SELECT COUNT(*) AS n FROM dbo.Neo4jSyncDeadLetterQueue')).toEqual([
      { n: letters },
    ]);
  });
});

describe('a message', () => {
  test('that poisons its queue is dropped if it is still the one, and the queue goes on', async () => {
    world.setFault('poison-loop', true, { queue: 'Neo4jSyncQueue' });
    const [head] = await heads('Neo4jSyncQueue');
    const given = {
      Queue: 'Neo4jSyncQueue',
      ConversationHandle: String(head?.['handle']),
      RunId: runId,
    };
    const order = Number(head?.['place']);
    expect(await call('hart_TakeMessage', { ...given, QueuingOrder: order + 1 })).toBe('gone');
    expect(world.fault('poison-loop')).toBeDefined();
    expect(await call('hart_TakeMessage', { ...given, QueuingOrder: order })).toBe('dropped');
    expect(world.fault('poison-loop')).toBeUndefined();
    expect(
      await rows('SELECT t.QueueName, t.WhatBecameOfIt AS what FROM dbo.HartTakenMessage AS t'),
    ).toEqual([{ QueueName: 'Neo4jSyncQueue', what: 'dropped' }]);
  });

  test('S33 is sent anew only where it is a sync request', async () => {
    world.setFault('worker-stalled', true, { worker: 'Neo4jSync' });
    const [head] = await heads('Neo4jSyncQueue');
    const given = {
      ConversationHandle: String(head?.['handle']),
      QueuingOrder: Number(head?.['place']),
      Requeue: true,
    };
    await expect(call('hart_TakeMessage', { ...given, Queue: 'ActQueue' })).rejects.toMatchObject({
      number: 50014,
    });
    await expect(
      call('hart_TakeMessage', { ...given, Queue: 'sys.objects' }),
    ).rejects.toMatchObject({ number: 50010 });
    expect(await call('hart_TakeMessage', { ...given, Queue: 'Neo4jSyncQueue' })).toBe('requeued');
    expect(world.broker.requests.waiting()).toHaveLength(1);
  });

  test('in the dead letters is taken away once, and kept', async () => {
    world.setFault('dead-letters', true);
    const count = 'SELECT COUNT(*) AS n FROM dbo.Neo4jSyncDeadLetterQueue';
    expect(await rows(count)).toEqual([{ n: 7 }]);
    expect(await call('hart_DismissDeadLetter', { DeadLetterId: 2, RunId: runId })).toBe(
      'dismissed',
    );
    expect(await call('hart_DismissDeadLetter', { DeadLetterId: 2 })).toBe('gone');
    expect(await rows(count)).toEqual([{ n: 6 }]);
    expect(
      await rows(
        'SELECT t.QueueName, t.WhatBecameOfIt AS what, CONVERT(int, t.QueuingOrder) AS id FROM dbo.HartTakenMessage AS t',
      ),
    ).toEqual([{ QueueName: 'Neo4jSyncDeadLetterQueue', what: 'dismissed', id: 2 }]);
  });

  test('in the dead letters is sent again if it can be read', async () => {
    world.setFault('dead-letters', true);
    expect(await call('hart_RequeueDeadLetter', { DeadLetterId: 1 })).toBe('unreadable');
    expect(await call('hart_RequeueDeadLetter', { DeadLetterId: 3 })).toBe('requeued');
    expect(await call('hart_RequeueDeadLetter', { DeadLetterId: 3 })).toBe('gone');
    expect(await call('hart_RequeueDeadLetter', { DeadLetterId: 999_999 })).toBe('gone');
    await resyncBatch(pool, { BatchSize: 100 });
    world.advance(5000);
    expect(await call('hart_RequeueDeadLetter', { DeadLetterId: 5040 })).toBe('requeued');
    expect(await call('hart_RequeueDeadLetter', { DeadLetterId: 5040 })).toBe('gone');
  });
});

describe('a queue', () => {
  const state = (queue: string) =>
    rows(
      `SELECT CONVERT(int, q.is_receive_enabled) AS receives, CONVERT(int, q.is_activation_enabled) AS starts FROM sys.service_queues AS q WHERE q.name = N'${queue}'`,
    );
  const set = (given: Readonly<Record<string, string | boolean>>) => {
    const request = pool.request();
    for (const [name, value] of Object.entries(given)) request.input(name, value);
    return request.execute('dbo.hart_SetQueue');
  };

  test('that was disabled is switched on again, and the fault is over', async () => {
    world.setFault('queue-disabled', true, { queue: 'ActQueue' });
    expect(await state('ActQueue')).toEqual([{ receives: 0, starts: 1 }]);
    await set({ Queue: 'ActQueue', Enabled: true });
    expect(await state('ActQueue')).toEqual([{ receives: 1, starts: 1 }]);
    expect(world.fault('queue-disabled')).toBeUndefined();
    await admin
      .request()
      .batch('ALTER QUEUE dbo.ActQueue WITH STATUS = OFF, ACTIVATION (STATUS = OFF)');
    expect(await state('ActQueue')).toEqual([{ receives: 0, starts: 0 }]);
    await set({ Queue: 'ActQueue', Enabled: true, Activation: true });
    expect(await state('ActQueue')).toEqual([{ receives: 1, starts: 1 }]);
  });

  test.each([
    [{ Queue: 'NoQueue', Enabled: true }, 50010],
    [{ Queue: 'Neo4jSyncQueue', Enabled: true, Activation: true }, 50011],
    [{ Queue: 'ActQueue' }, 201],
  ])('%j is refused', async (given, number) => {
    await expect(set(given)).rejects.toMatchObject({ number });
  });
});

test('what a procedure came to is given back as one row', async () => {
  const [resynced] = await called(
    `EXEC dbo.sp_ResyncAllProvenanceToNeo4j @RunId = '${runId}', @BatchSize = 10`,
  );
  expect(resynced).toMatchObject({
    outcome: 'enqueued',
    last_key: '10',
    high_water_key: '5000',
    enqueued: 10,
  });
  expect(Object.keys(resynced ?? {})).toEqual([
    'outcome',
    'last_key',
    'high_water_key',
    'enqueued',
    'queue_depth',
    'endpoints',
  ]);
  world.setFault('conversations-leaked', true, { count: 700 });
  const end = "EXEC dbo.hart_EndConversations @FarService = N'Neo4jSyncService', @State = 'DI'";
  expect(await called(`${end}, @Queue = N'ActQueue'`)).toEqual([{ ended: 0, left: '0' }]);
  expect(await called(`${end}, @Queue = N'InitiatorQueue'`)).toEqual([{ ended: 500, left: '200' }]);
  expect(await called('EXEC dbo.hart_RequeueDeadLetter @DeadLetterId = 99')).toEqual([
    { outcome: 'gone' },
  ]);
  expect(await called('EXEC dbo.hart_DismissDeadLetter @DeadLetterId = 99')).toEqual([
    { outcome: 'gone' },
  ]);
  expect(
    await called(
      `EXEC dbo.hart_TakeMessage @Queue = N'ActQueue', @ConversationHandle = '${runId}', @QueuingOrder = 1`,
    ),
  ).toEqual([{ outcome: 'gone' }]);
});

test('an undelivered message goes with its conversation, by whoever may', async () => {
  world.setFault('undelivered-messages', true);
  const count = 'SELECT COUNT(*) AS n FROM sys.transmission_queue';
  const [first] = await rows(
    'SELECT TOP (1) CONVERT(varchar(36), t.conversation_handle) AS handle FROM sys.transmission_queue AS t ORDER BY t.enqueue_time',
  );
  const end = `END CONVERSATION '${String(first?.['handle'])}' WITH CLEANUP`;
  await expect(pool.request().batch(end)).rejects.toMatchObject({ number: 8426 });
  await admin.request().batch(end);
  expect(await rows(count)).toEqual([{ n: 36 }]);
});
