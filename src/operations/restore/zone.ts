import { DAY, type Duration, type Instant } from '../../domain/time.ts';
import type { BackupSet, ServerTime } from './backup-set.ts';
import { formatOffset, formatServerTime } from './server-time.ts';

/** Milliseconds to add to UTC for the server's local time at an instant. */
export type OffsetAt = (at: Instant) => Duration;

/** The instants at which the server's clock showed a local time: two where it was set back, none where it was put on. */
export function instantsOf(local: ServerTime, offsetAt: OffsetAt): readonly Instant[] {
  const offsets = new Set([offsetAt(local - DAY), offsetAt(local + DAY)]);
  return [...offsets]
    .map((offset) => local - offset)
    .filter((instant) => offsetAt(instant) === local - instant)
    .toSorted((a, b) => a - b);
}

/** What to write instead of a local time that was there twice or never. */
export function choicesFor(local: ServerTime, offsetAt: OffsetAt): readonly string[] {
  const instants = instantsOf(local, offsetAt);
  if (instants.length > 1)
    return instants.map((at) => `${formatServerTime(local)}${formatOffset(local - at)}`);
  if (instants.length === 1) return [];
  const around = [offsetAt(local + DAY), offsetAt(local - DAY)];
  return around.map((offset) => {
    const at = local - offset;
    return formatServerTime(at + offsetAt(at));
  });
}

/**
 * The sets with their times in UTC, so that none goes back in autumn. A time that was there twice is taken by the offset
 * that the set carries (msdb's time_zone), else as the earlier one.
 */
export function inUtc(sets: readonly BackupSet[], offsetAt: OffsetAt): readonly BackupSet[] {
  const offsetOn = rememberDays(offsetAt);
  return sets.map((set) => {
    const startedAt = toUtc(set.startedAt, set.timeZone, offsetOn);
    const finishedAt = toUtc(set.finishedAt, set.timeZone, offsetOn);
    // What began before the clock was set back may end after it.
    const [later = finishedAt] =
      finishedAt < startedAt ? instantsOf(set.finishedAt, offsetAt).slice(-1) : [];
    return { ...set, startedAt, finishedAt: later };
  });
}

function toUtc(local: ServerTime, quarters: number | null, offsetAt: OffsetAt): Instant {
  const instants = instantsOf(local, offsetAt);
  const carried = quarters === null ? null : local - quarters * 15 * 60_000;
  return instants.find((at) => at === carried) ?? instants[0] ?? local - offsetAt(local);
}

/** Asks for a day's two ends once; nearly all days have one offset. */
function rememberDays(offsetAt: OffsetAt): OffsetAt {
  const days = new Map<number, number | null>();
  return (at) => {
    const day = Math.floor(at / DAY);
    let offset = days.get(day);
    if (offset === undefined) {
      const [first, last] = [offsetAt(day * DAY), offsetAt((day + 1) * DAY - 1)];
      days.set(day, (offset = first === last ? first : null));
    }
    return offset ?? offsetAt(at);
  };
}
