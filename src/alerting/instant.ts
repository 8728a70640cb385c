import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../domain/time.ts';

const pattern =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})$/;

/** Reads `2026-01-01T00:00:00Z`, also with a fraction or an offset; `undefined` for anything else. */
export function parseInstant(text: string): Instant | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone = 'Z'] = match;
  const days = daysFromCivil(Number(year), Number(month), Number(day));
  const clock = [Number(hour), Number(minute), Number(second)] as const;
  if (days === undefined || clock[0] > 23 || clock[1] > 59 || clock[2] > 59) return undefined;
  const offset = offsetOf(zone);
  if (offset === undefined) return undefined;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  return (
    days * DAY + clock[0] * HOUR + clock[1] * MINUTE + clock[2] * SECOND + milliseconds - offset
  );
}

/** `2026-01-01T00:00:00Z`; with `.250` only where there is a fraction. */
export function formatInstant(instant: Instant): string {
  const days = Math.floor(instant / DAY);
  const rest = instant - days * DAY;
  const { year, month, day } = civilFromDays(days);
  const clock = [rest / HOUR, (rest % HOUR) / MINUTE, (rest % MINUTE) / SECOND];
  const [hours, minutes, seconds] = clock.map((part) => two(Math.floor(part)));
  const milliseconds = rest % SECOND;
  const fraction = milliseconds === 0 ? '' : `.${String(milliseconds).padStart(3, '0')}`;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${hours}:${minutes}:${seconds}${fraction}Z`;
}

/** Day of the week at a local time given as milliseconds: 0 is Sunday. */
export function weekday(local: number): number {
  return (((Math.floor(local / DAY) + 4) % 7) + 7) % 7;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function offsetOf(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))];
  if (hours > 18 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}

/** Days since 1970-01-01 in the Gregorian calendar; `undefined` for a day that is not in it. */
function daysFromCivil(year: number, month: number, day: number): number | undefined {
  // Years begin in March, so that the leap day is the last of its year.
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  const days = era * 146_097 + dayOfEra - 719_468;
  const back = civilFromDays(days);
  return back.month === month && back.day === day ? days : undefined;
}

function civilFromDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}
