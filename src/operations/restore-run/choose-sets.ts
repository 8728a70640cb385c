import { type Refusal, refuse } from '../../domain/authority.ts';
import { named } from '../../domain/plan.ts';
import type { RestoreEnd, RestoreOptions } from '../../domain/restore-choices.ts';
import type { Instant } from '../../domain/time.ts';
import { alternativesTo } from '../restore/alternatives.ts';
import { type BackupSet, sameGuid } from '../restore/backup-set.ts';
import { planRestore } from '../restore/plan-restore.ts';
import type {
  Continuation,
  Moment,
  RestorePlan,
  RestoreRefusal,
  RestoreRequest,
} from '../restore/request.ts';
import { formatServerTime, formatStopAt, sayServerTime } from '../restore/server-time.ts';
import { instantsOf, inUtc, type OffsetAt } from '../restore/zone.ts';
import type { HistoryFacts } from './facts.ts';
import { historyZone } from './history-zone.ts';
import { type PlannedSet, plannedSet } from './planned-set.ts';

/** Which sets are restored, and how far that leads. */
export interface Chosen {
  readonly sets: readonly PlannedSet[];
  readonly fork: string | null;
  /** How its end was chosen: up to `latest` nothing that there is is left out. */
  readonly end: RestoreEnd['kind'];
  /** Null: to the end of the last log. Server-local, in the one form that no language setting reads otherwise (S26). */
  readonly stopAt: string | null;
  /** What people are told: `14:05:00`'s local time, or the end of the last set. */
  readonly reaches: string | null;
  /** The same in UTC. */
  readonly reachesAt: Instant | null;
  /** The history on hand ends before the moment; the tail of the log, taken first, holds it. */
  readonly needsTail: boolean;
  /** Sets as new as these of which the server does not find a file (S21), by id. */
  readonly unseen: readonly string[];
  readonly warnings: readonly string[];
  /** Other routes to the same moment. */
  readonly others: number;
}

export interface ChooseOptions {
  /** A tail of the log will be there: moments up to now can be reached, and "latest" means now. */
  readonly withTail: boolean;
  readonly continueFrom: Continuation | null;
  readonly now: Instant;
}

/** Chooses sets by the planner; a refusal says what can be reached instead. */
export function chooseSets(
  facts: HistoryFacts,
  options: RestoreOptions,
  { withTail, continueFrom, now }: ChooseOptions,
): Chosen | Refusal {
  const { offset, name } = facts.server;
  const offsetAt = historyZone(facts.sets, { at: now, offset, server: name });
  const history = inUtc(facts.sets, offsetAt);
  const end = endOf(options.end, history, offsetAt, now);
  if ('rule' in end) return end;
  const request: RestoreRequest = {
    database: facts.database?.name ?? nameIn(facts.sets),
    moment: end.moment,
    exclude: { diff: false, log: false },
    fork: options.fork ?? presentFork(facts),
    continueFrom,
  };
  const direct = planRestore(end.sets, request);
  const isShort = !direct.ok && direct.reason === 'not-covered' && withTail && end.moment !== null;
  const answer = isShort ? planRestore(end.sets, { ...request, moment: null }) : direct;
  if (!answer.ok) {
    return refuse(
      `restore: ${answer.reason}`,
      refusalWords(answer.message, answer.newestReachable),
      hintFor(answer.reason, continueFrom !== null),
    );
  }
  const byId = new Map(end.sets.map((set) => [set.id, set]));
  const sets = answer.steps.flatMap(({ setId }) => {
    const set = byId.get(setId);
    return set === undefined ? [] : [plannedSet(set, facts.sizes.get(setId))];
  });
  const last = byId.get(answer.steps.at(-1)?.setId ?? '');
  const { moment } = end;
  const unseen = unseenSince(end.sets, byId.get(answer.steps[0]?.setId ?? ''));
  return {
    sets,
    fork: answer.fork,
    end: options.end.kind,
    stopAt: moment === null ? null : formatStopAt(moment.local),
    reaches: moment?.text ?? answer.reaches,
    reachesAt: moment?.at ?? last?.finishedAt ?? null,
    needsTail: isShort,
    unseen,
    warnings: [
      ...answer.warnings,
      ...(unseen.length === 0
        ? []
        : [
            `The server does not find the files of ${unseen.length === 1 ? 'a newer backup' : `${unseen.length} newer backups`} where msdb says: left out, as if never taken.`,
          ]),
    ],
    others: continueFrom === null ? otherRoutes(answer, end.sets, request) : 0,
  };
}

function hintFor(reason: RestoreRefusal['reason'], goesOn: boolean): string {
  if (goesOn)
    return 'Go on to a later moment or to the latest. To go back, the DBA opens it as it is (`RESTORE DATABASE … WITH RECOVERY`), where it can be opened, and the restore is ordered anew; else by `hart plan restore`.';
  if (reason === 'fork') return 'Choose the history: in the form, or by `--fork GUID`.';
  return reason === 'not-covered'
    ? 'Choose an earlier moment, or take a log backup now: it extends what can be reached.'
    : 'Choose another moment or another history.';
}

/** What is older than the plan's first set was mostly cleaned up, and on purpose. */
function unseenSince(sets: readonly BackupSet[], first: BackupSet | undefined): readonly string[] {
  return sets
    .filter(
      ({ filesSeen, finishedAt }) =>
        filesSeen === false && first !== undefined && finishedAt >= first.finishedAt,
    )
    .map(({ id }) => id);
}

function otherRoutes(
  plan: RestorePlan,
  sets: readonly BackupSet[],
  request: RestoreRequest,
): number {
  return alternativesTo(plan, sets, request, 2).length;
}

function nameIn(sets: readonly BackupSet[]): string {
  return sets[0]?.database ?? '';
}

/** The fork that the database is on, where any backup is of it; otherwise the planner asks. */
function presentFork({ database, sets }: HistoryFacts): string | null {
  const fork = database?.fork ?? null;
  const isKnown = sets.some(
    ({ lastForkGuid }) => fork !== null && lastForkGuid !== null && sameGuid(lastForkGuid, fork),
  );
  return isKnown ? fork : null;
}

interface End {
  readonly moment: Moment | null;
  readonly sets: readonly BackupSet[];
}

function endOf(
  end: RestoreEnd,
  sets: readonly BackupSet[],
  offsetAt: OffsetAt,
  now: Instant,
): End | Refusal {
  if (end.kind === 'latest') return { moment: null, sets };
  if (end.kind === 'before-log') {
    const log = sets.find(({ id, type }) => id === end.setId && type === 'log');
    if (log === undefined)
      return refuse(
        'restore: unknown log',
        `The history holds no log backup ${named(end.setId)}.`,
        'Choose one of the log backups that the form lists.',
      );
    // What came before it ends where it begins.
    return { moment: null, sets: sets.filter(({ lastLsn }) => lastLsn <= log.firstLsn) };
  }
  if (end.at > now)
    return refuse(
      'restore: future',
      'The moment lies in the future.',
      'Choose one that has been, or "latest".',
    );
  // STOPAT takes whole milliseconds, and fails after everything was overwritten when it gets others.
  const at = Math.floor(end.at);
  const local = at + offsetAt(at);
  const earlier = instantsOf(local, offsetAt).find((instant) => instant < at);
  return { moment: { at, local, text: formatServerTime(local), earlier }, sets };
}

/** With times as people write them; the newest moment is added where the message does not have it. */
function refusalWords(message: string, newest: string | null): string {
  // An option of the command line, where nobody types one.
  const said = message.replace(
    / (?:Begin again from a full backup, without --continue-from|Choose one with --fork GUID)\.$/,
    '',
  );
  const words = said.replaceAll(/(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})/g, '$1 $2');
  const reach = newest === null ? null : sayServerTime(newest);
  if (reach !== null && !words.includes(reach))
    return `${words} The newest moment that can be reached is ${reach} (server time).`;
  return words === said ? words : `${words} Times are by the server's clock.`;
}
