import type { RestoreRecord } from '../backup-history.ts';
import type { BackupMedia, BackupSet } from '../backup-set.ts';
import { local } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Row } from '../table.ts';

const rows = new WeakMap<BackupSet, Row>();

/** A row of msdb.dbo.backupset. */
export function setRow(set: BackupSet, damaged: boolean, serverName: string): Row {
  const known = rows.get(set);
  if (known && !damaged) return known;
  const made: Row = {
    backup_set_id: set.id,
    backup_set_uuid: set.guid,
    media_set_id: set.media.id,
    position: set.position,
    name: set.name,
    description: set.description,
    user_name: set.userName,
    last_family_number: set.media.familyCount ?? set.media.files.length,
    first_lsn: set.firstLsn,
    last_lsn: set.lastLsn,
    checkpoint_lsn: set.checkpointLsn,
    database_backup_lsn: set.databaseBackupLsn,
    database_creation_date: local(set.createdAt),
    backup_start_date: local(set.startedAt),
    backup_finish_date: local(set.finishedAt),
    type: set.type,
    backup_size: set.bytes,
    compressed_backup_size: set.isCompressed ? Math.round(set.bytes / 3.4) : set.bytes,
    database_name: set.database,
    server_name: serverName,
    machine_name: serverName,
    recovery_model: set.recoveryModel,
    begins_log_chain: set.beginsLogChain,
    is_copy_only: set.isCopyOnly,
    is_damaged: set.isDamaged || damaged,
    is_snapshot: set.isSnapshot,
    is_single_user: set.isSingleUser,
    is_readonly: set.isReadOnly,
    is_force_offline: set.isForceOffline,
    has_backup_checksums: set.hasChecksums,
    has_bulk_logged_data: set.hasBulkLoggedData,
    has_incomplete_metadata: set.hasIncompleteMetadata,
    first_recovery_fork_guid: set.firstFork,
    last_recovery_fork_guid: set.lastFork,
    fork_point_lsn: set.forkPointLsn,
    database_guid: set.databaseGuid,
    family_guid: set.familyGuid,
    differential_base_lsn: set.base?.lsn ?? null,
    differential_base_guid: set.base?.guid ?? null,
  };
  if (!damaged) rows.set(set, made);
  return made;
}

function mediaOf(sets: readonly BackupSet[]): readonly BackupMedia[] {
  return [...new Map(sets.map(({ media }) => [media.id, media])).values()].toSorted(
    (one, other) => one.id - other.id,
  );
}

export function mediaRows(sets: readonly BackupSet[]): readonly Row[] {
  const compressed = new Set(sets.filter((set) => set.isCompressed).map(({ media }) => media.id));
  return mediaOf(sets).map((media) => ({
    media_set_id: media.id,
    media_uuid: media.guid,
    media_family_count: media.familyCount ?? media.files.length,
    name: media.name,
    description: media.description,
    is_compressed: compressed.has(media.id),
  }));
}

export function familyRows(sets: readonly BackupSet[], random: Random): readonly Row[] {
  return mediaOf(sets).flatMap((media) =>
    media.files.map((file, index) => ({
      media_set_id: media.id,
      family_sequence_number: media.sequence?.[index] ?? index + 1,
      media_family_id: random.guid('family', media.id, index),
      physical_device_name: file,
      device_type: media.deviceType ?? 2,
      mirror: media.isMirror === true ? 1 : 0,
    })),
  );
}

/** A row of msdb.dbo.restorehistory. */
export function restoreRow(record: RestoreRecord): Row {
  return {
    restore_history_id: record.id,
    restore_date: local(record.at),
    destination_database_name: record.database,
    user_name: record.user,
    backup_set_id: record.setId,
    restore_type: record.type,
    replace: record.isReplacing,
    recovery: record.isRecovering,
    stop_at: record.stopAt === null ? null : local(record.stopAt),
    device_count: record.devices,
  };
}
