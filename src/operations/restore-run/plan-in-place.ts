import { type Refusal, refuse } from '../../domain/authority.ts';
import { named, type Plan, type PlanStep } from '../../domain/plan.ts';
import type { RestoreOptions } from '../../domain/restore-choices.ts';
import { readRestoreOptions } from '../../domain/restore-options.ts';
import type { RunOrder } from '../../domain/run.ts';
import { type DatabaseFacts } from '../acting/database-facts.ts';
import { claimOn, databaseTarget } from '../acting/database-target.ts';
import type { PlanContext } from '../acting/operation.ts';
import { planStep } from '../acting/plan-step.ts';
import { fileStamp } from '../backup/backup-files.ts';
import { doorsStep, lacksStep, notSeenToStart, putBackSteps, restricted } from './after-steps.ts';
import { chooseSets } from './choose-sets.ts';
import type { RestoreFacts, Was } from './facts.ts';
import { refusedByInDoubt } from './in-doubt.ts';
import {
  behindOf,
  besideNotChosen,
  goOnWarnings,
  type InPlace,
  type InPlaceMode,
  losesOf,
  notesOf,
  spaceWarnings,
} from './in-place-words.ts';
import { mutedInPlace } from './muted-in-place.ts';
import { newFullSteps } from './new-full.ts';
import {
  checkSetsStep,
  chosenBinding,
  chosenLogs,
  chosenMemory,
  growsUntilStart,
  momentWords,
  restoreSteps,
} from './plan-parts.ts';
import { brokerSteps, queueProofSteps, queueSteps } from './queues-back.ts';
import { recorded, recordedIn } from './recorded.ts';
import {
  count,
  refusedAcross,
  refusedByEncryption,
  refusedByRights,
  refusedByServer,
  refusedBySessions,
  refusedInPlace,
  refusedToGoOn,
} from './refuse-restore.ts';
import { lackedNow, reinstallSteps } from './relies-on.ts';
import { about, backupTail, setOption, type Template } from './statements.ts';
import { tailFileFor } from './tail-file.ts';
import { jobsSteps, jobWarnings } from './wait-for-jobs.ts';
import { wayBack } from './way-back.ts';

/** The plan of a restore over the database that is there, or why there is none. */
export function planInPlace(
  order: RunOrder,
  facts: RestoreFacts,
  context: PlanContext,
): Plan | Refusal {
  const options = readRestoreOptions(order.options);
  if (options === null) return refuse('restore: order', 'This is no restore.', 'Ask by the form.');
  const database = facts.database;
  if (database === null)
    return refuse(
      'restore: no database',
      `There is no database ${named(context.settings.database)} on ${named(facts.server.name)}.`,
      'Restore a copy under this name.',
    );
  const mode = modeOf(options, database);
  if (typeof mode !== 'string') return mode;
  const refused =
    refusedByServer(facts) ??
    refusedByRights(facts, context.settings.operatorLogin, mode === 'tail') ??
    refusedInPlace(database, facts) ??
    refusedToGoOn(database, order.options) ??
    (mode === 'continue'
      ? null
      : (refusedBySessions(facts.sessions, context.settings.rollbackLimit) ??
        refusedByInDoubt(database.name, facts.inDoubt))) ??
    refusedWithoutDirectory(mode, context);
  if (refused !== null) return refused;
  const chosen = chooseSets(facts, options, {
    withTail: mode === 'tail',
    continueFrom: mode === 'continue' ? continuationOf(facts, database) : null,
    now: context.now,
  });
  if ('rule' in chosen) return chosen;
  const unfit = refusedAcross(chosen.sets, facts) ?? refusedByEncryption(chosen.sets, facts);
  if (unfit !== null) return unfit;
  return writeInPlace({ order, options, facts, database, mode, chosen, context });
}

function modeOf(
  options: RestoreOptions,
  { name, state, recoveryModel }: DatabaseFacts,
): InPlaceMode | Refusal {
  if (state === 'RESTORING') return 'continue';
  if (options.withoutTail === true) return 'without-tail';
  const hint =
    'Order it without the tail of its log, in the form or by `hart restore --in-place --without-tail`: what was not backed up yet is lost then.';
  if (state !== 'ONLINE')
    return refuse('S1', `${named(name)} is ${state}: no tail of its log can be backed up.`, hint);
  if (recoveryModel === 'SIMPLE')
    return refuse(
      'S1',
      `${named(name)} is in recovery model SIMPLE: it has no log to back up.`,
      hint,
    );
  return 'tail';
}

function refusedWithoutDirectory(mode: InPlaceMode, { settings }: PlanContext): Refusal | null {
  if (mode !== 'tail' || settings.backupDirectory !== null) return null;
  return refuse(
    'restore: no directory',
    'The tail of the log has nowhere to go.',
    `Set environments.${settings.environment}.backups.directory.`,
  );
}

function continuationOf({ files }: RestoreFacts, { id }: DatabaseFacts) {
  const own = files.filter(({ databaseId }) => databaseId === id);
  const lsn = own.find(({ redoStartLsn }) => redoStartLsn !== null)?.redoStartLsn;
  // After a log no differential may follow; which of them came last the planner can't know, so none is taken.
  return lsn === undefined || lsn === null ? null : { lsn: BigInt(lsn), diffBase: null };
}

function writeInPlace(parts: InPlace): Plan {
  const { order, options, facts, database, mode, chosen, context } = parts;
  const target = databaseTarget(facts.server.name, database);
  const was = recordedIn(order.options) ?? { ...database, queues: facts.queues };
  const own = facts.files.filter(({ databaseId }) => databaseId === database.id);
  const moves = Object.fromEntries(own.map(({ logical, path }) => [logical, path]));
  const tailFile = mode === 'tail' ? tailFileFor(database.name, context) : null;
  const steps = stepsOf({ ...parts, was, moves, tailFile });
  const expected = steps.reduce((sum, { expected: one }) => sum + (one ?? 0), 0);
  const loses = losesOf(parts);
  return {
    operation: 'restore.in-place',
    environment: order.environment,
    target,
    title: `${mode === 'continue' ? 'Go on restoring' : 'Restore'} ${named(database.name)} on ${named(target.server)} in place to ${momentWords(chosen)}${mode === 'without-tail' ? ', without the tail of its log' : ''}`,
    risk: 'critical',
    loses,
    notes: notesOf(parts),
    warnings: [
      ...goOnWarnings(parts),
      ...chosen.warnings,
      ...jobWarnings(parts),
      ...spaceWarnings(parts),
      ...facts.unknown,
    ],
    steps,
    expected,
    notChosen: mode === 'continue' ? [] : [besideNotChosen(parts, own)],
    mutes: mutedInPlace,
    claims: [claimOn(target, 'everything')],
    growing: chosenLogs(chosen),
    varies: { moment: fileStamp(context.now), ...behindOf(parts) },
    binding: {
      ...chosenBinding(chosen, options),
      mode,
      loses: mode === 'without-tail' ? 'whatever is not backed up' : 'after the moment',
      files: moves,
      directory: context.settings.backupDirectory,
      whileJobsRun: options.whileJobsRun === true,
    },
    memory: {
      ...chosenMemory(chosen, order.options),
      mode,
      was: recorded(was),
      ...(mode === 'continue' ? {} : { wayBack: wayBack(context.template, database.name, was) }),
      lacked: lackedNow(facts),
      moves,
      tailFile,
      database: database.name,
      databaseId: database.id,
      brokerGuid: database.brokerGuid,
      offset: facts.server.offset,
    },
  };
}

function stepsOf({
  options,
  facts,
  database,
  mode,
  chosen,
  context,
  was,
  moves,
  tailFile,
}: InPlace & {
  readonly was: Was;
  readonly moves: Readonly<Record<string, string>>;
  readonly tailFile: string | null;
}): readonly PlanStep[] {
  const { name } = database;
  const { template, runId } = context;
  return [
    // One that is in RESTORING already has no log that a job could take.
    ...(mode === 'continue' ? [] : jobsSteps({ facts, options })),
    ...(mode === 'continue' ? [] : [stoppedStep]),
    checkSetsStep(template, chosen.sets),
    ...(mode === 'continue' ? [] : [quietStep(template, database, facts)]),
    ...(tailFile === null
      ? []
      : [
          planStep({
            id: 'tail',
            does: 'tail',
            title: `Take exclusive use and back up the tail of the log, NORECOVERY → ${named(tailFile)}`,
            why: 'so that nothing that was committed is lost, and this restore can be undone',
            statements: [backupTail(template, name, tailFile, runId)],
            undo: named(about(template, 'restore-give-back', name)),
          }),
          planStep({
            id: 'check-tail',
            does: 'check-tail',
            title: 'Read the tail back, and see that it continues the history',
            why: 'so that nothing is overwritten before everything is readable',
            brokenOff: 'The tail was not read back whole.',
            undo: named(about(template, 'restore-give-back', name)),
          }),
        ]),
    ...restoreSteps(template, name, chosen, {
      moves,
      replace: mode === 'without-tail',
      overwrites: true,
      mayGrow: mode === 'tail' && growsUntilStart(chosen),
      tailFile,
      undo: 'The sets before and the tail: a restore of its own, to the end of the tail.',
    }),
    planStep({
      id: 'recover',
      does: 'recover',
      title: 'Recover, still restricted',
      why: 'so that nobody works in it before it is proven',
      statements: [about(template, 'restore-recover', name)],
      overwrites: true,
      safe: restricted,
    }),
    ...putBackSteps(template, name, was, facts.rights),
    ...reinstallSteps(facts, { ...chosen, withTail: mode === 'tail' }),
    ...queueSteps(template, name, was.queues ?? null, facts),
    ...(was.broker ? brokerSteps(template, name, was.queues ?? null, facts) : []),
    doorsStep(template, name, was.userAccess === 'MULTI_USER' ? 'MULTI_USER' : 'RESTRICTED_USER'),
    ...queueProofSteps(was.queues ?? null),
    ...(was.broker
      ? [
          planStep({
            id: 'activation',
            does: 'activation',
            title: 'See that a queue starts its procedure',
            why: 'since an owner that does not match stops them all (errors 15517, 33009)',
            safe: 'open',
            brokenOff: notSeenToStart,
          }),
        ]
      : []),
    { ...lacksStep, safe: 'open' },
    ...newFullSteps({ database: name, server: facts.server, chosen, context }),
  ];
}

const stoppedStep = planStep({
  id: 'stopped',
  does: 'stopped',
  title: 'Wait until the application and the workers are stopped, or their logins disabled',
  why: 'so that nobody is thrown out at work, and nobody comes between',
  brokenOff: 'It was waited no longer.',
});

function quietStep(
  template: Template,
  { name, state, asyncStatistics }: DatabaseFacts,
  { sessions }: RestoreFacts,
): PlanStep {
  const all = sessions ?? [];
  const open = all.reduce((sum, { openTransactions }) => sum + openTransactions, 0);
  return planStep({
    id: 'quiet',
    does: 'quiet',
    title: `Look again who is there (${count(all.length, 'connection')} now; ${count(open, 'open transaction')}), and keep the bot’s own reader out`,
    why: 'so that nobody takes the one place before the tail is backed up',
    ...(state === 'ONLINE'
      ? {
          statements: [setOption(template, name, 'AUTO_UPDATE_STATISTICS_ASYNC OFF')],
          ...(asyncStatistics
            ? { undo: named(setOption(template, name, 'AUTO_UPDATE_STATISTICS_ASYNC ON')) }
            : {}),
        }
      : {}),
  });
}
