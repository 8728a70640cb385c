import type { JsonObject } from '../../domain/json.ts';
import type { StepOutcome } from './operation.ts';

/** A step that failed: `why` and `leaves` are fit for a channel, `detail` for operators alone (safety rule S51). */
export function stepFailed(
  why: string,
  detail: string | null,
  leaves: string,
  memory: JsonObject = {},
): Extract<StepOutcome, { kind: 'failed' }> {
  return { kind: 'failed', why, detail, leaves, memory };
}
