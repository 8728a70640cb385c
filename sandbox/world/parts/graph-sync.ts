import { type Instant, MINUTE, SECOND } from '../clock.ts';
import { type ActiveFaults, numberArgument, textArgument } from '../faults.ts';
import { createMemo } from '../memo.ts';
import type { Random } from '../random.ts';
import type { Row } from '../table.ts';
import { atom, atomEmbedding, neo4jSyncDeadLetterQueue, neo4jSyncLog } from '../tables/product.ts';
import type { Part } from './part.ts';

/** A new atom every half minute; this many there were at the start. */
const NEW_ATOM = 30 * SECOND;
const FIRST_ATOMS = 5000;

export interface Atoms {
  /** How many atoms SQL Server has. */
  count(now: Instant): number;
  tenantOf(id: number): number;
  createdAt(id: number): Instant;
}

/**
 * Atoms are numbered from 1 without gaps; their tenant and time follow from the number. None comes while the application
 * is stopped: what waited is there at once when it goes on.
 */
export function createAtoms(start: Instant, random: Random, faults: ActiveFaults): Atoms {
  const begin = Math.floor(start / NEW_ATOM) * NEW_ATOM;
  return {
    count(now) {
      const until = Math.min(now, faults.get('application-stopped')?.since ?? now);
      return FIRST_ATOMS + Math.max(0, Math.floor((until - begin) / NEW_ATOM));
    },
    tenantOf: (id) => Math.floor(random.unit('atom-tenant', id) * 3),
    createdAt: (id) => begin + (id - FIRST_ATOMS) * NEW_ATOM,
  };
}

/** What became of the requests of resyncs. */
interface Carried {
  logRows(): readonly Row[];
  letterRows(): readonly Row[];
  isLetterTaken(id: number): boolean;
}

/** Atoms, their embeddings, and how they travel to the graph. */
export function createGraphSync(atoms: Atoms, random: Random, requests: Carried): Part {
  const atomRows: Row[] = [];
  const embeddingRows: Row[] = [];
  const logRows = new Map<number, Row>();
  const memo = createMemo<readonly Row[]>();

  function grow(until: number): void {
    for (let id = atomRows.length + 1; id <= until; id += 1) {
      const at = atoms.createdAt(id);
      const tenant = atoms.tenantOf(id);
      const hash = Buffer.alloc(32);
      hash.writeUInt32BE(id, 28);
      hash.writeUInt32BE(Math.floor(random.unit('hash', id) * 2 ** 32), 0);
      atomRows.push({
        AtomId: id,
        TenantId: tenant,
        ContentHash: hash,
        ContentType: 'text',
        SourceType: 'upload',
        CanonicalText: `atom ${id}`,
        CreatedAt: at,
        ModifiedAt: NEVER,
      });
      embeddingRows.push({
        AtomEmbeddingId: id,
        AtomId: id,
        TenantId: tenant,
        SpatialBucketX: id % 64,
        SpatialBucketY: (id >> 6) % 64,
        SpatialBucketZ: 0,
        HilbertValue: id * 7919,
        CreatedAt: at + 3 * SECOND,
      });
    }
  }

  function logRow(id: number): Row {
    const found = logRows.get(id) ?? {
      LogId: id,
      EntityId: id,
      SyncTimestamp: atoms.createdAt(id) + 4 * SECOND,
      Response: 'MERGE ok',
    };
    logRows.set(id, found);
    return found;
  }

  return {
    tables({ now, faults }) {
      const count = atoms.count(now);
      grow(count);
      const until = syncedUntil(now, faults);
      const log: Row[] = [];
      for (let id = firstShown(count); id <= count; id += 1) {
        const row = logRow(id);
        if (Number(row['SyncTimestamp']) <= until) log.push(row);
      }
      return [
        { table: atom, rows: memo(String(count), () => atomRows.slice()) },
        { table: atomEmbedding, rows: embedded(embeddingRows, now, faults) },
        {
          table: neo4jSyncLog,
          rows: [...log, ...failures(now, count, faults), ...requests.logRows()],
        },
        {
          table: neo4jSyncDeadLetterQueue,
          rows: [
            ...deadLetters(random, faults).filter(
              ({ DeadLetterId: id }) => !requests.isLetterTaken(Number(id)),
            ),
            ...requests.letterRows(),
          ],
        },
      ];
    },
  };
}

/** EmbeddingGenerator gives an atom its embedding seconds after it came, as long as it works. */
function embedded(rows: readonly Row[], now: Instant, faults: ActiveFaults): readonly Row[] {
  const worker = faults.get('worker-stalled');
  const stopped = worker && textArgument(worker, 'worker') === 'EmbeddingGenerator';
  const until = stopped ? worker.since - 35 * MINUTE : now;
  return rows.filter((row) => Number(row['CreatedAt']) <= until);
}

/** Five hundred or so entries; the first moves in steps, so that mostly entries are only added. */
function firstShown(count: number): number {
  return Math.max(1, Math.floor(count / 250) * 250 - 500);
}

/** Failures are numbered apart, after all others. */
const FIRST_FAILURE = 10_000_000;

/** The end of a row's validity in a system-versioned table. */
const NEVER = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** When the sync worker last succeeded. */
export function syncedUntil(now: Instant, faults: ActiveFaults): Instant {
  const worker = faults.get('worker-stalled');
  if (worker && textArgument(worker, 'worker') === 'Neo4jSync') return worker.since - 35 * MINUTE;
  const poison = faults.get('poison-loop');
  if (poison && textArgument(poison, 'queue') === 'Neo4jSyncQueue')
    return poison.since - 4 * MINUTE;
  const flooded = faults.get('queue-flooded');
  if (flooded && textArgument(flooded, 'queue') === 'Neo4jSyncQueue') return now - 7 * MINUTE;
  const ends = (['neo4j-down', 'neo4j-stopped', 'application-stopped'] as const).map(
    (name) => faults.get(name)?.since ?? now,
  );
  return Math.min(now, ...ends);
}

/** One failure every twenty seconds from ten minutes before the fault, tried up to three times. */
function failures(now: Instant, count: number, faults: ActiveFaults): readonly Row[] {
  const fault = faults.get('sync-failures');
  if (!fault) return [];
  const from = fault.since - 10 * MINUTE;
  const many = Math.min(500, Math.floor((now - from) / (20 * SECOND)));
  return Array.from({ length: many }, (_, index) => ({
    LogId: FIRST_FAILURE + index,
    EntityId: 1 + (index % count),
    SyncStatus: index % 4 === 3 ? 'Retrying' : 'Failed',
    ErrorMessage:
      'Neo.TransientError.Transaction.LockClientStopped: the transaction has been terminated.',
    RetryCount: 1 + (index % 3),
    SyncTimestamp: from + (index + 1) * 20 * SECOND,
  }));
}

function deadLetters(random: Random, faults: ActiveFaults): readonly Row[] {
  const fault = faults.get('dead-letters');
  if (!fault) return [];
  return Array.from({ length: Math.min(500, numberArgument(fault, 'letters')) }, (_, index) => ({
    DeadLetterId: 1 + index,
    ConversationHandle: random.guid('dead', index),
    ErrorDescription: 'Data at the root level is invalid. Line 1, position 1.',
    // Most were cut off; some the worker would read now.
    MessageBody: `<Neo4jSync><EntityType>Atom</EntityType>${index % 3 === 2 ? `<EntityId>${1 + index}</EntityId><SyncType>CREATE</SyncType><TenantId>0</TenantId></Neo4jSync>` : ''}`,
    ErrorTimestamp: fault.since - index * 11 * SECOND,
  }));
}
