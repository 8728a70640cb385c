import { type Duration, type Instant, MINUTE } from '../domain/time.ts';
import type { InstanceRecord } from './model.ts';

/** How long a resolved instance is kept, so that a crash does not lose its resolve notice. */
export const resolvedRetention: Duration = 15 * MINUTE;

/** Fingerprints of resolved instances that may be forgotten. What was announced lives on in its group's record. */
export function expired(
  instances: Iterable<InstanceRecord>,
  now: Instant,
  retention: Duration = resolvedRetention,
): string[] {
  const forgotten: string[] = [];
  for (const { phase, resolvedAt, fingerprint } of instances)
    if (phase === 'resolved' && resolvedAt !== null && now - resolvedAt >= retention)
      forgotten.push(fingerprint);
  return forgotten;
}
