import { describe, expect, it } from 'vitest';
import type { BackupLine } from '../../../src/domain/backups-view.ts';
import type { QueueLine } from '../../../src/domain/queues-view.ts';
import { alertRoot } from '../../../src/slack/blocks/alert-root.ts';
import { alertsBlocks } from '../../../src/slack/blocks/alerts.ts';
import { backupsBlocks } from '../../../src/slack/blocks/backups.ts';
import { helpBlocks } from '../../../src/slack/blocks/help.ts';
import { homeBlocks } from '../../../src/slack/blocks/home.ts';
import { queuesBlocks } from '../../../src/slack/blocks/queues.ts';
import { whoamiBlocks } from '../../../src/slack/blocks/whoami.ts';
import { commands } from '../../../src/slack/commands/commands.ts';
import { aBackupsView } from '../../fakes/a-backups-view.ts';
import {
  anAlertsView,
  anIncident,
  anInstance,
  aQueuesView,
  aStatus,
  NOON,
} from '../../fakes/views.ts';
import { readBlock, readMessage } from './read-message.ts';

const view = { now: NOON, link: () => null };

const darkQueue: QueueLine = {
  queue: 'ActQueue',
  state: 'unknown',
  depth: null,
  trend: [],
  oldest: null,
  receiveEnabled: null,
  enqueueEnabled: null,
  activationEnabled: null,
  readers: null,
  maxReaders: null,
};

const noBackup: BackupLine = {
  database: 'Hartonomous',
  kind: 'log',
  state: 'critical',
  finishedAt: null,
  age: null,
  bytes: null,
  readBack: false,
  restoreTested: null,
};

describe('what is not known is shown as such, never as zero or well', () => {
  it('a queue of which nothing is known', () => {
    const message = readMessage(
      queuesBlocks(
        aQueuesView({ queues: [darkQueue], undelivered: null, deadLetters: null }),
        null,
      ),
    );

    expect(message).toContain('⚪ Queues of production: depths not known');
    expect(message).toContain('| ActQueue | ⚪ | – | – | – | – / – | – |');
    expect(message).toContain('Undelivered: – · Dead letters: –');
  });

  it('some queues known, some not, some switched off', () => {
    const [known] = aQueuesView().queues;
    const stopped = known === undefined ? [] : [{ ...known, receiveEnabled: false }];
    const { text, blocks } = queuesBlocks(aQueuesView({ queues: [...stopped, darkQueue] }), null);

    expect(text).toContain('1,480 messages waiting in 2 queues, 1 not known, 1 disabled');
    expect(JSON.stringify(blocks)).toContain('"text":"off / on","style":{"bold":true}');
  });

  it('no backup at all', () => {
    const message = readMessage(
      backupsBlocks(aBackupsView({ lines: [noBackup], restorability: [] }), null),
    );

    expect(message).toContain('| Hartonomous | log | 🔴 | none | – | no | not known |');
  });

  it('backups that cannot be seen', () => {
    const unseen = aBackupsView({
      lines: [],
      restorability: [],
      unknown: ['no right to read msdb'],
    });
    const { text } = backupsBlocks(unseen, null);

    expect(text).toContain('⚪ Backups of production: no right to read msdb');
  });

  it('an alert without a value', () => {
    const instances = [anInstance({ value: null, labels: {}, threshold: '', recovers: '' })];
    const { text } = alertRoot(anIncident({ alert: 'sql-server-down', instances }), { now: NOON });

    expect(text).toBe('🟡 SQL Server down, production');
  });

  it('a flag has no threshold that tells anyone anything', () => {
    const instances = [anInstance({ value: 1, unit: 'flag', threshold: '== 1', recovers: '!= 1' })];

    expect(alertRoot(anIncident({ instances }), { now: NOON }).text).toBe(
      '🟡 Queue backlog: `Neo4jSyncQueue`, production',
    );
  });
});

describe('people', () => {
  const nobody = { teamId: 'T1', userId: 'U1', person: null, roles: [], because: {} };

  it('see no commands that are not theirs, and who may do the rest', () => {
    const mine = commands.filter(({ role }) => role === 'viewer');
    const others = commands.filter(({ role }) => role !== 'viewer');
    const message = readMessage(helpBlocks(mine, others, () => ''));

    expect(message).not.toContain('| /hart test-alert');
    expect(message).toContain('`test-alert`: nobody (the role operator is empty)');
  });

  it('who are no person of the configuration are told so', () => {
    expect(readMessage(whoamiBlocks(nobody))).toContain('nobody whom `hart.yml` names');
  });

  it('see who holds an alert, and their own as theirs', () => {
    const holder = { person: 'otto', slackUserId: null, since: NOON };
    const mine = anAlertsView({ open: [anIncident({ holder })] });

    expect(readMessage(alertsBlocks(mine, 'mine', view, null))).toContain(
      '1 open incident held by you',
    );
    expect(readMessage(alertsBlocks(mine, 'all', view, null))).toContain('| @otto |');
  });

  it('see in the Home tab that nothing is open', () => {
    const calm = {
      status: aStatus({ openAlerts: [] }),
      alerts: anAlertsView({ open: [] }),
      runs: [],
    };
    const turns = { onCall: false, until: null, next: null };
    const blocks = homeBlocks({ environments: [calm], turns, me: nobody }, view);

    expect(blocks.flatMap(readBlock).join('\n')).toContain('Nothing open.');
    expect(homeBlocks({ environments: [], turns, me: nobody }, view)).toHaveLength(1);
  });
});
