import { defineOperation } from '../acting/operation.ts';
import { headerStep, verifyStep } from '../backup/read-back-steps.ts';
import { writeStep } from '../backup/write-step.ts';
import { gatherFacts } from './gather-facts.ts';
import { planBeside } from './plan-beside.ts';
import { planInPlace } from './plan-in-place.ts';
import { refusedElsewhere } from './refuse-across.ts';
import { reportRestore } from './report-restore.ts';
import { activation } from './steps/activation.ts';
import { broker } from './steps/broker.ts';
import { checkSets } from './steps/check-sets.ts';
import { checkTail } from './steps/check-tail.ts';
import { doors } from './steps/doors.ts';
import { jobs } from './steps/jobs.ts';
import { lacks } from './steps/lacks.ts';
import { mark } from './steps/mark.ts';
import { markBefore } from './steps/mark-before.ts';
import { openBeside } from './steps/open-beside.ts';
import { prove } from './steps/prove.ts';
import { options, owner, trustworthy } from './steps/put-back.ts';
import { queues, queuesSeen } from './steps/queues.ts';
import { quiet } from './steps/quiet.ts';
import { recover } from './steps/recover.ts';
import { restoreLogs } from './steps/restore-logs.ts';
import { restoreSet } from './steps/restore-set.ts';
import { setAside } from './steps/set-aside.ts';
import { stopped } from './steps/stopped.ts';
import { tail } from './steps/tail.ts';
import { takeName } from './steps/take-name.ts';

/** Restores the database over itself, tail first (S1 to S9). Whatever fails before it overwrites gives it back. */
export const restoreInPlace = defineOperation({
  name: 'restore.in-place',
  title: 'restore in place',
  consent: { approvals: 2, typedName: true, stepUp: false },
  session: true,
  gather: (_order, ports) => gatherFacts(ports),
  // Overwriting, unless it is ordered beside first (S8).
  plan: (order, facts, context) =>
    refusedElsewhere(order.options) ??
    (order.options['way'] === 'beside'
      ? planBeside(order, facts, context)
      : planInPlace(order, facts, context)),
  steps: {
    jobs,
    'check-sets': checkSets,
    stopped,
    quiet,
    tail,
    'check-tail': checkTail,
    'restore-set': restoreSet,
    'restore-logs': restoreLogs,
    recover,
    options,
    owner,
    trustworthy,
    prove,
    queues,
    broker,
    doors,
    'queues-seen': queuesSeen,
    'set-aside': setAside,
    'take-name': takeName,
    'open-beside': openBeside,
    mark,
    'mark-before': markBefore,
    activation,
    lacks,
    write: writeStep,
    header: headerStep,
    verify: verifyStep,
  },
  compensations: ['doors'],
  report: reportRestore,
});
