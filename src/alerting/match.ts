import type { Labels } from '../domain/alert.ts';
import type { InstanceRecord, Matchers } from './model.ts';

/** A label of an instance as matchers, groups and inhibitions see it; a missing one is empty. */
export function labelOf(instance: InstanceRecord, name: string): string {
  if (name === 'alert') return instance.alert;
  if (name === 'severity') return instance.severity;
  const own = instance.labels[name] ?? instance.staticLabels[name];
  if (own !== undefined) return own;
  return name === 'check' ? instance.check : '';
}

/** Whether every matcher agrees. No matchers match nothing: a slip must not hold everything back. */
export function matches(matchers: Matchers, instance: InstanceRecord): boolean {
  const names = Object.keys(matchers);
  return names.length > 0 && names.every((name) => labelOf(instance, name) === matchers[name]);
}

/** The labels by which an instance is grouped; those it lacks are left out. */
export function pickLabels(instance: InstanceRecord, names: readonly string[]): Labels {
  const picked: Record<string, string> = {};
  for (const name of names.toSorted()) {
    const value = labelOf(instance, name);
    if (value !== '') picked[name] = value;
  }
  return picked;
}
