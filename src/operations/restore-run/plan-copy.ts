import { isRefusal, type Refusal, refuse } from '../../domain/authority.ts';
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
import { maskingSteps } from './masking-steps.ts';
import { moveTargets } from './move-targets.ts';
import { originOf } from './origin-of.ts';
import {
  checkSetsStep,
  chosenBinding,
  chosenLogs,
  chosenMemory,
  momentWords,
  restoreSteps,
} from './plan-parts.ts';
import {
  type Masking,
  maskingOf,
  refusedByFilesUnseen,
  refusedBySourceEncryption,
  refusedByVersion,
  seenHere,
} from './refuse-across.ts';
import { refusedByFiles, refusedByName, refusedBySpace } from './refuse-copy.ts';
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
  const masking = maskingOf(options, settings);
  if (isRefusal(masking)) return masking;
  const { source } = facts;
  const origin = originOf(facts);
  const original = origin.database;
  if (original === null)
    return refuse(
      'restore: no database',
      `There is no database ${source === undefined ? named(settings.database) : `of ${source.environment}`} on ${named(origin.server.name)} to make a copy of.`,
      'Let the DBA restore it by `hart plan restore`.',
    );
  const copy =
    options.copy ?? copyNameFor(source === undefined ? original.name : settings.database, runId);
  const refused =
    refusedByServer(facts) ??
    refusedByRights(facts, settings.operatorLogin, false) ??
    refusedByName(copy, facts, settings.allowedDatabases) ??
    refusedByVersion(facts, facts.server.name) ??
    refusedByMemory(origin);
  if (refused !== null) return refused;
  const picked = chooseSets(origin, options, { withTail: false, continueFrom: null, now });
  if ('rule' in picked) return picked;
  const unfit =
    refusedAcross(picked.sets, origin) ??
    refusedBySourceEncryption(facts) ??
    refusedByEncryption(picked.sets, origin) ??
    refusedByFilesUnseen(picked.sets, facts, settings);
  if (unfit !== null) return unfit;
  const chosen = source === undefined ? picked : { ...picked, sets: seenHere(picked.sets, source) };
  const own = origin.files.filter(({ databaseId }) => databaseId === original.id);
  const proposed = moveTargets(own, copy, facts.volumes ?? [], settings.allowedDirectories);
  const moves = Object.fromEntries(
    proposed.map((file) => [file.logical, options.moves[file.logical] ?? file.proposed]),
  );
  const places = proposed.map(({ logical, bytes }) => ({ path: moves[logical] ?? '', bytes }));
  const badFile = refusedByFiles(moves, facts) ?? refusedBySpace(places, facts);
  if (badFile !== null) return badFile;
  const product = databaseTarget(facts.server.name, original);
  const place = { ...product, database: copy, identity: `copy/${copy.toLowerCase()}` };
  // What another environment's database is called here, nobody knows: the copy is all that is acted on.
  const target = source === undefined ? product : place;
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
      title: `Recover the copy, its broker off${isMasked(masking) ? ', for its owner and administrators only' : ''}`,
      statements: [
        about(template, isMasked(masking) ? 'restore-recover' : 'restore-recover-copy', copy),
      ],
      ...(isMasked(masking) ? { input: { restricted: true } } : {}),
    }),
    planStep({
      id: 'mark',
      does: 'mark',
      title: `Write into it: made by ${runId}, wanted until ${sayServerTime(expires)}`,
      why: 'so that only what a run made is ever dropped',
      input: { expires },
    }),
    planStep({
      id: 'tame',
      does: 'tame',
      title: 'See that its broker is off, and that no queue starts a procedure',
      why: 'so that the copy never acts on the messages of the original',
    }),
    ...(isMasked(masking) ? maskingSteps(template, copy, masking.procedure) : []),
    // What the proof may stumble over is listed before it.
    lacksStep,
    proveStep(template, copy, true),
  ];
  return {
    operation: 'restore.copy',
    environment: order.environment,
    target,
    title: `Restore ${named(original.name)} ${source === undefined ? '' : `of ${source.environment} (${named(source.server.name)}) `}on ${named(target.server)} as the copy ${named(copy)} to ${momentWords(chosen)}`,
    risk: masking === 'unmasked' ? 'high' : 'medium',
    loses:
      source === undefined || masking !== 'unmasked'
        ? []
        : [
            `What protects the data of ${source.environment}: the copy holds it as it is, unmasked, for whoever may read on ${named(target.server)}.`,
          ],
    notes: [
      `Takes ${gigabytes(own.reduce((sum, { bytes }) => sum + bytes, 0))} in ${directoriesOf(moves).map(named).join(', ')}.`,
      `Kept for ${formatDuration(keep)}, until ${sayServerTime(expires)}; then dropping it is proposed.`,
      holdsWords(masking),
      ...(source === undefined
        ? []
        : [
            `The backups are those of ${source.environment}, by the history and the clock of ${named(source.server.name)}; of it nothing but these files is read.`,
          ]),
      ...reliesOnNotes(origin),
      ...copyNotes(origin, chosen),
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
    claims: [claimOn(place, 'everything')],
    binding: {
      ...chosenBinding(chosen, options),
      copy,
      files: moves,
      keep,
      ...(source === undefined
        ? {}
        : {
            from: source.environment,
            'from server': source.server.name,
            masking: isMasked(masking) ? masking.procedure : 'unmasked',
          }),
    },
    ...(source === undefined ? {} : { approversOf: [source.environment], consent: bothAgree }),
    growing: chosenLogs(chosen),
    varies: { expires },
    memory: {
      ...chosenMemory(chosen, order.options),
      copy,
      moves,
      lacked: lackedNow(origin),
      ...(source === undefined
        ? {}
        : { from: source.environment, unmasked: masking === 'unmasked' }),
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

/** Whatever the copy's own environment lets pass: of both somebody agrees (S17). */
const bothAgree = { approvals: 1, typedName: false, stepUp: false };

function isMasked(masking: Masking): masking is { readonly procedure: string } {
  return masking !== null && masking !== 'unmasked';
}

function holdsWords(masking: Masking): string {
  if (!isMasked(masking)) return 'It holds what the original holds, unmasked.';
  return `Masked by ${named(masking.procedure)} before anyone but its owner and administrators gets in.`;
}
