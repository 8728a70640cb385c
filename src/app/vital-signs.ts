import { worstState } from '../domain/check.ts';
import { type Duration, type Instant, MINUTE } from '../domain/time.ts';
import type { Scheduler } from '../scheduler.ts';
import type { SlackPart } from '../slack/create-slack.ts';
import type { Store } from '../store/open-store.ts';
import type { HealthReport } from '../telemetry/health.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Watcher } from '../watching/watcher.ts';
import type { WatchedChecks } from './watched-checks.ts';

/** A check may miss this many of its intervals before the process counts as stuck. */
const intervalsMissed = 3;

export interface VitalSigns {
  readonly watched: ReadonlyMap<string, WatchedChecks>;
  readonly watchers: ReadonlyMap<string, Watcher>;
  readonly scheduler: Scheduler;
  readonly store: Store;
  readonly slack: SlackPart;
  readonly metrics: Metrics;
  readonly startedAt: Instant;
  readonly now: () => Instant;
}

/** Whether the process does its work: every check has completed within three of its intervals. */
export function healthy({ watched, scheduler, startedAt, now }: VitalSigns): HealthReport {
  const states = new Map(scheduler.state().map((state) => [state.name, state]));
  const late = [...watched].flatMap(([environment, { checks }]) =>
    checks
      .filter((check) => {
        const done = states.get(`${environment}/${check.name}`)?.lastCompletedAt ?? startedAt;
        return now() - done > intervalsMissed * check.interval + check.timeout + MINUTE / 2;
      })
      .map((check) => `${environment}/${check.name}`),
  );
  return {
    ok: late.length === 0,
    parts: { scheduler: late.length === 0 ? 'every check runs' : `late: ${late.join(', ')}` },
  };
}

/** Whether it can serve people: Slack reaches it, and it knows how things are. */
export function ready({ slack }: VitalSigns, cycled: boolean): HealthReport {
  const { connected, trouble } = slack.state();
  return {
    ok: connected && cycled,
    parts: {
      slack: connected ? 'connected' : (trouble ?? 'connecting'),
      cycle: cycled ? 'every check has run' : 'the first cycle is under way',
    },
  };
}

/** Brings the gauges up to date and writes them all. */
export async function measured(signs: VitalSigns): ReturnType<Metrics['render']> {
  const { watchers, scheduler, store, slack, metrics, now } = signs;
  for (const [environment, watcher] of watchers) {
    const states = [...watcher.results()].map(
      ([name, { state }]) => [name, worstState([state])] as const,
    );
    metrics.checks(environment, new Map(states));
    const firing = [...watcher.memory().instances.values()].filter(
      ({ phase }) => phase === 'firing',
    );
    metrics.alerts(environment, {
      warning: firing.filter(({ severity }) => severity === 'warning').length,
      critical: firing.filter(({ severity }) => severity === 'critical').length,
    });
  }
  const { waiting, lanes, oldest, rejected } = await store.messages.counts();
  const age: Duration = oldest === null ? 0 : now() - oldest;
  metrics.outbox(waiting, age, rejected.length, lanes);
  metrics.sockets(slack.state().sockets);
  for (const { name, missed } of scheduler.state()) metrics.missed(name, missed);
  metrics.audit((await store.audit.head())?.sequence ?? 0);
  metrics.store(store.size());
  return metrics.render();
}
