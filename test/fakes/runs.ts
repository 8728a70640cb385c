import type { Consent, Plan, PlanStep } from '../../src/domain/plan.ts';
import type { Agent, Run, RunOrder, RunStep } from '../../src/domain/run.ts';
import { MINUTE, SECOND } from '../../src/domain/time.ts';
import { NOON } from './views.ts';

export const otto: Agent = {
  person: 'otto',
  actor: 'slack:TSANDBOX/UOPERATOR',
  slackUserId: 'UOPERATOR',
};
export const ada: Agent = {
  person: 'ada',
  actor: 'slack:TSANDBOX/UAPPROVER1',
  slackUserId: 'UAPPROVER1',
};
export const ben: Agent = {
  person: 'ben',
  actor: 'slack:TSANDBOX/UAPPROVER2',
  slackUserId: 'UAPPROVER2',
};

export const aHash = '9f3c0a51'.repeat(7) + '9f3cde21';
export const twoApprovals: Consent = { approvals: 2, typedName: true, stepUp: false };
export const onlyConfirm: Consent = { approvals: 0, typedName: false, stepUp: false };

export function aStep(step: Partial<PlanStep> & Pick<PlanStep, 'id'>): PlanStep {
  return {
    does: 'statement',
    title: `Do ${step.id}`,
    why: null,
    statements: [`-- ${step.id}\nSELECT 1;`],
    by: 'bot',
    expected: MINUTE,
    undo: null,
    overwrites: false,
    input: {},
    ...step,
  };
}

/** The restore of the documentation: a base, logs, what the DBA has to do, proof. */
export function restoreSteps(logs: number): readonly PlanStep[] {
  return [
    aStep({
      id: 'read-back',
      does: 'verify',
      title: `Read back ${logs + 2} backup sets on the server`,
      why: "so that nothing is overwritten that can't be replaced",
    }),
    aStep({ id: 'tail', does: 'tail', title: 'Back up the tail of the log, NORECOVERY' }),
    aStep({
      id: 'full',
      does: 'restore',
      title: 'Restore full of 01:00 (412 GB)',
      overwrites: true,
      statements: [
        "RESTORE DATABASE [Hartonomous] FROM DISK = N'/backup/full.bak' WITH NORECOVERY, CHECKSUM;",
      ],
    }),
    ...Array.from({ length: logs }, (_, at) =>
      aStep({
        id: `log-${at + 1}`,
        does: 'restore-log',
        title: `Restore log of ${String(12 + Math.floor(at / 4)).padStart(2, '0')}:${String((at % 4) * 15).padStart(2, '0')}`,
        overwrites: true,
        statements: [
          `RESTORE LOG [Hartonomous] FROM DISK = N'/backup/log-${at + 1}.trn' WITH NORECOVERY, CHECKSUM;`,
        ],
      }),
    ),
    aStep({
      id: 'options',
      does: 'options',
      by: 'dba',
      title: 'Owner, TRUSTWORTHY, options as they were',
      why: 'the bot has no right to',
      statements: ['ALTER DATABASE [Hartonomous] SET TRUSTWORTHY ON;'],
    }),
    aStep({ id: 'prove', does: 'prove', title: 'Prove it: CHECKDB, a CLR call, a spatial query' }),
  ];
}

export function aPlan(plan: Partial<Plan> = {}): Plan {
  return {
    operation: 'restore.in-place',
    environment: 'production',
    target: {
      kind: 'sql-server',
      server: 'SQL-PROD',
      database: 'Hartonomous',
      identity: 'c0ffee/7',
    },
    title: 'Restore `Hartonomous` on `sql-prod` in place to 14:05:00 (server time, 12:05:00 UTC)',
    risk: 'critical',
    loses: ['everything after 14:05:00 (37 min)'],
    notes: ['412 GB are read back and restored'],
    warnings: ['12 connections end'],
    steps: restoreSteps(9),
    expected: 26 * MINUTE,
    notChosen: [{ what: 'restore beside', why: 'needs 1.9 TB free, has 0.6' }],
    mutes: [],
    claims: [],
    binding: {},
    memory: {},
    ...plan,
  };
}

export function backupPlan(plan: Partial<Plan> = {}): Plan {
  return aPlan({
    operation: 'backup.log',
    title: 'Back up the log of `Hartonomous` on `sql-prod`',
    risk: 'low',
    loses: [],
    warnings: [],
    notChosen: [],
    notes: ['about 1.2 GB, free 600 GB'],
    expected: 9000,
    steps: [
      aStep({
        id: 'backup',
        title: 'Back up the log',
        statements: ["BACKUP LOG [Hartonomous] TO DISK = N'/backup/log.trn' WITH CHECKSUM;"],
      }),
      aStep({
        id: 'verify',
        title: 'Read it back',
        statements: ["RESTORE VERIFYONLY FROM DISK = N'/backup/log.trn' WITH CHECKSUM;"],
      }),
    ],
    ...plan,
  });
}

export function stepsOf(plan: Plan): readonly RunStep[] {
  return plan.steps.map(({ id, by }) => ({
    id,
    state: by === 'dba' ? 'by-dba' : 'waiting',
    startedAt: null,
    endedAt: null,
    percent: null,
    note: null,
  }));
}

export function aRun(run: Partial<Run> = {}): Run {
  const plan = run.plan ?? aPlan();
  const order: RunOrder = {
    operation: plan.operation,
    environment: plan.environment,
    options: {},
    by: otto,
  };
  return {
    id: 'R204',
    order,
    plan,
    hash: aHash,
    consent: plan.risk === 'critical' ? twoApprovals : onlyConfirm,
    state: 'waiting',
    askedAt: NOON - 3 * MINUTE,
    confirmedAt: NOON - 2 * MINUTE,
    expiresAt: NOON + 12 * MINUTE,
    reminded: false,
    approvals: [],
    endedBy: null,
    startedAt: null,
    endedAt: null,
    steps: stepsOf(plan),
    memory: {},
    cancelAsked: null,
    report: null,
    configHash: 'c0ffee',
    scheduled: false,
    worker: null,
    version: 1,
    ...run,
  };
}

/** A run in the middle of its logs. */
export function underWay(logs: number, done: number): Run {
  const plan = aPlan({ steps: restoreSteps(logs) });
  const steps = stepsOf(plan).map((step, at) => {
    const times = {
      startedAt: NOON - MINUTE * (done - at),
      endedAt: NOON - MINUTE * (done - at - 1),
    };
    if (at < done) return { ...step, state: 'done' as const, ...times };
    if (at > done) return step;
    return {
      ...step,
      state: 'running' as const,
      startedAt: NOON - 40 * SECOND,
      percent: 63.7,
      note: '210 MB/s, 40 s left',
    };
  });
  return aRun({ plan, steps, state: 'running', startedAt: NOON - 12 * MINUTE, expiresAt: null });
}
