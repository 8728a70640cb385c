import { type Check, subsystems } from '../../src/domain/check.ts';
import type { CheckResult, CheckSummary } from '../../src/domain/check-result.ts';
import type { DigestView } from '../../src/domain/digest-view.ts';
import {
  type AlertsView,
  type Incident,
  type IncidentInstance,
  untouched,
} from '../../src/domain/incident.ts';
import type { QueuesView } from '../../src/domain/queues-view.ts';
import { countStates, type Status, type StatusLine } from '../../src/domain/status.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';

/** 2026-11-23 14:02:11 UTC: the moment of every picture in these tests. */
export const NOON = Date.UTC(2026, 10, 23, 14, 2, 11);

export function aLine(line: Partial<StatusLine> & Pick<StatusLine, 'subsystem'>): StatusLine {
  return {
    state: 'ok',
    headline: 'fine',
    trend: [],
    age: 12 * SECOND,
    stale: false,
    reason: null,
    ...line,
  };
}

export function anInstance(instance: Partial<IncidentInstance> = {}): IncidentInstance {
  return {
    fingerprint: 'f1',
    labels: { queue: 'Neo4jSyncQueue' },
    severity: 'warning',
    value: 1480,
    unit: 'count',
    threshold: '> 1000',
    recovers: '< 800',
    since: NOON - 6 * MINUTE,
    resolvedAt: null,
    summary: null,
    ...instance,
  };
}

export function anIncident(incident: Partial<Incident> = {}): Incident {
  return {
    id: '7Q3F',
    environment: 'production',
    alert: 'queue-backlog',
    check: 'queues',
    severity: 'warning',
    instances: [anInstance()],
    remedy: 'Provenance reaches the graph late. Usual cause: the sync worker is stopped.',
    facts: ['Rising 95 a minute for 6 min'],
    openedAt: NOON - 6 * MINUTE,
    resolvedAt: null,
    holder: null,
    handling: untouched,
    silencedUntil: null,
    inWindow: null,
    snooze: null,
    done: [],
    isTest: false,
    place: { channel: 'COPS', ts: '1700000000.000100' },
    ...incident,
  };
}

export function aStatus(status: Partial<Status> = {}): Status {
  return {
    environment: 'production',
    state: 'warning',
    counts: { ...countStates([]), warning: 1, ok: 15 },
    asOf: NOON,
    lines: subsystems.map((subsystem) =>
      subsystem === 'Queues'
        ? aLine({
            subsystem,
            state: 'warning',
            headline: 'Neo4jSyncQueue 1,480 waiting, rising',
            trend: [10, 12, 200, 400, 800, 1200, 1480],
          })
        : aLine({ subsystem }),
    ),
    openAlerts: [anIncident()],
    running: [],
    waiting: [],
    raised: [],
    off: [],
    silenced: [],
    muting: [],
    restored: null,
    outbox: { waiting: 0, oldest: null },
    nextDigest: NOON + 18 * HOUR,
    faults: [],
    ...status,
  };
}

export function aCheck(check: Partial<Check> = {}): Check {
  return {
    name: 'queues',
    title: 'Service Broker queues',
    subsystem: 'Queues',
    target: 'sql-server',
    interval: MINUTE,
    timeout: 10 * SECOND,
    runsOn: 'primary',
    needs: [],
    parameters: {},
    labels: ['queue'],
    values: { depth: 'count', oldest: 'seconds' },
    rules: [
      {
        alert: 'queue-backlog',
        value: 'depth',
        when: { comparison: '>', threshold: 1000 },
        for: 0,
        keepFiringFor: 0,
        severity: 'warning',
        onError: 'error',
        onEmpty: 'ok',
      },
    ],
    onEmpty: 'ok',
    onMissing: 'unknown',
    remedy: 'Look at the sync worker.',
    variants: [{ name: 'default', requires: {}, statement: 'SELECT 1' }],
    ...check,
  };
}

export function aCheckResult(result: Partial<CheckResult> = {}): CheckResult {
  return {
    check: aCheck(),
    state: 'warning',
    headline: null,
    rowStates: ['ok', 'warning'],
    sample: {
      environment: 'production',
      check: 'queues',
      at: NOON,
      ms: 43,
      variant: null,
      replica: 'sql-prod',
      serverTime: NOON,
      startedAt: NOON - 41 * DAY,
      outcome: {
        kind: 'rows',
        rows: [
          { labels: { queue: 'ActQueue' }, values: { depth: 3, oldest: 4 } },
          { labels: { queue: 'Neo4jSyncQueue' }, values: { depth: 1480, oldest: 400 } },
        ],
      },
    },
    ...result,
  };
}

export const someChecks: readonly CheckSummary[] = [
  {
    name: 'queues',
    title: 'Service Broker queues',
    subsystem: 'Queues',
    state: 'warning',
    lastRunAt: NOON - 12 * SECOND,
    ms: 43,
    reason: null,
  },
  {
    name: 'query-store',
    title: 'Query Store',
    subsystem: 'Queries',
    state: 'unknown',
    lastRunAt: null,
    ms: null,
    reason: 'no right: VIEW DATABASE STATE',
  },
];

export function aQueuesView(view: Partial<QueuesView> = {}): QueuesView {
  return {
    environment: 'production',
    asOf: NOON,
    queues: [
      {
        queue: 'Neo4jSyncQueue',
        state: 'warning',
        depth: 1480,
        trend: [10, 400, 1480],
        oldest: 400 * SECOND,
        receiveEnabled: true,
        enqueueEnabled: true,
        activationEnabled: false,
        readers: 0,
        maxReaders: 1,
      },
    ],
    undelivered: 0,
    deadLetters: 3,
    unknown: [],
    ...view,
  };
}

export function anAlertsView(view: Partial<AlertsView> = {}): AlertsView {
  return {
    environment: 'production',
    asOf: NOON,
    open: [anIncident()],
    silences: [],
    onCall: { people: ['otto'], group: null, until: null },
    lastResolvedAt: null,
    ...view,
  };
}

export function aDigest(view: Partial<DigestView> = {}): DigestView {
  return {
    environment: 'production',
    from: NOON - DAY,
    to: NOON,
    kind: 'daily',
    late: false,
    coverage: 1,
    incidents: [
      {
        id: '7Q3F',
        title: 'Queue backlog Neo4jSyncQueue',
        severity: 'warning',
        openedAt: NOON - HOUR,
        resolvedAt: NOON - 42 * MINUTE,
        holder: 'otto',
      },
    ],
    backups: {
      made: 97,
      missed: 0,
      readBack: 97,
      restorableTo: NOON - 4 * MINUTE,
      behind: 4 * MINUTE,
      byKind: [
        { kind: 'full', made: 1 },
        { kind: 'log', made: 96 },
      ],
      worstExposure: 15 * MINUTE,
    },
    numbers: [],
    forecasts: [],
    tasks: [],
    charts: [
      {
        title: 'Inference latency',
        unit: 'ms',
        categories: ['08:00', '10:00', '12:00', '14:00'],
        series: [
          { name: 'p50', values: [80, 84, 90, 85] },
          { name: 'p95', values: [200, 212, 260, 230] },
        ],
      },
    ],
    slowest: [
      { query: 'SELECT * FROM dbo.Atoms WHERE Id = @id', averageMs: 84, runs: 1912, change: 0.12 },
    ],
    lines: aStatus().lines,
    due: [],
    raised: [],
    off: [],
    silenced: [],
    muting: [],
    restored: null,
    ...view,
  };
}
