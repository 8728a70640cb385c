import type { ResultRow } from '../../domain/target.ts';
import { flag, guid, text } from './row-fields.ts';

/** A row of sys.databases. Null: not known. */
export interface DatabaseFacts {
  readonly name: string;
  readonly id: number;
  readonly state: string;
  readonly userAccess: string;
  readonly recoveryModel: string;
  readonly owner: string | null;
  /** Server-local, to the millisecond: with name and GUID it tells a copy from another of its name (S16). */
  readonly createdLocal: string;
  readonly compatibility: number;
  readonly trustworthy: boolean;
  readonly chaining: boolean;
  readonly broker: boolean;
  readonly brokerGuid: string | null;
  readonly rcsi: boolean;
  readonly snapshotIsolation: boolean;
  readonly queryStore: boolean;
  readonly asyncStatistics: boolean;
  readonly encrypted: boolean;
  readonly published: boolean;
  readonly cdc: boolean;
  readonly inGroup: boolean;
  readonly mirrored: boolean;
  readonly databaseGuid: string | null;
  readonly familyGuid: string | null;
  readonly fork: string | null;
}

export function readDatabase(row: ResultRow): DatabaseFacts {
  return {
    name: text(row, 'name') ?? '',
    id: Number(row['database_id']),
    state: text(row, 'state') ?? '',
    userAccess: text(row, 'user_access') ?? '',
    recoveryModel: text(row, 'recovery_model') ?? '',
    owner: text(row, 'owner'),
    createdLocal: text(row, 'created_local') ?? '',
    compatibility: Number(row['compatibility']),
    trustworthy: flag(row, 'trustworthy'),
    chaining: flag(row, 'chaining'),
    broker: flag(row, 'broker'),
    brokerGuid: guid(row, 'broker_guid'),
    rcsi: flag(row, 'rcsi'),
    snapshotIsolation: flag(row, 'snapshot_isolation'),
    queryStore: flag(row, 'query_store'),
    asyncStatistics: flag(row, 'async_statistics'),
    encrypted: flag(row, 'encrypted'),
    published: flag(row, 'published') || flag(row, 'merge_published') || flag(row, 'subscribed'),
    cdc: flag(row, 'cdc'),
    inGroup: text(row, 'replica_id') !== null,
    mirrored: text(row, 'mirroring_guid') !== null,
    databaseGuid: guid(row, 'database_guid'),
    familyGuid: guid(row, 'family_guid'),
    fork: guid(row, 'fork_guid'),
  };
}
