import type { Rule, Unit } from '../domain/check.ts';
import { formatCondition, overlap } from '../domain/condition.ts';
import type { Complaint } from '../domain/fault.ts';

const derived = /\.(rising|unchanged|increase)$/;

/** What the rules of one check contradict: its columns, themselves, each other. */
export function ruleComplaints(
  file: string,
  rules: readonly Rule[],
  labels: readonly string[],
  values: Readonly<Record<string, Unit>>,
): Complaint[] {
  return rules.flatMap((rule, index) => {
    const path = `${file}: rules[${index}]`;
    const twin = rules.findIndex(
      ({ alert, severity }) => alert === rule.alert && severity === rule.severity,
    );
    return [
      ...valueComplaints(path, rule.value, values),
      ...recoveryComplaints(path, rule),
      ...remedyComplaints(path, rule.remedy),
      ...summaryComplaints(path, rule.summary, [...labels, ...Object.keys(values), 'value']),
      ...(twin === index
        ? []
        : [
            {
              path: `${path}.alert`,
              message: `has the alert and severity of rules[${twin}]`,
              hint: 'Rules with one alert must differ in severity.',
            },
          ]),
    ];
  });
}

function valueComplaints(
  path: string,
  value: string,
  values: Readonly<Record<string, Unit>>,
): Complaint[] {
  const column = value.replace(derived, '');
  const unit = values[column];
  if (unit === undefined)
    return [
      {
        path: `${path}.value`,
        message: `names no column of values: ${value}`,
        hint: `Use one of: ${Object.keys(values).join(', ')}; also with .rising, .unchanged or .increase.`,
      },
    ];
  // Whether a text stayed the same can be told; how much it is cannot.
  if ((unit !== 'text' && unit !== 'utc') || value.endsWith('.unchanged')) return [];
  return [
    {
      path: `${path}.value`,
      message: `is a column of unit ${unit}, which no rule can compare`,
      hint: 'Return a number beside it, such as an age or a flag, and compare that.',
    },
  ];
}

/** `recovers` must lie on the healthy side, or an instance could breach and recover at once. */
export function recoveryComplaints(
  path: string,
  { when, recovers }: Pick<Rule, 'when' | 'recovers'>,
): Complaint[] {
  if (recovers === undefined || !overlap(when, recovers)) return [];
  return [
    {
      path: `${path}.recovers`,
      message: `"${formatCondition(recovers)}" overlaps with when "${formatCondition(when)}"`,
      hint: 'It must lie on the healthy side: for when "> 1000" something like "< 800".',
    },
  ];
}

/** A remedy is about every instance alike: a place in it would be shown as it stands. */
function remedyComplaints(path: string, remedy: string | undefined): Complaint[] {
  const place = /\{\w+\}/.exec(remedy ?? '')?.[0];
  if (place === undefined) return [];
  return [
    {
      path: `${path}.remedy`,
      message: `has a place ${place}, which is filled in a summary only`,
      hint: 'Say it without naming the instance, or put it into the summary.',
    },
  ];
}

function summaryComplaints(
  path: string,
  summary: string | undefined,
  known: readonly string[],
): Complaint[] {
  return [...(summary ?? '').matchAll(/\{([^}]*)\}/g)]
    .map(([, place]) => place ?? '')
    .filter((place) => !known.includes(place))
    .map((place) => ({
      path: `${path}.summary`,
      message: `has a place for {${place}}, which is no label or value`,
      hint: `Use one of: ${known.map((name) => `{${name}}`).join(', ')}.`,
    }));
}
