import type { Target } from '../domain/check.ts';
import type { Duration, Instant } from '../domain/time.ts';
import { checkUnknown } from './check-unknown.ts';
import type { Observation, Verdict } from './evaluate.ts';
import { fingerprint, hash, ruleScope } from './fingerprint.ts';
import type { AlertRule, InhibitRule, InstanceDelta, InstanceRecord } from './model.ts';
import { stepInstance } from './step.ts';

/** What stands for the check in the alert of a server that does not answer: it belongs to all of its checks. */
export const reachabilityCheck = 'reachability';

/** Targets that are one server. An API's replicas come and go one by one: its check says which. */
const servers: readonly Target[] = ['sql-server', 'neo4j'];

/** `sql-server-down`, `neo4j-down`; null for a target that is no single server. */
export function downAlert(target: Target): string | null {
  return servers.includes(target) ? `${target}-down` : null;
}

/**
 * While a server is down, that its checks cannot say is no news, nor is what was true of it when it was last seen. What
 * is measured on a replica stays audible: others may answer while one is down.
 */
export const reachabilityInhibitions: readonly InhibitRule[] = servers.flatMap((target) => [
  {
    source: { alert: `${target}-down` },
    target: { alert: checkUnknown, target },
    equal: ['environment'],
  },
  {
    // A check may have an alert of that name: then its server answers.
    source: { alert: `${target}-down`, check: reachabilityCheck },
    target: { target, replica: '' },
    equal: ['environment'],
    // Once it answers, what is found is news, and should not wait until it has answered for a while.
    whileBad: true,
  },
]);

export function downRule(
  environment: string,
  target: Target,
  alert: string,
  settings: { readonly downFor: Duration; readonly downKeepFiringFor: Duration },
): AlertRule {
  return {
    environment,
    check: reachabilityCheck,
    alert,
    labels: ['target'],
    staticLabels: { environment, target },
    hash: hash(JSON.stringify([settings.downFor, settings.downKeepFiringFor])),
    levels: [
      {
        alert,
        value: 'unreachable',
        when: { comparison: '>', threshold: 0 },
        for: settings.downFor,
        keepFiringFor: settings.downKeepFiringFor,
        severity: 'critical',
        onError: 'keep',
        onEmpty: 'ok',
      },
    ],
  };
}

/** What a sample of any check says of its server. Some unknowns prove that it answered, some prove nothing. */
export function reachabilityVerdict(outcome: Observation['outcome']): Verdict {
  // Of replicas, some or all answered, or none: that says nothing of the one server that stands for them.
  if (outcome.kind === 'rows') return outcome.blind === undefined ? 'clear' : 'keep';
  if (outcome.kind === 'off') return 'keep';
  if (outcome.reason === 'unreachable') return 'breach';
  return answers.includes(outcome.reason) ? 'clear' : 'keep';
}

const answers = ['permission', 'hidden', 'missing', 'version', 'empty', 'restored', 'secondary'];

/** Moves the one instance of a server. */
export function trackReachability(
  rule: AlertRule,
  target: Target,
  verdict: Verdict,
  known: ReadonlyMap<string, InstanceRecord>,
  at: Instant,
): InstanceDelta {
  const labels = { target };
  const id = fingerprint(ruleScope(rule.environment, rule.check, rule.alert), labels);
  const before = known.get(id);
  if (verdict === 'keep' || (verdict === 'clear' && before === undefined))
    return { changed: [], removed: [], transitions: [] };
  const { record, transition } = stepInstance({
    rule,
    fingerprint: id,
    labels,
    before,
    verdicts: [verdict],
    values: [verdict === 'breach' ? 1 : 0],
    memory: {},
    startedAt: null,
    at,
    because: { breach: 'error', clear: 'recovered' },
    byError: false,
  });
  const gone = record.phase === 'inactive';
  return {
    changed: gone ? [] : [record],
    removed: gone ? [id] : [],
    transitions: transition === null ? [] : [transition],
  };
}
