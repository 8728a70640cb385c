import type { Cell, ResultRow } from '../../domain/target.ts';
import { DAY, type Duration, MINUTE, SECOND } from '../../domain/time.ts';
import { readSets } from '../restore-run/read-sets.ts';
import { type BackupSet, type ServerTime, sameGuid } from './backup-set.ts';
import type { Hole } from './reach-over-time.ts';
import type { RefusalReason } from './request.ts';
import { type RestorabilityReport, restorabilityOf } from './restorability.ts';
import { formatServerTime, parseServerTime } from './server-time.ts';

/** What an environment promises: the most that may be lost, and how long a restore may take. */
export interface Promised {
  readonly rpo: Duration;
  readonly rto: Duration;
}

const kinds = ['full', 'diff', 'log'] as const;

/**
 * The one row of the check `restorability`, from the rows of its statement: the history, a row a file. A set counts only
 * with files that the server sees (safety rule S21). Moments are turned into UTC by the server's present offset.
 *
 * @throws Error when the rows make no history
 */
export function deriveRestorability(
  rows: readonly ResultRow[],
  { rpo, rto }: Promised,
): ResultRow[] {
  const [first] = rows;
  if (first === undefined) return [];
  const unseen = new Set(rows.filter(isUnseen).map((row) => String(row['set_guid'])));
  const history = rows.filter((row) => row['set_guid'] !== null);
  const { sets: all, sizes, complaints } = readSets(history);
  if (complaints[0] !== undefined) throw new Error(`The history cannot be read: ${complaints[0]}`);
  const sets = all.filter(({ id }) => !unseen.has(id));
  const localNow = parseServerTime(String(first['local_now'] ?? ''))?.local ?? 0;
  const offset = Number(first['offset_minutes'] ?? 0) * MINUTE;
  const fork = textOf(first['fork_guid']);
  const report = restorabilityOf({
    sets,
    database: String(first['database'] ?? ''),
    localNow,
    fork,
    recoveryModel: String(first['database_model'] ?? ''),
    lastLogBackupLsn: textOf(first['last_log_backup_lsn']),
  });
  const utc = (at: ServerTime | null) => (at === null ? null : formatServerTime(at - offset));
  const { server_name, server_utc, may_see, witness } = first;
  return [
    {
      server_name: server_name ?? null,
      server_utc: server_utc ?? null,
      may_see: may_see ?? null,
      witness: witness ?? null,
      database: first['database'] ?? null,
      newest_utc: utc(report.newest),
      oldest_utc: utc(report.oldest),
      // Nothing that could be restored: everything since the database was made would be lost.
      behind_minutes: minutes(report.behind ?? Number(first['database_age_days'] ?? 0) * DAY),
      worst_gap_minutes: report.worstGap === null ? null : minutes(report.worstGap),
      recent_gap_minutes: report.recentGap === null ? null : minutes(report.recentGap),
      over_rpo_minutes: minutes(Math.max(0, (report.recentGap ?? 0) - rpo)),
      broken: report.isBroken ? 1 : 0,
      why: whyBroken(report, unseen.size),
      holes: report.holes.length,
      files_unseen: unseen.size,
      tail_reaches: report.tailWouldReach ? 1 : 0,
      sets: report.sets,
      restore_minutes: report.restoreTakes === null ? null : minutes(report.restoreTakes),
      over_rto_minutes: minutes(Math.max(0, (report.restoreTakes ?? 0) - rto)),
      restore_test_age_days: first['test_age_days'] ?? first['database_age_days'] ?? null,
      ...newestOfEach(all, sizes, fork, textOf(first['tested_set'])),
    },
  ];
}

/** On a disk whatever the server does not affirm is not seen; of a file on a URL it can tell nothing. */
function isUnseen(row: ResultRow): boolean {
  const device = Number(row['device_type'] ?? 0);
  return (device === 2 || device === 102) && row['file_exists'] !== 1;
}

function newestOfEach(
  sets: readonly BackupSet[],
  sizes: ReadonlyMap<string, number>,
  fork: string | null,
  tested: string | null,
): Record<string, Cell> {
  return Object.fromEntries(
    kinds.flatMap((kind): [string, Cell][] => {
      const newest = sets
        .filter((set) => set.type === kind && onFork(set, fork))
        .reduce<BackupSet | null>(
          (best, set) => (best === null || set.lastLsn > best.lastLsn ? set : best),
          null,
        );
      const isTested = newest !== null && tested !== null && sameGuid(newest.id, tested);
      return [
        [`${kind}_bytes`, newest === null ? null : (sizes.get(newest.id) ?? null)],
        [`${kind}_set`, newest === null ? null : newest.id.toLowerCase()],
        [`${kind}_tested`, newest === null ? null : Number(isTested)],
      ];
    }),
  );
}

function onFork({ lastForkGuid }: BackupSet, fork: string | null): boolean {
  return fork === null || lastForkGuid === null || sameGuid(lastForkGuid, fork);
}

/** For those who are woken: no GUIDs, and what to do. The planner's own words are the command line's. */
const plainWhy: Readonly<Record<RefusalReason, string>> = {
  'bad-history': 'the history of its backups contradicts itself; take a full backup',
  'unknown-database': 'there is no backup of it in the history; take a full backup',
  'no-full': 'there is no full backup that can be used; take a full backup',
  damaged: 'the sets that it takes are damaged or incomplete; take a full backup',
  fork: 'its history begins on a new recovery fork without a full backup; take a full backup',
  gap: 'a log backup is missing on the way; take a full or differential backup',
  'bulk-logged': 'its newest log holds minimally logged changes; take a log backup',
  'not-covered': 'no chain of its backups leads there; take a full backup',
};

function whyBroken(report: RestorabilityReport, unseen: number): string | null {
  const files = unseen === 0 ? '' : `; the server does not see the files of ${unseen} backups`;
  if (report.newest === null) return `${plainWhy[report.reason ?? 'not-covered']}${files}`;
  const open = report.holes.find(({ to }) => to === null);
  if (open !== undefined) return `${holeWords(open)}${files}`;
  if (report.isBroken) return `the newest log backup is not in the history${files}`;
  return unseen === 0 ? null : `the server does not see the files of ${unseen} backups`;
}

/** A stretch without the log that it takes; LSNs are what a DBA looks for. */
function holeWords({ from, to, fromLsn, toLsn }: Hole): string {
  const clock = (at: ServerTime) => formatServerTime(Math.floor(at / SECOND) * SECOND);
  const until = to === null ? 'on' : `to ${clock(to)}`;
  return `no moment from ${clock(from)} ${until} (server time): the log from LSN ${fromLsn} to ${toLsn} is missing`;
}

function minutes(duration: Duration): number {
  return Math.round((Math.max(0, duration) / MINUTE) * 10) / 10;
}

function textOf(value: Cell | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
