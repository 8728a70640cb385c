import { formatDuration } from '../../domain/time.ts';
import type { BackupSet } from './backup-set.ts';
import type { History } from './history.ts';
import { leftOutOf } from './left-out.ts';
import type { RestorePlan, RestoreRequest, RestoreStep } from './request.ts';
import { formatStopAt } from './server-time.ts';
import { recoverStatement, restoreStatements } from './statements.ts';
import { type Chain, routeOf } from './survey.ts';
import { namesOf, remarksOn, unknownsOf } from './unknowns.ts';
import { filesOf } from './usable.ts';

/** Puts the chosen chain into steps, statements, and words. */
export function writePlan(history: History, request: RestoreRequest, chain: Chain): RestorePlan {
  const { sets, fork } = routeOf(chain);
  const { moment } = request;
  const pointInTime = moment !== null && !request.exclude.log;
  const stopAt = pointInTime ? formatStopAt(moment.local) : null;
  const last = sets.length - 1;
  const steps = sets.map((set, index) => ({
    setId: set.id,
    type: stepType(set),
    files: filesOf(set),
    recovery: index === last ? ('recovery' as const) : ('norecovery' as const),
    stopAt: index === last ? stopAt : null,
  }));
  const statement = restoreStatements(history.name);
  const reached = chain.by?.finishedText ?? null;
  return {
    ok: true,
    pointInTime,
    steps,
    reaches: pointInTime ? moment.text : reached,
    fork,
    excluded: leftOutOf(history, request, sets),
    warnings: [
      ...remarksOn(sets, chain),
      ...twice(request, sets),
      ...distance(request, chain, reached),
      ...beyondReach(history, request, sets, chain),
      ...mixtures(history),
      ...strangers(history),
      ...unknownsOf(sets, pointInTime),
    ],
    statements: [
      ...sets.map((set, index) => statement(set, index === last ? stopAt : null)),
      recoverStatement(history.name),
    ],
  };
}

/** Sets of other types never become steps. */
function stepType({ type }: BackupSet): RestoreStep['type'] {
  return type === 'other' ? 'log' : type;
}

/** STOPAT knows only the local time, and stops where it comes first. */
function twice({ moment, exclude }: RestoreRequest, sets: readonly BackupSet[]): readonly string[] {
  if (moment?.earlier === undefined || exclude.log) return [];
  const [last, before] = [sets.at(-1), sets.at(-2)];
  if (last === undefined || (before !== undefined && before.finishedAt >= moment.earlier))
    return [];
  return [
    `Log ${last.id} holds ${moment.text} twice, since the clock was put back in it: STOPAT stops at the first, not at the second that was asked for. Only the whole log leads beyond.`,
  ];
}

function distance(
  { moment, exclude }: RestoreRequest,
  { by }: Chain,
  reached: string | null,
): readonly string[] {
  if (!exclude.log) return [];
  if (moment === null || by === null)
    return ['Without logs the plan ends with its newest full or differential.'];
  const short = moment.at - by.finishedAt;
  return [
    `Without logs the plan ends at ${reached}, ${formatDuration(short)} before ${moment.text}: what was done between is not restored.`,
  ];
}

/** Newer logs that no chain reaches: what "latest" does not hold. */
function beyondReach(
  { sets }: History,
  { moment, exclude }: RestoreRequest,
  plan: readonly BackupSet[],
  { state, by }: Chain,
): readonly string[] {
  if (moment !== null || exclude.log) return [];
  const used = new Set(plan);
  const beyond = sets.filter(
    (set) =>
      set.type === 'log' &&
      !used.has(set) &&
      set.lastLsn > state.lsn &&
      (by === null || set.finishedAt > by.finishedAt),
  );
  if (beyond.length === 0) return [];
  return [
    `${namesOf(beyond)}: newer, and out of reach, since the log from LSN ${state.lsn} on is missing or unusable. Only a new full or differential backup makes newer moments restorable.`,
  ];
}

function mixtures({ spellings, families }: History): readonly string[] {
  return [
    ...(spellings.length > 1
      ? [`The name is written in several ways (${spellings.join(', ')}): taken as one database.`]
      : []),
    ...(families.length > 1
      ? [
          `The history holds ${families.length} databases of this name that are not of one family: the plan uses one of them.`,
        ]
      : []),
  ];
}

function strangers({ sets }: History): readonly string[] {
  const strange = sets.filter(({ type }) => type === 'other');
  if (strange.length === 0) return [];
  const types = [...new Set(strange.map(({ typeText }) => `"${typeText}"`))].join(', ');
  return [
    `Left out, since only full, diff and log are planned with: ${namesOf(strange)} (${types}).`,
  ];
}
