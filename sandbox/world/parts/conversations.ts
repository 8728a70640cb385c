import type { BrokerState } from '../broker/broker-state.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '../clock.ts';
import { type ActiveFaults, numberArgument } from '../faults.ts';
import type { Random } from '../random.ts';
import type { Row } from '../table.ts';
import { queueNamed, queues } from '../things.ts';

/** An error that the target's queue sent back; the oldest has waited twelve minutes. */
export function undelivered(
  random: Random,
  faults: ActiveFaults,
  broker: BrokerState,
): readonly Row[] {
  const fault = faults.get('undelivered-messages');
  if (!fault) return [];
  const sync = queueNamed('Neo4jSyncQueue');
  return Array.from({ length: 37 }, (_, index) => ({
    conversation_handle: random.guid('undelivered', index),
    to_service_name: sync.service,
    to_broker_instance: random.guid('broker', 'Hartonomous'),
    from_service_name: '//Hartonomous/Service/Initiator',
    service_contract_name: sync.contract,
    enqueue_time: fault.since - 12 * MINUTE + index * 15 * SECOND,
    message_type_name: sync.messageType,
    message_body: new Uint8Array(0),
    transmission_status:
      'One or more messages could not be delivered to the local service targeted by this dialog.',
  })).filter((row) => !broker.isCleanedUp(row.conversation_handle));
}

/** Some forty dialogs, of which the oldest ends every hour. */
export function endpoints(random: Random, now: Instant): readonly Row[] {
  const hour = Math.floor(now / HOUR);
  return Array.from({ length: 40 }, (_, index) => {
    const key = hour + index;
    const queue = queues[index % queues.length] ?? queueNamed('ActQueue');
    return {
      conversation_handle: random.guid('dialog', key),
      conversation_id: random.guid('dialog-id', key),
      is_initiator: index % 2 === 0,
      service_contract_id: queue.contractId,
      conversation_group_id: random.guid('group', key),
      service_id: queue.serviceId,
      lifetime: (hour + 24 * 30) * HOUR,
      far_service: queue.service,
      far_broker_instance: random.guid('broker', 'Hartonomous'),
    };
  });
}

/** Dialogs that the worker ended and their initiator never did. */
export function leaked(random: Random, faults: ActiveFaults, broker: BrokerState): readonly Row[] {
  const fault = faults.get('conversations-leaked');
  if (!fault) return [];
  const ended = broker.endedLeaked(fault.since);
  const sync = queueNamed('Neo4jSyncQueue');
  const initiator = queueNamed('InitiatorQueue');
  const many = Math.max(0, Math.floor(numberArgument(fault, 'count')) - ended);
  return Array.from({ length: many }, (_, index) => ({
    conversation_handle: random.guid('leaked', ended + index),
    conversation_id: random.guid('leaked-id', ended + index),
    service_contract_id: sync.contractId,
    conversation_group_id: random.guid('leaked-group', ended + index),
    service_id: initiator.serviceId,
    lifetime: Date.UTC(2094, 0, 1),
    state: 'DI',
    state_desc: 'DISCONNECTED_INBOUND',
    far_service: sync.service,
    far_broker_instance: random.guid('broker', 'Hartonomous'),
  }));
}
