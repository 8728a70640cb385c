import type { AlertingConfig, ObserveSettings } from '../alerting/model.ts';
import { botAlerting, defaultObserving } from '../alerting/settings.ts';
import type { Config } from '../config/load-config.ts';
import { type Duration, MINUTE, SECOND } from '../domain/time.ts';

export { resolvedRetention } from '../alerting/retain.ts';

/** How samples are judged. A pace for all checks is one for the servers' reachability too. */
export function observeSettings({ alerting, checks }: Config): ObserveSettings {
  return {
    ...defaultObserving,
    unknownFor: alerting.unknownFor,
    downFor: checks.for ?? defaultObserving.downFor,
    downKeepFiringFor: checks.keepFiringFor ?? defaultObserving.downKeepFiringFor,
  };
}

export function alertingSettings({ alerting }: Config): AlertingConfig {
  const { groupBy, groupWait, groupInterval, repeatInterval, inhibit } = alerting;
  return botAlerting({
    groupBy,
    // Each test is a conversation of its own, however quickly one follows the other.
    groupByAlert: { 'test-alert': ['alert', 'environment', 'order'] },
    groupWait,
    groupInterval,
    repeatInterval,
    inhibit,
  });
}

/** Values alone are no reason to edit a message more often than this. */
export function refreshEvery({ alerting }: Config): Duration {
  return Math.max(5 * SECOND, Math.min(MINUTE, alerting.groupInterval));
}
