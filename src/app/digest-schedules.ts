import type { Config } from '../config/load-config.ts';
import type { Instant } from '../domain/time.ts';
import { type DigestSchedule, nextDue } from '../watching/digest-schedule.ts';
import { zoneOffset } from './zone-offset.ts';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** The digests that the configuration wants. */
export function digestSchedules({ digests }: Pick<Config, 'digests'>): readonly DigestSchedule[] {
  const { daily, weekly, monthly, timeZone: zone } = digests;
  return [
    ...(daily === null ? [] : [{ kind: 'daily', time: daily, zone } as const]),
    ...(weekly === null ? [] : [{ kind: 'weekly', ...dayAndTime(weekly), zone } as const]),
    ...(monthly === null ? [] : [{ kind: 'monthly', ...dayAndTime(monthly), zone } as const]),
  ];
}

/** `Mon 08:00`, `1 08:00`. */
function dayAndTime(text: string): { readonly day: number; readonly time: string } {
  const [day = '', time = ''] = text.split(' ');
  const weekday = weekdays.indexOf(day);
  return { day: weekday === -1 ? Number(day) : weekday, time };
}

/** When the next one is due, of whatever kind; null when none is wanted. */
export function nextDigest(config: Pick<Config, 'digests'>, now: Instant): Instant | null {
  const next = digestSchedules(config).map((schedule) => nextDue(schedule, now, zoneOffset).at);
  return next.length === 0 ? null : Math.min(...next);
}

/** When people are back at their desks: the time of the daily digest, else eight, where those on call live. */
export function nextMorning(config: Pick<Config, 'digests' | 'onCall'>, now: Instant): Instant {
  const zone = config.onCall.rota?.timeZone ?? config.digests.timeZone;
  const time = config.digests.daily ?? '08:00';
  return nextDue({ kind: 'daily', time, zone }, now, zoneOffset).at;
}
