import {
  BACKUP_DIRECTORY,
  type BackupHistory,
  type BackupSet,
  createBackupHistory,
  dueBetween,
} from '../backup-history.ts';
import { DAY, HOUR, type Instant, local, MINUTE, SECOND } from '../clock.ts';
import type { ActiveFaults } from '../faults.ts';
import { createMemo } from '../memo.ts';
import type { Random } from '../random.ts';
import type { Filling, Row } from '../table.ts';
import {
  backupmediafamily,
  backupmediaset,
  backupset,
  restorehistory,
  suspectPages,
} from '../tables/msdb.ts';
import { databaseRecoveryStatus, filesSeen } from '../tables/server.ts';
import { databaseIds } from '../things.ts';
import { createBackupJobs } from './backup-jobs.ts';
import type { Part } from './part.ts';

const HISTORY = 3 * DAY + 2 * HOUR;
const KEPT = 14 * DAY;

export interface Backups extends Part {
  readonly history: BackupHistory;
}

/** Backups on schedule, and their rows in msdb. */
export const createBackups = (start: Instant, random: Random): Backups => {
  const history = createBackupHistory();
  const jobs = createBackupJobs(random);
  let doneUntil = start - HISTORY;
  let missed = false;
  let lost: { readonly set: BackupSet; readonly after: BackupSet } | null = null;
  // the chain needs a full to stand on
  history.take({ database: 'Hartonomous', type: 'D', at: doneUntil - 30 * MINUTE });
  history.take({
    database: 'Hartonomous',
    type: 'L',
    at: doneUntil - 5 * MINUTE,
    beginsLogChain: true,
  });

  function onSchedule(now: Instant, withoutLogs: boolean): void {
    for (const due of dueBetween(doneUntil, now)) {
      if (!(withoutLogs && due.type === 'L')) history.take(due);
    }
    doneUntil = Math.max(doneUntil, now);
    if (history.sets.some((set) => set.finishedAt < now - KEPT - DAY)) {
      history.remove((set) => set.finishedAt < now - KEPT);
    }
  }

  /** Fifty minutes without a log backup; when it ends, one catches up. */
  function missLogs(now: Instant, faults: ActiveFaults): void {
    const fault = faults.get('log-backups-missed');
    if (fault && !missed) {
      history.remove((set) => set.type === 'L' && set.startedAt > fault.since - 50 * MINUTE);
    } else if (!fault && missed) {
      history.take({ database: 'Hartonomous', type: 'L', at: now - 8 * SECOND });
    }
    missed = fault !== undefined;
  }

  /** A log backup whose row is lost, and the next one after it; when it ends, the row is found again. */
  function breakChain(now: Instant, faults: ActiveFaults): void {
    const broken = faults.has('log-chain-broken');
    if (broken && !lost) {
      const set = history.lose(now - 40 * SECOND);
      const after = history.take({
        database: 'Hartonomous',
        type: 'L',
        at: now - 10 * SECOND,
        beginsLogChain: true,
      });
      lost = { set: { ...set, lastLsn: after.firstLsn }, after };
    } else if (!broken && lost) {
      const { set, after } = lost;
      history.remove(({ id }) => id === after.id);
      history.putBack({ ...after, beginsLogChain: false });
      history.putBack(set);
      lost = null;
    }
  }

  function rowsOf(sets: readonly BackupSet[], damagedId: number | undefined): readonly Filling[] {
    const newestLog = sets.findLast((set) => set.type === 'L');
    const restoredFrom = sets.find((set) => set.type === 'D' && set.database === 'Hartonomous');
    return [
      { table: backupset, rows: sets.map((set) => setRow(random, set, set.id === damagedId)) },
      {
        table: backupmediaset,
        rows: sets.map((set) => ({
          media_set_id: set.id,
          media_uuid: random.guid('media', set.id),
        })),
      },
      {
        table: backupmediafamily,
        rows: sets.map((set) => ({
          media_set_id: set.id,
          media_family_id: random.guid('family', set.id),
          physical_device_name: set.file,
        })),
      },
      {
        table: databaseRecoveryStatus,
        rows: Object.entries(databaseIds).map(([name, id]) => ({
          database_id: id,
          database_guid: random.guid('database', name),
          family_guid: random.guid('family', name),
          recovery_fork_guid: random.guid('fork', name),
          first_recovery_fork_guid: null,
          last_log_backup_lsn: name === 'Hartonomous' ? (newestLog?.lastLsn ?? null) : null,
        })),
      },
      {
        table: restorehistory,
        rows: [
          {
            restore_history_id: 61,
            restore_date: local(start - 12 * DAY),
            destination_database_name: 'Hartonomous_RestoreTest',
            user_name: 'CORP\\dba',
            backup_set_id: restoredFrom?.id ?? 0,
            restore_type: 'D',
          },
        ],
      },
      {
        table: filesSeen,
        rows: [
          { path: BACKUP_DIRECTORY, file_exists: 0, file_is_a_directory: 1 },
          ...sets.map((set) => ({ path: set.file })),
        ],
      },
      ...jobs(sets, start),
    ];
  }

  const memo = createMemo<readonly Filling[]>();
  return {
    history,
    tables({ now, faults }) {
      onSchedule(now, faults.has('log-backups-missed'));
      missLogs(now, faults);
      breakChain(now, faults);
      const visible = history.sets.filter((set) => set.finishedAt <= now);
      const damaged = faults.has('backup-set-damaged') ? newestFull(visible)?.id : undefined;
      const rows = memo(`${history.revision}/${visible.length}/${damaged}`, () =>
        rowsOf(visible, damaged),
      );
      const suspects = faults.has('suspect-page') ? [suspectPage(faults)] : [];
      return [...rows, { table: suspectPages, rows: suspects }];
    },
  };
};

function newestFull(sets: readonly BackupSet[]): BackupSet | undefined {
  return sets.findLast((set) => set.database === 'Hartonomous' && set.type === 'D');
}

function suspectPage(faults: ActiveFaults): Row {
  const since = faults.get('suspect-page')?.since ?? 0;
  return {
    database_id: databaseIds.Hartonomous,
    file_id: 1,
    page_id: 4_718_592,
    event_type: 2,
    error_count: 3,
    last_update_date: local(since),
  };
}

const rows = new WeakMap<BackupSet, Row>();

function setRow(random: Random, set: BackupSet, damaged: boolean): Row {
  const known = rows.get(set);
  if (known && !damaged) return known;
  const fork = random.guid('fork', set.database);
  const made: Row = {
    backup_set_id: set.id,
    backup_set_uuid: random.guid('set', set.id),
    media_set_id: set.id,
    name: `${set.database} ${set.type}`,
    first_lsn: set.firstLsn,
    last_lsn: set.lastLsn,
    checkpoint_lsn: set.checkpointLsn,
    database_backup_lsn: set.databaseBackupLsn,
    database_creation_date: local(Date.UTC(2025, 9, 1)),
    backup_start_date: local(set.startedAt),
    backup_finish_date: local(set.finishedAt),
    type: set.type,
    backup_size: set.bytes,
    compressed_backup_size: Math.round(set.bytes / 3.4),
    database_name: set.database,
    recovery_model: set.recoveryModel,
    begins_log_chain: set.beginsLogChain,
    is_copy_only: set.isCopyOnly,
    is_damaged: damaged,
    first_recovery_fork_guid: fork,
    last_recovery_fork_guid: fork,
    database_guid: random.guid('database', set.database),
    family_guid: random.guid('family', set.database),
    differential_base_lsn: set.base?.checkpointLsn ?? null,
    differential_base_guid: set.base ? random.guid('set', set.base.id) : null,
  };
  if (!damaged) rows.set(set, made);
  return made;
}
