import type { Place } from '../../domain/incident.ts';
import type { Instant } from '../../domain/time.ts';

/** What a message needs besides what it tells. */
export interface ViewContext {
  readonly now: Instant;
  /** The address of a message; null while the workspace's own address is not known. */
  readonly link: (place: Place) => string | null;
}
