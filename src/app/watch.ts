import type { Config } from '../config/load-config.ts';
import type { Check } from '../domain/check.ts';
import { DAY, type Duration, HOUR, type Instant, SECOND } from '../domain/time.ts';
import type { Scheduler } from '../scheduler.ts';
import { digestBlocks } from '../slack/blocks/digest.ts';
import type { Store } from '../store/open-store.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { sendDigest } from '../watching/send-digest.ts';
import type { Views } from '../watching/views.ts';
import type { Watcher } from '../watching/watcher.ts';
import { bornAt } from './born-at.ts';
import { digestSchedules } from './digest-schedules.ts';
import type { WatchedChecks } from './watched-checks.ts';
import { zoneOffset } from './zone-offset.ts';

/** Checks are spread over this time at the start, so that they do not all ask at once for ever. */
const spread: Duration = SECOND;
const messagesKept: Duration = 30 * DAY;

export interface WatchParts {
  readonly config: Config;
  readonly scheduler: Scheduler;
  readonly store: Store;
  readonly metrics: Metrics;
  readonly watched: ReadonlyMap<string, WatchedChecks>;
  readonly watchers: ReadonlyMap<string, Watcher>;
  readonly views: Views;
  readonly now: () => Instant;
  readonly kick: () => void;
}

/** Sets everything that recurs going. The promise resolves once every check has run once. */
export async function watch(parts: WatchParts): Promise<void> {
  const born = await bornAt(parts.store, parts.now());
  const { scheduler, watched, watchers, metrics } = parts;
  const firstRuns: Promise<void>[] = [];
  for (const [environment, watcher] of watchers) {
    const checks = watched.get(environment)?.checks ?? [];
    checks.forEach((check, index) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      firstRuns.push(promise);
      scheduler.every(
        `${environment}/${check.name}`,
        check.interval,
        async () => {
          const result = await watcher.run(check.name).finally(resolve);
          if (result !== null)
            metrics.probed(environment, check.name, result.sample.ms, result.state);
        },
        { offset: offsetOf(check, index, checks.length) },
      );
    });
    scheduler.every(`${environment}/notify`, SECOND, () => watcher.tick());
  }
  const looks = scheduleDigests(parts, born);
  scheduler.every('forget', HOUR, () => forget(parts));
  await Promise.all(firstRuns);
  // A digest that was missed is told as soon as there is something to tell; what fails here is tried again in a minute.
  await Promise.allSettled(looks.map((look) => look()));
}

/** A check that rests on another's sample starts after it. */
function offsetOf({ parameters }: Check, index: number, count: number): Duration {
  const rests = Object.values(parameters).some((source) => 'from' in source);
  return rests ? 3 * SECOND : Math.round((index * spread) / count);
}

/** Schedules every digest; answers the looks for what is due. */
function scheduleDigests(parts: WatchParts, born: Instant): readonly (() => Promise<void>)[] {
  const { config, scheduler, store, views, now, kick } = parts;
  const looks: (() => Promise<void>)[] = [];
  for (const schedule of digestSchedules(config)) {
    for (const [environment, { channels }] of Object.entries(config.environments)) {
      const name = `${environment}/digest-${schedule.kind}`;
      const look = async () => {
        const sent = await sendDigest({
          environment,
          channel: channels.ops,
          schedule,
          offset: zoneOffset,
          now,
          bornAt: born,
          store,
          tell: (request) => views.digestOf(request),
          write: (view) => digestBlocks(view, null),
        });
        if (sent) kick();
      };
      looks.push(look);
      // Looks each minute instead of trusting one tick: the clock may jump, and the bot may have been down at the time. In UTC,
      // since an expression in a zone passes over an hour when the clocks go back.
      scheduler.cron(name, '* * * * *', 'UTC', look);
    }
  }
  return looks;
}

async function forget({ config, store, watchers, now }: WatchParts): Promise<void> {
  for (const watcher of watchers.values())
    await watcher.forget(now() - config.alerting.incidentsKept);
  await store.history.tend(now());
  await store.messages.prune(now() - messagesKept);
  await store.envelopes.prune(now());
}
