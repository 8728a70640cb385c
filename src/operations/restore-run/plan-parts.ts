import type { JsonObject } from '../../domain/json.ts';
import { named, type Plan, type PlanStep } from '../../domain/plan.ts';
import type { RestoreOptions } from '../../domain/restore-choices.ts';
import { type Duration, SECOND } from '../../domain/time.ts';
import { fillTemplate } from '../acting/fill-template.ts';
import { planStep } from '../acting/plan-step.ts';
import { formatServerTime, sayServerTime } from '../restore/server-time.ts';
import type { Chosen } from './choose-sets.ts';
import { type PlannedSet, setToJson, tailIn } from './planned-set.ts';
import { count, gigabytes } from './refuse-restore.ts';
import { fileList, headersOf, restoreSet, type Template, verify } from './statements.ts';

/** Guesses of how fast a server reads and writes, for "about"; a wrong one costs nothing. */
const readSpeed = 400 * 2 ** 20;
const writeSpeed = 250 * 2 ** 20;

export function readTime(sets: readonly PlannedSet[]): Duration {
  return timeFor(sets, readSpeed);
}

function restoreTime(sets: readonly PlannedSet[]): Duration {
  return timeFor(sets, writeSpeed);
}

function timeFor(sets: readonly PlannedSet[], speed: number): Duration {
  return sets.reduce((sum, { bytes }) => sum + SECOND + ((bytes ?? 0) / speed) * SECOND, 0);
}

export function checkSetsStep(template: Template, sets: readonly PlannedSet[]): PlanStep {
  return planStep({
    id: 'check-sets',
    does: 'check-sets',
    title: `Read back ${count(sets.length, 'backup set')} on the server`,
    why: 'so that none turns out broken halfway',
    // Those that lead to a moment are these; otherwise logs that are backed up until the start come after them.
    grows: true,
    brokenOff: 'The backup sets were not all read back.',
    statements: sets.flatMap((set) => [
      headersOf(template, set),
      ...(set.type === 'log' ? [] : [fileList(template, set)]),
      verify(template, set),
    ]),
    expected: readTime(sets),
  });
}

/** Full, differential and logs, in up to three steps. */
export function restoreSteps(
  template: Template,
  database: string,
  chosen: Chosen,
  options: {
    readonly moves?: Readonly<Record<string, string>>;
    readonly replace?: boolean;
    readonly overwrites: boolean;
    /** "and every log backup made until the start". */
    readonly mayGrow: boolean;
    /** The file that the tail of the log is backed up to meanwhile. */
    readonly tailFile?: string | null;
    /** What undoes it. */
    readonly undo: string;
  },
): readonly PlanStep[] {
  const { sets, stopAt } = chosen;
  const stop = options.overwrites ? { stop: halfRestored(database) } : {};
  const statement = (set: PlannedSet, isLast = false) =>
    restoreSet(template, database, set, {
      moves: options.moves ?? {},
      replace: options.replace ?? false,
      stopAt: isLast ? stopAt : null,
    });
  const bases = sets.filter(({ type }) => type !== 'log');
  const logs = sets.filter(({ type }) => type === 'log');
  const [first, last] = [logs[0], logs.at(-1)];
  const steps = bases.map((set) =>
    planStep({
      id: `restore-${set.type}`,
      does: 'restore-set',
      title: `Restore ${set.type === 'full' ? 'full' : 'differential'} of ${clock(set.finished)}${size(set)}`,
      statements: [statement(set)],
      expected: restoreTime([set]),
      undo: options.undo,
      overwrites: options.overwrites,
      ...stop,
      input: { set: setToJson(set) },
    }),
  );
  if (logs.length === 0 && !options.mayGrow) return steps;
  const until = stopAt === null ? '' : '; the last WITH STOPAT';
  const span =
    first === undefined || last === undefined
      ? 'Restore the tail of the log'
      : `Restore ${count(logs.length, 'log')} ${clock(first.finished)} → ${clock(last.finished)}`;
  const more = options.mayGrow ? ', and every one made until the start' : '';
  return [
    ...steps,
    planStep({
      id: 'restore-logs',
      does: 'restore-logs',
      title: `${span}${more}${until}`,
      // Where a tail follows, the moment is in the tail or after these.
      statements: logs.map((set, index) =>
        statement(set, index === logs.length - 1 && !options.mayGrow),
      ),
      ...(growsUntilStart(chosen) ? { grows: true as const } : {}),
      ...(options.mayGrow
        ? {
            later: laterLogs(template, database, options.tailFile ?? null, stopAt),
          }
        : {}),
      expected: restoreTime(logs),
      undo: options.undo,
      overwrites: options.overwrites,
      ...stop,
    }),
  ];
}

/** Between two sets nothing is lost that is not lost already, and the next can follow at any time. */
function halfRestored(database: string): NonNullable<PlanStep['stop']> {
  return {
    leaves: `${named(database)} is in RESTORING: nobody can use it.`,
    goesOn:
      '“Go on…” under its report goes on with the next set, and puts back how it was set; with what is in it already, no earlier moment can be reached.',
  };
}

/** The part of a plan's memory that the steps of every restore read. */
export function chosenMemory(
  { sets, unseen, fork, stopAt, reaches, reachesAt }: Chosen,
  options: JsonObject,
): JsonObject {
  return {
    options,
    sets: sets.map(setToJson),
    unseen: [...unseen],
    fork,
    stopAt,
    reaches,
    reachesAt,
  };
}

/** What rolls forward through what is not backed up yet: any log by its template, then the tail to the moment. */
export function laterLogs(
  template: Template,
  database: string,
  tailFile: string | null,
  stopAt: string | null,
): readonly string[] {
  const any = fillTemplate(template('restore-log'), { HartDatabase: database }).trim();
  if (tailFile === null) return [any];
  return [any, restoreSet(template, database, tailIn(tailFile), { stopAt })];
}

/** Nothing but more logs may come until the start, and none where those on hand reach the moment (S7). */
export function growsUntilStart({ end, needsTail }: Chosen): boolean {
  return end === 'latest' || needsTail;
}

/** The logs, which may be more when it is planned anew. */
export function chosenLogs({ sets }: Pick<Chosen, 'sets'>): NonNullable<Plan['growing']> {
  return { logs: sets.filter(({ type }) => type === 'log').map(({ id }) => id) };
}

/** Of what an approval is bound to: which backups it begins with, on which fork, to which moment. Not the logs. */
export function chosenBinding({ sets, fork, stopAt }: Chosen, { end }: RestoreOptions): JsonObject {
  const base = (type: PlannedSet['type']) => sets.find((set) => set.type === type)?.id ?? null;
  return {
    moment: end.kind === 'before-log' ? `before ${end.setId}` : (stopAt ?? 'latest'),
    full: base('full'),
    diff: base('diff'),
    fork,
  };
}

/** `01:00`, of a server-local time. */
function clock(local: string): string {
  return local.slice(11, 16) || local;
}

function size({ bytes }: PlannedSet): string {
  return bytes === null ? '' : ` (${gigabytes(bytes)})`;
}

/** `2026-11-23 14:05:00 (server time, 12:05:00 UTC)`: to the fraction where someone chose it. */
export function momentWords({ reaches, reachesAt, end }: Chosen): string {
  const newest = 'the newest that can be reached';
  const shown =
    end === 'latest'
      ? [newest, ...(reaches === null ? [] : [sayServerTime(reaches).slice(0, 19)])].join(', ')
      : sayServerTime(reaches ?? 'a moment');
  const utc = reachesAt === null ? '' : `, ${formatServerTime(reachesAt).slice(11, 19)} UTC`;
  return `${shown} (server time${utc})`;
}
