import { type Method, methods, type Pauses } from '../domain/outbox.ts';
import { type Duration, type Instant, MINUTE, SECOND } from '../domain/time.ts';

export interface PaceLimits {
  /** Between two posts in one channel; Slack allows about one a second. */
  readonly perChannel: Duration;
  /** Between two changes of one message. */
  readonly perMessage: Duration;
  /** Edits a minute over all messages; Slack allows 50. */
  readonly editsPerMinute: number;
  /** Between two looks into a channel's history; Slack allows 50 a minute. */
  readonly perFind: Duration;
  /** Between two removals; Slack allows 50 a minute. */
  readonly perRemove: Duration;
}

export const paceLimits: PaceLimits = {
  perChannel: SECOND,
  perMessage: 3 * SECOND,
  editsPerMinute: 45,
  perFind: 1.5 * SECOND,
  perRemove: 1.5 * SECOND,
};

/** What was sent lately, as far as it holds back what comes next. */
export interface Pace {
  readonly postedAt: ReadonlyMap<string, Instant>;
  readonly touchedAt: ReadonlyMap<string, Instant>;
  /** Edits of the last minute, oldest first. */
  readonly edits: readonly Instant[];
  /** Slack, or our own manners, allow no call of the method before. */
  readonly blockedUntil: Readonly<Record<Method, Instant>>;
}

export const unhurried: Pace = {
  postedAt: new Map(),
  touchedAt: new Map(),
  edits: [],
  blockedUntil: { post: 0, edit: 0, find: 0, remove: 0 },
};

/** The earliest moment for a post in the channel. */
export function earliestPost(pace: Pace, limits: PaceLimits, channel: string): Instant {
  const last = pace.postedAt.get(channel);
  return Math.max(pace.blockedUntil.post, last === undefined ? 0 : last + limits.perChannel);
}

/** The earliest moment for an edit of the message. */
export function earliestEdit(pace: Pace, limits: PaceLimits, key: string): Instant {
  const last = pace.touchedAt.get(key);
  const full = pace.edits.at(-limits.editsPerMinute);
  return Math.max(
    pace.blockedUntil.edit,
    last === undefined ? 0 : last + limits.perMessage,
    full === undefined ? 0 : full + MINUTE,
  );
}

export function afterPost(pace: Pace, channel: string, key: string, at: Instant): Pace {
  return {
    ...pace,
    postedAt: recent(pace.postedAt, at).set(channel, at),
    touchedAt: recent(pace.touchedAt, at).set(key, at),
  };
}

export function afterEdit(pace: Pace, key: string, at: Instant): Pace {
  return {
    ...pace,
    touchedAt: recent(pace.touchedAt, at).set(key, at),
    edits: [...pace.edits.filter((edit) => edit > at - MINUTE), at],
  };
}

export function block(pace: Pace, method: Method, until: Instant): Pace {
  const blockedUntil = {
    ...pace.blockedUntil,
    [method]: Math.max(pace.blockedUntil[method], until),
  };
  return { ...pace, blockedUntil };
}

/** After a restart: what Slack asked of the bot before. */
export function pausedUntil(pace: Pace, pauses: Pauses): Pace {
  return methods.reduce((all, method) => block(all, method, pauses[method] ?? 0), pace);
}

/** What is a minute old holds nothing back any more, and would be kept for ever. */
function recent(moments: ReadonlyMap<string, Instant>, now: Instant): Map<string, Instant> {
  return new Map([...moments].filter(([, at]) => at > now - MINUTE));
}
