import type { ReplicaView } from '../api/replica-view.ts';
import { DAY, HOUR, type Instant } from './clock.ts';
import type { FaultName } from './fault-catalogue.ts';
import { type ActiveFault, numberArgument, textArgument } from './faults.ts';

/** How one replica of the product's API is now. */
export interface WorldReplica extends ReplicaView {
  readonly name: string;
  /** When its certificate ends. */
  certificateExpires(): Instant;
}

export interface ReplicaSource {
  readonly now: () => Instant;
  readonly fault: (name: FaultName) => ActiveFault | undefined;
}

const replicaNames = ['api-1', 'api-2'] as const;
/** A certificate lasts so long, unless `api-certificate-expiring` says less. */
const USUAL_DAYS = 212;

/** The replicas; `api-down` and `api-certificate-expiring` strike one or all of them. */
export function createReplicas({ now, fault }: ReplicaSource): readonly WorldReplica[] {
  return replicaNames.map((name, index) => {
    const striking = (which: FaultName) => {
      const found = fault(which);
      return found && ['all', name].includes(textArgument(found, 'replica')) ? found : undefined;
    };
    return {
      name,
      isUp: () => striking('api-down') === undefined,
      answerMs: () => 9 + index * 4,
      // the replicas cannot work without their database
      healthStatus: () => (fault('sql-server-down') ? 503 : 200),
      certificateExpires() {
        const expiring = striking('api-certificate-expiring');
        const days = expiring ? numberArgument(expiring, 'days') : USUAL_DAYS;
        // to the hour, so that it does not move with every question
        return Math.floor((now() + days * DAY) / HOUR) * HOUR + HOUR / 2;
      },
    };
  });
}
