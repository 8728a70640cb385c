import { type Refusal, refuse } from '../../domain/authority.ts';
import { fitsPattern } from '../../domain/name-pattern.ts';
import { named, type Plan } from '../../domain/plan.ts';
import { readRestoreOptions } from '../../domain/restore-options.ts';
import type { RunOrder } from '../../domain/run.ts';
import { DAY, formatDuration } from '../../domain/time.ts';
import { claimOn, databaseTarget } from '../acting/database-target.ts';
import type { PlanContext } from '../acting/operation.ts';
import { planStep } from '../acting/plan-step.ts';
import { formatServerTime, sayServerTime } from '../restore/server-time.ts';
import { lacksStep, proveStep } from './after-steps.ts';
import { chooseSets } from './choose-sets.ts';
import type { RestoreFacts } from './facts.ts';
import { containerWarnings, crowdedWarnings } from './in-place-words.ts';
import { moveTargets, shortages } from './move-targets.ts';
import {
  checkSetsStep,
  chosenBinding,
  chosenLogs,
  chosenMemory,
  momentWords,
  restoreSteps,
} from './plan-parts.ts';
import {
  gigabytes,
  refusedAcross,
  refusedByEncryption,
  refusedByMemory,
  refusedByRights,
  refusedByServer,
} from './refuse-restore.ts';
import { copyNotes, lackedNow, reliesOnNotes } from './relies-on.ts';
import { about } from './statements.ts';

/** How long a copy is kept where nobody said. */
export const copyLifetime = 7 * DAY;

/** The plan of a restore under a new name, which overwrites nothing. */
export function planCopy(
  order: RunOrder,
  facts: RestoreFacts,
  { settings, template, runId, now }: PlanContext,
): Plan | Refusal {
  const options = readRestoreOptions(order.options);
  if (options === null) return refuse('restore: order', 'This is no restore.', 'Ask by the form.');
  const original = facts.database;
  if (original === null)
    return refuse(
      'restore: no database',
      `There is no database ${named(settings.database)} on ${named(facts.server.name)} to make a copy of.`,
      'Let the DBA restore it by `hart plan restore`.',
    );
  const copy = options.copy ?? copyNameFor(original.name, runId);
  const refused =
    refusedByServer(facts) ??
    refusedByRights(facts, settings.operatorLogin, false) ??
    refusedByName(copy, facts, settings.allowedDatabases) ??
    refusedByMemory(facts);
  if (refused !== null) return refused;
  const chosen = chooseSets(facts, options, { withTail: false, continueFrom: null, now });
  if ('rule' in chosen) return chosen;
  const unfit = refusedAcross(chosen.sets, facts) ?? refusedByEncryption(chosen.sets, facts);
  if (unfit !== null) return unfit;
  const own = facts.files.filter(({ databaseId }) => databaseId === original.id);
  const proposed = moveTargets(own, copy, facts.volumes ?? [], settings.allowedDirectories);
  const moves = Object.fromEntries(
    proposed.map((file) => [file.logical, options.moves[file.logical] ?? file.proposed]),
  );
  const places = proposed.map(({ logical, bytes }) => ({ path: moves[logical] ?? '', bytes }));
  const badFile = refusedByFiles(moves, facts) ?? refusedBySpace(places, facts);
  if (badFile !== null) return badFile;
  const target = databaseTarget(facts.server.name, original);
  const keep = options.keep ?? copyLifetime;
  const expires = `${formatServerTime(Math.floor((now + keep) / 1000) * 1000)}Z`;
  const steps = [
    checkSetsStep(template, chosen.sets),
    ...restoreSteps(template, copy, chosen, {
      moves,
      overwrites: false,
      mayGrow: false,
      undo: `Dropping the copy ${named(copy)}: the original is not touched.`,
    }),
    planStep({
      id: 'recover',
      does: 'recover',
      title: 'Recover the copy, its broker off',
      statements: [about(template, 'restore-recover-copy', copy)],
    }),
    planStep({
      id: 'tame',
      does: 'tame',
      title: 'See that its broker is off, and that no queue starts a procedure',
      why: 'so that the copy never acts on the messages of the original',
    }),
    planStep({
      id: 'mark',
      does: 'mark',
      title: `Write into it: made by ${runId}, wanted until ${sayServerTime(expires)}`,
      why: 'so that only what a run made is ever dropped',
      input: { expires },
    }),
    // What the proof may stumble over is listed before it.
    lacksStep,
    proveStep(template, copy, true),
  ];
  return {
    operation: 'restore.copy',
    environment: order.environment,
    target,
    title: `Restore ${named(original.name)} on ${named(target.server)} as the copy ${named(copy)} to ${momentWords(chosen)}`,
    risk: 'medium',
    loses: [],
    notes: [
      `Takes ${gigabytes(own.reduce((sum, { bytes }) => sum + bytes, 0))} in ${directoriesOf(moves).map(named).join(', ')}.`,
      `Kept for ${formatDuration(keep)}, until ${sayServerTime(expires)}; then dropping it is proposed.`,
      'It holds what the original holds, unmasked.',
      ...reliesOnNotes(facts),
      ...copyNotes(facts, chosen),
    ],
    warnings: [
      ...chosen.warnings,
      ...crowdedWarnings(places, facts.volumes ?? []),
      ...containerWarnings(own),
      ...facts.unknown,
    ],
    steps,
    expected: steps.reduce((sum, { expected }) => sum + (expected ?? 0), 0),
    notChosen: [],
    mutes: [],
    // Its own name: what runs on the original goes on beside it.
    claims: [
      claimOn({ ...target, database: copy, identity: `copy/${copy.toLowerCase()}` }, 'everything'),
    ],
    binding: { ...chosenBinding(chosen, options), copy, files: moves, keep },
    growing: chosenLogs(chosen),
    varies: { expires },
    memory: {
      ...chosenMemory(chosen, order.options),
      copy,
      moves,
      lacked: lackedNow(facts),
      expires,
      plannedLocal: formatServerTime(facts.server.localNow),
      databaseId: original.id,
      brokerGuid: original.brokerGuid,
    },
  };
}

/** Where the files go; each with its name stands in the statement that restores the full. */
function directoriesOf(moves: Readonly<Record<string, string>>): readonly string[] {
  const directories = Object.values(moves).map((path) => path.replace(/[^\\/]*$/, ''));
  return [...new Set(directories)];
}

function copyNameFor(database: string, runId: string): string {
  return `${database}_${runId}`;
}

/** Never a name that there is, and only one that the operator's statements may name (S4). */
function refusedByName(
  copy: string,
  { databases }: RestoreFacts,
  allowed: readonly string[],
): Refusal | null {
  const key = copy.toLowerCase();
  if (databases.some(({ name }) => name.toLowerCase() === key))
    return refuse(
      'restore: name taken',
      `There is a database ${named(copy)} already: a copy takes the place of none.`,
      'Choose another name.',
    );
  const patterns = allowed.filter((name) => name.endsWith('*'));
  if (patterns.some((pattern) => fitsPattern(copy, pattern))) return null;
  return refuse(
    'S4',
    `A copy may not be called ${named(copy)}.`,
    `Choose a name that fits ${patterns.map(named).join(' or ')}: # stands for a digit, * for the rest.`,
  );
}

/** No file may be one of another database's (S3). */
function refusedByFiles(
  moves: Readonly<Record<string, string>>,
  { files }: RestoreFacts,
): Refusal | null {
  const paths = Object.values(moves).map((path) => path.toLowerCase());
  const taken = files.find(({ path }) => paths.includes(path.toLowerCase()));
  if (taken !== undefined)
    return refuse(
      'S3',
      `The file ${named(taken.path)} belongs to a database.`,
      'Choose another path for the copy.',
    );
  return new Set(paths).size === paths.length
    ? null
    : refuse('S3', 'Two files of the copy would have one path.', 'Choose a path for each.');
}

function refusedBySpace(
  files: readonly { readonly path: string; readonly bytes: number }[],
  { volumes }: RestoreFacts,
): Refusal | null {
  if (volumes === null) return null;
  const short = shortages(files, volumes);
  if (short.length === 0) return null;
  return refuse(
    'restore: space',
    short
      .map(
        ({ mount, needs, has }) =>
          `${named(mount)} needs ${gigabytes(needs)}, has ${gigabytes(has)}`,
      )
      .join('; '),
    'Choose other paths for the files, or make room.',
  );
}
