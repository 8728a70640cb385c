import type { Check, Condition, Rule } from '../domain/check.ts';
import { holds } from '../domain/condition.ts';

/**
 * The rules that a configuration lets fire later, less urgently or not at all, compared with the check's own file, or that
 * measure with other parameters: by name, since quiet must not look like calm (safety rule S50).
 */
export function raisedRules(own: Check, here: Check): readonly string[] {
  const isOther = JSON.stringify(own.parameters) !== JSON.stringify(here.parameters);
  return own.rules.flatMap((rule, at) => {
    const changed = here.rules[at];
    const isRaised = isOther || changed === undefined || isLaxer(rule, changed);
    return isRaised ? [`${rule.alert}/${rule.severity}`] : [];
  });
}

function isLaxer(rule: Rule, { when, severity, for: patience }: Rule): boolean {
  return (
    isHarderToMeet(rule.when, when) ||
    (rule.severity === 'critical' && severity === 'warning') ||
    patience > rule.for
  );
}

/** Whether some number that met the one does not meet the other: below, at, between or beyond their thresholds. */
function isHarderToMeet(one: Condition, other: Condition): boolean {
  const [low, high] = [one.threshold, other.threshold].toSorted((a, b) => a - b);
  if (low === undefined || high === undefined) return false;
  return [low - 1, low, (low + high) / 2, high, high + 1].some(
    (value) => holds(one, value) && !holds(other, value),
  );
}
