import { type BackupHistory, dueBetween, type NewBackup } from '../backup-history.ts';
import type { BackupSet } from '../backup-set.ts';
import { DAY, HOUR, type Instant, local, MINUTE, SECOND } from '../clock.ts';
import type { Databases } from '../databases/databases.ts';
import type { Disk } from '../disk.ts';
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
import { filesSeen } from '../tables/server.ts';
import { databaseIds } from '../things.ts';
import { createBackupJobs } from './backup-jobs.ts';
import { familyRows, mediaRows, restoreRow, setRow } from './backup-rows.ts';
import type { Part } from './part.ts';

const HISTORY = 3 * DAY + 2 * HOUR;
const KEPT = 14 * DAY;

/** What the backups of the server are about. */
export interface BackupGround {
  readonly history: BackupHistory;
  readonly disk: Disk;
  readonly databases: Databases;
  /** What the server that takes them calls itself. */
  readonly serverName: string;
}

/** Backups on schedule, and their rows in msdb. */
export function createBackups(start: Instant, random: Random, ground: BackupGround): Part {
  const { history, disk, databases, serverName } = ground;
  const jobs = createBackupJobs(random);
  let doneUntil = start - HISTORY;
  let missed = false;
  let lost: { readonly set: BackupSet; readonly after: BackupSet } | null = null;

  /** On schedule: where the database cannot be backed up, the job fails and nothing is written. */
  function take(backup: NewBackup): BackupSet | null {
    const database = databases.find(backup.database);
    if (database?.state !== 'ONLINE' || database.userAccess === 'SINGLE_USER') return null;
    if (backup.type === 'L' && database.body.lastLogBackupLsn === null) return null;
    if (backup.type === 'I' && database.body.bases.length === 0) return null;
    const set = history.take(backup);
    onDisk(set);
    return set;
  }

  function onDisk(set: BackupSet): void {
    disk.put({
      path: set.media.files[0] ?? '',
      bytes: Math.round(set.bytes / 3.4),
      mediaId: set.media.id,
      sequence: 1,
      sets: [set],
      brokenOff: null,
      state: 'good',
      busyUntil: set.finishedAt,
      isNew: false,
    });
  }

  function drop(which: (set: BackupSet) => boolean): void {
    for (const set of history.sets.filter(which))
      for (const path of set.media.files) disk.remove(path);
    history.remove(which);
  }

  // the chain needs a full to stand on
  take({ database: 'Hartonomous', type: 'D', at: doneUntil - 30 * MINUTE });
  take({
    database: 'Hartonomous',
    type: 'L',
    at: doneUntil - 5 * MINUTE,
    beginsLogChain: true,
  });

  function onSchedule(now: Instant, faults: ActiveFaults): void {
    const withoutLogs = faults.has('log-backups-missed');
    // One that reads all data would lead past the gap.
    const onlyLogs = faults.has('log-chain-broken');
    const disabledAt = faults.get('backup-jobs-disabled')?.since ?? Number.POSITIVE_INFINITY;
    for (const due of dueBetween(doneUntil, now)) {
      const isLog = due.type === 'L';
      const fails = (isLog && withoutLogs) || (!isLog && onlyLogs) || due.at >= disabledAt;
      if (!fails) take(due);
    }
    doneUntil = Math.max(doneUntil, now);
    if (history.sets.some((set) => set.finishedAt < now - KEPT - DAY)) {
      drop((set) => set.finishedAt < now - KEPT);
    }
  }

  /** Fifty minutes without a log backup; when it ends, one catches up. */
  function missLogs(now: Instant, faults: ActiveFaults): void {
    const fault = faults.get('log-backups-missed');
    if (fault && !missed) {
      drop((set) => set.type === 'L' && set.startedAt > fault.since - 50 * MINUTE);
      const newest = history.newest('Hartonomous', 'L');
      if (newest && databases.find('Hartonomous'))
        databases.changeBody('Hartonomous', { lastLogBackupLsn: newest.lastLsn }, now);
    } else if (!fault && missed) {
      take({ database: 'Hartonomous', type: 'L', at: now - 8 * SECOND });
    }
    missed = fault !== undefined;
  }

  /** A log backup whose row is lost, and the next one after it; when it ends, the row is found again. */
  function breakChain(now: Instant, faults: ActiveFaults): void {
    const broken = faults.has('log-chain-broken');
    if (broken && !lost && databases.find('Hartonomous')) {
      const set = history.lose(now - 40 * SECOND);
      const after = take({
        database: 'Hartonomous',
        type: 'L',
        at: now - 10 * SECOND,
        beginsLogChain: true,
      });
      if (!after) return;
      lost = { set: { ...set, lastLsn: after.firstLsn }, after };
    } else if (!broken && lost) {
      const { set, after } = lost;
      history.remove(({ id }) => id === after.id);
      const mended = { ...after, beginsLogChain: false };
      for (const found of [mended, set]) {
        history.putBack(found);
        onDisk(found);
      }
      lost = null;
    }
  }

  function rowsOf(
    sets: readonly BackupSet[],
    damagedId: number | undefined,
    jobsEnabled: boolean,
  ): readonly Filling[] {
    const restoredFrom = sets.find((set) => set.type === 'D' && set.database === 'Hartonomous');
    return [
      { table: backupset, rows: sets.map((set) => setRow(set, set.id === damagedId, serverName)) },
      { table: backupmediaset, rows: mediaRows(sets) },
      { table: backupmediafamily, rows: familyRows(sets, random) },
      {
        table: restorehistory,
        rows: [
          {
            restore_history_id: 60,
            restore_date: local(start - 12 * DAY),
            destination_database_name: 'Hartonomous_RestoreTest',
            user_name: 'CORP\\dba',
            backup_set_id: restoredFrom?.id ?? 0,
            restore_type: 'D',
          },
          ...history.restores.map(restoreRow),
        ],
      },
      { table: filesSeen, rows: pathRows(disk, databases) },
      ...jobs(sets, start, jobsEnabled),
    ];
  }

  const memo = createMemo<readonly Filling[]>();
  return {
    tables({ now, faults }) {
      onSchedule(now, faults);
      missLogs(now, faults);
      breakChain(now, faults);
      const visible = history.sets.filter((set) => set.finishedAt <= now);
      const damaged = faults.has('backup-set-damaged') ? newestFull(visible)?.id : undefined;
      const jobsEnabled = !faults.has('backup-jobs-disabled');
      const rows = memo(
        `${history.revision}/${disk.revision}/${visible.length}/${damaged}/${databases.all().length}/${jobsEnabled}`,
        () => rowsOf(visible, damaged, jobsEnabled),
      );
      const suspects = faults.has('suspect-page') ? [suspectPage(faults)] : [];
      return [...rows, { table: suspectPages, rows: suspects }];
    },
  };
}

export function newestFull(sets: readonly BackupSet[]): BackupSet | undefined {
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

/** What exists on the volumes, for sys.dm_os_file_exists. */
function pathRows(disk: Disk, databases: Databases): readonly Row[] {
  return [
    ...disk.directories().map((path) => ({ path, file_exists: 0, file_is_a_directory: 1 })),
    ...disk.files().map(({ path }) => ({ path })),
    ...databases.all().flatMap(({ body }) => body.files.map(({ path }) => ({ path }))),
  ];
}
