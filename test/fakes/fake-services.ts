import type { AuditEntry } from '../../src/domain/audit.ts';
import type { HomeViewer } from '../../src/domain/home.ts';
import type { WantedMessage } from '../../src/domain/message.ts';
import type { Authority } from '../../src/operations/authorise.ts';
import type { SlackServices } from '../../src/slack/services.ts';
import { aBackupsView } from './a-backups-view.ts';
import { type ActingInMemory, actingInMemory } from './acting-in-memory.ts';
import { someRestoreChoices } from './restore-choices.ts';
import {
  aCheckResult,
  aDigest,
  anAlertsView,
  anIncident,
  aQueuesView,
  aStatus,
  NOON,
  someChecks,
} from './views.ts';

/** The people and roles of the sandbox, as its configuration has them. */
export const sandboxAuthority: Authority = {
  teamId: 'TSANDBOX',
  people: [
    { name: 'vera', slack: ['UVIEWER'], os: [] },
    { name: 'otto', slack: ['UOPERATOR'], os: [] },
    { name: 'ada', slack: ['UAPPROVER1'], os: [] },
    { name: 'ben', slack: ['UAPPROVER2'], os: [] },
    { name: 'alma', slack: ['UADMIN'], os: [] },
  ],
  roles: {
    viewer: { people: ['vera'], groups: [] },
    responder: { people: ['vera', 'otto'], groups: [] },
    operator: { people: ['otto'], groups: [] },
    approver: { people: ['ada', 'ben'], groups: [] },
    admin: { people: ['alma'], groups: [] },
  },
  approversFromGroup: false,
};

export interface FakeServices extends SlackServices {
  readonly audited: AuditEntry[];
  readonly posted: WantedMessage[];
  readonly acting: ActingInMemory;
  viewersNow(): readonly HomeViewer[];
}

/** What a test answers in its own way. */
export interface ChangedServices extends Partial<SlackServices> {
  readonly acting?: ActingInMemory;
}

/** All that Slack asks of the rest, answering with fixed views and remembering what it was told. */
export function fakeServices(changed: ChangedServices = {}): FakeServices {
  const audited: AuditEntry[] = [];
  const posted: WantedMessage[] = [];
  const viewers: HomeViewer[] = [];
  const claimed = new Set<string>();
  return {
    audited,
    posted,
    viewersNow: () => viewers,
    facts: {
      environments: [{ name: 'production', channels: { ops: 'COPS', audit: 'CAUDIT' } }],
      defaultEnvironment: 'production',
      sandbox: true,
      authority: sandboxAuthority,
      onCall: { users: ['UOPERATOR'], group: null },
      morning: (now) => now + 12 * 3_600_000,
    },
    status: async (environment) => aStatus({ environment, state: 'unknown' }),
    refresh: async (environment) => aStatus({ environment }),
    checks: async () => someChecks,
    runCheck: async () => aCheckResult(),
    queues: async (environment) => aQueuesView({ environment }),
    alerts: async (environment) => anAlertsView({ environment }),
    incident: async (id) => (id === '7Q3F' ? anIncident() : null),
    incidentAt: async ({ ts }) => (ts === anIncident().place?.ts ? anIncident() : null),
    timeline: async () => [],
    wouldMute: async () => [],
    turnsOf: () => ({ onCall: false, until: null, next: null }),
    homeViewers: async () => viewers,
    homeOpened: async (viewer) => {
      viewers.push(viewer);
    },
    silenceHome: async (id) => (id === 'S3F07' ? 'production' : null),
    act: async () => null,
    silence: async (_, { matchers, duration, comment, by }) => ({
      id: 'S3F07',
      matchers,
      from: NOON,
      until: NOON + duration,
      by: by.person,
      comment,
      run: null,
    }),
    endSilence: async (_, id, by) => ({
      id,
      matchers: { alert: 'queue-backlog' },
      from: NOON,
      until: NOON,
      by: by.person,
      comment: 'over',
      run: null,
    }),
    backups: async (environment) => aBackupsView({ environment }),
    digest: async (environment) => aDigest({ environment, kind: 'now' }),
    testAlert: async () => ({ key: 'incident:TEST:root' }),
    signOff: async () => null,
    postMessage: async (message) => {
      posted.push(message);
    },
    whereIs: async () => ({ channel: 'COPS', ts: '1700000000.000200' }),
    audit: async (entry) => {
      audited.push(entry);
    },
    acting: actingInMemory(),
    restoreChoices: async (environment) => someRestoreChoices({ environment }),
    poisonMessage: async (_, queue) => ({
      queue,
      messageType: 'ActMessage',
      conversation: null,
      enqueuedAt: '2026-11-23T14:00:00',
      bytes: 42,
      body: '<act>```</act>',
    }),
    auditEntries: async (count) =>
      audited
        .map((entry, at) => ({ ...entry, sequence: at + 1, hash: 'ab'.repeat(32) }))
        .toReversed()
        .slice(0, count),
    verifyAudit: async () => ({
      ok: true,
      entries: audited.length,
      firstBad: null,
      tail: 'unproven',
      head: null,
    }),
    claim: async (id) => {
      const first = !claimed.has(id);
      claimed.add(id);
      return first;
    },
    ...changed,
  };
}
