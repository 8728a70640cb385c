import type { Check, Rule } from '../domain/check.ts';
import type { CheckResult } from '../domain/check-result.ts';
import { formatValue } from '../domain/format-value.ts';
import type { Row } from '../domain/sample.ts';
import { rowsOf } from './queues-view.ts';
import { numberOf } from './read-row.ts';

/** What counts down is due when it is this many days away from its rule, what counts up when this part of it is left. */
const soonDays = 14;
const lastPart = 0.3;

/** What will need somebody before long and is no alert yet: whatever a rule measures in days, and what waits for people. */
export function digestDue(results: ReadonlyMap<string, CheckResult>): readonly string[] {
  return [...results.values()].flatMap((result) => [
    ...result.check.rules
      .filter(({ value, severity }) => isDays(result.check, value) && severity === 'warning')
      .flatMap((rule) => rowsOf(result).flatMap((row) => dueWords(result.check, rule, row) ?? [])),
    ...waiting(result),
  ]);
}

function isDays(check: Check, column: string): boolean {
  return check.values[column] === 'days';
}

function dueWords(check: Check, rule: Rule, row: Row): string | null {
  const value = numberOf(row, rule.value);
  if (value === null) return null;
  const { comparison, threshold } = rule.when;
  const countsDown = comparison.startsWith('<');
  const left = countsDown ? value - threshold : threshold - value;
  if (left < 0 || left > (countsDown ? soonDays : lastPart * threshold)) return null;
  const of = Object.values(row.labels).join(', ');
  const days = formatValue(countsDown ? value : left, 'days');
  if (check.name === 'integrity') return `CHECKDB of ${of} in ${days}`;
  if (check.name === 'api-certificate') return `certificate of ${of} expires in ${days}`;
  return `${check.title}: ${of === '' ? '' : `${of}, `}${days} left`;
}

function waiting(result: CheckResult): readonly string[] {
  if (result.check.name !== 'ooda-loop') return [];
  const counts = rowsOf(result).flatMap((row) => numberOf(row, 'pending_actions') ?? []);
  const most = Math.max(0, ...counts);
  if (most === 0) return [];
  return [
    `${formatValue(most, 'count')} action${most === 1 ? '' : 's'} of the OODA loop wait${most === 1 ? 's' : ''} for a decision`,
  ];
}
