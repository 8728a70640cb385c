import type { StepOutcome } from './operation.ts';

/** A step that failed: `why` and `leaves` are fit for a channel, `detail` for operators alone (safety rule S51). */
export function stepFailed(
  why: string,
  detail: string | null,
  leaves: string,
): Extract<StepOutcome, { kind: 'failed' }> {
  return { kind: 'failed', why, detail, leaves };
}
