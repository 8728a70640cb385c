import type { Check } from '../domain/check.ts';
import type { Sample } from '../domain/sample.ts';
import type { Parameter, StatementParameters } from '../domain/target.ts';
import type { Instant } from '../domain/time.ts';

/** How many intervals a sample may be old before nothing may rest on it. */
export const staleAfter = 3;

/** The values of a statement's places, or why one of them is not to be had. */
export type Parameters =
  | { readonly ok: true; readonly values: StatementParameters }
  | { readonly ok: false; readonly detail: string };

/** Fills a check's parameters: given ones as they are, the others from the newest sample of their check. */
export function parametersOf(
  check: Check,
  checks: ReadonlyMap<string, Check>,
  samples: ReadonlyMap<string, Sample>,
  now: Instant,
): Parameters {
  const values: Record<string, Parameter> = {};
  for (const [name, source] of Object.entries(check.parameters)) {
    if ('value' in source) {
      values[name] = source;
      continue;
    }
    const found = valueFrom(source.from, checks, samples, now);
    if (typeof found !== 'number') return { ok: false, detail: found };
    values[name] = { type: source.type, value: found };
  }
  return { ok: true, values };
}

function valueFrom(
  from: { readonly check: string; readonly value: string },
  checks: ReadonlyMap<string, Check>,
  samples: ReadonlyMap<string, Sample>,
  now: Instant,
): number | string {
  const source = checks.get(from.check);
  if (source === undefined) return `needs the check ${from.check}, which is off`;
  const sample = samples.get(from.check);
  if (sample === undefined) return `waits for the first run of ${from.check}`;
  if (now - sample.at > staleAfter * source.interval) return `${from.check} has not run lately`;
  if (sample.outcome.kind !== 'rows') return `${from.check} is ${sample.outcome.kind}`;
  const value = sample.outcome.rows
    .map(({ values }) => values[from.value])
    .find((each) => typeof each === 'number');
  return value ?? `${from.check} has no ${from.value}`;
}
