import type { Transition } from '../domain/alert.ts';
import type { Instant } from '../domain/time.ts';
import { checkUnknown } from './check-unknown.ts';
import type { AlertRule, InstanceDelta, InstanceRecord } from './model.ts';
import { reachabilityCheck } from './reachability.ts';
import { endInstance } from './step.ts';

/**
 * At start, with all rules there are: ends the instances of rules that are gone or changed (`updated`), so that nothing
 * fires for ever that nobody evaluates any more. `check-unknown` goes with its check's last rule; a server's own alert
 * goes when no rule asks that server. `ruleless` names checks that are watched without a rule.
 */
export function reconcile(
  rules: readonly AlertRule[],
  instances: Iterable<InstanceRecord>,
  at: Instant,
  ruleless: ReadonlySet<string> = new Set(),
): InstanceDelta {
  const hashes = new Map(rules.map((rule) => [keyOf(rule), rule.hash]));
  const checks = new Set(
    rules.map(({ environment, check }) => JSON.stringify([environment, check])),
  );
  const targets = new Set(
    rules.map(({ environment, staticLabels }) =>
      JSON.stringify([environment, staticLabels['target']]),
    ),
  );
  function isOwned(record: InstanceRecord): boolean {
    const { environment, check, alert, labels } = record;
    if (alert === checkUnknown)
      return ruleless.has(check) || checks.has(JSON.stringify([environment, check]));
    if (check === reachabilityCheck)
      return targets.has(JSON.stringify([environment, labels['target']]));
    return hashes.get(keyOf(record)) === record.hash;
  }
  const changed: InstanceRecord[] = [];
  const removed: string[] = [];
  const transitions: Transition[] = [];
  for (const record of instances) {
    if (record.phase === 'resolved' || isOwned(record)) continue;
    if (record.phase === 'inactive') {
      removed.push(record.fingerprint);
      continue;
    }
    const ended = endInstance(record, at, 'updated');
    if (ended.record.phase === 'inactive') removed.push(record.fingerprint);
    else changed.push(ended.record);
    if (ended.transition !== null) transitions.push(ended.transition);
  }
  return { changed, removed, transitions };
}

function keyOf(of: Pick<AlertRule, 'environment' | 'check' | 'alert'>): string {
  return JSON.stringify([of.environment, of.check, of.alert]);
}
