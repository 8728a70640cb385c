import type { InhibitRule, Matchers } from '../alerting/model.ts';
import { downAlert, reachabilityCheck } from '../alerting/reachability.ts';
import type { Config } from '../config/load-config.ts';
import type { Check, Severity, Target } from '../domain/check.ts';
import type { Complaint } from '../domain/fault.ts';
import { type Duration, SECOND } from '../domain/time.ts';
import { observeSettings } from './alerting-settings.ts';

/** One rule of a check as far as its moments go. */
interface Paced {
  readonly environment: string;
  readonly check: string;
  readonly alert: string;
  readonly severity: Severity;
  readonly target: Target;
  readonly interval: Duration;
  /** What a measurement takes that says it. */
  readonly takes: Duration;
  readonly for: Duration;
}

/**
 * Inhibitions that come too late: their source is measured so rarely, or fires so late, that a new group of their
 * target is announced before it. One is fine when a source is there in time for any of its targets: one that names no
 * alert may well match some that nothing can be quicker than.
 */
export function checkInhibitions(
  config: Config,
  environment: string,
  checks: readonly Check[],
): readonly Complaint[] {
  const { inhibit, groupWait } = config.alerting;
  const rules = checks.flatMap((check) => pacedRules(environment, check));
  const all = [...rules, ...reachability(config, environment, checks)];
  return inhibit.flatMap((rule, index) => {
    const quickest = leastWait(rule, all);
    if (quickest === null || quickest.wait <= groupWait) return [];
    const { source, target, wait } = quickest;
    const needed = `${Math.ceil(wait / SECOND)}s`;
    const late = `${Math.ceil((wait - groupWait) / SECOND)}s`;
    return [
      {
        path: `alerting.inhibit.${index}`,
        message: `comes too late in ${environment}: ${target.alert} may be announced ${late} before ${source.alert} fires`,
        hint: `Write a longer \`for\` for ${target.alert}, a shorter \`for\` or interval for ${source.alert} (environments.${environment}.checks), or alerting.groupWait: ${needed}.`,
      },
    ];
  });
}

interface Pair {
  readonly source: Paced;
  readonly target: Paced;
  /** How long a group of the target must wait for the source. */
  readonly wait: Duration;
}

/** Of all pairs that the inhibition may be about the one that is quickest; null: it is about none that is known. */
function leastWait(rule: InhibitRule, all: readonly Paced[]): Pair | null {
  const sources = all.filter((one) => mayMatch(rule.source, one));
  const targets = all.filter((one) => mayMatch(rule.target, one));
  const pairs = sources.flatMap((source) =>
    targets
      .filter((target) => target !== source)
      .map((target) => ({ source, target, wait: waitFor(source, target) })),
  );
  return pairs.toSorted((one, other) => one.wait - other.wait)[0] ?? null;
}

/** At worst the source's check has just been asked when both begin, and the target's is asked at once. */
function waitFor(source: Paced, target: Paced): Duration {
  const asked = source.check === target.check ? 0 : source.interval + source.takes;
  return asked + firesAfter(source) - firesAfter(target);
}

/** From the first breach that is seen: `for` is looked at with each measurement. */
function firesAfter(rule: Paced): Duration {
  return Math.ceil(rule.for / rule.interval) * rule.interval;
}

/** By the labels that are known without a row. */
function mayMatch(matchers: Matchers, rule: Paced): boolean {
  const { environment, check, alert, severity, target } = rule;
  const known: Readonly<Record<string, string>> = { environment, check, alert, severity, target };
  const names = Object.keys(matchers);
  return (
    names.length > 0 && names.every((name) => (known[name] ?? matchers[name]) === matchers[name])
  );
}

function pacedRules(environment: string, check: Check): readonly Paced[] {
  const { name, target, interval } = check;
  return check.rules.map(({ alert, severity, for: duration }) => ({
    environment,
    check: name,
    alert,
    severity,
    target,
    interval,
    // Mostly next to nothing; what takes its whole time limit says nothing.
    takes: 0,
    for: duration,
  }));
}

/** That a server is down is seen by the quickest of its checks. */
function reachability(
  config: Config,
  environment: string,
  checks: readonly Check[],
): readonly Paced[] {
  const { downFor } = observeSettings(config);
  const quickestFirst = checks.toSorted(
    (one, other) => one.interval + one.timeout - other.interval - other.timeout,
  );
  const quickest = [...Map.groupBy(quickestFirst, ({ target }) => target).values()];
  return quickest.flatMap(([check]) => {
    const alert = check === undefined ? null : downAlert(check.target);
    if (check === undefined || alert === null) return [];
    const { target, interval, timeout } = check;
    const base = { environment, check: reachabilityCheck, severity: 'critical' as const };
    return [{ ...base, alert, target, interval, takes: timeout, for: downFor }];
  });
}
