import type { Json, JsonObject } from '../../domain/json.ts';
import { isObject, textIn } from '../../domain/json-fields.ts';
import type { QueueFacts, Was } from './facts.ts';

/** What a database was, as the steps put it back (S9), fit to be carried. */
export function recorded(database: Was): JsonObject {
  const { owner, trustworthy, chaining, broker, recoveryModel, rcsi } = database;
  const { snapshotIsolation, compatibility, queryStore, userAccess, asyncStatistics } = database;
  return {
    owner,
    trustworthy,
    chaining,
    broker,
    recoveryModel,
    rcsi,
    snapshotIsolation,
    compatibility,
    queryStore,
    userAccess,
    asyncStatistics,
    queues: database.queues?.map((queue) => ({ ...queue })) ?? null,
  };
}

/** What an earlier run had recorded, in an order that goes on with it; null: nothing. */
export function recordedIn(options: JsonObject): Was | null {
  const { was } = options;
  if (!isObject(was)) return null;
  return {
    owner: textIn(was, 'owner'),
    trustworthy: was['trustworthy'] === true,
    chaining: was['chaining'] === true,
    broker: was['broker'] === true,
    recoveryModel: textIn(was, 'recoveryModel') ?? 'FULL',
    rcsi: was['rcsi'] === true,
    snapshotIsolation: was['snapshotIsolation'] === true,
    compatibility: Number(was['compatibility']),
    queryStore: was['queryStore'] === true,
    userAccess: textIn(was, 'userAccess') ?? 'MULTI_USER',
    asyncStatistics: was['asyncStatistics'] === true,
    queues: queuesIn(was['queues']),
  };
}

function queuesIn(value: Json | undefined): readonly QueueFacts[] | null {
  if (!Array.isArray(value)) return null;
  return value.filter(isObject).map((queue) => ({
    schema: textIn(queue, 'schema') ?? 'dbo',
    name: textIn(queue, 'name') ?? '',
    receive: queue['receive'] === true,
    activation: queue['activation'] === true,
    procedure: textIn(queue, 'procedure'),
  }));
}
