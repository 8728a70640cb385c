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

/** Whether it is about this instance, its hours aside. */
export function isAbout({ matchers, spares = [] }: MuteTime, instance: InstanceRecord): boolean {
  return !spares.includes(instance.alert) && matches(matchers, instance);
}

/** The name of the first of the mute times now on that matches. */
export function mutedBy(instance: InstanceRecord, muting: readonly MuteTime[]): string | null {
  return muting.find((time) => isAbout(time, instance))?.name ?? null;
}

/** The name of the first active time that matches, when none that matches is on. */
export function outsideOf(
  instance: InstanceRecord,
  activeTimes: readonly MuteTime[],
  on: ReadonlySet<MuteTime>,
): string | null {
  const own = activeTimes.filter((time) => isAbout(time, instance));
  return own.some((time) => on.has(time)) ? null : (own[0]?.name ?? null);
}

/** When it next begins or ends; null: never. To the minute, but for an hour that the clock skips. */
export function nextChange(time: MuteTime, now: Instant, zoneOffset: ZoneOffset): Instant | null {
  const { zone, from, to } = time;
  const local = now + zoneOffset(zone, now);
  const midnight = Math.floor(local / DAY) * DAY;
  const isOn = isMuting(time, now, zoneOffset);
  const candidates: Instant[] = [];
  for (let day = 0; day <= 8; day += 1)
    for (const minute of [from, to]) {
      const wall = midnight + day * DAY + minute * MINUTE;
      // An hour that the clock repeats has two moments: the offsets around it tell both.
      for (const near of [wall - DAY, wall + DAY]) candidates.push(wall - zoneOffset(zone, near));
    }
  const changes = candidates
    .filter((at) => at > now && isMuting(time, at, zoneOffset) !== isOn)
    .toSorted((one, other) => one - other);
  return changes[0] ?? null;
}
