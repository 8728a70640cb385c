import type { Labels, Transition } from '../domain/alert.ts';
import type { Severity } from '../domain/check.ts';
import type { Duration, Instant } from '../domain/time.ts';
import { fingerprint, hash, ruleScope } from './fingerprint.ts';
import type { AlertRule, InstanceDelta, InstanceRecord } from './model.ts';
import { isHeld, stepInstance } from './step.ts';

/** The alert that a check which cannot say drives: its identity is the check and why. */
export const checkUnknown = 'check-unknown';

/** Why a check cannot say, and what its transitions are put down to. */
export interface Cause {
  readonly reason: string;
  readonly because: 'error' | 'no-data';
}

/** The rule behind `check-unknown` for one check. Static labels are the check's, so that its server can inhibit it. */
export function unknownRule(
  environment: string,
  check: string,
  staticLabels: Labels,
  settings: { readonly unknownFor: Duration; readonly unknownSeverity: Severity },
): AlertRule {
  return {
    environment,
    check,
    alert: checkUnknown,
    labels: ['check', 'reason'],
    staticLabels,
    hash: hash(JSON.stringify([settings.unknownFor, settings.unknownSeverity])),
    levels: [
      {
        alert: checkUnknown,
        value: 'unknown',
        when: { comparison: '>', threshold: 0 },
        for: settings.unknownFor,
        keepFiringFor: 0,
        severity: settings.unknownSeverity,
        onError: 'keep',
        onEmpty: 'ok',
      },
    ],
  };
}

/**
 * Moves the `check-unknown` instances of one check. A cause that takes over from another inherits its age: what counts
 * is how long the check has not been able to say, and a change of excuse must not put the alert off for ever.
 */
export function trackUnknown(
  rule: AlertRule,
  causes: readonly Cause[],
  known: ReadonlyMap<string, InstanceRecord>,
  at: Instant,
): InstanceDelta {
  const changed: InstanceRecord[] = [];
  const removed: string[] = [];
  const transitions: Transition[] = [];
  const alive = [...known.values()].filter(isAlive);
  const since = Math.min(at, ...alive.map((record) => record.activeAt ?? at));
  const scope = ruleScope(rule.environment, rule.check, rule.alert);
  const wanted = new Map(
    causes.map((cause) => {
      const labels = { check: rule.check, reason: cause.reason };
      return [fingerprint(scope, labels), { labels, because: cause.because }] as const;
    }),
  );
  function step(id: string, labels: Labels, breach: Cause['because'] | null): void {
    const { record, transition } = stepInstance({
      rule,
      fingerprint: id,
      labels,
      before: known.get(id),
      verdicts: [breach === null ? 'clear' : 'breach'],
      values: [breach === null ? 0 : 1],
      memory: {},
      startedAt: null,
      at,
      because: {
        breach: breach ?? 'error',
        clear: causes.length === 0 ? 'recovered' : 'updated',
      },
      byError: false,
      activeAt: since,
    });
    if (record.phase === 'inactive') removed.push(id);
    else changed.push(record);
    if (transition !== null) transitions.push(transition);
  }
  for (const record of alive)
    if (!wanted.has(record.fingerprint)) step(record.fingerprint, record.labels, null);
  for (const [id, { labels, because }] of wanted) step(id, labels, because);
  return { changed, removed, transitions };
}

function isAlive(record: InstanceRecord): boolean {
  return record.phase === 'pending' || isHeld(record.phase);
}
