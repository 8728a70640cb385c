import { checkUnknown } from '../alerting/check-unknown.ts';
import type { AlertingConfig, MuteTime, ObserveSettings } from '../alerting/model.ts';
import { botAlerting, defaultObserving } from '../alerting/settings.ts';
import { parseTimeOfDay } from '../alerting/time-of-day.ts';
import { days } from '../config/fields.ts';
import type { Config } from '../config/load-config.ts';
import type { WeekHours } from '../config/quiet-times-schema.ts';
import { type Duration, MINUTE, SECOND } from '../domain/time.ts';

export { resolvedRetention } from '../alerting/retain.ts';

/** How samples are judged. A pace for all checks is one for the servers' reachability too. */
export function observeSettings({ alerting, checks }: Config): ObserveSettings {
  return {
    ...defaultObserving,
    instanceLimit: alerting.instanceLimit,
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
    muteTimes: alerting.muteTimes.map(quietTime),
    activeTimes: alerting.activeTimes.map(quietTime),
  });
}

/** That a check cannot tell is no warning like others: it is muted only by its name. */
function quietTime({ name, matchers, days: on, from, to, timeZone }: WeekHours): MuteTime {
  return {
    name,
    matchers,
    zone: timeZone,
    weekdays: on.map((day) => days.indexOf(day)),
    from: parseTimeOfDay(from) ?? 0,
    to: parseTimeOfDay(to) ?? 0,
    spares: matchers['alert'] === checkUnknown ? [] : [checkUnknown],
  };
}

/** Values alone are no reason to edit a message more often than this. */
export function refreshEvery({ alerting }: Config): Duration {
  return Math.max(5 * SECOND, Math.min(MINUTE, alerting.groupInterval));
}
