import { DAY, type Duration, HOUR, type Instant, MINUTE } from '../../domain/time.ts';
import type { BackupKind } from './backup-options.ts';

/** `daily 01:00`, or every so often from midnight on. */
export type BackupTime =
  | { readonly kind: 'daily'; readonly time: string }
  | { readonly kind: 'every'; readonly interval: Duration };

export type BackupSchedule = Readonly<Partial<Record<BackupKind, BackupTime>>>;

/** Milliseconds to add to UTC for the schedule's own zone. */
type OffsetAt = (at: Instant) => Duration;

/** In this order: a full makes the differential of the same moment needless, and a log waits for neither. */
const order: readonly BackupKind[] = ['full', 'diff', 'log'];

/** The newest moment at or before `now` at which a backup was due. */
export function lastSlot(time: BackupTime, now: Instant, offsetAt: OffsetAt): Instant {
  const local = now + offsetAt(now);
  const midnight = Math.floor(local / DAY) * DAY;
  if (time.kind === 'every') {
    // Intervals beyond a day count from the first day there is.
    const start = time.interval > DAY ? 0 : midnight;
    return toInstant(start + Math.floor((local - start) / time.interval) * time.interval, offsetAt);
  }
  const [hours = 0, minutes = 0] = time.time.split(':').map(Number);
  const today = toInstant(midnight + hours * HOUR + minutes * MINUTE, offsetAt);
  return today <= now
    ? today
    : toInstant(midnight - DAY + hours * HOUR + minutes * MINUTE, offsetAt);
}

function toInstant(local: number, offsetAt: OffsetAt): Instant {
  return local - offsetAt(local - offsetAt(local));
}

/**
 * What is to be taken now: each kind whose newest moment has not been looked after. One that was missed, since the bot was
 * away, is taken once, however many were.
 */
export function dueBackups(
  schedule: BackupSchedule,
  seen: Readonly<Partial<Record<BackupKind, Instant>>>,
  now: Instant,
  offsetAt: OffsetAt,
): readonly { readonly kind: BackupKind; readonly slot: Instant }[] {
  const due = order.flatMap((kind) => {
    const time = schedule[kind];
    if (time === undefined) return [];
    const slot = lastSlot(time, now, offsetAt);
    return slot > (seen[kind] ?? Number.NEGATIVE_INFINITY) ? [{ kind, slot }] : [];
  });
  const isFullDue = due.some(({ kind }) => kind === 'full');
  return due.filter(({ kind }) => !(kind === 'diff' && isFullDue));
}

/** A run of the schedule that was not over by then keeps those after it waiting: the time to say so. */
export function lateAfter(time: BackupTime): Duration {
  return time.kind === 'daily' ? HOUR : Math.max(5 * MINUTE, Math.min(HOUR, time.interval));
}
