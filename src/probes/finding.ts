import type { Outcome, Sample } from '../domain/sample.ts';

/** What a probe of one kind of target found; the rest of a sample is the same for all. */
export type Finding = Pick<Sample, 'variant' | 'replica' | 'serverTime' | 'startedAt' | 'outcome'>;

/** A finding that rests on no answer of the server. */
export function withoutAnswer(outcome: Outcome): Finding {
  return { variant: null, replica: null, serverTime: null, startedAt: null, outcome };
}

/** The most that one answer may hold; more means that the statement is not a check. */
export const answerLimits = { maxRows: 1000, maxBytes: 1024 * 1024 } as const;

/** Of a computed check, whose statement returns what its one row is computed from: a history. */
export const historyLimits = { maxRows: 50_000, maxBytes: 64 * 1024 * 1024 } as const;
