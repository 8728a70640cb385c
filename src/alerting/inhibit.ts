import { alertName } from '../domain/alert.ts';
import { labelOf, matches } from './match.ts';
import type { InhibitRule, InstanceRecord } from './model.ts';

/** Which firing instance holds this one back; null: none. */
export type Inhibitor = (instance: InstanceRecord) => string | null;

interface Sources {
  any: InstanceRecord;
  /** A source that is no target of the same rule. */
  oneSided: InstanceRecord | null;
}

/**
 * Indexes the firing sources of every rule. A source need not be announced, nor audible. An instance that matches both
 * sides of a rule is held back only by sources that do not: so nothing inhibits itself, or its like in a circle.
 */
export function createInhibitor(
  rules: readonly InhibitRule[],
  firing: Iterable<InstanceRecord>,
): Inhibitor {
  const indexes = rules.map((rule) => ({ rule, sources: new Map<string, Sources>() }));
  if (rules.length > 0)
    for (const instance of firing)
      for (const { rule, sources } of indexes) {
        if (!matches(rule.source, instance) || isOver(rule, instance)) continue;
        const key = equalKey(rule, instance);
        const others = sources.get(key);
        const oneSided = matches(rule.target, instance) ? null : instance;
        if (others === undefined) sources.set(key, { any: instance, oneSided });
        else others.oneSided ??= oneSided;
      }
  return (instance) => {
    for (const { rule, sources } of indexes) {
      if (sources.size === 0 || !matches(rule.target, instance)) continue;
      const found = sources.get(equalKey(rule, instance));
      const source = matches(rule.source, instance) ? found?.oneSided : found?.any;
      if (source) return alertName(source.alert, source.labels);
    }
    return null;
  };
}

function isOver({ whileBad = false }: InhibitRule, { phase }: InstanceRecord): boolean {
  return whileBad && phase === 'recovering';
}

function equalKey(rule: InhibitRule, instance: InstanceRecord): string {
  return JSON.stringify(rule.equal.map((name) => labelOf(instance, name)));
}
