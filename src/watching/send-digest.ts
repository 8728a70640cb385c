import type { DigestView } from '../domain/digest-view.ts';
import type { Content, WantedMessage } from '../domain/message.ts';
import { DAY, type Duration, HOUR, type Instant, MINUTE } from '../domain/time.ts';
import type { DigestRequest } from './digest-period.ts';
import { type DigestSchedule, lastDue, type ZoneOffset } from './digest-schedule.ts';
import { keep, loadTasks } from './digest-store.ts';
import { tasksOf } from './digest-tasks.ts';
import type { Verdict } from './digest-verify.ts';
import type { WatchStore } from './ports.ts';

/** More than this after its time, a digest is marked late. */
const lateAfter: Duration = 10 * MINUTE;
/** A digest missed for longer than this is news no more. */
const forgottenAfter = { daily: 20 * HOUR, weekly: 5 * DAY, monthly: 14 * DAY } as const;

/** What a digest tells, and which tasks of the runbook that verifies. */
export interface ToldDigest {
  readonly view: DigestView;
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

export interface SendDigestOptions {
  readonly environment: string;
  readonly channel: string;
  readonly schedule: DigestSchedule;
  readonly offset: ZoneOffset;
  readonly now: () => Instant;
  /** When this bot's memory began: of a time before it there is nothing to tell. */
  readonly bornAt: Instant;
  readonly store: WatchStore & {
    readonly digests: {
      claim(digest: {
        readonly kind: string;
        readonly environment: string;
        readonly period: string;
        readonly at: Instant;
      }): Promise<boolean>;
      last(kind: string, environment: string): Promise<{ readonly period: string } | null>;
    };
  };
  readonly tell: (request: Omit<DigestRequest, 'timeZone'>) => Promise<ToldDigest>;
  readonly write: (view: DigestView) => Content;
}

/** Sends the digest that is due, once for ever; late, and marked so, when the bot was down at its time. */
export async function sendDigest(options: SendDigestOptions): Promise<boolean> {
  const { environment, channel, schedule, offset, store } = options;
  const { kind } = schedule;
  const now = options.now();
  const { at: to, period } = lastDue(schedule, now, offset);
  if (now - to > forgottenAfter[kind] || to < options.bornAt) return false;
  if ((await store.digests.last(kind, environment))?.period === period) return false;
  const from = lastDue(schedule, to - 1, offset).at;
  const late = now - to > lateAfter;
  const { view, verdicts } = await options.tell({ environment, kind, from, to, period, late });
  const key = `digest:${kind}:${environment}:${period}`;
  return store.transaction(async () => {
    if (!(await store.digests.claim({ kind, environment, period, at: now }))) return false;
    const known = await loadTasks(store, environment);
    const tasks = tasksOf({ environment, kind, period, at: to }, known, verdicts);
    const whole = { ...view, tasks };
    await keep(store, environment, { tasks, digests: [{ key, channel, view: whole }] }, now);
    const message: WantedMessage = {
      key,
      channel,
      thread: null,
      broadcast: false,
      lane: 'digest',
      content: options.write(whole),
    };
    await store.messages.want(message, now);
    return true;
  });
}
