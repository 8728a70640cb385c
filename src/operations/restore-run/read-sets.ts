import type { ResultRow } from '../../domain/target.ts';
import { type BackupSet, guidKey } from '../restore/backup-set.ts';
import { type ReadHistory, readHistory } from '../restore/read-history.ts';

/** The sets that msdb knows, or why its rows make no history. */
export interface ReadSets {
  readonly sets: readonly BackupSet[];
  readonly sizes: ReadonlyMap<string, number>;
  readonly encryptors: ReadonlyMap<string, string>;
  /** Empty where all was well. */
  readonly complaints: readonly string[];
}

const types: Readonly<Record<string, string>> = { D: 'full', I: 'diff', L: 'log' };

/** Rows of `backup-sets.sql`, one a file, as sets that can be planned with. Sets are named by their GUID. */
export function readSets(rows: readonly ResultRow[]): ReadSets {
  const groups = Map.groupBy(rows, (row) => String(row['set_guid']));
  const entries = [...groups.values()].map((files) => entryOf(files));
  const read = readHistory({ sets: entries });
  return {
    sets: read.kind === 'history' ? read.sets : [],
    sizes: valuesOf(groups, 'bytes', Number),
    encryptors: valuesOf(groups, 'encryptor_thumbprint', (text) => text.toLowerCase()),
    complaints: complaintsOf(read),
  };
}

/** Marks those of which the server does not find a file (S21): they count for nothing, and a refusal names them. */
export function withUnseen(
  sets: readonly BackupSet[],
  unseen: ReadonlySet<string>,
): readonly BackupSet[] {
  if (unseen.size === 0) return sets;
  return sets.map((set) => (unseen.has(guidKey(set.id)) ? { ...set, filesSeen: false } : set));
}

/**
 * Without those of another database of the name, on another server: RESTORE writes them into this msdb when a copy is made of
 * them (S17, S21). Of the same family they may be an earlier server's, or a replica's, and stay to be judged.
 */
export function withoutStrangers(
  sets: readonly BackupSet[],
  server: string,
  familyGuid: string | null,
): readonly BackupSet[] {
  if (familyGuid === null) return sets;
  const own = guidKey(familyGuid);
  return sets.filter(
    (set) => set.familyGuid === null || isTakenBy(server, set) || guidKey(set.familyGuid) === own,
  );
}

/** Whether this server took it: msdb holds others' sets too, once a copy was made of them. Unnamed ones count as its own. */
export function isTakenBy(server: string, set: Pick<BackupSet, 'server'>): boolean {
  return set.server === null || set.server.toLowerCase() === server.toLowerCase();
}

function complaintsOf(read: ReadHistory): readonly string[] {
  if (read.kind === 'history') return [];
  return read.kind === 'unreadable'
    ? [read.complaint.message]
    : read.complaints.map(({ path, message }) => `${path} ${message}`);
}

function valuesOf<T>(
  groups: ReadonlyMap<string, readonly ResultRow[]>,
  column: string,
  read: (text: string) => T,
): ReadonlyMap<string, T> {
  return new Map(
    [...groups].flatMap(([id, [row]]) => {
      const value = row?.[column];
      return value === null || value === undefined ? [] : [[id, read(String(value))] as const];
    }),
  );
}

function entryOf(files: readonly ResultRow[]): Record<string, unknown> {
  const row = files[0] ?? {};
  const flag = (name: string) => (row[name] === null ? null : Number(row[name]) === 1);
  const cell = (name: string) => row[name] ?? null;
  const type = String(row['type']).trim();
  return {
    id: cell('set_guid'),
    database: cell('database_name'),
    type: types[type] ?? type,
    startedAt: cell('started_local'),
    finishedAt: cell('finished_local'),
    firstLsn: cell('first_lsn'),
    lastLsn: cell('last_lsn'),
    checkpointLsn: cell('checkpoint_lsn'),
    databaseBackupLsn: cell('database_backup_lsn'),
    differentialBaseLsn: cell('differential_base_lsn'),
    differentialBaseGuid: cell('differential_base_guid'),
    setGuid: cell('set_guid'),
    familyGuid: cell('family_guid'),
    databaseGuid: cell('database_guid'),
    firstForkGuid: cell('first_fork_guid'),
    lastForkGuid: cell('last_fork_guid'),
    forkPointLsn: cell('fork_point_lsn'),
    isCopyOnly: flag('is_copy_only'),
    isDamaged: flag('is_damaged'),
    isSnapshot: flag('is_snapshot'),
    hasChecksums: flag('has_checksums'),
    hasBulkLoggedData: flag('has_bulk_logged_data'),
    hasIncompleteMetadata: flag('has_incomplete_metadata'),
    beginsLogChain: flag('begins_log_chain'),
    recoveryModel: cell('recovery_model'),
    timeZone: cell('time_zone'),
    deviceType: cell('device_type'),
    isMirror: flag('mirror'),
    server: cell('server_name'),
    position: cell('position'),
    familyCount: cell('family_count'),
    familySequences: files.map((file) => Number(file['family_sequence'])),
    files: files.map((file) => String(file['file_name'])),
  };
}
