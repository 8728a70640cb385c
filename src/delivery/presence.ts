import type { SendResult } from '../domain/message.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { type Duration, formatDuration, type Instant, MINUTE } from '../domain/time.ts';

/** Whether Slack is there, by what our calls come to. */
export interface Presence {
  /** Since when nothing got through; null while Slack answers. */
  readonly awaySince: Instant | null;
  /** The last time that it was away. */
  readonly absence: { readonly from: Instant; readonly to: Instant } | null;
}

export const present: Presence = { awaySince: null, absence: null };

/** Messages that waited for less are not called late. */
const lateAfter: Duration = MINUTE;

/** A Slack that asks for patience or refuses a message is there. */
export function afterResult(
  presence: Presence,
  result: SendResult,
  entry: Pick<OutboxEntry, 'attempts' | 'wantedAt'>,
  at: Instant,
): Presence {
  const answered = result.kind !== 'retry' || result.limited === true || result.alone === true;
  if (answered) {
    if (presence.awaySince === null) return presence;
    return { awaySince: null, absence: { from: presence.awaySince, to: at } };
  }
  if (presence.awaySince !== null) return presence;
  // It had failed before we were started: Slack has been away since then at least.
  return { ...presence, awaySince: entry.attempts > 0 ? entry.wantedAt : at };
}

/** Why a message comes late, in words; null when it does not. */
export function lateWords(
  { awaySince, absence }: Presence,
  entry: Pick<OutboxEntry, 'wantedAt' | 'attempts' | 'generation'>,
  now: Instant,
): string | null {
  // One that replaces another is no news.
  if (entry.generation > 0) return null;
  const away = absenceOf(awaySince, absence, entry.wantedAt, now);
  if (away >= lateAfter) return `late: Slack was away ${formatDuration(away)}`;
  const waited = now - entry.wantedAt;
  return entry.attempts > 0 && waited >= lateAfter ? `late by ${formatDuration(waited)}` : null;
}

function absenceOf(
  awaySince: Instant | null,
  absence: Presence['absence'],
  wantedAt: Instant,
  now: Instant,
): Duration {
  if (awaySince !== null) return now - awaySince;
  return absence !== null && wantedAt <= absence.to ? absence.to - absence.from : 0;
}
