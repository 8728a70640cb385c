import type { AuditEntry } from '../../src/domain/audit.ts';
import type { WantedMessage } from '../../src/domain/message.ts';
import type { Authority } from '../../src/operations/authorise.ts';
import type { SlackServices } from '../../src/slack/services.ts';
import {
  aBackupsView,
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
}

/** All that Slack asks of the rest, answering with fixed views and remembering what it was told. */
export function fakeServices(changed: Partial<SlackServices> = {}): FakeServices {
  const audited: AuditEntry[] = [];
  const posted: WantedMessage[] = [];
  const claimed = new Set<string>();
  return {
    audited,
    posted,
    facts: {
      environments: [{ name: 'production', channels: { ops: 'COPS', audit: 'CAUDIT' } }],
      defaultEnvironment: 'production',
      sandbox: true,
      authority: sandboxAuthority,
      onCall: { users: ['UOPERATOR'], group: null },
    },
    status: async (environment) => aStatus({ environment, state: 'unknown' }),
    refresh: async (environment) => aStatus({ environment }),
    checks: async () => someChecks,
    runCheck: async () => aCheckResult(),
    queues: async (environment) => aQueuesView({ environment }),
    alerts: async (environment) => anAlertsView({ environment }),
    incident: async (id) => (id === '7Q3F' ? anIncident() : null),
    timeline: async () => [],
    wouldMute: async () => [],
    silenceHome: async (id) => (id === 'S3F07' ? 'production' : null),
    act: async () => null,
    silence: async (_, { matchers, duration, comment, by }) => ({
      id: 'S3F07',
      matchers,
      until: NOON + duration,
      by: by.person,
      comment,
    }),
    endSilence: async (_, id, by) => ({
      id,
      matchers: { alert: 'queue-backlog' },
      until: NOON,
      by: by.person,
      comment: 'over',
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
    claim: async (id) => {
      const first = !claimed.has(id);
      claimed.add(id);
      return first;
    },
    ...changed,
  };
}
