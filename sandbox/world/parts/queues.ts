import type { BrokerState } from '../broker/broker-state.ts';
import type { SyncRequests } from '../broker/sync-requests.ts';
import { DAY, type Instant, local, MINUTE, SECOND } from '../clock.ts';
import type { FaultName } from '../fault-catalogue.ts';
import { type ActiveFault, type ActiveFaults, textArgument } from '../faults.ts';
import { missingObject } from '../missing-object.ts';
import type { Random } from '../random.ts';
import type { Filling, Row, Table } from '../table.ts';
import {
  activatedTasks,
  conversationEndpoints,
  messageTypes,
  queueMonitors,
  queueTable,
  serviceContracts,
  serviceQueues,
  services,
  transmissionQueue,
} from '../tables/broker.ts';
import { internalTables, partitions } from '../tables/catalogue.ts';
import { databaseIds, phases, type QueueThing, queues } from '../things.ts';
import { endpoints, leaked, undelivered } from './conversations.ts';
import { lastPhaseEnd } from './ooda-loop.ts';
import type { Part } from './part.ts';
import { createMessages, type Message } from './queue-messages.ts';

/** Every queue can be selected from, under its own name. */
export const queueTables: ReadonlyMap<string, Table> = new Map(
  queues.map(({ name }) => [name, queueTable(name)]),
);

function tableOf(queue: QueueThing): Table {
  const found = queueTables.get(queue.name);
  if (!found) throw new TypeError(`no table for ${queue.name}`);
  return found;
}

/** Is this fault on, and on this queue? */
function strikes(
  faults: ActiveFaults,
  name: FaultName,
  queue: QueueThing,
): ActiveFault | undefined {
  const fault = faults.get(name);
  return fault && textArgument(fault, 'queue') === queue.name ? fault : undefined;
}

/** Service Broker: queues with their messages, activation, dialogs, what could not be sent. */
export function createQueues(
  start: Instant,
  random: Random,
  { broker, requests }: { readonly broker: BrokerState; readonly requests: SyncRequests },
): Part {
  const messages = createMessages(random);
  const stamp = { create_date: local(start - 200 * DAY), modify_date: local(start - 30 * DAY) };
  const fixed = fixedRows();

  function waiting(queue: QueueThing, now: Instant, faults: ActiveFaults): readonly Message[] {
    const left = arrived(queue, now, faults).filter(
      ({ row }) => !broker.isTaken(String(row['conversation_handle'])),
    );
    if (queue.name !== 'Neo4jSyncQueue') return left;
    const sent = requests.messageRows().map((row) => ({ enqueuedAt: now, row }));
    if (sent.length === 0) return left;
    const order = ({ row }: Message) => Number(row['queuing_order']);
    return [...left, ...sent].toSorted((one, other) => order(one) - order(other));
  }

  function arrived(queue: QueueThing, now: Instant, faults: ActiveFaults): readonly Message[] {
    const { offSince } = broker.setting(queue.name);
    if (offSince !== null) return messages.pile(queue, offSince, 10 * SECOND, 0, now);
    const flooded = strikes(faults, 'queue-flooded', queue);
    if (flooded) return messages.flood(queue, flooded, now);
    const poison = strikes(faults, 'poison-loop', queue);
    if (poison) return messages.pile(queue, poison.since - 4 * MINUTE, 20 * SECOND, 8, now);
    const stuck = strikes(faults, 'activation-stuck', queue);
    if (stuck) return messages.pile(queue, stuck.since - 9 * MINUTE, 25 * SECOND, 0, now);
    const disabled = strikes(faults, 'queue-disabled', queue);
    if (disabled)
      return messages.pile(queue, disabled.since - 3 * MINUTE, 10 * SECOND, 0, disabled.since);
    const worker = faults.get('worker-stalled');
    if (worker && WORKER_QUEUES[textArgument(worker, 'worker')] === queue.name) {
      return messages.pile(queue, worker.since - 35 * MINUTE, 15 * SECOND, 0, now);
    }
    return messages.flow(queue, now);
  }

  return {
    tables({ now, faults }) {
      requests.settle();
      const missing = missingObject(faults)?.toLowerCase();
      const there = queues.filter(({ name }) => name.toLowerCase() !== missing);
      const held = new Map(there.map((queue) => [queue.name, waiting(queue, now, faults)]));
      const fillings: Filling[] = there.map((queue) => ({
        table: tableOf(queue),
        rows: (held.get(queue.name) ?? []).map(({ row }) => row),
      }));
      const monitored = there.filter(
        (queue) =>
          phases.some((phase) => queue.name === `${phase}Queue`) && !isOff(queue, faults, broker),
      );
      return [
        ...fillings,
        ...fixed,
        {
          table: serviceQueues,
          rows: there.map((queue) => queueRow(queue, stamp, isOff(queue, faults, broker), broker)),
        },
        {
          table: internalTables,
          rows: there.map((queue) => ({
            name: `queue_messages_${queue.objectId}`,
            object_id: queue.internalTableId,
            parent_object_id: queue.objectId,
            internal_type: 201,
            internal_type_desc: 'QUEUE_MESSAGES',
            parent_id: queue.objectId,
            ...stamp,
          })),
        },
        {
          table: partitions,
          rows: there.flatMap((queue) => partitionRows(queue, held.get(queue.name)?.length ?? 0)),
        },
        {
          table: queueMonitors,
          rows: monitored.map((queue) => monitor(queue, held.get(queue.name) ?? [], now, faults)),
        },
        {
          table: activatedTasks,
          rows: monitored
            .filter((queue) => reads(queue, held.get(queue.name) ?? [], faults))
            .map((queue, index) => ({
              spid: 30 + index,
              database_id: databaseIds.Hartonomous,
              queue_id: queue.objectId,
              procedure_name: queue.activation,
              execute_as: 1,
            })),
        },
        { table: transmissionQueue, rows: undelivered(random, faults, broker) },
        {
          table: conversationEndpoints,
          rows: [
            ...endpoints(random, now),
            ...requests.endpointRows(),
            ...leaked(random, faults, broker),
          ],
        },
      ];
    },
  };
}

/** Disabled by poison messages, or by somebody. */
function isOff(queue: QueueThing, faults: ActiveFaults, broker: BrokerState): boolean {
  return (
    strikes(faults, 'queue-disabled', queue) !== undefined ||
    broker.setting(queue.name).offSince !== null
  );
}

const WORKER_QUEUES: Readonly<Record<string, string>> = {
  Neo4jSync: 'Neo4jSyncQueue',
  Ingestion: 'IngestionQueue',
};

function fixedRows(): readonly Filling[] {
  const named = queues.filter(({ contract }) => contract !== 'DEFAULT');
  return [
    {
      table: services,
      rows: queues.map((queue) => ({
        name: queue.service,
        service_id: queue.serviceId,
        service_queue_id: queue.objectId,
      })),
    },
    {
      table: serviceContracts,
      rows: named.map((queue) => ({ name: queue.contract, service_contract_id: queue.contractId })),
    },
    {
      table: messageTypes,
      rows: named.map((queue) => ({
        name: queue.messageType,
        message_type_id: queue.messageTypeId,
      })),
    },
  ];
}

function queueRow(queue: QueueThing, stamp: Row, disabled: boolean, broker: BrokerState): Row {
  return {
    name: queue.name,
    object_id: queue.objectId,
    max_readers: queue.activation === null ? 0 : 1,
    activation_procedure: queue.activation,
    execute_as_principal_id: queue.activation === null ? null : -2,
    is_activation_enabled:
      queue.activation !== null && (broker.setting(queue.name).activation ?? true),
    is_receive_enabled: !disabled,
    is_enqueue_enabled: !disabled,
    is_poison_message_handling_enabled: queue.poisonHandling,
    ...stamp,
  };
}

/** The clustered index of a queue's internal table holds the messages; a second index counts them again. */
function partitionRows(queue: QueueThing, depth: number): readonly Row[] {
  return [1, 2].map((index) => ({
    partition_id: 72057594060000000n + BigInt(queue.internalTableId) * 4n + BigInt(index),
    hobt_id: 72057594060000000n + BigInt(queue.internalTableId) * 4n + BigInt(index),
    object_id: queue.internalTableId,
    index_id: index,
    rows: depth,
  }));
}

function reads(queue: QueueThing, waiting: readonly Message[], faults: ActiveFaults): boolean {
  if (queue.activation === null || waiting.length === 0) return false;
  return !strikes(faults, 'activation-stuck', queue);
}

/** Monitor times are UTC. */
function monitor(
  queue: QueueThing,
  waiting: readonly Message[],
  now: Instant,
  faults: ActiveFaults,
): Row {
  const phase = phases.find((name) => queue.name === `${name}Queue`) ?? 'Analyze';
  const stuck = strikes(faults, 'activation-stuck', queue);
  const poison = strikes(faults, 'poison-loop', queue);
  const ended = lastPhaseEnd(phase, now, faults);
  if (stuck) {
    return {
      database_id: databaseIds.Hartonomous,
      queue_id: queue.objectId,
      state: 'NOTIFIED',
      last_activated_time: stuck.since - 9 * MINUTE,
      last_empty_rowset_time: stuck.since - 9 * MINUTE,
    };
  }
  const activated = poison ? Math.floor(now / (3 * SECOND)) * 3 * SECOND : ended;
  return {
    database_id: databaseIds.Hartonomous,
    queue_id: queue.objectId,
    state: reads(queue, waiting, faults) ? 'RECEIVES_OCCURRING' : 'INACTIVE',
    last_activated_time: activated,
    last_empty_rowset_time: ended,
  };
}
