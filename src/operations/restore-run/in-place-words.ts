import { named } from '../../domain/plan.ts';
import type { RestoreOptions } from '../../domain/restore-choices.ts';
import type { RunOrder } from '../../domain/run.ts';
import { formatDuration } from '../../domain/time.ts';
import { type DatabaseFacts } from '../acting/database-facts.ts';
import type { PlanContext } from '../acting/operation.ts';
import { sayServerTime } from '../restore/server-time.ts';
import type { Chosen } from './choose-sets.ts';
import type { FileFacts, RestoreFacts } from './facts.ts';
import { crowded, join, moveTargets, shortages } from './move-targets.ts';
import { newFullBytes } from './new-full.ts';
import { queueNotes } from './queues-back.ts';
import { recordedIn } from './recorded.ts';
import { count, gigabytes } from './refuse-restore.ts';
import { reliesOnNotes } from './relies-on.ts';
import { strangerNotes } from './strangers.ts';

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
  if (chosen.end === 'latest')
    return mode === 'continue'
      ? ['Everything after the last log backup.']
      : ['Transactions that are open when it begins.'];
  const { behind = '' } = behindOf({ chosen, context });
  return [`Everything after ${sayServerTime(chosen.reaches ?? '')} server time${behind}.`];
}

/** How much that is grows by itself: no news to those who agreed. */
export function behindOf({ chosen, context }: Pick<InPlace, 'chosen' | 'context'>): {
  readonly behind?: string;
} {
  if (chosen.end === 'latest' || chosen.reachesAt === null) return {};
  const age = formatDuration(Math.max(0, context.now - chosen.reachesAt));
  return { behind: ` (${age})` };
}

export function notesOf({ facts, chosen, mode, context }: InPlace): readonly string[] {
  const undo = chosen.sets.length;
  return [
    ...(mode === 'continue' ? [] : strangerNotes(facts.sessions, context.template)),
    ...queueNotes(facts.queues),
    ...(mode === 'tail'
      ? [
          `Undo: the tail and ${count(undo, 'backup set')} lead back to the present; keep them from cleanup jobs until this restore is accepted.`,
        ]
      : []),
    ...reliesOnNotes(facts),
    ...(chosen.needsTail
      ? ['The moment lies after the last log backup: the tail leads to it.']
      : []),
    ...(chosen.others > 0
      ? [`${count(chosen.others, 'other route')} to the same moment, should a file be lost.`]
      : []),
  ];
}

/** One in RESTORING does not show how it was set before: only the report of the restore that began knows (S9). */
export function goOnWarnings({ mode, order, database }: InPlace): readonly string[] {
  if (mode !== 'continue' || recordedIn(order.options) !== null) return [];
  return [
    `How ${named(database.name)} was set before is not in this order: owner, options, queues and broker stay as it shows them in RESTORING. “Go on…” under the report of the restore that began knows it; otherwise the DBA sets it afterwards.`,
  ];
}

/** What the first full backup afterwards takes where backups go. */
export function spaceWarnings({ facts, chosen, context }: InPlace): readonly string[] {
  const { backupDirectory } = context.settings;
  const bytes = newFullBytes(chosen);
  if (backupDirectory === null || bytes === null || facts.volumes === null) return [];
  const file = [{ path: join(backupDirectory, 'full.bak'), bytes }];
  const short = shortages(file, facts.volumes).map(
    ({ mount, needs, has }) =>
      `The new full backup takes about ${gigabytes(needs)} on ${named(mount)}, which has ${gigabytes(has)}: make room first, else nothing counts as a backup afterwards.`,
  );
  return short.length > 0 ? short : crowdedWarnings(file, facts.volumes);
}

export function crowdedWarnings(
  files: Parameters<typeof crowded>[0],
  volumes: Parameters<typeof crowded>[1],
): readonly string[] {
  return crowded(files, volumes).map(
    ({ mount, percent }) => `${named(mount)} would be ${percent} % full afterwards.`,
  );
}

/** The server counts nothing for a container of FILESTREAM or memory-optimized tables in `sys.master_files` (S11). */
export function containerWarnings(files: readonly FileFacts[]): readonly string[] {
  return files
    .filter(({ kind, bytes }) => (kind === 'filestream' || kind === 'memory') && bytes === 0)
    .map(
      ({ logical }) =>
        `The server does not say how much ${named(logical)} takes on its volume: look whether there is room for it.`,
    );
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
    why: 'it would fit, and overwrites nothing: order it beside first, unless there is no time for it',
  };
}
