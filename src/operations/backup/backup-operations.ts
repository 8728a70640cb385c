import type { OperationName } from '../../domain/plan.ts';
import { defineOperation, type Operation } from '../acting/operation.ts';
import { kindWords } from './backup-options.ts';
import { gatherBackupFacts } from './gather-backup-facts.ts';
import { planBackup } from './plan-backup.ts';
import { reachStep } from './reach-step.ts';
import { headerStep, verifyStep } from './read-back-steps.ts';
import { reportBackup } from './report-backup.ts';
import { writeStep } from './write-step.ts';

/** Full, differential and log backups: the requester's confirmation is enough, since nothing is overwritten. */
export const backupOperations: readonly Operation[] = (
  [
    ['backup.full', kindWords.full],
    ['backup.diff', kindWords.diff],
    ['backup.log', kindWords.log],
  ] as const satisfies readonly (readonly [OperationName, string])[]
).map(([name, title]) =>
  defineOperation({
    name,
    title,
    consent: { approvals: 0, typedName: false, stepUp: false },
    session: true,
    gather: gatherBackupFacts,
    plan: planBackup,
    steps: { write: writeStep, header: headerStep, verify: verifyStep, reach: reachStep },
    compensations: [],
    report: reportBackup,
  }),
);
