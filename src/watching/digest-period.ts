import type { DigestView } from '../domain/digest-view.ts';
import type { Instant } from '../domain/time.ts';

/** What a digest is to tell of. */
export interface DigestRequest {
  readonly environment: string;
  readonly kind: DigestView['kind'];
  readonly from: Instant;
  readonly to: Instant;
  /** `2026-11-23`, `2026-W48`, `2026-11`; null for one that somebody asked for. */
  readonly period: string | null;
  readonly late: boolean;
  readonly timeZone: string;
}

/** Only which stretch of time of which environment. */
export type Period = Pick<DigestRequest, 'environment' | 'from' | 'to'>;

/** The stretch of the same length right before. */
export function before<P extends Period>(period: P): P {
  const { from, to } = period;
  return { ...period, from: from - (to - from), to: from };
}
