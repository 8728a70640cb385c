import type { InstanceRecord } from '../alerting/model.ts';
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
  if (check === undefined || sample?.outcome.kind !== 'rows') return words;
  for (const instance of instances.values()) {
    if (instance.check !== check.name || !isBreaching(instance)) continue;
    const row = sample.outcome.rows.find((each) => concerns(instance, each));
    const said = row && summaryOf(check, instance, row);
    if (said) words.set(instance.fingerprint, said);
  }
  return words;
}
