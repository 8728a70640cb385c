import type { Instant } from '../../domain/time.ts';

/** What the server's clock shows at an instant: `2026-11-23 14:05:00`; null where its zone is not known. */
export function serverClock(at: Instant, zone: string | null): string | null {
  if (zone === null) return null;
  try {
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    return format.format(at);
  } catch {
    // Not every server names its zone as others do.
    return null;
  }
}
