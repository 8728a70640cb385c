import type { Check } from '../../domain/check.ts';
import type { CheckResult } from '../../domain/check-result.ts';
import { holds } from '../../domain/condition.ts';

/**
 * What is to be done about what a check found: in the words of the alerts whose limits its rows are beyond, else in
 * those of the whole check, which speak of everything that it could find.
 */
export function checkRemedies({ check, sample }: CheckResult): readonly string[] {
  const { outcome } = sample;
  const rows = outcome.kind === 'rows' ? outcome.rows : [];
  const beyond = check.rules.filter(({ value, when }) =>
    rows.some(({ values }) => {
      const measured = values[value];
      return typeof measured === 'number' && holds(when, measured);
    }),
  );
  const alerts = [...new Set(beyond.map(({ alert }) => alert))];
  const words = alerts.map((alert) => ownWords(check, alert) ?? check.remedy);
  return [...new Set(words.length === 0 ? [check.remedy] : words)]
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** One for all the severities of an alert. */
function ownWords({ rules }: Check, alert: string): string | undefined {
  return rules.find((rule) => rule.alert === alert && rule.remedy !== undefined)?.remedy;
}
