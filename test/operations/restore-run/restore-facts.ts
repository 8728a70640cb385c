import { rememberedFiles } from '../../../src/app/fact-files.ts';
import type { JsonObject } from '../../../src/domain/json.ts';
import type { OperationName } from '../../../src/domain/plan.ts';
import type { RunOrder } from '../../../src/domain/run.ts';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import { type DatabaseFacts } from '../../../src/operations/acting/database-facts.ts';
import type { PlanContext } from '../../../src/operations/acting/operation.ts';
import type { BackupSet } from '../../../src/operations/restore/backup-set.ts';
import type {
  FileFacts,
  QueueFacts,
  RestoreFacts,
} from '../../../src/operations/restore-run/facts.ts';
import { readSets } from '../../../src/operations/restore-run/read-sets.ts';
import { person } from '../acting/acting-bench.ts';

export const GB = 2 ** 30;
/** By UTC; the server is an hour ahead. */
export const NOW = Date.UTC(2026, 0, 5, 12);
const local = (instant: number) => new Date(instant + HOUR).toISOString().slice(0, 19);
export const presentFork = 'f0000000-0000-0000-0000-000000000001';

export interface SetParts {
  readonly type: 'D' | 'I' | 'L';
  readonly id: string;
  readonly finishedAt: number;
  readonly firstLsn: number;
  readonly lastLsn: number;
  readonly base?: number;
  readonly baseId?: string;
  readonly firstFork?: string;
  readonly lastFork?: string;
  readonly encryptor?: string;
  readonly file?: string;
}

/** A row of msdb as `backup-sets.sql` gives it. */
export function setRow(parts: SetParts) {
  const { type, id, finishedAt, firstLsn, lastLsn, base, baseId } = parts;
  return {
    set_guid: id,
    database_name: 'Hartonomous',
    server_name: 'SQL-PROD',
    type,
    started_local: local(finishedAt - MINUTE),
    finished_local: local(finishedAt),
    first_lsn: String(firstLsn),
    last_lsn: String(lastLsn),
    checkpoint_lsn: type === 'L' ? null : String(firstLsn),
    database_backup_lsn: base === undefined ? '0' : String(base),
    differential_base_lsn: type === 'I' && base !== undefined ? String(base) : null,
    differential_base_guid: baseId ?? null,
    family_guid: 'family',
    database_guid: 'guid',
    first_fork_guid: parts.firstFork ?? presentFork,
    last_fork_guid: parts.lastFork ?? parts.firstFork ?? presentFork,
    fork_point_lsn: null,
    is_copy_only: 0,
    is_damaged: 0,
    is_snapshot: 0,
    has_checksums: 1,
    has_bulk_logged_data: 0,
    has_incomplete_metadata: 0,
    begins_log_chain: 0,
    recovery_model: 'FULL',
    time_zone: 4,
    bytes: String(type === 'D' ? 400 * GB : GB),
    encryptor_thumbprint: parts.encryptor ?? null,
    position: 1,
    family_count: 1,
    family_sequence: 1,
    device_type: 2,
    mirror: 0,
    file_name: parts.file ?? `D:\\Backups\\${id}.bak`,
  };
}

/** Full at 01:00, differential at 07:00, a log each hour after it until 11:00, all UTC. */
export const usualSets: readonly SetParts[] = [
  { type: 'D', id: 'full', finishedAt: at(1), firstLsn: 100, lastLsn: 110 },
  {
    type: 'I',
    id: 'diff',
    finishedAt: at(7),
    firstLsn: 700,
    lastLsn: 710,
    base: 100,
    baseId: 'full',
  },
  ...[8, 9, 10, 11].map(
    (hour): SetParts => ({
      type: 'L',
      id: `log${hour}`,
      finishedAt: at(hour),
      firstLsn: (hour - 1) * 100 + 5,
      lastLsn: hour * 100 + 5,
      base: 100,
    }),
  ),
];

export function at(hour: number, minute = 0): number {
  return Date.UTC(2026, 0, 5, hour, minute);
}

export function setsOf(parts: readonly SetParts[]): readonly BackupSet[] {
  return readSets(parts.map(setRow)).sets;
}

export const theDatabase: DatabaseFacts = {
  name: 'Hartonomous',
  id: 5,
  state: 'ONLINE',
  userAccess: 'MULTI_USER',
  recoveryModel: 'FULL',
  owner: 'HartonomousOwner',
  createdLocal: '2025-10-01T00:00:00',
  compatibility: 160,
  trustworthy: true,
  chaining: false,
  broker: true,
  brokerGuid: 'b0000000-0000-0000-0000-000000000001',
  rcsi: true,
  snapshotIsolation: false,
  queryStore: true,
  asyncStatistics: true,
  encrypted: false,
  published: false,
  cdc: false,
  inGroup: false,
  mirrored: false,
  databaseGuid: 'guid',
  familyGuid: 'family',
  fork: presentFork,
};

export function aFile(parts: Partial<FileFacts> & Pick<FileFacts, 'logical' | 'path'>): FileFacts {
  return {
    databaseId: 5,
    kind: 'rows',
    bytes: 100 * GB,
    redoStartLsn: null,
    redoStartFork: null,
    differentialBaseLsn: null,
    ...parts,
  };
}

export function theFacts(
  changes: Partial<RestoreFacts> & {
    readonly sets?: readonly BackupSet[];
    readonly as?: Partial<DatabaseFacts>;
  } = {},
): RestoreFacts {
  const { as = {}, ...rest } = changes;
  const database = { ...theDatabase, ...as };
  const read = readSets(usualSets.map(setRow));
  return {
    server: { name: 'SQL-PROD', engineEdition: 3, localNow: NOW + HOUR, offset: HOUR },
    databases: [database],
    database,
    files: [
      aFile({ logical: 'Hartonomous', path: 'D:\\Data\\Hartonomous.mdf' }),
      aFile({
        logical: 'Hartonomous_log',
        path: 'L:\\Log\\Hartonomous_log.ldf',
        kind: 'log',
        bytes: 20 * GB,
      }),
      aFile({
        logical: 'Memory',
        path: 'D:\\Data\\Memory',
        kind: 'memory',
        bytes: 4 * GB,
      }),
    ],
    volumes: [
      { mount: 'D:\\', freeBytes: 300 * GB },
      { mount: 'L:\\', freeBytes: 100 * GB },
    ],
    sets: read.sets,
    sizes: read.sizes,
    encryptors: read.encryptors,
    sessions: [],
    inDoubt: [],
    thumbprints: new Set(),
    queues: [],
    memoryTables: [],
    freeMemory: 64 * GB,
    jobs: [],
    logShipped: false,
    rights: { setTrustworthy: false, setOwner: false },
    reliesOn: { users: [], assemblies: [] },
    installed: [],
    unknown: [],
    ...rest,
  };
}

export const theContext: PlanContext = {
  runId: 'R205',
  settings: {
    environment: 'production',
    database: 'Hartonomous',
    backupDirectory: 'D:\\Backups',
    rpo: 0,
    rto: 0,
    operatorLogin: 'hart_operator',
    rollbackLimit: 2 ** 30,
    graph: { server: 'neo4j', database: 'neo4j' },
    allowedDatabases: ['Hartonomous', 'Hartonomous_R*'],
    allowedDirectories: ['D:\\Backups', 'D:\\Data', 'L:\\Log'],
  },
  template: rememberedFiles('operations', 'sql'),
  now: NOW,
};

export function anOrder(
  options: JsonObject,
  operation: OperationName = 'restore.in-place',
): RunOrder {
  return { operation, environment: 'production', options, by: person('olga') };
}

/** A queue that receives and starts its procedure, but for what is said otherwise. */
export function aQueue(name: string, parts: Partial<QueueFacts> = {}): QueueFacts {
  return {
    schema: 'dbo',
    name,
    receive: true,
    activation: true,
    procedure: `[dbo].[sp_${name}]`,
    ...parts,
  };
}
