import type { DigestView } from '../domain/digest-view.ts';
import type { Content, WantedMessage } from '../domain/message.ts';
import { DAY, type Duration, HOUR, type Instant, MINUTE } from '../domain/time.ts';
import type { DigestRequest } from './digest-view.ts';
import type { WatchStore } from './ports.ts';

type ZoneOffset = (zone: string, at: Instant) => Duration;

/** `HH:MM` of each day on the clocks of a zone. */
export interface DailyTime {
  readonly time: string;
  readonly zone: string;
}

/** The newest moment at or before `now` at which the digest was due. */
export function lastDue({ time, zone }: DailyTime, now: Instant, offset: ZoneOffset): Instant {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const sinceMidnight = hours * HOUR + minutes * MINUTE;
  const today = Math.floor((now + offset(zone, now)) / DAY) * DAY;
  // Yesterday's and the day before's too: the offset may change in between.
  const candidates = [0, -1, -2].map((day) => {
    const local = today + day * DAY + sinceMidnight;
    return local - offset(zone, local - offset(zone, local));
  });
  return candidates.find((at) => at <= now) ?? now - DAY;
}

/** The first moment after `now` at which the digest is due. */
export function nextDue(daily: DailyTime, now: Instant, offset: ZoneOffset): Instant {
  const tomorrow = lastDue(daily, now + DAY, offset);
  // The day on which clocks go back is longer than others.
  return tomorrow > now ? tomorrow : lastDue(daily, now + DAY + HOUR, offset);
}

/** More than this after its time, a digest is marked late. */
const lateAfter: Duration = 10 * MINUTE;
/** A digest missed for longer than this is news no more. */
const forgottenAfter: Duration = 20 * HOUR;

export interface DailyDigestOptions {
  readonly environment: string;
  readonly channel: string;
  readonly daily: DailyTime;
  readonly offset: ZoneOffset;
  readonly now: () => Instant;
  /** When this bot's memory began: of a day before it there is nothing to tell. */
  readonly bornAt: Instant;
  readonly store: WatchStore & {
    readonly digests: {
      claim(digest: {
        readonly kind: string;
        readonly environment: string;
        readonly period: string;
        readonly at: Instant;
      }): Promise<boolean>;
    };
  };
  readonly view: (request: Omit<DigestRequest, 'timeZone'>) => Promise<DigestView>;
  readonly write: (view: DigestView) => Content;
}

/** Sends the digest that is due, once for ever; late, and marked so, when the bot was down at its time. */
export async function sendDailyDigest(options: DailyDigestOptions): Promise<boolean> {
  const { environment, channel, daily, offset, store } = options;
  const now = options.now();
  const due = lastDue(daily, now, offset);
  if (now - due > forgottenAfter || due < options.bornAt) return false;
  const period = new Date(due + offset(daily.zone, due)).toISOString().slice(0, 10);
  const late = now - due > lateAfter;
  const view = await options.view({ environment, kind: 'daily', from: due - DAY, to: due, late });
  const message: WantedMessage = {
    key: `digest:daily:${environment}:${period}`,
    channel,
    thread: null,
    broadcast: false,
    lane: 'digest',
    content: options.write(view),
  };
  return store.transaction(async () => {
    if (!(await store.digests.claim({ kind: 'daily', environment, period, at: now }))) return false;
    await store.messages.want(message, now);
    return true;
  });
}
