import type { Config } from '../config/load-config.ts';
import type { Secrets } from '../config/secrets.ts';
import type { Delivery } from '../delivery/create-delivery.ts';
import type { Logger } from '../domain/logger.ts';
import { type Duration, type Instant, SECOND } from '../domain/time.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Store } from '../store/open-store.ts';
import type { Watcher } from '../watching/watcher.ts';
import { createEmergencies, type Emergencies } from './emergencies.ts';
import { createHeartbeat, type Heartbeat } from './heartbeat.ts';
import { createLateChecks } from './late-checks.ts';
import { createPunctuality, type Punctuality } from './punctuality.ts';
import { createPlaceWatch } from './watch-places.ts';
import type { WatchedChecks } from './watched-checks.ts';

/** What watches the bot itself. */
export interface Care {
  readonly punctuality: Punctuality;
  readonly heartbeat: Heartbeat;
  readonly emergencies: Emergencies;
}

/** A check may miss this many of its intervals before that is an alert. */
export const intervalsMissed = 3;

/** A clock that nobody sets. */
function elapsed(): Duration {
  return performance.now();
}

/** Has the bot looked after: channels that are closed, criticals that do not arrive, checks that do not run. */
export function lookAfter(parts: {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly scheduler: Scheduler;
  readonly store: Store;
  readonly delivery: Delivery;
  readonly watched: ReadonlyMap<string, WatchedChecks>;
  readonly watchers: ReadonlyMap<string, Watcher>;
  readonly now: () => Instant;
  readonly log: Logger;
  readonly kick: () => void;
}): Care {
  const { config, scheduler, watched, watchers, now, log } = parts;
  const checks = [...watched].flatMap(([environment, own]) =>
    own.checks.map(({ name, interval, timeout }) => ({
      name: `${environment}/${name}`,
      interval,
      timeout,
    })),
  );
  const completedAt = () =>
    new Map(scheduler.state().map(({ name, lastCompletedAt }) => [name, lastCompletedAt]));
  const punctuality = createPunctuality({ checks, completedAt, elapsed });
  const heartbeat = createHeartbeat({ ...config.heartbeat, punctuality, elapsed, log });
  const emergencies = createEmergencies(parts);
  const channels = Object.values(config.environments).map((each) => each.channels);

  scheduler.every('places', 15 * SECOND, createPlaceWatch({ ...parts, channels }));
  scheduler.every('second-path', 5 * SECOND, () => emergencies.look());
  scheduler.every('heartbeat', SECOND, () => heartbeat.look());
  for (const [environment, watcher] of watchers) {
    const late = () =>
      punctuality
        .late(intervalsMissed)
        .filter(({ name }) => name.startsWith(`${environment}/`))
        .map(({ name, ...rest }) => ({ ...rest, check: name.slice(environment.length + 1) }));
    const look = createLateChecks({ environment, watcher, late, now });
    scheduler.every(`${environment}/late`, 5 * SECOND, look);
  }
  return { punctuality, heartbeat, emergencies };
}
