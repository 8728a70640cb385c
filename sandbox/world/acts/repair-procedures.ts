import { requestOf } from '../broker/sync-requests.ts';
import { fullAccess } from '../sql/access.ts';
import { queues } from '../things.ts';
import type { ActContext } from './act-context.ts';
import { endLeaked, setQueue } from './broker-acts.ts';
import { checkDatabase } from './check-database.ts';
import { raise } from './denials.ts';
import { readValues, type Values } from './parameters.ts';
import type { Procedure } from './procedure.ts';
import { counted, isAllowedEntity, mustBeAllowed } from './resync-procedures.ts';
import { createStatementReader } from './statement-reader.ts';

/** A queue of the product, or 50010. */
function queueOf(name: string | null) {
  const found = queues.find((queue) => queue.name.toLowerCase() === name?.toLowerCase());
  return found ?? raise({ number: 50010, message: 'There is no such queue in schema dbo.' });
}

const setQueueProcedure: Procedure = {
  name: 'hart_setqueue',
  home: 'product',
  run(context, args) {
    const values = readValues(
      'hart_SetQueue',
      [{ name: 'Queue' }, { name: 'Enabled' }, { name: 'Activation', standard: null }],
      args,
      context,
    );
    const queue = queueOf(values.text('Queue'));
    const activation = values.bit('Activation');
    if (activation !== null && queue.activation === null)
      raise({ number: 50011, message: 'This queue starts no procedure.' });
    setQueue(queue, { enabled: values.bit('Enabled'), activation }, context.world);
    context.returnStatus(0);
  },
};

const endConversations: Procedure = {
  name: 'hart_endconversations',
  home: 'product',
  async run(context, args) {
    const { world } = context;
    const values = readValues(
      'hart_EndConversations',
      [
        { name: 'FarService' },
        { name: 'State' },
        { name: 'MaxCount', standard: 500 },
        { name: 'Cleanup', standard: false },
        { name: 'Ended', standard: null },
        { name: 'Left', standard: null },
        { name: 'Queue', standard: null },
      ],
      args,
      context,
    );
    const max = values.number('MaxCount') ?? 0;
    if (!(max >= 1 && max <= 5000))
      raise({ number: 50012, message: '@MaxCount must be 1 to 5000.' });
    const state = (values.text('State') ?? '').trim().toUpperCase();
    if (!['CO', 'DI', 'DO', 'ER', 'CD'].includes(state))
      raise({ number: 50013, message: '@State must be CO, DI, DO, ER or CD.' });
    const far = (values.text('FarService') ?? '').replaceAll("'", "''");
    const own = values.text('Queue');
    const service = own === null ? null : queueOf(own).serviceId;
    const there = `SELECT count(*) AS n FROM Hartonomous.sys.conversation_endpoints WHERE far_service = '${far}' AND state = '${state}'${service === null ? '' : ` AND service_id = ${service}`}`;
    const before = await counted(world, there);
    const ended = state === 'DI' ? endLeaked(Math.min(max, before), world) : 0;
    const left = await counted(world, there);
    context.result(
      [
        { name: 'ended', type: 'int' },
        { name: 'left', type: 'varchar', length: 20 },
      ],
      [[ended, `${left}`]],
    );
    values.give('Ended', { type: 'int' }, ended);
    values.give('Left', { type: 'bigint' }, BigInt(left));
    context.returnStatus(0);
  },
};

const takeMessage: Procedure = {
  name: 'hart_takemessage',
  home: 'product',
  async run(context, args) {
    const { world } = context;
    const values = readValues(
      'hart_TakeMessage',
      [
        { name: 'Queue' },
        { name: 'ConversationHandle' },
        { name: 'QueuingOrder' },
        { name: 'Requeue', standard: false },
        { name: 'RunId', standard: null },
        { name: 'Outcome', standard: null },
      ],
      args,
      context,
    );
    const queue = queueOf(values.text('Queue'));
    const requeue = values.bit('Requeue') === true;
    if (requeue && queue.name !== 'Neo4jSyncQueue')
      raise({
        number: 50014,
        message: 'Only messages of Neo4jSyncQueue can be sent anew; others can be dropped.',
      });
    const handle = values.text('ConversationHandle') ?? '';
    await world.refresh();
    const rows = await world.engine.admin.rows(
      `SELECT queuing_order, message_type_name, message_body, CAST(conversation_handle AS VARCHAR) AS handle FROM Hartonomous.dbo."${queue.name}" ORDER BY queuing_order`,
    );
    const [head] = rows;
    const found = rows.find((row) => same(String(row['handle']), handle));
    const outcome =
      found === undefined || Number(found['queuing_order']) !== values.number('QueuingOrder')
        ? 'gone'
        : take(found, found === head);
    world.changed();
    answer(outcome, values, context);

    function take(row: Readonly<Record<string, unknown>>, isHead: boolean): string {
      const body = bytesOf(row['message_body']);
      if (requeue) {
        const request = requestOf(body.toString('utf16le'));
        if (!request)
          raise({
            number: 50015,
            message: 'The message cannot be read as a sync request: it can only be dropped.',
          });
        mustBeAllowed(request.entityType);
        world.broker.requests.send([request]);
      }
      if (!world.broker.requests.take(handle)) world.broker.broker.take(handle);
      if (isHead) endPoison(queue.name, context);
      const what = requeue ? 'requeued' : 'dropped';
      world.broker.runs.keepMessage({
        RunId: values.text('RunId'),
        QueueName: queue.name,
        ConversationHandle: handle,
        MessageType: String(row['message_type_name']),
        QueuingOrder: Number(row['queuing_order']),
        MessageBody: body,
        WhatBecameOfIt: what,
        TakenAt: world.now(),
      });
      return what;
    }
  },
};

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

function bytesOf(value: unknown): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value);
  // DuckDB wraps its blobs
  return typeof value === 'object' && value !== null && 'bytes' in value
    ? bytesOf(value.bytes)
    : Buffer.alloc(0);
}

/** Without the message at its head the queue goes on. */
function endPoison(queue: string, { world }: ActContext): void {
  if (world.fault('poison-loop')?.with['queue'] === queue) world.setFault('poison-loop', false);
}

const requeueDeadLetter: Procedure = {
  name: 'hart_requeuedeadletter',
  home: 'product',
  async run(context, args) {
    const { world } = context;
    const values = readValues(
      'hart_RequeueDeadLetter',
      [{ name: 'DeadLetterId' }, { name: 'Outcome', standard: null }],
      args,
      context,
    );
    const id = values.number('DeadLetterId') ?? 0;
    await world.refresh();
    const [letter] = await world.engine.admin.rows(
      `SELECT "MessageBody" AS body FROM Hartonomous.dbo."Neo4jSyncDeadLetterQueue" WHERE "DeadLetterId" = ${Math.trunc(id)}`,
    );
    const outcome = letter === undefined ? 'gone' : await again(String(letter['body']));
    world.changed();
    answer(outcome, values, context);

    async function again(body: string): Promise<string> {
      const request = requestOf(body);
      if (!request || !isAllowedEntity(request.entityType)) return 'unreadable';
      const there = await counted(
        world,
        `SELECT count(*) AS n FROM Hartonomous.dbo."Atom" WHERE "AtomId" = ${request.entityId}`,
      );
      if (there === 0) return 'missing';
      world.broker.requests.send([request]);
      world.broker.requests.takeLetter(id);
      return 'requeued';
    }
  },
};

const dismissDeadLetter: Procedure = {
  name: 'hart_dismissdeadletter',
  home: 'product',
  async run(context, args) {
    const { world } = context;
    const values = readValues(
      'hart_DismissDeadLetter',
      [
        { name: 'DeadLetterId' },
        { name: 'RunId', standard: null },
        { name: 'Outcome', standard: null },
      ],
      args,
      context,
    );
    const id = Math.trunc(values.number('DeadLetterId') ?? 0);
    await world.refresh();
    const [letter] = await world.engine.admin.rows(
      `SELECT "MessageBody" AS body, CAST("ConversationHandle" AS VARCHAR) AS handle FROM Hartonomous.dbo."Neo4jSyncDeadLetterQueue" WHERE "DeadLetterId" = ${id}`,
    );
    if (letter !== undefined) {
      world.broker.requests.takeLetter(id);
      world.broker.runs.keepMessage({
        RunId: values.text('RunId'),
        QueueName: 'Neo4jSyncDeadLetterQueue',
        ConversationHandle: String(letter['handle']),
        MessageType: null,
        QueuingOrder: id,
        MessageBody: Buffer.from(String(letter['body']), 'utf16le'),
        WhatBecameOfIt: 'dismissed',
        TakenAt: world.now(),
      });
    }
    world.changed();
    answer(letter === undefined ? 'gone' : 'dismissed', values, context);
  },
};

/** One row, the OUTPUT parameter, and all is well. */
function answer(outcome: string, values: Values, context: ActContext): void {
  context.result([{ name: 'outcome', type: 'nvarchar', length: 20 }], [[outcome]]);
  values.give('Outcome', { type: 'nvarchar', length: 20 }, outcome);
  context.returnStatus(0);
}

/** EXECUTE AS OWNER: whoever may call it checks the database as its dbo. */
const checkDatabaseProcedure: Procedure = {
  name: 'hart_checkdatabase',
  home: 'product',
  async run(context, args) {
    const signature = [{ name: 'PhysicalOnly', standard: false }];
    const values = readValues('hart_CheckDatabase', signature, args, context);
    const physical = values.bit('PhysicalOnly') === true ? ', PHYSICAL_ONLY' : '';
    const database = args.database.replaceAll(']', ']]');
    const statement = `DBCC CHECKDB ([${database}]) WITH NO_INFOMSGS${physical}`;
    const check = checkDatabase(createStatementReader(statement, []));
    const { session } = context;
    const asOwner = {
      spid: session.spid,
      login: session.login,
      program: session.program,
      host: session.host,
      database: session.database,
      access: fullAccess,
      use: (name: string) => session.use(name),
    };
    await check?.({ ...context, session: asOwner });
    context.returnStatus(0);
  },
};

export const repairProcedures: readonly Procedure[] = [
  checkDatabaseProcedure,
  setQueueProcedure,
  endConversations,
  takeMessage,
  requeueDeadLetter,
  dismissDeadLetter,
];
