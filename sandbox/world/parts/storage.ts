import type { BackupHistory } from '../backup-history.ts';
import { HOUR, type Instant, local, MINUTE } from '../clock.ts';
import type { Databases } from '../databases/databases.ts';
import type { Disk } from '../disk.ts';
import type { ActiveFaults } from '../faults.ts';
import { freeBytes } from '../free-space.ts';
import { lsnAt, lsnHex } from '../lsn.ts';
import type { Filling, Row } from '../table.ts';
import { fileSpaceUsage, logSpaceUsage, logStats } from '../tables/dynamic.ts';
import { fileProperties } from '../tables/properties.ts';
import { fixedDrives, volumeStats } from '../tables/server.ts';
import { attached, type DatabaseName, databaseIds } from '../things.ts';
import type { Part } from './part.ts';
import { type File, files, logFileOf, type Volume, volumes } from './storage-layout.ts';

const MEGABYTE = 2 ** 20;
const PAGES_A_MEGABYTE = 128;

/** Volumes, and how full files and the log are. */
export function createStorage(history: BackupHistory, disk: Disk, databases: Databases): Part {
  const free = (volume: Volume, faults: ActiveFaults) =>
    freeBytes(volume.mount, { faults, disk, databases });

  return {
    tables({ now, faults }) {
      const minute = Math.floor(now / MINUTE) * MINUTE;
      const log = logState(minute, faults, history);
      const perDatabase = attached.flatMap((database): readonly Filling[] => [
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
          table: volumeStats,
          rows: files.map((file) => volumeRow(file, free(volumeBelow(file.path), faults))),
        },
        {
          table: fixedDrives,
          rows: volumes.map((volume) => ({
            fixed_drive_path: volume.mount,
            free_space_in_bytes: free(volume, faults),
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

const volumeBelow = (path: string) =>
  volumes.find(({ mount }) => path.toUpperCase().startsWith(mount)) ?? volumes[0];

function volumeRow(file: File, available: number): Row {
  const volume = volumeBelow(file.path);
  return {
    database_id: databaseIds[file.database],
    file_id: file.id,
    volume_mount_point: volume.mount,
    volume_id: `\\\\?\\Volume{${volume.name}}\\`,
    logical_volume_name: volume.name,
    total_bytes: volume.totalGb * 1024 * MEGABYTE,
    available_bytes: available,
  };
}
