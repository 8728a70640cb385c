import type { BackupHistory } from '../backup-history.ts';
import { HOUR, type Instant, local, MINUTE } from '../clock.ts';
import { type ActiveFaults, numberArgument } from '../faults.ts';
import { lsnAt, lsnHex } from '../lsn.ts';
import type { Random } from '../random.ts';
import type { Cell, Filling, Row } from '../table.ts';
import { fileSpaceUsage, logSpaceUsage, logStats } from '../tables/dynamic.ts';
import { fileProperties } from '../tables/properties.ts';
import { databaseFiles, fixedDrives, masterFiles, volumeStats } from '../tables/server.ts';
import { attached, type DatabaseName, databaseIds, databaseNames } from '../things.ts';
import type { Part } from './part.ts';
import { type File, files, logFileOf, type Volume, volumes } from './storage-layout.ts';

const MEGABYTE = 2 ** 20;
const PAGES_A_MEGABYTE = 128;

/** Files, volumes and the log. Size limits of log files are 2 TB, of data files none. */
export function createStorage(random: Random, history: BackupHistory): Part {
  function fileRow(file: File, base: Record<string, Cell>): Row {
    return {
      file_id: file.id,
      file_guid: random.guid('file', file.path),
      type: { ROWS: 0, LOG: 1, FILESTREAM: 2 }[file.kind],
      type_desc: file.kind,
      data_space_id: file.kind === 'LOG' ? 0 : 1,
      name: file.name,
      physical_name: file.path,
      size: file.megabytes * PAGES_A_MEGABYTE,
      max_size: file.kind === 'LOG' ? 268_435_456 : -1,
      ...(file.kind === 'LOG' ? {} : base),
    };
  }

  return {
    tables({ now, faults }) {
      const minute = Math.floor(now / MINUTE) * MINUTE;
      const full = history.sets.findLast(
        (set) =>
          set.database === 'Hartonomous' &&
          set.type === 'D' &&
          set.finishedAt <= now &&
          !set.isCopyOnly,
      );
      const base = full
        ? {
            differential_base_lsn: full.checkpointLsn,
            differential_base_guid: random.guid('set', full.id),
            differential_base_time: local(full.startedAt),
          }
        : {};
      const rowsOf = (database: DatabaseName) =>
        files
          .filter((file) => file.database === database)
          .map((file) => fileRow(file, database === 'Hartonomous' ? base : {}));
      const log = logState(minute, faults, history);
      const perDatabase = attached.flatMap((database): readonly Filling[] => [
        { table: databaseFiles, database, rows: rowsOf(database) },
        {
          table: fileSpaceUsage,
          database,
          rows: files
            .filter((file) => file.database === database && file.kind === 'ROWS')
            .map(spaceRow),
        },
        { table: logSpaceUsage, database, rows: [logRow(database, log)] },
      ]);
      return [
        {
          table: masterFiles,
          rows: databaseNames.flatMap((name) =>
            rowsOf(name).map((row) => ({ database_id: databaseIds[name], ...row })),
          ),
        },
        { table: volumeStats, rows: files.map((file) => volumeRow(file, faults)) },
        {
          table: fixedDrives,
          rows: volumes.map((volume) => ({
            fixed_drive_path: volume.mount,
            free_space_in_bytes: freeBytes(volume, faults),
          })),
        },
        { table: logStats, rows: [statsRow(minute, log, history)] },
        {
          table: fileProperties,
          rows: files.map((file) => ({
            database_name: file.database,
            file_name: file.name,
            name: 'SpaceUsed',
            value: usedPages(file, log),
          })),
        },
        ...perDatabase,
      ];
    },
  };
}

interface LogState {
  readonly usedMegabytes: number;
  readonly sinceBackupMegabytes: number;
  readonly holdup: string;
  readonly backedUpAt: Instant | null;
}

function logState(now: Instant, faults: ActiveFaults, history: BackupHistory): LogState {
  const backedUpAt =
    history.sets.findLast((set) => set.type === 'L' && set.finishedAt <= now)?.finishedAt ?? null;
  const minutes = backedUpAt === null ? 0 : (now - backedUpAt) / MINUTE;
  const held = faults.get('log-not-truncating');
  const log = logFileOf('Hartonomous');
  if (!held) {
    return {
      usedMegabytes: log.usedMegabytes + Math.round(minutes * 30),
      sinceBackupMegabytes: minutes * 30,
      holdup: 'NOTHING',
      backedUpAt,
    };
  }
  const grown = Math.min(0.99, 0.91 + ((now - held.since) / HOUR) * 0.03);
  return {
    usedMegabytes: Math.round(log.megabytes * grown),
    sinceBackupMegabytes: minutes * 30,
    holdup: 'ACTIVE_TRANSACTION',
    backedUpAt,
  };
}

function usedPages(file: File, log: LogState): number {
  const used = file.name === 'Hartonomous_log' ? log.usedMegabytes : file.usedMegabytes;
  return used * PAGES_A_MEGABYTE;
}

function spaceRow(file: File): Row {
  return {
    database_id: databaseIds[file.database],
    file_id: file.id,
    total_page_count: file.megabytes * PAGES_A_MEGABYTE,
    allocated_extent_page_count: file.usedMegabytes * PAGES_A_MEGABYTE,
    unallocated_extent_page_count: (file.megabytes - file.usedMegabytes) * PAGES_A_MEGABYTE,
  };
}

function logRow(database: DatabaseName, log: LogState): Row {
  const file = logFileOf(database);
  const used = database === 'Hartonomous' ? log.usedMegabytes : file.usedMegabytes;
  return {
    database_id: databaseIds[database],
    total_log_size_in_bytes: file.megabytes * MEGABYTE,
    used_log_space_in_bytes: used * MEGABYTE,
    used_log_space_in_percent: Math.round((used / file.megabytes) * 10_000) / 100,
    log_space_in_bytes_since_last_backup: Math.round(
      (database === 'Hartonomous' ? log.sinceBackupMegabytes : 0) * MEGABYTE,
    ),
  };
}

function statsRow(now: Instant, log: LogState, history: BackupHistory): Row {
  const newest = history.sets.findLast((set) => set.type === 'L' && set.finishedAt <= now);
  const { megabytes } = logFileOf('Hartonomous');
  return {
    database_id: databaseIds.Hartonomous,
    recovery_model: 'FULL',
    log_min_lsn: lsnHex(lsnAt(now - 20 * MINUTE)),
    log_end_lsn: lsnHex(lsnAt(now)),
    current_vlf_sequence_number: lsnAt(now) / 10n ** 15n,
    current_vlf_size_mb: 512,
    total_vlf_count: 128,
    total_log_size_mb: megabytes,
    active_vlf_count: log.holdup === 'NOTHING' ? 11 : 117,
    active_log_size_mb: log.usedMegabytes,
    log_truncation_holdup_reason: log.holdup,
    log_backup_time: log.backedUpAt === null ? null : local(log.backedUpAt),
    log_backup_lsn: newest ? lsnHex(newest.lastLsn) : null,
    log_since_last_log_backup_mb: log.sinceBackupMegabytes,
    log_checkpoint_lsn: lsnHex(lsnAt(now - MINUTE)),
    log_since_last_checkpoint_mb: 12,
    log_recovery_lsn: lsnHex(lsnAt(now - MINUTE)),
    log_recovery_size_mb: 14,
    recovery_vlf_count: 1,
  };
}

function freeBytes(volume: Volume, faults: ActiveFaults): number {
  const full = faults.get('disk-full');
  const gigabytes =
    full && volume.name === 'Data'
      ? (volume.totalGb * numberArgument(full, 'percent')) / 100
      : volume.freeGb;
  return Math.round(gigabytes * 1024 * MEGABYTE);
}

function volumeRow(file: File, faults: ActiveFaults): Row {
  const volume = volumes.find(({ mount }) => file.path.startsWith(mount)) ?? volumes[0];
  return {
    database_id: databaseIds[file.database],
    file_id: file.id,
    volume_mount_point: volume.mount,
    volume_id: `\\\\?\\Volume{${volume.name}}\\`,
    logical_volume_name: volume.name,
    total_bytes: volume.totalGb * 1024 * MEGABYTE,
    available_bytes: freeBytes(volume, faults),
  };
}
