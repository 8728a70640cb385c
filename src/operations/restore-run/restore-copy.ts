import { defineOperation } from '../acting/operation.ts';
import { gatherCopy } from './gather-source.ts';
import { planCopy } from './plan-copy.ts';
import { reportRestore } from './report-restore.ts';
import { checkSets } from './steps/check-sets.ts';
import { lacks } from './steps/lacks.ts';
import { mark } from './steps/mark.ts';
import { mask, openCopy } from './steps/mask.ts';
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
  gather: gatherCopy,
  plan: planCopy,
  steps: {
    'check-sets': checkSets,
    'restore-set': restoreSet,
    'restore-logs': restoreLogs,
    recover,
    tame,
    mark,
    mask,
    'open-copy': openCopy,
    prove,
    lacks,
  },
  compensations: [],
  report: reportRestore,
});
