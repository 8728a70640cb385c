import { named, type PlanStep } from '../../domain/plan.ts';
import type { RestoreOptions } from '../../domain/restore-choices.ts';
import { type DatabaseFacts } from '../acting/database-facts.ts';
import type { PlanContext } from '../acting/operation.ts';
import { planStep } from '../acting/plan-step.ts';
import {
  doorsStep,
  lacksStep,
  notSeenToStart,
  proveStep,
  putBackSteps,
  restricted,
} from './after-steps.ts';
import type { BesideNames } from './beside-fits.ts';
import type { Chosen } from './choose-sets.ts';
import type { RestoreFacts } from './facts.ts';
import { newFullSteps } from './new-full.ts';
import { checkSetsStep, laterLogs, restoreSteps } from './plan-parts.ts';
import { brokerSteps, queueProofSteps, queueSteps } from './queues-back.ts';
import { reinstallSteps } from './relies-on.ts';
import { about, backupTail, rename, setOption, statementFrom } from './statements.ts';
import { jobsSteps } from './wait-for-jobs.ts';
import { statisticsStatements } from './way-back.ts';

interface Parts {
  readonly facts: RestoreFacts;
  readonly context: PlanContext;
  readonly options: RestoreOptions;
  readonly database: DatabaseFacts;
  readonly names: BesideNames;
  readonly chosen: Chosen;
  readonly tailFile: string | null;
  readonly moves: Readonly<Record<string, string>>;
}

/**
 * Beside first, then the names. The rules of sessions hold for the swap alone: until then people work. With a tail the
 * copy is recovered after it, so that nothing committed is missing; without one it is proven before anyone is thrown out.
 */
export function besideSteps(parts: Parts): readonly PlanStep[] {
  const { context, names, chosen, tailFile, moves } = parts;
  const { template, runId } = context;
  const beside = restoreSteps(
    template,
    names.copy,
    tailFile === null ? chosen : { ...chosen, stopAt: null },
    {
      moves,
      overwrites: false,
      mayGrow: false,
      undo: `Dropping ${named(names.copy)}: the database itself is not touched.`,
    },
  );
  const ready = [
    planStep({
      id: 'recover',
      does: 'recover',
      title: `Recover ${named(names.copy)}, its broker off`,
      statements: [about(template, 'restore-recover-copy', names.copy)],
    }),
    planStep({
      id: 'mark',
      does: 'mark',
      title: `Write into it: made by ${runId}`,
      why: 'so that it can be dropped if it comes to nothing',
      statements: [about(template, 'mark-copy', names.copy)],
    }),
    { ...proveStep(template, names.copy, true), id: 'prove-copy' },
  ];
  return [
    ...jobsSteps(parts),
    checkSetsStep(template, chosen.sets),
    ...beside,
    ...(tailFile === null
      ? [...ready, quietStep(parts)]
      : [quietStep(parts), ...tailSteps(parts, tailFile), ...ready]),
    ...swapSteps(parts),
    ...afterSteps(parts),
  ];
}

function quietStep({ context: { template }, database, facts }: Parts): PlanStep {
  const { name, asyncStatistics } = database;
  return planStep({
    id: 'quiet',
    does: 'quiet',
    title: `Look who is still there (${facts.sessions?.length ?? 0} now), and keep the bot’s own reader out`,
    why: 'so that nobody takes the one place before the swap',
    statements: [setOption(template, name, 'AUTO_UPDATE_STATISTICS_ASYNC OFF')],
    ...(asyncStatistics
      ? { undo: named(setOption(template, name, 'AUTO_UPDATE_STATISTICS_ASYNC ON')) }
      : {}),
  });
}

function tailSteps(
  { context, database, names, chosen }: Parts,
  tailFile: string,
): readonly PlanStep[] {
  const { template, runId } = context;
  const undo = named(about(template, 'restore-give-back', database.name));
  return [
    planStep({
      id: 'tail',
      does: 'tail',
      title: `Take exclusive use and back up the tail of the log, NORECOVERY → ${named(tailFile)}`,
      why: 'so that nothing that was committed is missing in the restored one',
      statements: [backupTail(template, database.name, tailFile, runId)],
      undo,
    }),
    planStep({
      id: 'check-tail',
      does: 'check-tail',
      title: 'Read the tail back, and see that it continues the history',
      brokenOff: 'The tail was not read back whole.',
      undo,
    }),
    planStep({
      id: 'restore-tail',
      does: 'restore-logs',
      title: `Restore the tail into ${named(names.copy)}, and every log that was backed up meanwhile`,
      later: laterLogs(template, names.copy, tailFile, chosen.stopAt),
    }),
  ];
}

function swapSteps(parts: Parts) {
  const {
    context: { template },
    database: { name },
    names,
  } = parts;
  const back = named(rename(template, names.before, name, 'SINGLE_USER'));
  return [
    planStep({
      id: 'set-aside',
      does: 'set-aside',
      title: `Change the name of ${named(name)} to ${named(names.before)}: recovered if its tail was taken, its broker off, for administrators only`,
      why: 'so that it stays whole until the restored one is accepted',
      statements: [
        about(template, 'restore-give-back', name),
        setOption(template, name, 'DISABLE_BROKER', 'set-broker'),
        rename(template, name, names.before, 'SINGLE_USER'),
        setOption(template, names.before, 'RESTRICTED_USER WITH ROLLBACK IMMEDIATE'),
      ],
      undo: back,
      safe: `no database is called ${name}`,
    }),
    planStep({
      id: 'take-name',
      does: 'take-name',
      title: `Change the name of ${named(names.copy)} to ${named(name)}`,
      why: 'so that the restored one takes its place, still restricted',
      statements: [
        rename(template, names.copy, name, 'RESTRICTED_USER'),
        about(template, 'unmark-copy', name),
      ],
      undo: `${named(rename(template, name, names.copy, 'SINGLE_USER'))}, then ${back}`,
      safe: restricted,
      swaps: true,
      stop: swappedBack(parts),
    }),
  ];
}

/**
 * As long as nobody was let in and nothing was acted on, a cancel changes the names back: nothing is lost by that, and what
 * is left is open. From the broker on it is finished instead, since what waited was acted on in the restored one (S5, S12).
 */
function swappedBack({ context, database, names }: Parts): NonNullable<PlanStep['stop']> {
  const { template } = context;
  const { name, broker, trustworthy } = database;
  return {
    leaves: `${named(name)} is the database of before again, with all that is in it, and open; the restored one is ${named(names.copy)}, and not used.`,
    goesOn: 'Ask for the restore again; the DBA drops the copy.',
    sends: [
      rename(template, name, names.copy, 'RESTRICTED_USER'),
      rename(template, names.before, name, 'SINGLE_USER'),
      ...(trustworthy ? [statementFrom(template('set-trustworthy'), {})] : []),
      ...(broker ? [setOption(template, name, 'ENABLE_BROKER', 'set-broker')] : []),
      ...statisticsStatements(template, name, database),
    ],
  };
}

/** Without a place of its own to stop at: the run goes on to the next that has one. */
function goingOn(step: PlanStep): PlanStep {
  const { safe, ...rest } = step;
  return safe === undefined ? step : rest;
}

/** Open for good: a cancel from here on leaves out what follows. */
function finished({ database: { name }, names }: Parts): NonNullable<PlanStep['stop']> {
  return {
    leaves: `${named(name)} is the restored one, and open; ${named(names.before)} stays whole, for administrators only.`,
    goesOn:
      'Take a new full backup: until then no backup counts. The DBA can change the names back.',
  };
}

function afterSteps(parts: Parts): readonly PlanStep[] {
  const { facts, context, database, names, chosen, tailFile } = parts;
  const { template, runId } = context;
  const stop = swappedBack(parts);
  const stoppable = (step: PlanStep): PlanStep => (step.by === 'bot' ? { ...step, stop } : step);
  const { name, broker, userAccess } = database;
  const access = userAccess === 'MULTI_USER' ? 'MULTI_USER' : 'RESTRICTED_USER';
  return [
    ...putBackSteps(template, name, database, facts.rights).map(stoppable),
    ...queueSteps(template, name, facts.queues, facts).map(stoppable),
    ...reinstallSteps(facts, { ...chosen, withTail: tailFile !== null }),
    // It has no place of its own to stop at: what waits is acted on from here on, so it goes on to the doors.
    ...(broker ? brokerSteps(template, name, facts.queues, facts).map(goingOn) : []),
    { ...doorsStep(template, name, access), does: 'open-beside', stop: finished(parts) },
    ...queueProofSteps(facts.queues),
    ...(broker
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
    ...(mayMark(facts)
      ? [
          planStep({
            id: 'mark-before',
            does: 'mark-before',
            title: `Write into ${named(names.before)}: set aside by ${runId}`,
            why: 'so that it, and nothing else, can be dropped once the restore is accepted',
            statements: [about(template, 'mark-set-aside', names.before)],
            safe: 'open',
          }),
        ]
      : []),
    { ...lacksStep, safe: 'open' },
    ...newFullSteps({ database: name, server: facts.server, chosen, context }),
  ];
}

/** Whether the database that is set aside brings along what marks it: by its own owner, which the login is not. */
export function mayMark({ installed }: Pick<RestoreFacts, 'installed'>): boolean {
  return installed?.some(({ name }) => name.toLowerCase() === 'hart_marksetaside') ?? false;
}
