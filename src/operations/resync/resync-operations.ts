import { defineOperation, type Operation } from '../acting/operation.ts';
import { planResync } from './plan-resync.ts';
import { removeSurplus } from './remove-surplus.ts';
import { reportResync } from './report-resync.ts';
import { gatherResyncFacts, type ResyncFacts } from './resync-facts.ts';
import { compareEntity, drainQueue, sendEntity } from './resync-steps.ts';

const resync: Operation = defineOperation<ResyncFacts>({
  name: 'resync',
  title: 'resync of Neo4j',
  consent: { approvals: 1, typedName: false, stepUp: false },
  session: true,
  gather: (_order, ports) => gatherResyncFacts(ports),
  plan: planResync,
  steps: { compare: compareEntity, send: sendEntity, drain: drainQueue },
  compensations: [],
  report: reportResync,
});

/** Provenance to Neo4j again, and what a resync finds that must not be there. */
export const resyncOperations: readonly Operation[] = [resync, removeSurplus];
