import type { QueryLimits } from '../domain/target.ts';
import { type Duration, SECOND } from '../domain/time.ts';

// Whoever asks first asks for all who wait: with a patience of their own, which no check's time stretches.
const patience: Duration = 5 * SECOND;

/** The limits of a question that is asked for several: nobody's signal, since who takes it back does not do so for the others. */
export function forAll({ timeout, maxRows, maxBytes }: QueryLimits): QueryLimits {
  return { timeout: Math.min(timeout, patience), maxRows, maxBytes };
}
