import { DAY, type Duration, HOUR, type Instant, MINUTE } from '../domain/time.ts';

export type ZoneOffset = (zone: string, at: Instant) => Duration;

/** When a digest is due on the clocks of a zone. */
export interface DigestSchedule {
  readonly kind: 'daily' | 'weekly' | 'monthly';
  /** `HH:MM`. */
  readonly time: string;
  readonly zone: string;
  /** Weekly: 0 is Sunday. Monthly: 1 to 28. */
  readonly day?: number;
}

/** A moment at which a digest is due. */
export interface Due {
  readonly at: Instant;
  /** What its period is called: `2026-11-23`, `2026-W48`, `2026-11`. No two moments of a schedule share one. */
  readonly period: string;
}

/** Every month has a day of the schedule within this. */
const mostDays = 33;

/** The newest moment at or before `now` at which the digest was due. */
export function lastDue(schedule: DigestSchedule, now: Instant, offset: ZoneOffset): Due {
  const found = moments(schedule, now, offset, -1).find(({ at }) => at <= now);
  if (found === undefined) throw new RangeError('A schedule without a day');
  return found;
}

/** The first moment after `now` at which the digest is due. */
export function nextDue(schedule: DigestSchedule, now: Instant, offset: ZoneOffset): Due {
  const found = moments(schedule, now, offset, 1).find(({ at }) => at > now);
  if (found === undefined) throw new RangeError('A schedule without a day');
  return found;
}

/** From the day of `now` (and one beyond, since the offset may change) in one direction. */
function moments(
  schedule: DigestSchedule,
  now: Instant,
  offset: ZoneOffset,
  direction: 1 | -1,
): readonly Due[] {
  const { time, zone } = schedule;
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const today = Math.floor((now + offset(zone, now)) / DAY) * DAY;
  return Array.from({ length: mostDays }, (_, count) => today + (count - 1) * direction * DAY)
    .filter((day) => isOn(schedule, day))
    .map((day) => {
      const local = day + hours * HOUR + minutes * MINUTE;
      // Where clocks leave the time out this is right after the change; where it comes twice, always the same one.
      const at = local - offset(zone, local - offset(zone, local));
      return { at, period: nameOf(schedule.kind, day) };
    });
}

function isOn({ kind, day }: DigestSchedule, midnight: number): boolean {
  const date = new Date(midnight);
  if (kind === 'weekly') return date.getUTCDay() === (day ?? 1);
  return kind === 'daily' || date.getUTCDate() === (day ?? 1);
}

function nameOf(kind: DigestSchedule['kind'], midnight: number): string {
  const date = new Date(midnight).toISOString().slice(0, 10);
  if (kind === 'daily') return date;
  return kind === 'monthly' ? date.slice(0, 7) : isoWeek(midnight);
}

/** The week that has most of its days in a year belongs to that year: its Thursday decides. */
function isoWeek(midnight: number): string {
  const weekday = (new Date(midnight).getUTCDay() + 6) % 7;
  const thursday = new Date(midnight + (3 - weekday) * DAY);
  const firstDay = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = Math.floor((thursday.getTime() - firstDay) / (7 * DAY)) + 1;
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}
