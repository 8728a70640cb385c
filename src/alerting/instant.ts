import { civilFromDays, daysFromCivil } from '../domain/civil.ts';
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
