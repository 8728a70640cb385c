import { DAY, type Duration } from '../../domain/time.ts';
import type { BackupSet, ServerTime } from './backup-set.ts';
import { planRestore } from './plan-restore.ts';
import { type Hole, reachOverTime } from './reach-over-time.ts';
import type { RefusalReason, RestoreAnswer } from './request.ts';
import { parseServerTime } from './server-time.ts';
import { unusable } from './usable.ts';

/** What a history can restore. All moments are the server's local ones. */
export interface RestorabilityReport {
  /** The newest moment; null: nothing can be restored, and `why` says why. */
  readonly newest: ServerTime | null;
  readonly oldest: ServerTime | null;
  readonly why: string | null;
  /** The planner's reason of it. */
  readonly reason: RefusalReason | null;
  /** What would be lost if the server were lost now. */
  readonly behind: Duration | null;
  /** The most that would have been lost at any moment of the last 7 days. */
  readonly worstGap: Duration | null;
  /** The same of the last day. */
  readonly recentGap: Duration | null;
  /** Stretches of the last 7 days of which no moment can be restored, and the one that is open now. */
  readonly holes: readonly Hole[];
  /** The newest backups are in the history, but no restore gets there. */
  readonly isBroken: boolean;
  /** A tail-log backup now would reach the present: the chain is whole up to its last log backup. */
  readonly tailWouldReach: boolean;
  /** About how long the restore to the newest moment takes. */
  readonly restoreTakes: Duration | null;
  /** How many sets it needs. */
  readonly sets: number;
}

export interface RestorabilityQuestion {
  readonly sets: readonly BackupSet[];
  readonly database: string;
  readonly localNow: ServerTime;
  /** The recovery fork that the database is on; null: not known. */
  readonly fork: string | null;
  readonly recoveryModel: string;
  /** What the database says its log was backed up to; null: nothing yet, or not known. */
  readonly lastLogBackupLsn: string | null;
}

/** Writing is slower than reading, and a full has files to grow first: by this a restore takes longer than its backups. */
const restoreFactor = 1.5;
const window = 7 * DAY;

/** Plans the restore to the newest moment there is, and looks back over a week (safety rule S21: on this fork alone). */
export function restorabilityOf(question: RestorabilityQuestion): RestorabilityReport {
  const { sets, database, localNow, fork, recoveryModel, lastLogBackupLsn } = question;
  const answer = planRestore(sets, {
    database,
    moment: null,
    exclude: { diff: false, log: false },
    fork,
    continueFrom: null,
  });
  const own = sets.filter((set) => set.database.toLowerCase() === database.toLowerCase());
  const newest = momentOf(answer);
  const { moves, holes } = reachOverTime(own, fork);
  const steps = answer.ok
    ? answer.steps.flatMap(({ setId }) => own.find(({ id }) => id === setId) ?? [])
    : [];
  const last = steps.at(-1);
  const isContinued =
    last !== undefined && lastLogBackupLsn !== null && last.lastLsn >= BigInt(lastLogBackupLsn);
  const recent = holes.filter(({ to }) => to === null || to >= localNow - window);
  return {
    newest,
    oldest: oldestOf(own),
    why: answer.ok ? null : answer.message,
    reason: answer.ok ? null : answer.reason,
    behind: newest === null ? null : localNow - newest,
    worstGap: worstGap(moves, localNow, window),
    recentGap: worstGap(moves, localNow, DAY),
    holes: recent,
    isBroken:
      newest === null ||
      recent.some(({ to }) => to === null) ||
      (recoveryModel !== 'SIMPLE' && lastLogBackupLsn !== null && !isContinued),
    tailWouldReach: recoveryModel !== 'SIMPLE' && isContinued,
    restoreTakes: answer.ok ? restoreTime(steps) : null,
    sets: steps.length,
  };
}

function momentOf(answer: RestoreAnswer): ServerTime | null {
  const reaches = answer.ok ? answer.reaches : null;
  return reaches === null ? null : (parseServerTime(reaches)?.local ?? null);
}

function oldestOf(sets: readonly BackupSet[]): ServerTime | null {
  const fulls = sets.filter((set) => set.type === 'full' && unusable(set) === null);
  return fulls.length === 0 ? null : Math.min(...fulls.map(({ finishedAt }) => finishedAt));
}

/** Between two moves everything since the first would have been lost; since the last it is the present that counts. */
function worstGap(
  moves: readonly ServerTime[],
  now: ServerTime,
  length: Duration,
): Duration | null {
  const recent = moves.filter((at) => at >= now - length);
  const before = moves.findLast((at) => at < now - length);
  const points = [...(before === undefined ? [] : [before]), ...recent, now];
  if (points.length < 2) return null;
  return Math.max(...points.slice(1).map((at, index) => at - (points[index] ?? at)));
}

function restoreTime(steps: readonly BackupSet[]): Duration {
  const took = steps.reduce(
    (sum, { startedAt, finishedAt }) => sum + Math.max(0, finishedAt - startedAt),
    0,
  );
  return Math.round(took * restoreFactor);
}
