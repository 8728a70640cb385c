import { PRODUCT } from '../databases/databases.ts';
import { type QueueThing, queues } from '../things.ts';
import type { World } from '../world.ts';
import type { ReadAct } from './act.ts';
import { denials, isAdministrator, raise } from './denials.ts';
import { isOwner } from './owner.ts';
import type { StatementReader } from './statement-reader.ts';

interface QueueChange {
  readonly enabled: boolean | null;
  readonly activation: boolean | null;
}

/** Switches a queue, or its activation; null leaves it. What a fault had switched off is well again. */
export function setQueue(
  queue: QueueThing,
  { enabled, activation }: QueueChange,
  world: World,
): void {
  const strikes = (name: 'queue-disabled' | 'activation-stuck') =>
    world.fault(name)?.with['queue'] === queue.name;
  if (enabled !== null) {
    world.broker.broker.set(queue.name, { offSince: enabled ? null : world.now() });
    if (enabled && strikes('queue-disabled')) world.setFault('queue-disabled', false);
  }
  if (activation !== null) {
    world.broker.broker.set(queue.name, { activation });
    if (activation && strikes('activation-stuck')) world.setFault('activation-stuck', false);
  }
  world.changed();
}

/** Ends so many of the dialogs that leak; answers how many there were to end. */
export function endLeaked(count: number, world: World): number {
  const fault = world.fault('conversations-leaked');
  if (!fault) return world.broker.requests.endDialogs(count);
  const state = world.broker.broker;
  const left = Number(fault.with['count']) - state.endedLeaked(fault.since);
  const ended = Math.max(0, Math.min(count, left));
  state.endLeaked(ended, fault.since);
  world.changed();
  return ended;
}

/** `ALTER QUEUE name WITH STATUS = ON, ACTIVATION (STATUS = ON, …), …` */
export const alterQueue: ReadAct = (reader) => {
  if (!reader.take('ALTER', 'QUEUE')) return null;
  const { name, database } = reader.objectName();
  reader.expect('WITH');
  let change: QueueChange = { enabled: null, activation: null };
  do {
    if (reader.take('STATUS')) change = { ...change, enabled: onOff(reader) };
    else if (reader.take('ACTIVATION')) change = { ...change, activation: activationOf(reader) };
    else if (reader.take('POISON_MESSAGE_HANDLING')) {
      reader.expect('(', 'STATUS');
      onOff(reader);
      reader.expect(')');
    } else if (reader.take('RETENTION')) onOff(reader);
    else reader.fail();
  } while (reader.take(','));
  return async (context) => {
    const queue = queues.find((one) => one.name.toLowerCase() === name.toLowerCase());
    const place = context.world.databases.find(database ?? context.session.database);
    if (!queue || !place || !isOwner(context, place)) raise(denials.find('queue', name));
    if (place.name === PRODUCT) setQueue(queue, change, context.world);
    else await setQueueOfCopy(place.name, queue, change, context.world);
  };
};

/** What a copy holds is not written anew each time, so it is changed where it stands. */
async function setQueueOfCopy(
  database: string,
  queue: QueueThing,
  { enabled, activation }: QueueChange,
  world: World,
): Promise<void> {
  const changes = [
    ...(enabled === null
      ? []
      : [`is_receive_enabled = ${enabled}`, `is_enqueue_enabled = ${enabled}`]),
    ...(activation === null ? [] : [`is_activation_enabled = ${activation}`]),
  ];
  if (changes.length === 0) return;
  await world.engine.admin.run(
    `UPDATE "${database.replaceAll('"', '""')}".sys.service_queues SET ${changes.join(', ')} WHERE object_id = ${queue.objectId}`,
  );
}

function activationOf(reader: StatementReader): boolean | null {
  reader.expect('(');
  let status: boolean | null = null;
  do {
    if (reader.take('STATUS')) status = onOff(reader);
    else if (reader.take('PROCEDURE_NAME', '=')) reader.objectName();
    else if (reader.take('MAX_QUEUE_READERS', '=')) reader.number();
    else if (reader.take('EXECUTE', 'AS')) reader.value();
    else reader.fail();
  } while (reader.take(','));
  reader.expect(')');
  return status;
}

function onOff(reader: StatementReader): boolean {
  reader.expect('=');
  if (reader.take('ON')) return true;
  reader.expect('OFF');
  return false;
}

/** `END CONVERSATION handle [WITH CLEANUP | WITH ERROR = n DESCRIPTION = 'text']` */
export const endConversation: ReadAct = (reader) => {
  if (!reader.take('END', 'CONVERSATION')) return null;
  const handle = reader.text();
  const cleanup = reader.take('WITH', 'CLEANUP');
  if (!cleanup && reader.take('WITH', 'ERROR', '=')) {
    reader.number();
    reader.expect('DESCRIPTION', '=');
    reader.text();
  }
  return async (context) => {
    const { world } = context;
    await world.refresh();
    const isSafe = /^[\da-f-]{36}$/i.test(handle);
    const there = async (from: string) =>
      isSafe &&
      (
        await world.engine.admin.rows(
          `SELECT 1 AS n FROM Hartonomous.sys.${from} WHERE lower(CAST(conversation_handle AS VARCHAR)) = lower('${handle}')`,
        )
      ).length > 0;
    const isUndelivered = await there('transmission_queue');
    const isEndpoint = await there('conversation_endpoints');
    if ((!isUndelivered && !isEndpoint) || !isAdministrator(context))
      raise({ number: 8426, message: `The conversation handle "${handle}" is not found.` });
    if (cleanup) world.broker.broker.cleanUp(handle);
    if (isEndpoint) endLeaked(1, world);
    world.changed();
  };
};
