import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type State, stateOrder } from '../domain/check.ts';
import { type Lane, lanes } from '../domain/message.ts';
import type { Duration } from '../domain/time.ts';

/**
 * What hart counts about itself. Labels carry names of the configuration and of the check files only: never a name from
 * a database, a person, a message or a query, of which there is no end and which are nobody else's business.
 */
export interface Metrics {
  /** The state of every check now: replaces what was said of the environment before. */
  checks(environment: string, states: ReadonlyMap<string, State>): void;
  probed(environment: string, check: string, took: Duration, state: State): void;
  outbox(
    waiting: number,
    oldestAge: Duration,
    rejected: number,
    byLane?: Readonly<Partial<Record<Lane, number>>>,
  ): void;
  sent(result: 'sent' | 'retry' | 'uneditable' | 'rejected'): void;
  sockets(open: number): void;
  /** Checks that have not run for three of their intervals. */
  late(checks: number): void;
  /** Notes about criticals that no second path has taken yet. */
  secondPath(waiting: number): void;
  alerts(
    environment: string,
    firing: { readonly warning: number; readonly critical: number },
  ): void;
  missed(work: string, total: number): void;
  audit(entries: number): void;
  /** Whether some place has not taken the newest anchor of the audit log. */
  anchors(failing: boolean): void;
  store(bytes: number): void;
  /** The page for Prometheus. */
  render(): Promise<{ readonly type: string; readonly body: string }>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'hart_' });

  const checks = new Gauge({
    name: 'hart_checks',
    help: 'Checks by state',
    labelNames: ['environment', 'state'] as const,
    registers,
  });
  const checkState = new Gauge({
    name: 'hart_check_state',
    help: 'State of a check: 0 off, 1 ok, 2 warning, 3 unknown, 4 critical',
    labelNames: ['environment', 'check'] as const,
    registers,
  });
  const probes = new Histogram({
    name: 'hart_probe_duration_seconds',
    help: 'How long a probe took',
    labelNames: ['environment', 'check'] as const,
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60],
    registers,
  });
  const unknown = new Counter({
    name: 'hart_probes_unknown_total',
    help: 'Probes that could not say',
    labelNames: ['environment', 'check'] as const,
    registers,
  });
  const waiting = new Gauge({
    name: 'hart_outbox_waiting',
    help: 'Messages that Slack has not confirmed',
    registers,
  });
  const inLane = new Gauge({
    name: 'hart_outbox_lane_waiting',
    help: 'The same by lane, the most urgent first to go out',
    labelNames: ['lane'] as const,
    registers,
  });
  const oldest = new Gauge({
    name: 'hart_outbox_oldest_seconds',
    help: 'How long the longest of them has waited',
    registers,
  });
  const rejected = new Gauge({
    name: 'hart_outbox_rejected',
    help: 'Messages that Slack refuses',
    registers,
  });
  const sent = new Counter({
    name: 'hart_slack_sends_total',
    help: 'Posts and edits by what came of them',
    labelNames: ['result'] as const,
    registers,
  });
  const sockets = new Gauge({
    name: 'hart_slack_sockets',
    help: 'Open connections of Socket Mode',
    registers,
  });
  const late = new Gauge({
    name: 'hart_checks_late',
    help: 'Checks that have not run for three of their intervals',
    registers,
  });
  const second = new Gauge({
    name: 'hart_second_path_waiting',
    help: 'Notes about criticals, webhook or mail, that nobody has taken yet',
    registers,
  });
  const alerts = new Gauge({
    name: 'hart_alerts_firing',
    help: 'Firing instances',
    labelNames: ['environment', 'severity'] as const,
    registers,
  });
  const missed = new Gauge({
    name: 'hart_work_missed',
    help: 'Times at which scheduled work was left out since the start',
    labelNames: ['work'] as const,
    registers,
  });
  const audit = new Gauge({
    name: 'hart_audit_entries',
    help: 'Entries of the audit log',
    registers,
  });
  const anchors = new Gauge({
    name: 'hart_audit_anchors_failing',
    help: '1 while a place outside of the bot does not take where the audit log ends',
    registers,
  });

  const store = new Gauge({
    name: 'hart_store_bytes',
    help: 'Size of the store on disk',
    registers,
  });

  const shown = new Map<string, readonly string[]>();

  return {
    checks(environment, states) {
      for (const check of shown.get(environment) ?? []) checkState.remove({ environment, check });
      shown.set(environment, [...states.keys()]);
      const all = [...states.values()];
      for (const state of stateOrder) {
        checks.set({ environment, state }, all.filter((one) => one === state).length);
      }
      for (const [check, state] of states) {
        checkState.set({ environment, check }, stateOrder.indexOf(state));
      }
    },
    probed(environment, check, took, state) {
      probes.observe({ environment, check }, took / 1000);
      if (state === 'unknown') unknown.inc({ environment, check });
    },
    outbox(count, oldestAge, refused, byLane = {}) {
      waiting.set(count);
      for (const lane of lanes) inLane.set({ lane }, byLane[lane] ?? 0);
      oldest.set(oldestAge / 1000);
      rejected.set(refused);
    },
    sent: (result) => sent.inc({ result }),
    sockets: (open) => sockets.set(open),
    late: (count) => late.set(count),
    secondPath: (count) => second.set(count),
    alerts(environment, firing) {
      alerts.set({ environment, severity: 'warning' }, firing.warning);
      alerts.set({ environment, severity: 'critical' }, firing.critical);
    },
    missed: (work, total) => missed.set({ work }, total),
    audit: (entries) => audit.set(entries),
    anchors: (failing) => anchors.set(failing ? 1 : 0),
    store: (bytes) => store.set(bytes),
    render: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  };
}
