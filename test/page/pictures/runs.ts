import type { JsonObject } from '../../../src/domain/json.ts';
import type { Content } from '../../../src/domain/message.ts';
import type { OperationName, Plan } from '../../../src/domain/plan.ts';
import type { Run, RunStep, RunStepState } from '../../../src/domain/run.ts';
import { MINUTE, SECOND } from '../../../src/domain/time.ts';
import { bot } from '../../../src/operations/acting/engine.ts';
import { reportBackup } from '../../../src/operations/backup/report-backup.ts';
import { reportRestore } from '../../../src/operations/restore-run/report-restore.ts';
import { runCard } from '../../../src/slack/blocks/run-card.ts';
import { runLine } from '../../../src/slack/blocks/run-line.ts';
import { runMessages } from '../../../src/slack/blocks/run-messages.ts';
import { ada, aRun, ben, onlyConfirm, otto, stepsOf, twoApprovals } from '../../fakes/runs.ts';
import { NOON } from '../../fakes/views.ts';
import { plans, stopping, toHalfPastNine } from './plans.ts';

/** Runs of plans as the planners make them, in every state that their cards can show. */

function run(plan: Plan, changed: Partial<Run> = {}, options: JsonObject = {}): Run {
  const operation: OperationName = plan.operation;
  return aRun({
    plan,
    order: { operation, environment: 'production', options, by: otto },
    consent: plan.risk === 'critical' ? twoApprovals : onlyConfirm,
    ...changed,
  });
}

/** The first `done` steps are, the next one is in `state`. */
function steps(plan: Plan, done: number, state: RunStepState, more: Partial<RunStep> = {}) {
  return stepsOf(plan).map((step, index): RunStep => {
    const startedAt = NOON - MINUTE * (done - index + 1);
    if (index < done)
      return {
        ...step,
        state: step.state === 'by-dba' ? 'by-dba' : 'done',
        startedAt,
        endedAt: startedAt + MINUTE,
      };
    return index === done ? { ...step, state, startedAt: NOON - 40 * SECOND, ...more } : step;
  });
}

const began = { startedAt: NOON - 12 * MINUTE, expiresAt: null };
const over = { ...began, endedAt: NOON };
const approvals = [ada, ben].map((by, index) => ({
  by,
  at: NOON - MINUTE * (2 - index),
  hash: 'h',
}));
const waiting = run(plans.inPlace, {}, toHalfPastNine);
const ended = (state: Run['state'], by: typeof ada, why: string): Run =>
  run(plans.inPlace, { state, endedBy: { by, why }, endedAt: NOON, expiresAt: null });

function backedUp(): Run {
  const doneRun = run(plans.log, {
    ...over,
    startedAt: NOON - 9 * SECOND,
    state: 'done',
    steps: stepsOf(plans.log).map((step) => ({ ...step, state: 'done' })),
    memory: {
      ...plans.log.memory,
      written: {
        files: ['D:\\Backups\\Hartonomous_20261123T134612Z_R204_log.trn'],
        leftBehind: [],
        tookMs: 9000,
        inHistory: true,
      },
      set: { bytes: 1288490188, wholeBytes: 3865470566 },
      verified: true,
      restorableTo: '14:46:12',
    },
  });
  return { ...doneRun, report: reportBackup(doneRun) };
}

function restored(state: 'done' | 'incomplete'): Run {
  const all = stepsOf(plans.inPlace).map(
    (step): RunStep => ({
      ...step,
      state: step.state === 'by-dba' && state === 'incomplete' ? 'by-dba' : 'done',
    }),
  );
  const doneRun = run(plans.inPlace, {
    ...over,
    state,
    approvals,
    steps: all,
    memory: {
      ...plans.inPlace.memory,
      reaches: '2026-01-05T10:30:00',
      proven: ['CHECKDB without a fault', 'a CLR call', 'a spatial query', '[dbo].[Cache]'],
      verified: true,
      activated: true,
    },
  });
  return { ...doneRun, report: reportRestore(doneRun) };
}

function failed(): Run {
  const broken = plans.inPlace.steps.findIndex(({ id }) => id === 'restore-logs');
  const failedRun = run(plans.inPlace, {
    ...over,
    state: 'failed',
    approvals,
    steps: steps(plans.inPlace, broken, 'failed', {
      endedAt: NOON,
      note: 'the server could not read `D:\\Backups\\log9.bak` (error 3203). `Hartonomous` is left RESTORING.',
    }),
  });
  return { ...failedRun, report: reportRestore(failedRun) };
}

export const runs = {
  planned: run(plans.log, { state: 'planned', confirmedAt: null }),
  'full-planned': run(plans.full, { state: 'planned', confirmedAt: null }),
  'diff-planned': run(plans.diff, { state: 'planned', confirmedAt: null }),
  waiting,
  'waiting-one': { ...waiting, approvals: approvals.slice(0, 1) },
  'waiting-beside': run(plans.beside, {}, toHalfPastNine),
  'waiting-copy': run(
    plans.copy,
    { consent: { approvals: 1, typedName: false, stepUp: false } },
    toHalfPastNine,
  ),
  'waiting-resync': run(plans.resync, {
    consent: { approvals: 1, typedName: false, stepUp: false },
  }),
  'waiting-cancel': run(stopping, { id: 'R206' }),
  approved: run(plans.inPlace, { state: 'approved', approvals }, toHalfPastNine),
  running: run(plans.inPlace, {
    ...began,
    state: 'running',
    approvals,
    steps: steps(plans.inPlace, 5, 'running', { percent: 63.7, note: '210 MB/s, 40 s left' }),
  }),
  'running-backup': run(plans.log, {
    ...began,
    startedAt: NOON - 10 * SECOND,
    state: 'running',
    steps: steps(plans.log, 0, 'running', { percent: 63.7, note: '210 MB/s, 4 s left' }),
  }),
  'being-cancelled': run(plans.copy, {
    ...began,
    state: 'running',
    cancelAsked: { by: ada, at: NOON },
    steps: steps(plans.copy, 1, 'running', { percent: 12, note: '210 MB/s, 16 min left' }),
  }),
  'cancel-agreed': run(plans.inPlace, {
    ...began,
    state: 'running',
    approvals,
    cancelAsked: {
      by: otto,
      at: NOON,
      agreed: {
        run: 'R206',
        after: 'restore-diff',
        leaves: '`Hartonomous` RESTORING; nobody can use it.',
        goesOn: 'A restore of its own, with the tail that R204 took.',
      },
    },
    steps: steps(plans.inPlace, 6, 'running', { percent: 63.7, note: '210 MB/s, 40 s left' }),
  }),
  'done-backup': backedUp(),
  done: restored('done'),
  incomplete: restored('incomplete'),
  failed: failed(),
  stopped: run(plans.log, {
    ...over,
    state: 'stopped',
    steps: steps(plans.log, 0, 'failed', {
      endedAt: NOON,
      note: 'the connection broke, and the server does not say whether the backup was written',
    }),
  }),
  cancelled: run(plans.copy, {
    ...over,
    state: 'cancelled',
    cancelAsked: { by: ada, at: NOON - MINUTE },
    endedBy: { by: ada, why: 'cancelled' },
    steps: steps(plans.copy, 2, 'waiting'),
  }),
  void: ended(
    'void',
    bot,
    'the plan changed since it was approved: the differential of 07:00 is no longer readable',
  ),
  'void-with-plan': {
    ...ended('void', bot, 'the plan changed since it was agreed to'),
    planNow: plans.withoutTrust,
  },
  expired: ended('expired', bot, 'the approvals did not come in time'),
  rejected: ended('rejected', ada, 'wait until the import has ended'),
  withdrawn: ended('withdrawn', otto, 'withdrawn'),
  scheduled: run(plans.log, {
    ...over,
    scheduled: true,
    state: 'failed',
    order: {
      operation: 'backup.log',
      environment: 'production',
      options: {},
      by: { person: '', actor: 'schedule', slackUserId: null },
    },
    steps: steps(plans.log, 0, 'failed', { endedAt: NOON, note: 'the disk is full (error 3202)' }),
  }),
} as const satisfies Readonly<Record<string, Run>>;

const mayApprove = {
  people: [
    { name: 'ada', slackUserId: 'UAPPROVER1' },
    { name: 'ben', slackUserId: 'UAPPROVER2' },
  ],
  groups: [],
};
const called = { now: NOON, channel: 'COPS', mayApprove };
const calls = (of: Run, name: string): readonly (readonly [string, Content])[] =>
  runMessages(of, called)
    .slice(1)
    .map(({ key, content }) => [`${name}-${key.split(':').at(-1)}`, content] as const);

export const runPictures: Readonly<Record<string, Content>> = {
  ...Object.fromEntries(
    Object.entries(runs).map(([state, one]) => [
      `run-${state}`,
      runCard(one, { now: NOON, mayApprove }),
    ]),
  ),
  ...Object.fromEntries([
    ...calls({ ...waiting, reminded: true, approvals: approvals.slice(0, 1) }, 'run-waiting'),
    ...calls(runs.approved, 'run-approved'),
    ...calls(runs.done, 'run-done'),
    ...calls(runs.expired, 'run-expired'),
    ...calls(runs.rejected, 'run-rejected'),
  ]),
  'run-line': runLine('ada approved R204 (plan `9f3c…e21`, 1 of 2).', NOON),
  'run-line-expired': runLine(
    'R204 has expired: the approvals did not come in time. Nothing was done. *Ask again* makes a new plan.',
    NOON,
    otto,
  ),
};
