import { checkUnknown } from '../alerting/check-unknown.ts';
import type { InstanceRecord } from '../alerting/model.ts';
import { blindReason } from '../alerting/observe.ts';
import { reachabilityCheck } from '../alerting/reachability.ts';
import type { Check } from '../domain/check.ts';
import type { Sample } from '../domain/sample.ts';
import { concerns, isBreaching, summaryOf } from './judge.ts';

/** The words for instances whose condition holds in this sample; the others keep theirs as long as they are there. */
export function wordsOf(
  before: ReadonlyMap<string, string>,
  instances: ReadonlyMap<string, InstanceRecord>,
  sample: Sample | null,
  checks: ReadonlyMap<string, Check>,
): ReadonlyMap<string, string> {
  const words = new Map([...before].filter(([fingerprint]) => instances.has(fingerprint)));
  const check = checks.get(sample?.check ?? '');
  if (check === undefined || sample === null) return words;
  for (const instance of instances.values()) {
    if (!isBreaching(instance)) continue;
    const said = wordsOfOne(instance, check, sample, checks);
    if (said !== null) words.set(instance.fingerprint, said);
  }
  return words;
}

function wordsOfOne(
  instance: InstanceRecord,
  check: Check,
  { outcome }: Sample,
  checks: ReadonlyMap<string, Check>,
): string | null {
  if (outcome.kind === 'rows') {
    if (instance.check !== check.name) return null;
    if (instance.alert === checkUnknown) {
      const part = outcome.blind?.find((one) => blindReason(one) === instance.labels['reason']);
      if (part === undefined) return null;
      return `${check.title}? Unknown on ${Object.values(part.labels).join(', ')}: ${part.detail}`;
    }
    const row = outcome.rows.find((each) => concerns(instance, each));
    return row === undefined ? null : summaryOf(check, instance, row);
  }
  if (outcome.kind !== 'unknown') return null;
  if (instance.alert === checkUnknown && instance.labels['check'] === check.name)
    return `${check.title}? Unknown: ${outcome.detail}`;
  if (instance.check === reachabilityCheck && instance.labels['target'] === check.target) {
    if (outcome.reason !== 'unreachable') return null;
    const blind = [...checks.values()].filter(({ target }) => target === check.target).length;
    return `${outcome.detail}; ${blind} checks are unknown because of it`;
  }
  return null;
}
