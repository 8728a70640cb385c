import { HOUR, MINUTE, SECOND } from '../domain/time.ts';
import { checkUnknown } from './check-unknown.ts';
import type { AlertingConfig, InhibitRule, ObserveSettings } from './model.ts';
import { reachabilityInhibitions } from './reachability.ts';

/** What applies where nothing is configured. */
export const defaultAlerting: AlertingConfig = {
  groupBy: ['alert'],
  groupByAlert: {},
  groupWait: 30 * SECOND,
  groupInterval: 5 * MINUTE,
  repeatInterval: { critical: 4 * HOUR, warning: 24 * HOUR },
  inhibit: [],
  muteTimes: [],
  activeTimes: [],
};

export const defaultObserving: ObserveSettings = {
  instanceLimit: 1000,
  unknownFor: 15 * MINUTE,
  unknownSeverity: 'warning',
  downFor: MINUTE,
  downKeepFiringFor: MINUTE,
};

/**
 * What follows from something worse is no second incident: the replicas answer 503 without their database, and a queue
 * that holds too much is known to have grown.
 */
const consequences: readonly InhibitRule[] = [
  {
    source: { alert: 'queue-backlog' },
    target: { alert: 'queue-rising' },
    equal: ['environment', 'queue'],
  },
  { source: { alert: 'sql-server-down' }, target: { alert: 'api-down' }, equal: ['environment'] },
];

/**
 * What is configured, as the bot uses it: environments never share a thread, `check-unknown` has one thread a cause
 * (target and reason), and a server that is down holds back what its checks cannot say, what they said before, and what
 * follows from it.
 */
export function botAlerting(configured: Partial<AlertingConfig>): AlertingConfig {
  const merged = { ...defaultAlerting, ...configured };
  return {
    ...merged,
    groupBy: [...new Set(['environment', ...merged.groupBy])],
    groupByAlert: {
      [checkUnknown]: ['alert', 'environment', 'target', 'reason'],
      ...merged.groupByAlert,
    },
    inhibit: [...reachabilityInhibitions, ...consequences, ...merged.inhibit],
  };
}
