/** A moment: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/**
 * The world's clock: it runs with the clock beneath it and can be moved forward. The server's local time is an hour
 * ahead of UTC all year round, so that whoever mixes up the two is off by an hour.
 */
export interface WorldClock {
  now(this: void): Instant;
  zoneMinutes(this: void): number;
  /** Moves the clock forward; RangeError if asked to go back. */
  advance(ms: number): Instant;
  reset(): void;
}

export const ZONE_MINUTES = 60;

export function createClock(base: () => Instant): WorldClock {
  let ahead = 0;
  return {
    now: () => base() + ahead,
    zoneMinutes: () => ZONE_MINUTES,
    advance(ms) {
      if (!Number.isFinite(ms) || ms < 0) throw new RangeError('the clock goes forward only');
      ahead += Math.round(ms);
      return base() + ahead;
    },
    reset() {
      ahead = 0;
    },
  };
}

/** The same moment as the server's clocks on the wall show it, for columns without a zone. */
export function local(at: Instant): Instant {
  return at + ZONE_MINUTES * MINUTE;
}
