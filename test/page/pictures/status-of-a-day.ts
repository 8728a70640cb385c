import type { Status } from '../../../src/domain/status.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/domain/time.ts';
import { aLine, anIncident, aStatus, NOON } from '../../fakes/views.ts';

/** The status as it reads on a good day, on a bad one, and where nobody answers. */

const rising = [10, 12, 200, 400, 800, 1200, 1480];
const even = [3, 3, 4, 3, 3, 2, 3];

const lines = [
  aLine({ subsystem: 'SQL Server', headline: '2022 CU15 Enterprise, up 41 d' }),
  aLine({
    subsystem: 'OODA loop',
    headline: '4 of 4 phases in the last 22 min',
    trend: even,
    age: 40 * SECOND,
  }),
  aLine({
    subsystem: 'Queries',
    headline: 'slowest 84 ms of 1,912 runs',
    trend: even,
    age: 3 * MINUTE,
  }),
  aLine({ subsystem: 'Spatial index', headline: 'used by 12 plans in 24 h', age: 3 * MINUTE }),
  aLine({ subsystem: 'Queues', headline: '41 messages waiting in 7 queues', trend: even }),
  aLine({ subsystem: 'Backups', headline: 'restorable to 4 min ago; full 9 h', age: 2 * MINUTE }),
  aLine({
    subsystem: 'Neo4j sync',
    headline: '0 failed, graph 310 atoms behind',
    trend: even,
    age: 40 * SECOND,
  }),
  aLine({ subsystem: 'Neo4j', headline: '5.26 Community, 1 database online' }),
  aLine({
    subsystem: 'Application',
    headline: '2 of 2 API up, p95 212 ms, workers busy',
    trend: even,
    age: 40 * SECOND,
  }),
  aLine({ subsystem: 'Bot', headline: '2 sockets, nothing waiting, cycle 1.2 s', age: 0 }),
];

export const calm: Status = aStatus({
  state: 'ok',
  counts: { ok: 20, warning: 0, critical: 0, unknown: 0, off: 0 },
  lines,
  openAlerts: [],
});

export const troubled: Status = aStatus({
  state: 'critical',
  counts: { ok: 15, warning: 1, critical: 1, unknown: 2, off: 1 },
  lines: lines.map((line) => {
    if (line.subsystem === 'Queues')
      return {
        ...line,
        state: 'critical' as const,
        headline: 'Neo4jSyncQueue 6,120 waiting, rising',
        trend: rising,
      };
    if (line.subsystem === 'Queries')
      return {
        ...line,
        state: 'unknown' as const,
        headline: 'no right to read Query Store (VIEW DATABASE STATE)',
        trend: [],
        reason: null,
      };
    if (line.subsystem === 'Backups')
      return {
        ...line,
        state: 'warning' as const,
        stale: true,
        age: 14 * MINUTE,
        reason: 'SQL Server slow to answer for 12 min',
      };
    return line;
  }),
  openAlerts: [
    anIncident({ severity: 'critical' }),
    anIncident({ id: '7Q40', alert: 'slow-query' }),
  ],
  running: ['R204 Take a log backup of Hartonomous on SQL-PROD (step 1 of 3, 63 %)'],
  waiting: ['R205 Restore Hartonomous on SQL-PROD in place (1 of 2)'],
  silenced: [{ name: 'api-down', until: NOON + 2 * HOUR }],
  muting: [{ name: 'nights', until: NOON + 8 * HOUR, held: 2 }],
  outbox: { waiting: 3, oldest: 90 * SECOND },
  faults: ['Slack: the scope files:write is missing, so no file can be sent'],
});

export const unreachable: Status = aStatus({
  state: 'critical',
  counts: { ok: 4, warning: 0, critical: 1, unknown: 15, off: 0 },
  lines: lines.map((line) =>
    line.subsystem === 'Bot' || line.subsystem === 'Neo4j'
      ? line
      : {
          ...line,
          state: 'unknown' as const,
          headline: 'SQL Server unreachable for 3 min',
          trend: [],
          age: 3 * MINUTE,
          stale: true,
          reason: null,
        },
  ),
  openAlerts: [anIncident({ alert: 'sql-server-down', severity: 'critical' })],
});

export const firstMoments: Status = aStatus({
  state: 'unknown',
  counts: { ok: 0, warning: 0, critical: 0, unknown: 20, off: 0 },
  lines: lines.map((line) => ({
    ...line,
    state: 'unknown' as const,
    headline: 'not measured yet',
    trend: [],
    age: null,
  })),
  openAlerts: [],
  nextDigest: null,
});
