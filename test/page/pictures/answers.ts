import type { Content } from '../../../src/domain/message.ts';
import { DAY, MINUTE } from '../../../src/domain/time.ts';
import { alertsBlocks } from '../../../src/slack/blocks/alerts.ts';
import { auditBlocks, auditFindingBlocks } from '../../../src/slack/blocks/audit.ts';
import { backupsBlocks } from '../../../src/slack/blocks/backups.ts';
import { checkList } from '../../../src/slack/blocks/check-list.ts';
import { checkTable } from '../../../src/slack/blocks/check-table.ts';
import { queuesBlocks } from '../../../src/slack/blocks/queues.ts';
import { runsBlocks } from '../../../src/slack/blocks/runs.ts';
import { statusBlocks } from '../../../src/slack/blocks/status.ts';
import { aBackupsView } from '../../fakes/a-backups-view.ts';
import {
  aCheckResult,
  anAlertsView,
  anIncident,
  aQueuesView,
  NOON,
  someChecks,
} from '../../fakes/views.ts';
import { sqlChecks } from '../../sql/support/all-checks.ts';
import { digestPictures } from './digests.ts';
import { incidentStates } from './incidents.ts';
import { runs } from './runs.ts';
import { silences } from './silences.ts';
import { calm, firstMoments, troubled, unreachable } from './status-of-a-day.ts';

/** What people read who ask: status, alerts, queues, backups, checks, runs, audit. */

const view = { now: NOON, link: () => 'https://slack.example/thread' };
const noLink = { now: NOON, link: () => null };

const open = ['critical', 'several', 'with-help', 'snoozed', 'silenced', 'in-window'].map(
  (state, at) => anIncident({ ...incidentStates[state], id: `7Q3${at}` }),
);
const [silence] = silences;
const [queue] = aQueuesView().queues;
const listed = Object.values(runs).map((run, at) => ({
  run: { ...run, id: `R${220 - at}` },
  url: 'https://slack.example/card',
}));
const entry = {
  at: NOON - 3 * MINUTE,
  actor: 'slack:TSANDBOX/UOPERATOR',
  person: 'otto',
  action: 'ack',
  environment: 'production',
  outcome: 'done' as const,
  detail: { arguments: '7Q3F', channel: 'COPS' },
  sequence: 1204,
  hash: 'ab'.repeat(32),
};

const queues = sqlChecks.get('queues') ?? never();
const working = {
  depth: 3,
  backlog: 0,
  oldest_seconds: 4,
  head: null,
  receive_enabled: 1,
  enqueue_enabled: 1,
  enabled: 1,
  activation_enabled: 1,
  activation_procedure: 'dbo.sp_Act',
  readers: 1,
  max_readers: 2,
  monitor_state: 'RECEIVES_OCCURRING',
  stuck: 0,
  poison_handling: 1,
  endpoints: 12,
};
/** A check of fifteen values. */
const wide = aCheckResult({
  check: queues,
  rowStates: ['ok', 'critical'],
  state: 'critical',
  headline: 'Neo4jSyncQueue 1,480 waiting, 1,483 in all',
  sample: {
    ...aCheckResult().sample,
    outcome: {
      kind: 'rows',
      rows: [
        { labels: { queue: 'ActQueue' }, values: working },
        {
          labels: { queue: 'Neo4jSyncQueue' },
          values: { ...working, depth: 1480, backlog: 1480, oldest_seconds: 400, enabled: 0 },
        },
      ],
    },
  },
});

export const answerPictures: Readonly<Record<string, Content>> = {
  ...digestPictures,
  'status-ok': statusBlocks(calm, view, 'v'),
  'status-degraded': statusBlocks(troubled, view, 'v'),
  'status-unreachable': statusBlocks(unreachable, view, 'v'),
  'status-first': statusBlocks(firstMoments, view, 'v'),
  'status-posted': statusBlocks(calm, view, null),
  alerts: alertsBlocks(anAlertsView({ open, silences: [silence] }), 'all', view, 'v'),
  'alerts-mine': alertsBlocks(anAlertsView({ open: open.slice(1, 2) }), 'mine', noLink, 'v'),
  'alerts-none': alertsBlocks(
    anAlertsView({
      open: [],
      lastResolvedAt: NOON - 3 * DAY,
      onCall: { people: [], group: null, until: null },
    }),
    'all',
    view,
    'v',
  ),
  'alerts-mine-none': alertsBlocks(anAlertsView({ open: [] }), 'mine', view, 'v'),
  queues: queuesBlocks(
    aQueuesView({
      queues:
        queue === undefined
          ? []
          : [
              queue,
              {
                ...queue,
                queue: 'ActQueue',
                state: 'critical',
                depth: 1,
                receiveEnabled: false,
                enqueueEnabled: false,
                activationEnabled: true,
              },
              {
                ...queue,
                queue: 'InitiatorQueue',
                state: 'ok',
                depth: 0,
                oldest: null,
                trend: [],
                maxReaders: 0,
              },
            ],
    }),
    'v',
    true,
  ),
  'queues-viewer': queuesBlocks(aQueuesView(), 'v'),
  'queues-unknown': queuesBlocks(
    aQueuesView({
      queues: [],
      undelivered: null,
      deadLetters: null,
      unknown: ['SQL Server does not answer'],
    }),
    'v',
  ),
  'check-list': checkList('production', someChecks, view, 'v'),
  'check-table': checkTable(aCheckResult(), 'v'),
  'check-table-wide': checkTable(wide, 'v'),
  'check-unknown': checkTable(
    aCheckResult({
      state: 'unknown',
      rowStates: [],
      sample: {
        ...aCheckResult().sample,
        outcome: { kind: 'unknown', reason: 'permission', detail: '' },
      },
    }),
    'v',
  ),
  backups: backupsBlocks(
    aBackupsView({
      lines: [
        ...aBackupsView().lines,
        {
          ...(aBackupsView().lines[0] ?? never()),
          kind: 'log',
          age: 4 * MINUTE,
          bytes: 1.2 * 1024 ** 3,
        },
        {
          database: 'Hartonomous',
          kind: 'diff',
          state: 'critical',
          finishedAt: null,
          age: null,
          bytes: null,
          readBack: null,
          restoreTested: null,
        },
        {
          database: 'neo4j',
          kind: 'neo4j',
          state: 'warning',
          finishedAt: NOON - 2 * DAY,
          age: 2 * DAY,
          bytes: 12 * 1024 ** 3,
          readBack: true,
          restoreTested: false,
        },
      ],
    }),
    'v',
  ),
  'backups-unknown': backupsBlocks(
    aBackupsView({ lines: [], restorability: [], unknown: ['SQL Server does not answer'] }),
    'v',
  ),
  'backups-none': backupsBlocks(
    aBackupsView({
      restorability: [
        {
          database: 'Hartonomous',
          newest: null,
          behind: null,
          worstGap: null,
          missing: ['no full backup that counts'],
        },
      ],
    }),
    'v',
  ),
  runs: runsBlocks('production', listed, NOON, 'v'),
  'runs-none': runsBlocks('production', [], NOON, 'v'),
  audit: auditBlocks(
    [
      entry,
      {
        ...entry,
        sequence: 1203,
        action: 'backup.log',
        actor: 'bot',
        person: null,
        detail: { run: 'R204', hash: 'ab'.repeat(32) },
      },
      {
        ...entry,
        sequence: 1202,
        person: 'vera',
        action: 'approve',
        outcome: 'refused',
        detail: { rule: 'role-missing', channel: 'COPS' },
      },
    ],
    NOON,
  ),
  'audit-whole': auditFindingBlocks({
    ok: true,
    entries: 1204,
    firstBad: null,
    tail: 'proven',
    head: { sequence: 1204, hash: entry.hash },
  }),
  'audit-unproven': auditFindingBlocks({
    ok: true,
    entries: 1,
    firstBad: null,
    tail: 'unproven',
    head: null,
  }),
  'audit-changed': auditFindingBlocks({
    ok: false,
    entries: 1204,
    firstBad: { sequence: 77, why: 'not what was written' },
    tail: 'unproven',
    head: null,
  }),
};

function never(): never {
  throw new Error('there is a line');
}
