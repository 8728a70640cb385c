import { type Instant, MINUTE, SECOND } from '../clock.ts';
import { type ActiveFault, numberArgument } from '../faults.ts';
import type { Random } from '../random.ts';
import type { Row } from '../table.ts';
import type { QueueThing } from '../things.ts';

export interface Message {
  readonly enqueuedAt: Instant;
  readonly row: Row;
}

/** Messages come in slots of this length and are received within two of them: before a third look finds the same one. */
const SLOT = 4 * SECOND;
/** A flood stops here: enough to alarm anyone, little enough to write quickly. */
const FLOOD_LIMIT = 8000;
/** What the reader of a flooded queue manages in a minute: its head moves on, and more comes than it takes. */
const FLOOD_READ = 30;

/** Which messages wait in a queue at a moment; the same message is the same object each time. */
export interface Messages {
  /** Healthy: a few, each gone within seconds. */
  flow(queue: QueueThing, now: Instant): readonly Message[];
  /** Deep from the start and rising: the reader is slower than what arrives. */
  flood(queue: QueueThing, fault: ActiveFault, now: Instant): readonly Message[];
  /** `extra` messages at `from`, and one more every `step` until `until`. */
  pile(
    queue: QueueThing,
    from: Instant,
    step: number,
    extra: number,
    until: Instant,
  ): readonly Message[];
}

export function createMessages(random: Random): Messages {
  const known = new Map<string, Message>();

  function message(queue: QueueThing, order: number, enqueuedAt: Instant): Message {
    const key = `${queue.name}/${order}/${enqueuedAt}`;
    const found = known.get(key);
    if (found) return found;
    if (known.size > 4 * FLOOD_LIMIT) known.clear();
    const made = { enqueuedAt, row: messageRow(random, queue, order, enqueuedAt) };
    known.set(key, made);
    return made;
  }

  return {
    flow(queue, now) {
      const slot = Math.floor(now / SLOT);
      const found: Message[] = [];
      for (let at = slot - 3; at <= slot; at += 1) {
        const count = random.between(-2, 2, 'flow', queue.name, at);
        for (let index = 0; index < count; index += 1) {
          const enqueuedAt = at * SLOT + index * 700;
          const gone = enqueuedAt + random.between(1, 2 * SLOT, 'life', queue.name, at, index);
          if (enqueuedAt <= now && gone > now)
            found.push(message(queue, orderAt(enqueuedAt), enqueuedAt));
        }
      }
      return found;
    },
    flood(queue, fault, now) {
      const depth = numberArgument(fault, 'depth');
      const perMinute = Math.max(numberArgument(fault, 'perMinute'), 0.001);
      const { since } = fault;
      const step = MINUTE / perMinute;
      const from = since - depth * step;
      const passed = (now - since) / MINUTE;
      const taken = Math.floor(passed * FLOOD_READ);
      const arrivals = perMinute + FLOOD_READ;
      const come = depth + Math.floor(passed * arrivals);
      const count = Math.min(Math.max(FLOOD_LIMIT, depth), come - taken);
      return Array.from({ length: count }, (_, place) => {
        const index = taken + place;
        const enqueuedAt =
          index < depth ? from + index * step : since + ((index - depth + 1) * MINUTE) / arrivals;
        return message(queue, orderAt(from) + index, Math.floor(enqueuedAt));
      });
    },
    pile(queue, from, step, extra, until) {
      const count = Math.min(FLOOD_LIMIT, extra + Math.floor((until - from) / step));
      return Array.from({ length: count }, (_, index) => {
        const enqueuedAt = index < extra ? from + index : from + (index - extra + 1) * step;
        return message(queue, orderAt(from) + index, enqueuedAt);
      });
    },
  };
}

/** queuing_order only grows; a tenth of a second is one step. */
export function orderAt(at: Instant): number {
  return Math.floor(at / 100) - 17_000_000_000;
}

function messageRow(random: Random, queue: QueueThing, order: number, enqueuedAt: Instant): Row {
  const handle = random.guid('message', queue.name, order);
  return {
    queuing_order: order,
    conversation_group_id: random.guid('message-group', queue.name, order),
    conversation_handle: handle,
    service_name: queue.service,
    service_id: queue.serviceId,
    service_contract_name: queue.contract,
    service_contract_id: queue.contractId,
    message_type_name: queue.messageType,
    message_type_id: queue.messageTypeId,
    message_body: Buffer.from(bodyOf(queue, order), 'utf16le'),
    message_enqueue_time: enqueuedAt,
  };
}

function bodyOf(queue: QueueThing, order: number): string {
  if (queue.messageType !== 'Neo4jSyncRequest') return `<Message><Id>${order}</Id></Message>`;
  return `<Neo4jSync><EntityType>Atom</EntityType><EntityId>${1 + (order % 5000)}</EntityId><SyncType>CREATE</SyncType><TenantId>0</TenantId></Neo4jSync>`;
}
