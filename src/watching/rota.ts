import type { ZoneOffset } from '../alerting/model.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../domain/time.ts';

/** People who take turns of a week, in their order. */
export interface Rota {
  readonly timeZone: string;
  /** Day and time at which the next one takes over, on the clocks of the zone: `Mon 09:00`. */
  readonly handover: string;
  readonly people: readonly string[];
}

export interface Shift {
  /** The one whose week it is, then those whose weeks follow. */
  readonly people: readonly string[];
  /** When the next one takes over. */
  readonly until: Instant;
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
/** 1970-01-01. */
const epochDay = days.indexOf('Thu');

/**
 * Whose week it is. Weeks are counted on the wall clock of the zone, so that a handover at 09:00 is at 09:00 in summer
 * and winter; the first of the list has the weeks whose number since 1970 the length of the list divides.
 */
export function shiftAt(rota: Rota, now: Instant, zoneOffset: ZoneOffset): Shift | null {
  const { people, timeZone } = rota;
  if (people.length === 0) return null;
  const begin = weekBegins(rota.handover);
  const week = Math.floor((now + zoneOffset(timeZone, now) - begin) / (7 * DAY));
  const first = ((week % people.length) + people.length) % people.length;
  const local = begin + (week + 1) * 7 * DAY;
  return {
    people: [...people.slice(first), ...people.slice(0, first)],
    until: local - zoneOffset(timeZone, local - zoneOffset(timeZone, local)),
  };
}

/** The first handover after 1970 began, in milliseconds of local time. */
function weekBegins(handover: string): number {
  const [day = '', time = ''] = handover.split(' ');
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return ((days.indexOf(day) - epochDay + 7) % 7) * DAY + hours * HOUR + minutes * MINUTE;
}
