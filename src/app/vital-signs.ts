import { worstState } from '../domain/check.ts';
import { type Duration, type Instant, SECOND } from '../domain/time.ts';
import type { Scheduler } from '../scheduler.ts';
import type { SlackPart } from '../slack/create-slack.ts';
import type { Store } from '../store/open-store.ts';
import type { HealthReport } from '../telemetry/health.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Watcher } from '../watching/watcher.ts';
import type { AuditAnchors } from './audit-anchors.ts';
import { type Care, intervalsMissed } from './look-after.ts';

/** One that is restarted for a check that is a little late would never get on. */
const grace: Duration = 30 * SECOND;

export interface VitalSigns {
  readonly care: Care;
  readonly watchers: ReadonlyMap<string, Watcher>;
  readonly scheduler: Scheduler;
  readonly store: Store;
  readonly slack: SlackPart;
  readonly metrics: Metrics;
  readonly anchors: Pick<AuditAnchors, 'trouble'>;
  readonly now: () => Instant;
}

/** Whether the process does its work: every check has completed within three of its intervals. */
export function healthy({ care }: VitalSigns): HealthReport {
  const late = care.punctuality.late(intervalsMissed, grace).map(({ name }) => name);
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
  const { care, watchers, scheduler, store, slack, metrics, anchors, now } = signs;
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
  metrics.late(care.punctuality.late(intervalsMissed).length);
  metrics.secondPath(await care.emergencies.waiting());
  for (const { name, missed } of scheduler.state()) metrics.missed(name, missed);
  metrics.audit((await store.audit.head())?.sequence ?? 0);
  metrics.anchors(anchors.trouble() !== null);
  metrics.store(store.size());
  return metrics.render();
}
