import { type Instant, SECOND } from '../clock.ts';
import type { ActiveFaults } from '../faults.ts';
import { type Atoms, syncedUntil } from '../parts/graph-sync.ts';
import { orderAt } from '../parts/queue-messages.ts';
import type { Random } from '../random.ts';
import type { Row } from '../table.ts';
import { queueNamed } from '../things.ts';
import type { BrokerState } from './broker-state.ts';

export interface SyncRequest {
  readonly entityType: string;
  readonly entityId: number;
  readonly tenantId: number;
}

/** A request on its way, with the dialog that was begun for it. */
export interface SentRequest extends SyncRequest {
  readonly number: number;
  readonly enqueuedAt: Instant;
  /** queuing_order. */
  readonly order: number;
}

const RESYNC_SERVICE = '//Hart/Service/Resync';
/** The worker does so much with one message. */
const WORK = SECOND / 100;
/** What of it fails while `sync-failures` and `dead-letters` are on: every so-manieth. */
const FAILS = 4;
const UNREADABLE = 40;
const FIRST_LOG = 20_000_000;
const FIRST_LETTER = 5000;
const SHOWN = 500;

/** The requests that a resync sent, and the worker that carries them into the graph one after another. */
export interface SyncRequests {
  send(requests: readonly SyncRequest[]): void;
  /** Lets the worker do what it could do until now. Cheap when there is nothing. */
  settle(): void;
  waiting(): readonly SentRequest[];
  /** Ends the dialogs that the worker has ended, at most so many; answers how many those were. */
  endDialogs(max: number): number;
  /** Rows for the queue, the endpoints, the log and the dead letters. */
  messageRows(): readonly Row[];
  endpointRows(): readonly Row[];
  logRows(): readonly Row[];
  letterRows(): readonly Row[];
  /** Takes a dead letter away. */
  takeLetter(id: number): void;
  isLetterTaken(id: number): boolean;
  take(conversation: string): SentRequest | null;
  reset(): void;
}

export function createSyncRequests(ground: {
  readonly now: () => Instant;
  readonly faults: ActiveFaults;
  readonly atoms: () => Atoms;
  readonly broker: BrokerState;
  readonly random: Random;
  readonly merge: (id: number) => void;
  /** The application can write to the database at all. */
  readonly isOpen: () => boolean;
}): SyncRequests {
  const { now, faults, atoms, broker, random, merge, isOpen } = ground;
  const queue = queueNamed('Neo4jSyncQueue');
  let waiting: SentRequest[] = [];
  let unended: SentRequest[] = [];
  let log: Row[] = [];
  let letters: Row[] = [];
  const taken = new Set<number>();
  let last: Instant = now();
  let sent = 0;
  let order = 0;

  const dialog = (side: 'initiator' | 'target', { number }: SentRequest) =>
    random.guid('resync', side, number);

  function isWorking(at: Instant): boolean {
    const disabled = faults.get('queue-disabled')?.with['queue'] === queue.name;
    const off = broker.setting(queue.name).offSince !== null;
    return isOpen() && !disabled && !off && syncedUntil(at, faults) >= at;
  }

  function work(request: SentRequest, at: Instant): void {
    const { number, entityType, entityId } = request;
    unended.push(request);
    if (faults.has('dead-letters') && number % UNREADABLE === 0) {
      letters.push(letterRow(request, at));
      return;
    }
    const fails = faults.has('sync-failures') && number % FAILS === 0;
    log.push({
      LogId: FIRST_LOG + number,
      EntityType: entityType,
      EntityId: entityId,
      SyncType: 'UPDATE',
      SyncStatus: fails ? 'Failed' : 'Success',
      ErrorMessage: fails ? 'Neo.TransientError.Transaction.LockClientStopped' : null,
      SyncTimestamp: at,
    });
    if (!fails && entityType === 'Atom' && entityId <= atoms().count(at)) merge(entityId);
  }

  function letterRow({ number, entityType, entityId, tenantId }: SentRequest, at: Instant): Row {
    return {
      DeadLetterId: FIRST_LETTER + number,
      ConversationHandle: random.guid('resync', 'target', number),
      ErrorDescription: 'Unexpected end of file has occurred. Line 1, position 41.',
      MessageBody: bodyOf({ entityType, entityId, tenantId }),
      ErrorTimestamp: at,
    };
  }

  function settle(): void {
    const at = now();
    const steps = Math.floor((at - last) / WORK);
    if (waiting.length === 0 || !isWorking(at)) {
      last = at;
      return;
    }
    const done = waiting.slice(0, steps);
    waiting = waiting.slice(done.length);
    for (const [index, request] of done.entries()) work(request, last + (index + 1) * WORK);
    last = waiting.length === 0 ? at : last + steps * WORK;
    log = log.slice(-SHOWN);
  }

  return {
    send(requests) {
      settle();
      for (const request of requests) {
        sent += 1;
        order = Math.max(order + 1, orderAt(now()));
        waiting.push({ ...request, number: sent, enqueuedAt: now(), order });
      }
    },
    settle,
    waiting: () => waiting,
    endDialogs(max) {
      settle();
      // a worker that leaks dialogs ends none, so there is nothing to answer
      const many = faults.has('conversations-leaked') ? 0 : Math.min(max, unended.length);
      unended = unended.slice(many);
      return many;
    },
    messageRows: () =>
      waiting.map((request) => ({
        queuing_order: request.order,
        conversation_group_id: random.guid('resync', 'group', request.number),
        conversation_handle: dialog('target', request),
        service_name: queue.service,
        service_id: queue.serviceId,
        service_contract_name: queue.contract,
        service_contract_id: queue.contractId,
        message_type_name: queue.messageType,
        message_type_id: queue.messageTypeId,
        message_body: Buffer.from(bodyOf(request), 'utf16le'),
        message_enqueue_time: request.enqueuedAt,
      })),
    endpointRows: () => [
      ...waiting.flatMap((request) => [
        endpoint(dialog('initiator', request), request, 'initiator', 'CO'),
        endpoint(dialog('target', request), request, 'target', 'CO'),
      ]),
      ...unended.map((request) =>
        endpoint(
          dialog('initiator', request),
          request,
          'initiator',
          faults.has('conversations-leaked') ? 'CO' : 'DI',
        ),
      ),
    ],
    logRows: () => log,
    letterRows: () => letters,
    takeLetter(id) {
      taken.add(id);
      letters = letters.filter((row) => row['DeadLetterId'] !== id);
    },
    isLetterTaken: (id) => taken.has(id),
    take(conversation) {
      settle();
      const found = waiting.find(
        (request) => dialog('target', request).toLowerCase() === conversation.toLowerCase(),
      );
      waiting = waiting.filter((request) => request !== found);
      return found ?? null;
    },
    reset() {
      waiting = [];
      unended = [];
      log = [];
      letters = [];
      taken.clear();
      last = now();
      sent = 0;
    },
  };

  function endpoint(
    handle: string,
    { number }: SentRequest,
    side: 'initiator' | 'target',
    state: 'CO' | 'DI',
  ): Row {
    return {
      conversation_handle: handle,
      conversation_id: random.guid('resync', 'dialog', number),
      is_initiator: side === 'initiator',
      service_contract_id: queue.contractId,
      conversation_group_id: random.guid('resync', `${side}-group`, number),
      service_id: side === 'target' ? queue.serviceId : 65_900,
      lifetime: Date.UTC(2094, 0, 1),
      state,
      state_desc: state === 'CO' ? 'CONVERSING' : 'DISCONNECTED_INBOUND',
      far_service: side === 'target' ? RESYNC_SERVICE : queue.service,
      far_broker_instance: random.guid('broker', 'Hartonomous'),
    };
  }
}

/** A message as the product writes it. */
function bodyOf({ entityType, entityId, tenantId }: SyncRequest): string {
  return `<Neo4jSync><EntityType>${entityType}</EntityType><EntityId>${entityId}</EntityId><SyncType>UPDATE</SyncType><TenantId>${tenantId}</TenantId></Neo4jSync>`;
}

/** Reads a request from a message; null where it cannot be read. */
export function requestOf(body: string): SyncRequest | null {
  const part = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1];
  const entityType = part('EntityType');
  const id = Number(part('EntityId'));
  const isWhole = body.startsWith('<Neo4jSync>') && body.endsWith('</Neo4jSync>');
  if (!isWhole || entityType === undefined || !Number.isSafeInteger(id)) return null;
  return { entityType, entityId: id, tenantId: Number(part('TenantId') ?? 0) };
}
