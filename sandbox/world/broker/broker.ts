import type { Instant } from '../clock.ts';
import type { ActiveFaults } from '../faults.ts';
import type { Atoms } from '../parts/graph-sync.ts';
import type { Part } from '../parts/part.ts';
import type { Random } from '../random.ts';
import { type BrokerState, createBrokerState } from './broker-state.ts';
import { createResyncRuns, type ResyncRuns } from './resync-runs.ts';
import { createSyncRequests, type SyncRequests } from './sync-requests.ts';

/** Service Broker as people and procedures change it. */
export interface Broker extends Part {
  readonly broker: BrokerState;
  readonly requests: SyncRequests;
  readonly runs: ResyncRuns;
  reset(): void;
}

export function createBroker(ground: {
  readonly now: () => Instant;
  readonly faults: ActiveFaults;
  readonly atoms: () => Atoms;
  readonly random: Random;
  readonly merge: (id: number) => void;
  readonly isOpen: () => boolean;
}): Broker {
  const broker = createBrokerState(ground.now);
  const requests = createSyncRequests({ ...ground, broker });
  const runs = createResyncRuns();
  return {
    broker,
    requests,
    runs,
    tables: () => runs.tables(),
    reset() {
      broker.reset();
      requests.reset();
      runs.reset();
    },
  };
}
