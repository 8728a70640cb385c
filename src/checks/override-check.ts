import type { Check, ParameterSource, Rule } from '../domain/check.ts';
import type { CheckOverride, Pace, RuleOverride } from '../domain/check-override.ts';
import { parseCondition } from '../domain/condition.ts';
import type { Complaint } from '../domain/fault.ts';
import { freeze } from './freeze.ts';
import { recoveryComplaints } from './rule-complaints.ts';

/** The check as an environment wants it; null where it is switched off there. */
export interface OverriddenCheck {
  readonly check: Check | null;
  readonly complaints: readonly Complaint[];
}

/**
 * A check with what `hart.yml` changes of it: first the pace for all, then its own. `path` is where the override
 * stands in the configuration, for the complaints.
 */
export function overrideCheck(
  check: Check,
  override: CheckOverride = {},
  pace: Pace = {},
  path: string = `checks.${check.name}`,
): OverriddenCheck {
  const complaints: Complaint[] = [];
  const overrides = Object.entries(override.rules ?? {});
  for (const [key, change] of overrides)
    complaints.push(...keyComplaints(path, check, key, change));
  const overridden = freeze({
    ...check,
    interval: override.interval ?? pace.interval ?? check.interval,
    parameters: parametersOf(check, override, path, complaints),
    rules: check.rules.map((rule) =>
      overrides
        .filter(([key]) => key === rule.alert || key === `${rule.alert}/${rule.severity}`)
        .reduce<Rule>(
          (changed, [key, change]) =>
            overrideRule(changed, change, `${path}.rules.${key}`, complaints),
          quicken(rule, pace),
        ),
    ),
  });
  return { check: override.enabled === false ? null : overridden, complaints };
}

/** The pace for all. A rule without `for` fires at once and goes on doing so. */
function quicken(rule: Rule, pace: Pace): Rule {
  return {
    ...rule,
    for: rule.for === 0 ? 0 : (pace.for ?? rule.for),
    keepFiringFor: rule.keepFiringFor === 0 ? 0 : (pace.keepFiringFor ?? rule.keepFiringFor),
  };
}

function overrideRule(
  rule: Rule,
  change: RuleOverride,
  path: string,
  complaints: Complaint[],
): Rule {
  const when = conditionOf(change.when, `${path}.when`, complaints) ?? rule.when;
  // A new threshold without a new recovery takes the old recovery only while it still lies on the healthy side.
  const kept = recoveryComplaints(path, { ...rule, when }).length === 0 ? rule.recovers : undefined;
  const recovers = conditionOf(change.recovers, `${path}.recovers`, complaints) ?? kept;
  const changed: Rule = {
    ...rule,
    when,
    severity: change.severity ?? rule.severity,
    for: change.for ?? rule.for,
    keepFiringFor: change.keepFiringFor ?? rule.keepFiringFor,
  };
  const { recovers: _, ...without } = changed;
  const result: Rule = recovers === undefined ? without : { ...without, recovers };
  complaints.push(...recoveryComplaints(path, result));
  return result;
}

function conditionOf(text: string | undefined, path: string, complaints: Complaint[]) {
  if (text === undefined) return undefined;
  const condition = parseCondition(text);
  if (condition === undefined)
    complaints.push({ path, message: 'is no condition', hint: 'Write it as in "> 1000", quoted.' });
  return condition;
}

function keyComplaints(path: string, check: Check, key: string, change: RuleOverride): Complaint[] {
  const matching = check.rules.filter(
    ({ alert, severity }) => key === alert || key === `${alert}/${severity}`,
  );
  if (matching.length === 0)
    return [
      {
        path: `${path}.rules.${key}`,
        message: `is no alert of the check ${check.name}`,
        hint: `Use one of: ${[...new Set(check.rules.map(({ alert }) => alert))].join(', ') || 'none, it has no rules'}.`,
      },
    ];
  const decides = change.when ?? change.recovers ?? change.severity;
  if (matching.length === 1 || decides === undefined) return [];
  return [
    {
      path: `${path}.rules.${key}`,
      message: `${key} has rules of both severities`,
      hint: `Write ${key}/warning or ${key}/critical.`,
    },
  ];
}

function parametersOf(
  check: Check,
  override: CheckOverride,
  path: string,
  complaints: Complaint[],
): Check['parameters'] {
  const changed: Record<string, ParameterSource> = { ...check.parameters };
  for (const [key, value] of Object.entries(override.parameters ?? {})) {
    const source = check.parameters[key];
    const isText = typeof value === 'string';
    if (source === undefined)
      complaints.push({
        path: `${path}.parameters.${key}`,
        message: `is no parameter of the check ${check.name}`,
        hint: `Use one of: ${Object.keys(check.parameters).join(', ') || 'none, it has no parameters'}.`,
      });
    else if ('from' in source)
      complaints.push({
        path: `${path}.parameters.${key}`,
        message: `is measured by the check ${source.from.check}`,
        hint: 'It cannot be set.',
      });
    else if (
      isText !== (source.type === 'text') ||
      (source.type === 'int' && !Number.isInteger(value))
    )
      complaints.push({
        path: `${path}.parameters.${key}`,
        message: `must be ${source.type === 'text' ? 'text' : `a number (${source.type})`}`,
        hint: `It is ${source.value} in the file.`,
      });
    else changed[key] = { type: source.type, value };
  }
  return changed;
}
