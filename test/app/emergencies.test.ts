import { describe, expect, it, onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import { configText, secretVariables } from '../../sandbox/config-text.ts';
import type { GroupRecord } from '../../src/alerting/model.ts';
import { createEmergencies } from '../../src/app/emergencies.ts';
import { parseConfig } from '../../src/config/load-config.ts';
import type { SuppressedBy } from '../../src/domain/alert.ts';
import { untouched } from '../../src/domain/incident.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { rootKey } from '../../src/watching/incident-messages.ts';
import type { IncidentRecord } from '../../src/watching/incidents.ts';
import { blankMemory } from '../../src/watching/memory.ts';
import { anInstance } from '../fakes/views.ts';
import { silent, temporaryStore } from '../store/temporary-store.ts';
import { startSmtpSink } from '../support/smtp-sink.ts';

const began = Date.parse('2026-11-23T09:00:00Z');

const critical: IncidentRecord = {
  id: '7Q3F',
  environment: 'production',
  alert: 'sql-server-down',
  check: 'sql-server',
  severity: 'critical',
  instances: [],
  remedy: 'Look whether it runs.',
  facts: [],
  openedAt: began,
  resolvedAt: null,
  holder: null,
  handling: untouched,
  silencedUntil: null,
  inWindow: null,
  snooze: null,
  done: [],
  isTest: false,
  groupKey: 'g',
  lines: 0,
  writtenAt: began,
};

const aGroup: GroupRecord = {
  key: 'g',
  labels: {},
  openedAt: began,
  nextAt: began,
  incident: '7Q3F',
  announcedAt: began,
  sentAt: began,
  sentReason: 'first',
  announced: {},
  resolved: [],
  suppressed: {},
  mentioned: true,
};

async function setUp(changed: Partial<IncidentRecord> = {}) {
  const sink = await startSmtpSink();
  onTestFinished(async () => {
    await sink.close();
  });
  const base: object = parse(
    configText({
      sqlServer: 1,
      neo4j: 2,
      api: [],
      slackApiUrl: 'http://127.0.0.1:3/api/',
      botHttp: 4,
      heartbeat: 'http://127.0.0.1:5/',
      store: ':memory:',
      terminal: './hart.sock',
    }),
  );
  const email = {
    host: '127.0.0.1',
    port: sink.port,
    from: 'hart@example.org',
    to: ['dba@example.org'],
  };
  const loaded = parseConfig(
    stringify({ ...base, alerting: { secondPath: { after: '5m', email } } }),
    secretVariables({
      readerPassword: 'r',
      operatorPassword: 'o',
      neo4jPassword: 'n',
      slackBotToken: 'xoxb-1',
      slackAppToken: 'xapp-1',
      secretKey: 'k',
    }),
  );
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  let clock = began;
  let awaySince: number | null = null;
  let incident = { ...critical, ...changed };
  let suppressed: GroupRecord['suppressed'] = {};
  const now = () => clock;
  const store = await temporaryStore({ now });
  const key = rootKey(incident.id);
  await store.messages.want(
    {
      key,
      channel: 'COPS',
      thread: null,
      broadcast: false,
      lane: 'critical',
      content: { text: 'down', blocks: [] },
    },
    began,
  );
  const emergencies = createEmergencies({
    config: loaded.config,
    secrets: loaded.secrets,
    store,
    watchers: new Map([
      [
        'production',
        {
          memory: () => ({
            ...blankMemory,
            incidents: new Map([[incident.id, incident]]),
            groups: new Map([['g', { ...aGroup, suppressed }]]),
          }),
        },
      ],
    ]),
    delivery: {
      state: async () => ({
        ...(await store.messages.counts()),
        running: true,
        awaySince,
        lastSentAt: null,
        lastFailure: null,
        blockedUntil: {},
      }),
    },
    now,
    log: silent,
  });
  return {
    sink,
    at: async (minutes: number) => {
      clock = began + minutes * MINUTE;
      await emergencies.look();
      return sink.mails.map(({ data }) => /^Subject: (.*)$/m.exec(data)?.[1]?.split(':')[0]);
    },
    goesAway: (since: number | null) => {
      awaySince = since;
    },
    delivered: () => store.messages.sent(key, '1.1', 1, clock),
    holdsBack: (what: GroupRecord['suppressed']) => {
      suppressed = what;
    },
    becomes: (more: Partial<IncidentRecord>) => {
      incident = { ...incident, ...more };
    },
  };
}

describe('a critical that Slack does not have', () => {
  it('goes the second way after the time that the configuration names, and ends there too', async () => {
    const { at, delivered, goesAway } = await setUp();
    goesAway(began);
    expect(await at(4)).toEqual([]);
    expect(await at(5)).toEqual(['SANDBOX CRITICAL']);
    expect(await at(9)).toEqual(['SANDBOX CRITICAL']);
    await delivered();
    goesAway(null);
    expect(await at(10)).toEqual(['SANDBOX CRITICAL', 'SANDBOX Now in Slack']);
    expect(await at(60)).toHaveLength(2);
  });

  it('goes that way also where Slack is there and does not take this one', async () => {
    const { at, becomes } = await setUp();
    expect(await at(4)).toEqual([]);
    expect(await at(5)).toEqual(['SANDBOX CRITICAL']);
    becomes({ resolvedAt: began + 6 * MINUTE });
    expect(await at(6)).toEqual(['SANDBOX CRITICAL', 'SANDBOX Resolved']);
  });

  it.each<[string, Partial<IncidentRecord>]>([
    ['a warning', { severity: 'warning' }],
    ['a test', { isTest: true }],
    ['in somebody’s hands', { holder: { person: 'otto', slackUserId: null, since: 1 } }],
    ['silenced', { silencedUntil: began + 60 * MINUTE }],
    ['in the maintenance window of a run', { inWindow: 'R204' }],
    ['snoozed', { snooze: { by: 'otto', until: began + 60 * MINUTE, severity: 'critical' } }],
    ['over', { resolvedAt: began + 1 }],
  ])('does not where it is %s', async (_, changed) => {
    const { at, goesAway } = await setUp(changed);
    goesAway(began);
    expect(await at(30)).toEqual([]);
  });

  it('does once its snooze is over', async () => {
    const { at, goesAway } = await setUp({
      snooze: { by: 'otto', until: began + 40 * MINUTE, severity: 'critical' },
    });
    goesAway(began);
    expect(await at(39)).toEqual([]);
    expect(await at(40)).toEqual(['SANDBOX CRITICAL']);
  });

  it.each<[string, SuppressedBy]>([
    ['by a server that is down', 'inhibit'],
    ['by the hours of the week', 'mute-time'],
  ])(
    'does not while all that is critical of it is held back %s, and does afterwards',
    async (_, by) => {
      const instances = [
        anInstance({ fingerprint: 'f1', severity: 'critical' }),
        anInstance({ fingerprint: 'f2', severity: 'warning' }),
      ];
      const { at, goesAway, holdsBack } = await setUp({ instances });
      goesAway(began);
      holdsBack({ f1: by });
      expect(await at(30)).toEqual([]);
      holdsBack({ f2: by });
      expect(await at(31)).toEqual(['SANDBOX CRITICAL']);
    },
  );
});
