import { defineOperation } from '../acting/operation.ts';
import { gatherFacts } from './gather-facts.ts';
import { planCopy } from './plan-copy.ts';
import { reportRestore } from './report-restore.ts';
import { checkSets } from './steps/check-sets.ts';
import { lacks } from './steps/lacks.ts';
import { mark } from './steps/mark.ts';
import { prove } from './steps/prove.ts';
import { recover } from './steps/recover.ts';
import { restoreLogs } from './steps/restore-logs.ts';
import { restoreSet } from './steps/restore-set.ts';
import { tame } from './steps/tame.ts';

/** Restores under a new name, beside everything that is there. */
export const restoreCopy = defineOperation({
  name: 'restore.copy',
  title: 'restore as a copy',
  consent: { approvals: 1, typedName: false, stepUp: false },
  session: true,
  gather: (_order, ports) => gatherFacts(ports),
  plan: planCopy,
  steps: {
    'check-sets': checkSets,
    'restore-set': restoreSet,
    'restore-logs': restoreLogs,
    recover,
    tame,
    mark,
    prove,
    lacks,
  },
  compensations: [],
  report: reportRestore,
});
