import { civilFromDays, daysFromCivil } from '../../domain/civil.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../domain/time.ts';
import type { ServerTime } from './backup-set.ts';

const pattern =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,7}))?(Z|[+-]\d{2}:?\d{2})?$/i;

export interface WrittenTime {
  /** As the clock showed it, counted as if it were UTC. */
  readonly local: ServerTime;
  /** What the clock was ahead of UTC, in milliseconds; null where nothing was said. */
  readonly offset: number | null;
}

/** Reads `2026-11-23T14:05:00[.fff]`, with or without `Z` or `+01:00`; `undefined` for anything else. */
export function parseServerTime(text: string): WrittenTime | undefined {
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone] = found;
  const days = daysFromCivil(Number(year), Number(month), Number(day));
  const clock = [Number(hour), Number(minute), Number(second)] as const;
  if (days === undefined || clock[0] > 23 || clock[1] > 59 || clock[2] > 59) return undefined;
  const milliseconds = fraction === '' ? 0 : Number(fraction.padEnd(3, '0').slice(0, 3));
  const local = days * DAY + clock[0] * HOUR + clock[1] * MINUTE + clock[2] * SECOND + milliseconds;
  if (zone === undefined) return { local, offset: null };
  const offset = parseOffset(zone);
  return offset === undefined ? undefined : { local, offset };
}

function parseOffset(zone: string): number | undefined {
  if (/^z$/i.test(zone)) return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}

/** `2026-11-23T14:05:00`, with `.250` only where there is a fraction. */
export function formatServerTime(local: ServerTime): string {
  const exact = formatStopAt(local);
  return exact.endsWith('.000') ? exact.slice(0, -4) : exact;
}

/** The same for people to read: `2026-11-23 14:05:00`, and `… UTC` where it ended in Z. */
export function sayServerTime(written: string): string {
  return written.replace('T', ' ').replace(/Z$/, ' UTC');
}

/** `2026-11-23T14:05:00.000`: the one form that no language setting of the server reads otherwise. */
export function formatStopAt(local: ServerTime): string {
  const days = Math.floor(local / DAY);
  const rest = local - days * DAY;
  const { year, month, day } = civilFromDays(days);
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  const clock = [rest / HOUR, (rest % HOUR) / MINUTE, (rest % MINUTE) / SECOND];
  const milliseconds = String(rest % SECOND).padStart(3, '0');
  return `${date}T${clock.map((part) => two(Math.floor(part))).join(':')}.${milliseconds}`;
}

/** `+01:00`, `Z` */
export function formatOffset(offset: number): string {
  if (offset === 0) return 'Z';
  const length = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(length / HOUR))}:${two((length % HOUR) / MINUTE)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
