import { named } from '../../domain/plan.ts';
import type { RestoreOptions } from '../../domain/restore-choices.ts';
import type { RunOrder } from '../../domain/run.ts';
import { formatDuration } from '../../domain/time.ts';
import type { PlanContext } from '../acting/operation.ts';
import { sayServerTime } from '../restore/server-time.ts';
import type { Chosen } from './choose-sets.ts';
import type { DatabaseFacts, FileFacts, RestoreFacts } from './facts.ts';
import { moveTargets, shortages } from './move-targets.ts';
import { count, gigabytes } from './refuse-restore.ts';

/** How a restore in place begins: with the tail of the log, without one (REPLACE), or where another stopped. */
export type InPlaceMode = 'tail' | 'without-tail' | 'continue';

/** What a plan in place is made of. */
export interface InPlace {
  readonly order: RunOrder;
  readonly options: RestoreOptions;
  readonly facts: RestoreFacts;
  readonly database: DatabaseFacts;
  readonly mode: InPlaceMode;
  readonly chosen: Chosen;
  readonly context: PlanContext;
}

export function losesOf({ mode, chosen, context }: InPlace): readonly string[] {
  if (mode === 'without-tail')
    return ['Everything that is not in a backup yet: no tail of the log is taken.'];
  if (chosen.stopAt === null)
    return mode === 'continue'
      ? ['Everything after the last log backup.']
      : ['Transactions that are open when it begins.'];
  const behind =
    chosen.reachesAt === null
      ? ''
      : ` (${formatDuration(Math.max(0, context.now - chosen.reachesAt))})`;
  return [`Everything after ${sayServerTime(chosen.reaches ?? '')}${behind}.`];
}

export function notesOf({ facts, chosen, mode }: InPlace): readonly string[] {
  const sessions = facts.sessions ?? [];
  const programs = [...new Set(sessions.map(({ program }) => program))].slice(0, 5);
  const undo = chosen.sets.length;
  return [
    ...(sessions.length > 0
      ? [
          `Stop the application and the workers first: ${count(sessions.length, 'connection')} would be ended (${programs.map(named).join(', ')}).`,
        ]
      : []),
    ...(mode === 'tail'
      ? [
          `Undo: the tail and ${count(undo, 'backup set')} lead back to the present; keep them from cleanup jobs until this restore is accepted.`,
        ]
      : []),
    ...(chosen.needsTail
      ? ['The moment lies after the last log backup: the tail leads to it.']
      : []),
    ...(chosen.others > 0
      ? [`${count(chosen.others, 'other route')} to the same moment, should a file be lost.`]
      : []),
  ];
}

export function jobWarnings({ jobs }: RestoreFacts): readonly string[] {
  if (jobs === null || jobs.length === 0) return [];
  return [
    `Disable these jobs until it is done, they back up or clean up: ${jobs.map(named).join(', ')}.`,
  ];
}

/** S8: overwriting is offered with the reason why not beside. */
export function besideNotChosen(
  { facts, database, context }: InPlace,
  own: readonly FileFacts[],
): { readonly what: string; readonly why: string } {
  const what = 'restore beside, then change names';
  const needs = own.reduce((sum, { bytes }) => sum + bytes, 0);
  if (facts.volumes === null)
    return { what, why: `needs ${gigabytes(needs)}; the free space is not known` };
  const proposed = moveTargets(
    own,
    `${database.name}_${context.runId}`,
    facts.volumes,
    context.settings.allowedDirectories,
  );
  const short = shortages(
    proposed.map(({ proposed: path, bytes }) => ({ path, bytes })),
    facts.volumes,
  );
  if (short.length > 0)
    return {
      what,
      why: short
        .map(
          ({ mount, needs: wants, has }) =>
            `needs ${gigabytes(wants)} on ${mount}, has ${gigabytes(has)}`,
        )
        .join('; '),
    };
  return {
    what,
    why: 'it would fit: restore a copy first, prove it, and let the DBA change the names, if time allows',
  };
}
