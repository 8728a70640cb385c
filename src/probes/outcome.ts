import type { Check } from '../domain/check.ts';
import type { Outcome, UnknownReason } from '../domain/sample.ts';
import type { Trouble } from '../domain/target.ts';
import { formatDuration } from '../domain/time.ts';

export function unknown(reason: UnknownReason, detail: string): Outcome {
  return { kind: 'unknown', reason, detail };
}

/** What the check reads, in words, for a sentence such as "no right to see …". */
export function subjectOf(check: Check): string {
  return check.witness ?? `what “${check.title}” needs`;
}

/** What is missing here: unknown, or off where the check says that it is optional. */
export function missing(check: Check, detail: string): Outcome {
  return check.onMissing === 'off' ? { kind: 'off', detail } : unknown('missing', detail);
}

/** A target's trouble as the outcome of a check, in words that a DBA can act on. */
export function outcomeOf(check: Check, trouble: Trouble): Outcome {
  const { kind, right, detail } = trouble;
  if (kind === 'unreachable') return unknown(kind, detail);
  // What was left of the check's time for the last statement differs from run to run and tells nobody anything.
  if (kind === 'timeout') return unknown(kind, `no answer within ${formatDuration(check.timeout)}`);
  if (kind === 'missing') return missing(check, detail);
  if (kind !== 'permission') return unknown('error', detail);
  // A refused login says all itself; a missing right gains from what it was needed for.
  const isLogin = right === undefined || right === 'CONNECT' || right === 'LOGIN';
  return unknown('permission', isLogin ? detail : `no right to see ${subjectOf(check)} (${right})`);
}
