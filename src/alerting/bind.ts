import type { Labels } from '../domain/alert.ts';
import type { Check, Rule } from '../domain/check.ts';
import { hash, labelText } from './fingerprint.ts';
import type { AlertRule } from './model.ts';

/** A rule with where it applies, before the rules of one alert are joined. */
export interface BoundRule {
  readonly environment: string;
  readonly check: string;
  readonly labels: readonly string[];
  readonly staticLabels: Labels;
  readonly rule: Rule;
}

/** The rules of a check in one environment, those of one alert name joined. */
export function bindRules(check: Check, environment: string): AlertRule[] {
  const staticLabels = { environment, target: check.target };
  return joinRules(
    check.rules.map((rule) => ({
      environment,
      check: check.name,
      labels: check.labels,
      staticLabels,
      rule,
    })),
  );
}

/** Rules of one check with the same alert are one alert with several severities, the worst first. */
export function joinRules(bound: readonly BoundRule[]): AlertRule[] {
  const byName = new Map<string, BoundRule[]>();
  for (const one of bound) {
    const key = JSON.stringify([one.environment, one.check, one.rule.alert]);
    const others = byName.get(key);
    if (others === undefined) byName.set(key, [one]);
    else others.push(one);
  }
  return [...byName.values()].flatMap((rules) => {
    const sorted = rules.toSorted((a, b) => rank(a.rule) - rank(b.rule));
    const [first] = sorted;
    if (first === undefined) return [];
    const labels = [...new Set(sorted.flatMap((one) => one.labels))];
    const staticLabels = Object.assign({}, ...sorted.map((one) => one.staticLabels).toReversed());
    return [
      {
        environment: first.environment,
        check: first.check,
        alert: first.rule.alert,
        labels,
        staticLabels,
        hash: definitionHash(
          sorted.map(({ rule }) => rule),
          labels,
          staticLabels,
        ),
        levels: sorted.map(({ rule }) => rule),
      },
    ];
  });
}

function rank(rule: Rule): number {
  return rule.severity === 'critical' ? 0 : 1;
}

/** The wording (`summary`) is left out: a better sentence is no other rule. */
function definitionHash(
  rules: readonly Rule[],
  labels: readonly string[],
  staticLabels: Labels,
): string {
  const parts = rules.map((rule) => [
    rule.value,
    rule.when.comparison,
    rule.when.threshold,
    rule.recovers?.comparison ?? null,
    rule.recovers?.threshold ?? null,
    rule.for,
    rule.keepFiringFor,
    rule.severity,
    rule.onError,
    rule.onEmpty,
  ]);
  return hash(JSON.stringify([parts, labels, labelText(staticLabels)]));
}
