import type { Check, ParameterSource } from '../domain/check.ts';
import type { Outcome, Sample } from '../domain/sample.ts';
import type { Parameter, StatementParameters } from '../domain/target.ts';
import { formatDuration, type Instant, MINUTE } from '../domain/time.ts';
import { unknown } from './outcome.ts';

/** The values of a check's parameters, or why one of them cannot be told. */
export type ResolvedParameters =
  | { readonly ok: true; readonly parameters: StatementParameters }
  | { readonly ok: false; readonly outcome: Outcome };

/**
 * Takes each value from the file or from the newest sample of another check. A sample that is missing, unknown or
 * older than three intervals (at least ten minutes) is no ground to compare with: the check is then stale.
 */
export function resolveParameters(
  check: Check,
  newest: (check: string) => Sample | undefined,
  now: Instant,
): ResolvedParameters {
  const longest = Math.max(3 * check.interval, 10 * MINUTE);
  const parameters: Record<string, Parameter> = {};
  for (const [name, source] of Object.entries(check.parameters)) {
    const found =
      'from' in source ? fromSample(source, newest(source.from.check), now, longest) : source;
    if (typeof found === 'string') return { ok: false, outcome: unknown('stale', found) };
    parameters[name] = { type: found.type, value: found.value };
  }
  return { ok: true, parameters };
}

function fromSample(
  { type, from }: Extract<ParameterSource, { from: unknown }>,
  sample: Sample | undefined,
  now: Instant,
  longest: number,
): Parameter | string {
  if (sample === undefined) return `waits for the check ${from.check}`;
  if (sample.outcome.kind !== 'rows')
    return `rests on the check ${from.check}, which says: ${sample.outcome.detail}`;
  const age = now - sample.at;
  if (age > longest)
    return `rests on the check ${from.check}, which last answered ${formatDuration(age)} ago`;
  const values = sample.outcome.rows
    .map((row) => row.values[from.value])
    .filter((value) => typeof value === 'number');
  const [value] = values;
  return values.length === 1 && value !== undefined
    ? { type, value }
    : `rests on ${from.value} of the check ${from.check}, which has ${values.length} values instead of one`;
}
