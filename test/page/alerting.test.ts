import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../sandbox/main.ts';
import { type Incident, untouched } from '../../src/domain/incident.ts';
import type { Content } from '../../src/domain/message.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { alertRoot } from '../../src/slack/blocks/alert-root.ts';
import { alertsBlocks } from '../../src/slack/blocks/alerts.ts';
import { fit } from '../../src/slack/blocks/block-limits.ts';
import { checkList } from '../../src/slack/blocks/check-list.ts';
import { checkTable } from '../../src/slack/blocks/check-table.ts';
import { digestBlocks } from '../../src/slack/blocks/digest.ts';
import { helpBlocks } from '../../src/slack/blocks/help.ts';
import { markSandbox } from '../../src/slack/blocks/mark-sandbox.ts';
import { queuesBlocks } from '../../src/slack/blocks/queues.ts';
import { whoamiBlocks } from '../../src/slack/blocks/whoami.ts';
import { commands } from '../../src/slack/commands/commands.ts';
import {
  aCheckResult,
  aDigest,
  anAlertsView,
  anIncident,
  anInstance,
  aQueuesView,
  NOON,
  someChecks,
} from '../fakes/views.ts';
import { fakeDeployment } from '../sandbox/control/fake-deployment.ts';
import { call, silent } from '../sandbox/slack/harness.ts';
import { message, needChromium, openPage, screenshot } from './browser.ts';

/** What alerting says, in every state, as the page draws it: for looking at. */

const otto = { person: 'otto', slackUserId: 'UOPERATOR', since: NOON - 4 * MINUTE };
const held = {
  holder: otto,
  handling: {
    ...untouched,
    heldBy: ['otto'],
    acknowledgedAt: NOON - 4 * MINUTE,
    lapsesAt: NOON + 8 * HOUR,
  },
};
const queue = (name: string, more: Parameters<typeof anInstance>[0] = {}) =>
  anInstance({ fingerprint: name, labels: { queue: name }, ...more });
const several = [
  queue('Neo4jSyncQueue', { severity: 'critical', value: 6120, threshold: '> 5000' }),
  queue('InferenceQueue', { value: 1710, since: NOON - 3 * MINUTE }),
  queue('LearnQueue', { value: 640, resolvedAt: NOON - MINUTE }),
];
const states: Readonly<Record<string, Partial<Incident>>> = {
  warning: {},
  critical: {
    severity: 'critical',
    instances: [
      queue('Neo4jSyncQueue', { severity: 'critical', value: 6120, threshold: '> 5000' }),
    ],
  },
  several: { severity: 'critical', instances: several, ...held },
  acknowledged: held,
  snoozed: {
    ...held,
    snooze: { by: 'otto', until: NOON + 4 * HOUR, severity: 'warning' },
  },
  silenced: { silencedUntil: NOON + 2 * HOUR },
  'in-window': { inWindow: 'R204' },
  resolved: {
    ...held,
    resolvedAt: NOON,
    done: ['Enable Neo4jSyncQueue: done, run R204'],
    instances: [queue('Neo4jSyncQueue', { resolvedAt: NOON, value: 310 })],
  },
};

const week = aDigest({
  kind: 'weekly',
  numbers: [
    { name: 'Inference p95', unit: 'ms', value: 224, before: 200 },
    { name: 'Deepest queue', unit: 'count', value: 1480, before: 1480 },
    { name: 'Of them critical', unit: 'count', value: 2, before: 0 },
    { name: 'Until taken', unit: 'minutes', value: null, before: 4 },
  ],
  forecasts: [
    {
      item: 'volume D:',
      usedPercent: 71.4,
      growthMbPerDay: 3174,
      daysToFull: 60,
      earliestDays: 52,
      latestDays: 71,
      days: 30,
    },
  ],
  tasks: [
    {
      id: 'production/clr-updates/2026-W47',
      title: 'Check for CLR assembly updates needed',
      every: 'week',
      state: 'open',
      detail: '',
      signedBy: null,
      signedAt: null,
      carriedFrom: '2026-W46',
    },
  ],
});

const context = { now: NOON, link: () => 'https://slack.example/thread' };
const operators = commands.filter(({ role }) => role !== 'admin' && role !== 'approver');
const shown: Readonly<Record<string, Content>> = {
  ...Object.fromEntries(
    Object.entries(states).map(([state, incident]) => [
      `alert-${state}`,
      alertRoot(anIncident(incident), { now: NOON }),
    ]),
  ),
  'digest-daily': digestBlocks(aDigest(), null),
  'digest-weekly': digestBlocks(week, null),
  'digest-monthly': digestBlocks({ ...week, kind: 'monthly', late: true }, null),
  alerts: alertsBlocks(
    anAlertsView({
      open: ['critical', 'snoozed', 'silenced', 'in-window'].map((state, index) =>
        anIncident({ ...states[state], id: `7Q3${index}` }),
      ),
      silences: [
        {
          id: 'S12',
          matchers: { alert: 'queue-backlog', queue: 'LearnQueue' },
          from: NOON - HOUR,
          until: NOON + 2 * HOUR,
          by: 'otto',
          comment: 'the worker is being updated',
          run: null,
        },
      ],
    }),
    'all',
    context,
    'v',
  ),
  'check-table': checkTable(aCheckResult(), 'v'),
  'check-list': checkList('production', someChecks, context, 'v'),
  queues: queuesBlocks(aQueuesView(), 'v'),
  'queues-operator': queuesBlocks(aQueuesView(), 'v', true),
  help: helpBlocks(
    operators,
    commands.filter((one) => !operators.includes(one)),
    (role) => (role === 'admin' ? ['ines'] : ['ada', 'ben']),
  ),
  whoami: whoamiBlocks({
    teamId: 'T0123',
    userId: 'UOPERATOR',
    person: 'otto',
    roles: ['viewer', 'responder', 'operator'],
    because: {
      viewer: 'everybody',
      responder: 'member of @dba',
      operator: 'listed in roles.operator',
    },
  }),
};

describe('what alerting says', () => {
  it('is drawn in every state', async (page_) => {
    needChromium(page_);
    const sandbox = await startSandbox({
      port: 0,
      log: silent,
      signals: false,
      startDeployment: fakeDeployment,
    });
    onTestFinished(() => sandbox.close());
    const page = await openPage(page_, sandbox.url, { viewport: { width: 1280, height: 1400 } });
    for (const [name, content] of Object.entries(shown)) {
      const { text, blocks } = markSandbox(fit(content));
      // One a second is what Slack takes in a channel.
      await expect
        .poll(() => call(sandbox.slack, 'chat.postMessage', { channel: 'COPS', text, blocks }), {
          interval: 500,
          timeout: 10_000,
        })
        .toMatchObject({ ok: true });
      await message(page, '').nth(Object.keys(shown).indexOf(name)).waitFor();
      await screenshot(page, `alerting-${name}`, { of: 'main article' });
    }
    expect(await page.getByText('This page does not draw this').count()).toBe(0);
  }, 120_000);
});
