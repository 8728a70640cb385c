import {
  type Incident,
  type IncidentChange,
  type IncidentInstance,
  untouched,
} from '../../../src/domain/incident.ts';
import type { Content } from '../../../src/domain/message.ts';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import { alertRoot } from '../../../src/slack/blocks/alert-root.ts';
import { mentionLine } from '../../../src/slack/blocks/mention-line.ts';
import { threadLine } from '../../../src/slack/blocks/thread-line.ts';
import { anIncident, anInstance, NOON } from '../../fakes/views.ts';

/** An incident in every state that its root message can show, and every line of its thread. */

const otto = { person: 'otto', slackUserId: 'UOPERATOR', since: NOON - 4 * MINUTE };
const vera = { person: 'vera', slackUserId: 'UVIEWER', since: NOON - MINUTE };
const handled = {
  ...untouched,
  heldBy: ['otto'],
  acknowledgedAt: NOON - 4 * MINUTE,
  lapsesAt: NOON + 8 * HOUR,
};
const held = { holder: otto, handling: handled };

function queue(name: string, more: Partial<IncidentInstance> = {}): IncidentInstance {
  return anInstance({ fingerprint: name, labels: { queue: name }, ...more });
}

const deep = queue('Neo4jSyncQueue', {
  severity: 'critical',
  value: 6120,
  threshold: '> 5000',
  since: NOON - 6 * MINUTE,
  summary: 'Neo4jSyncQueue holds 6,120 messages, 95 more a minute',
});
const recovered = { ...deep, value: 310, resolvedAt: NOON };
const remedy =
  'Work arrives faster than it is done, or the reader has stopped. Usual cause: the sync worker is stopped or Neo4j is slow. Look at the workers and at Neo4j first; `/hart queues` shows whether the queue is switched on and its activation runs. A queue that was disabled by a poison message is enabled again by *Act on a queue…*.';
const server = queue('sql-prod', {
  labels: { target: 'sql-prod' },
  severity: 'critical',
  value: 1,
  unit: 'flag',
  threshold: '== 1',
  recovers: '== 0',
  summary: 'SQL Server sql-prod does not answer (connection refused) for 2 min',
});

/** The states of the root message, also for the Home tab and the list of alerts. */
export const incidentStates: Readonly<Record<string, Partial<Incident>>> = {
  warning: {},
  critical: { severity: 'critical', instances: [deep], remedy },
  'server-down': {
    alert: 'sql-server-down',
    check: 'sql-server',
    severity: 'critical',
    instances: [server],
    facts: ['10 checks are unknown because of it'],
    remedy:
      'Nothing can be measured. Look at the host, the service and the network, in this order.',
  },
  several: {
    severity: 'critical',
    instances: [
      deep,
      queue('InferenceQueue', { value: 1710, since: NOON - 3 * MINUTE }),
      queue('ActQueue', { value: 1100, since: NOON - 2 * MINUTE }),
      queue('LearnQueue', { value: 640, resolvedAt: NOON - MINUTE }),
    ],
    ...held,
  },
  many: {
    instances: Array.from({ length: 24 }, (_, at) => queue(`TenantQueue${at + 1}`)),
    facts: [],
  },
  acknowledged: held,
  'held-reminded': {
    holder: { ...otto, since: NOON - 8 * HOUR },
    openedAt: NOON - 8.2 * HOUR,
    handling: { ...handled, reminded: true, lapsesAt: NOON + 15 * MINUTE },
  },
  'handed-over': { holder: vera, handling: { ...handled, heldBy: ['otto', 'vera'] } },
  snoozed: { ...held, snooze: { by: 'otto', until: NOON + 4 * HOUR, severity: 'warning' } },
  silenced: { silencedUntil: NOON + 2 * HOUR },
  'in-window': { inWindow: 'R204' },
  'with-help': {
    alert: 'queue-disabled',
    operation: 'queue.enable',
    severity: 'critical',
    instances: [
      queue('ActQueue', {
        severity: 'critical',
        value: 1,
        unit: 'flag',
        threshold: '== 1',
        recovers: '== 0',
        summary: 'ActQueue is switched off: nothing is received from it',
      }),
    ],
    facts: [],
  },
  recovering: { instances: [queue('Neo4jSyncQueue', { value: 760 })], ...held },
  resolved: {
    ...held,
    resolvedAt: NOON,
    done: ['Enable Neo4jSyncQueue: done, run R204'],
    instances: [recovered],
    facts: [],
  },
  'resolved-several': {
    resolvedAt: NOON,
    instances: [recovered, queue('InferenceQueue', { value: 12, resolvedAt: NOON })],
    facts: [],
  },
  'resolved-gone': {
    resolvedAt: NOON,
    instances: [{ ...deep, resolvedAt: NOON, ended: 'vanished' }],
    facts: [],
  },
  'resolved-mixed': {
    resolvedAt: NOON,
    instances: [
      { ...deep, resolvedAt: NOON, ended: 'updated' },
      queue('ActQueue', { resolvedAt: NOON, ended: 'vanished' }),
      queue('InferenceQueue', { value: 12, resolvedAt: NOON }),
    ],
    facts: [],
  },
  'resolved-flag': {
    alert: 'sql-server-down',
    resolvedAt: NOON,
    instances: [{ ...server, value: 0, resolvedAt: NOON }],
    facts: [],
  },
  test: {
    isTest: true,
    alert: 'test-alert',
    holder: otto,
    facts: ['It ends by itself in 1 min.'],
  },
  'test-over': { isTest: true, alert: 'test-alert', holder: otto, resolvedAt: NOON, facts: [] },
};

const critical = anIncident(incidentStates['critical']);
const several = anIncident(incidentStates['several']);
const change = (kind: IncidentChange['kind'], more: Partial<IncidentChange> = {}) => ({
  at: NOON - MINUTE,
  kind,
  instance: null,
  detail: null,
  ...more,
});

/** Every kind of line that a thread can have, in the order of a life. */
const lifeOfAnIncident: readonly IncidentChange[] = [
  change('opened', { instance: queue('Neo4jSyncQueue') }),
  change('added', { instance: queue('InferenceQueue', { value: 1710 }) }),
  change('listed', {
    detail: '12 at once',
    names: Array.from({ length: 12 }, (_, at) => ({ queue: `TenantQueue${at + 1}` })),
  }),
  change('worsened', { instance: deep }),
  change('escalated'),
  change('escalated', { detail: '15 min' }),
  change('acknowledged', { detail: 'otto' }),
  change('note', { detail: 'otto: the worker on app-2 was stopped, started it again' }),
  change('silenced', { detail: 'otto: the worker is being updated', until: NOON + 2 * HOUR }),
  change('silence-over', { detail: 'no longer silenced' }),
  change('snoozed', { detail: 'otto', until: NOON + 4 * HOUR }),
  change('snooze-over', { detail: 'it got worse' }),
  change('window', { detail: 'Restore Hartonomous, run R204' }),
  change('handed-over', { detail: 'otto to vera' }),
  change('reminded', { detail: 'vera', until: NOON + 15 * MINUTE }),
  change('lapsed', { detail: 'vera had it for 8 h' }),
  change('unacknowledged', { detail: 'vera' }),
  change('repeated', { detail: '4 h' }),
  change('not-watched', { since: NOON - HOUR, until: NOON - 20 * MINUTE }),
  change('did', { detail: 'Enable Neo4jSyncQueue: done, run R204' }),
  change('improved', { instance: queue('Neo4jSyncQueue') }),
  change('instance-resolved', { instance: queue('InferenceQueue', { value: 310 }) }),
  change('instance-resolved', { instance: queue('ActQueue', { ended: 'vanished' }) }),
  change('resolved', { instance: recovered }),
];

export const incidentPictures: Readonly<Record<string, Content>> = {
  ...Object.fromEntries(
    Object.entries(incidentStates).map(([state, incident]) => [
      `incident-${state}`,
      alertRoot(anIncident(incident), { now: NOON }),
    ]),
  ),
  'call-critical': mentionLine(critical, { users: ['UOPERATOR', 'UADMIN'], group: null }),
  'call-escalated': mentionLine(critical, { users: ['UADMIN'], group: null }, 15 * MINUTE),
  'call-held': mentionLine({ ...critical, ...held }, { users: [], group: null }),
};

export const threadPictures: readonly Content[] = lifeOfAnIncident.map((one) =>
  threadLine(one, several),
);
