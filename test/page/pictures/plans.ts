import { isRefusal, type Refusal } from '../../../src/domain/authority.ts';
import type { Plan } from '../../../src/domain/plan.ts';
import { planBackup } from '../../../src/operations/backup/plan-backup.ts';
import { planBeside } from '../../../src/operations/restore-run/plan-beside.ts';
import { planCopy } from '../../../src/operations/restore-run/plan-copy.ts';
import { planInPlace } from '../../../src/operations/restore-run/plan-in-place.ts';
import { planResync } from '../../../src/operations/resync/plan-resync.ts';
import { aPlan, aStep } from '../../fakes/runs.ts';
import { context, factsWith, order } from '../../operations/backup/backup-scene.ts';
import { anOrder, at, theContext, theFacts } from '../../operations/restore-run/restore-facts.ts';

/** Plans as the planners make them. */

function made(answer: Plan | Refusal): Plan {
  if (isRefusal(answer)) throw new Error(`${answer.rule}: ${answer.message}`);
  return answer;
}

export const toHalfPastNine = { end: { kind: 'moment', at: at(9, 30) } };

export const plans = {
  log: made(planBackup(order('backup.log'), factsWith(), context)),
  full: made(planBackup(order('backup.full', { stripes: 3 }), factsWith(), context)),
  diff: made(planBackup(order('backup.diff'), factsWith(), context)),
  inPlace: made(planInPlace(anOrder(toHalfPastNine), theFacts(), theContext)),
  beside: made(planBeside(anOrder({ ...toHalfPastNine, way: 'beside' }), theFacts(), theContext)),
  /** The same later, when its owner has switched it off. */
  withoutTrust: made(
    planInPlace(anOrder(toHalfPastNine), theFacts({ as: { trustworthy: false } }), theContext),
  ),
  copy: made(planCopy(anOrder(toHalfPastNine, 'restore.copy'), theFacts(), theContext)),
  resync: made(
    planResync(
      order('resync'),
      {
        target: {
          kind: 'sql-server',
          server: 'SQL-PROD',
          database: 'Hartonomous',
          identity: 'b0b0/5',
        },
        graph: { server: 'bolt://graph', database: 'neo4j' },
        entities: [
          {
            type: {
              name: 'Atom',
              schema: 'dbo',
              table: 'Atom',
              key: 'AtomId',
              tenant: 'TenantId',
            },
            newest: 5000n,
          },
        ],
        notCarried: ['Inference'],
        queueDepth: 3,
      },
      context,
    ),
  ),
} as const;

/** In the words of the engine, which makes it of a run that it finds in its store. */
export const stopping = aPlan({
  operation: 'cancel',
  target: plans.inPlace.target,
  title: 'Stop R204 on `Hartonomous` after \u201cRestore differential of 08:00 (1.0 GB)\u201d',
  loses: ['What R204 has overwritten by then: a cancel puts nothing back.'],
  notes: [
    'Leaves: `Hartonomous` RESTORING, to 2026-01-05 08:00:00 (server time); nobody can use it.',
    'From there: a restore of its own, with the tail that R204 took.',
  ],
  warnings: ['Left out: \u201cRestore 3 logs\u201d, \u201cRecover\u201d and 9 more.'],
  steps: [
    aStep({
      id: 'stop',
      does: 'stop-run',
      title: 'Let R204 end \u201cRestore differential\u201d, and begin nothing more',
      why: 'so that what is left has a name',
      statements: [],
    }),
    aStep({ id: 'end', does: 'see-it-end', title: 'See R204 end', statements: [] }),
  ],
  expected: null,
  notChosen: [],
});
