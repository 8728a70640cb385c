import type { BackupHistory } from '../backup-history.ts';
import type { BackupSet } from '../backup-set.ts';
import { type Instant, local } from '../clock.ts';
import { baseAt } from '../databases/body.ts';
import type { Database, DatabaseFile } from '../databases/database.ts';
import { type Databases, PRODUCT } from '../databases/databases.ts';
import { isOutgrown } from '../databases/outgrown.ts';
import { databaseEncryptor } from '../encryption.ts';
import type { Random } from '../random.ts';
import type { Cell, Filling, Row } from '../table.ts';
import { databaseProperties } from '../tables/properties.ts';
import {
  databaseFiles,
  databaseRecoveryStatus,
  databases as databasesTable,
  encryptionKeys,
  masterFiles,
} from '../tables/server.ts';
import { attached, databaseIds } from '../things.ts';
import { localReplica } from './availability.ts';
import type { Part, Scene } from './part.ts';

const PAGES_A_MEGABYTE = 128;
const states = { ONLINE: 0, RESTORING: 1, RECOVERING: 2, SUSPECT: 4, OFFLINE: 6 } as const;
const accesses = { MULTI_USER: 0, SINGLE_USER: 1, RESTRICTED_USER: 2 } as const;
const models = { FULL: 1, BULK_LOGGED: 2, SIMPLE: 3 } as const;
const fileTypes = { ROWS: 0, LOG: 1, FILESTREAM: 2 } as const;

/** How the databases stand: their states, options, files and recovery forks. */
export function createDatabaseState(
  databases: Databases,
  random: Random,
  history: Pick<BackupHistory, 'sets'>,
): Part {
  const fileRow = (database: Database, file: DatabaseFile, now: number): Row => {
    const { body, restoring, state } = database;
    const base = file.kind === 'LOG' ? null : baseAt(body, now);
    const redo =
      restoring === null || file.kind === 'LOG'
        ? {}
        : { redo_start_lsn: restoring.lsn, redo_start_fork_guid: restoring.fork };
    return {
      file_id: file.id,
      file_guid: random.guid('file', file.path),
      type: fileTypes[file.kind],
      type_desc: file.kind,
      data_space_id: file.kind === 'LOG' ? 0 : 1,
      name: file.name,
      physical_name: file.path,
      state: state === 'RESTORING' ? 1 : 0,
      state_desc: state === 'RESTORING' ? 'RESTORING' : 'ONLINE',
      size: file.megabytes * PAGES_A_MEGABYTE,
      max_size: file.kind === 'LOG' ? 268_435_456 : -1,
      ...(base === null
        ? {}
        : {
            differential_base_lsn: base.lsn,
            differential_base_guid: base.guid,
            differential_base_time: local(base.startedAt),
          }),
      ...redo,
    };
  };

  return {
    tables({ now, faults }) {
      const all = databases.all();
      const files = (database: Database) =>
        database.body.files.map((file) => fileRow(database, file, now));
      const product = databases.find(PRODUCT) ?? null;
      const encryptor = databaseEncryptor(faults, random);
      const own = (name: string): Filling => {
        const database = databases.find(name);
        return { table: databaseFiles, database: name, rows: database ? files(database) : [] };
      };
      return [
        {
          table: databasesTable,
          rows: all.map((database) => ({
            ...stateRow(database, faults, random),
            ...(isGrouped(database, faults) ? { replica_id: localReplica(random) } : {}),
          })),
        },
        {
          table: masterFiles,
          rows: all.flatMap((database) =>
            files(database).map((row) => ({ database_id: database.id, ...row })),
          ),
        },
        {
          table: encryptionKeys,
          rows: encryptor === null || product === null ? [] : [encryptionRow(product, encryptor)],
        },
        {
          table: databaseRecoveryStatus,
          rows: all.map((database) => ({
            ...recoveryRow(database),
            ...whileLogIsTaken(database, history.sets, now),
          })),
        },
        { table: databaseProperties, rows: all.flatMap(propertyRows) },
        ...attached.map(own),
      ];
    },
  };
}

function stateRow(database: Database, faults: Scene['faults'], random: Random): Row {
  const { body, state, userAccess } = database;
  const { options } = body;
  const isProduct = database.name === 'Hartonomous';
  const holdsLog = isProduct && faults.has('log-not-truncating');
  const isOpen = state === 'ONLINE';
  return {
    name: database.name,
    database_id: database.id,
    owner_sid: options.ownerSid,
    create_date: local(database.createdAt),
    compatibility_level: options.compatibilityLevel,
    ...(isOpen ? {} : { collation_name: null }),
    user_access: accesses[userAccess],
    user_access_desc: userAccess,
    state: states[state],
    state_desc: state,
    is_in_standby: database.isInStandby,
    is_read_only: options.isReadOnly || database.isInStandby,
    recovery_model: models[options.recoveryModel],
    recovery_model_desc: options.recoveryModel,
    is_broker_enabled: options.isBrokerEnabled && isOpen,
    service_broker_guid: body.brokerGuid,
    is_query_store_on: options.isQueryStoreOn,
    is_read_committed_snapshot_on: options.isReadCommittedSnapshot,
    is_auto_update_stats_async_on: options.isAutoUpdateStatsAsync,
    is_db_chaining_on: options.isDbChaining,
    is_trustworthy_on: options.isTrustworthy || (isProduct && faults.has('config-drift')),
    is_memory_optimized_elevate_to_snapshot_on: options.isElevateToSnapshot,
    is_cdc_enabled: options.isCdcEnabled,
    is_published: options.isPublished,
    is_master_key_encrypted_by_server: hasMasterKey(database) && !isOutgrown(faults, body.windows),
    is_encrypted: isProduct && databaseEncryptor(faults, random) !== null,
    log_reuse_wait: holdsLog ? 4 : 0,
    log_reuse_wait_desc: holdsLog ? 'ACTIVE_TRANSACTION' : 'NOTHING',
  };
}

function recoveryRow({ id, databaseGuid, body, state }: Database): Row {
  const isOpen = state === 'ONLINE';
  return {
    database_id: id,
    database_guid: isOpen ? databaseGuid : null,
    family_guid: isOpen ? body.familyGuid : null,
    last_log_backup_lsn: isOpen ? body.lastLogBackupLsn : null,
    recovery_fork_guid: isOpen ? body.fork : null,
    first_recovery_fork_guid: isOpen ? (body.left?.fork ?? null) : null,
    fork_point_lsn: isOpen ? (body.left?.lsn ?? null) : null,
  };
}

/** The chain goes on only when a log backup ends: until then it stands where the one under way begins. */
function whileLogIsTaken({ name, state }: Database, sets: readonly BackupSet[], now: Instant): Row {
  const taken = sets.find(
    ({ database, type, isCopyOnly, startedAt, finishedAt }) =>
      database === name && type === 'L' && !isCopyOnly && startedAt <= now && finishedAt > now,
  );
  return taken === undefined || state !== 'ONLINE' ? {} : { last_log_backup_lsn: taken.firstLsn };
}

function propertyRows({ name, state, userAccess, body, lastGoodCheck }: Database): readonly Row[] {
  const checked =
    lastGoodCheck === null
      ? '1900-01-01T00:00:00.000'
      : new Date(local(lastGoodCheck)).toISOString().slice(0, 23);
  const values: Readonly<Record<string, Cell>> = {
    LastGoodCheckDbTime: checked,
    Status: state,
    Recovery: body.options.recoveryModel,
    Updateability: body.options.isReadOnly ? 'READ_ONLY' : 'READ_WRITE',
    UserAccess: userAccess,
    Version: '957',
    Collation: 'SQL_Latin1_General_CP1_CI_AS',
    IsPublished: body.options.isPublished ? '1' : '0',
  };
  return Object.entries(values).map(([key, value]) => ({ database_name: name, name: key, value }));
}

/** The product's database and what was restored from it. */
function hasMasterKey({ id }: Database): boolean {
  return id >= databaseIds.Hartonomous;
}

function encryptionRow({ id }: Database, thumbprint: Uint8Array): Row {
  return {
    database_id: id,
    encryption_state: 3,
    encryption_state_desc: 'ENCRYPTED',
    key_algorithm: 'AES',
    key_length: 256,
    encryptor_type: 'CERTIFICATE',
    encryptor_thumbprint: thumbprint,
    percent_complete: 0,
  };
}

function isGrouped({ name }: Database, faults: Scene['faults']): boolean {
  return name === PRODUCT && faults.has('availability-group');
}
