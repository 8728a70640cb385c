import { DAY, type Instant, MINUTE } from '../domain/time.ts';
import { weekday } from './instant.ts';
import { matches } from './match.ts';
import type { InstanceRecord, MuteTime, ZoneOffset } from './model.ts';

/**
 * Whether a mute time is on: by the wall clock of its zone, so that 22:00 is 22:00 in summer and winter. An hour that the
 * clock repeats is in the window both times, one that it skips is not.
 */
export function isMuting(muteTime: MuteTime, now: Instant, zoneOffset: ZoneOffset): boolean {
  const local = now + zoneOffset(muteTime.zone, now);
  const minute = (local - Math.floor(local / DAY) * DAY) / MINUTE;
  const { from, to, weekdays } = muteTime;
  const onDay = (day: number): boolean => weekdays.length === 0 || weekdays.includes(day);
  const today = weekday(local);
  if (from < to) return onDay(today) && minute >= from && minute < to;
  // Past midnight the window still belongs to the day on which it began.
  return (onDay(today) && minute >= from) || (onDay((today + 6) % 7) && minute < to);
}

/** The name of the first of the mute times now on that matches. */
export function mutedBy(instance: InstanceRecord, muting: readonly MuteTime[]): string | null {
  return muting.find(({ matchers }) => matches(matchers, instance))?.name ?? null;
}
