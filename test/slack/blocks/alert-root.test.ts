import { describe, expect, it } from 'vitest';
import { type Incident, untouched } from '../../../src/domain/incident.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { alertRoot } from '../../../src/slack/blocks/alert-root.ts';
import { anIncident, anInstance, NOON } from '../../fakes/views.ts';
import { readMessage } from './read-message.ts';

const now = { now: NOON };

describe('the root message of an incident', () => {
  it('open: what, how much, since when, what it means', () => {
    expect(readMessage(alertRoot(anIncident(), now))).toMatchInlineSnapshot(`
      "text: 🟡 Queue backlog: \`Neo4jSyncQueue\` 1,480 (threshold 1,000), production
      🟡 *Queue backlog:* \`Neo4jSyncQueue\` 1,480 (threshold 1,000)
      Rising 95 a minute for 6 min
      *What it means:* Provenance reaches the graph late. Usual cause: the sync worker is stopped.
      ~ held by nobody · production, since <!date^1795442171^{date_short_pretty} {time}|2026-11-23 13:56 UTC> · incident 7Q3F
      [Acknowledge] [Silence…] [Snooze… ▾] [Run check now] [Queues] [Add note…] [Export timeline]"
    `);
  });

  it('held by someone', () => {
    const holder = { person: 'otto', slackUserId: 'UOPERATOR', since: NOON };
    const { blocks } = alertRoot(anIncident({ holder }), now);

    expect(JSON.stringify(blocks)).toContain(
      'held by @otto since <!date^1795442531^{time}|14:02 UTC>',
    );
  });

  it('held: gives it back or away, and keeps it after the reminder', () => {
    const holder = { person: 'otto', slackUserId: 'UOPERATOR', since: NOON };
    const handling = { ...untouched, heldBy: ['otto'], lapsesAt: NOON + 30 * MINUTE };
    const held = anIncident({ holder, handling });
    const reminded = anIncident({ holder, handling: { ...handling, reminded: true } });

    expect(readMessage(alertRoot(held, now))).toContain('[Hand over…] [Unacknowledge] [Silence…]');
    expect(readMessage(alertRoot(held, now))).not.toContain('[Acknowledge]');
    expect(readMessage(alertRoot(reminded, now))).toContain('[Acknowledge] [Hand over…]');
    expect(readMessage(alertRoot(reminded, now))).toMatch(/nobody's again at .*14:32 UTC/);
  });

  it('snoozed: until when and by whom, with a way to end it', () => {
    const snooze = { by: 'otto', until: NOON + 30 * MINUTE, severity: 'warning' } as const;
    const root = alertRoot(anIncident({ snooze }), now);

    expect(readMessage(root)).toMatch(/snoozed until .*14:32 UTC> by @otto/);
    expect(readMessage(root)).toContain('[Snoozed… ▾]');
    expect(JSON.stringify(root.blocks)).toContain('"value":"7Q3F off"');
    expect(JSON.stringify(alertRoot(anIncident(), now).blocks)).not.toContain('7Q3F off');
  });

  it('shows its menu anew when a snooze begins or ends, and not before', () => {
    const snooze = { by: 'otto', until: NOON + 30 * MINUTE, severity: 'warning' } as const;
    const menuOf = (changed: Partial<Incident>) =>
      alertRoot(anIncident(changed), now).blocks.findLast(({ type }) => type === 'actions')?.[
        'block_id'
      ];

    expect(menuOf({ snooze })).not.toBe(menuOf({}));
    expect(menuOf({ facts: ['newer'] })).toBe(menuOf({}));
  });

  it('a yes or no has no value in the table, and what any of is too many no threshold', () => {
    const flag = (fingerprint: string) =>
      anInstance({ fingerprint, labels: { worker: fingerprint }, value: 1, unit: 'flag' });
    const stalled = anIncident({ alert: 'worker-stalled', instances: [flag('a'), flag('b')] });
    expect(readMessage(alertRoot(stalled, now))).toContain('| 🟡 | a | – | – | 6 min |');

    const damaged = anIncident({
      alert: 'backup-damaged',
      instances: [anInstance({ value: 1, threshold: '> 0', recovers: '<= 0' })],
    });
    expect(alertRoot(damaged, now).text).toBe('🟡 Backup damaged: `Neo4jSyncQueue` 1, production');
  });

  it('says of a number which one it is', () => {
    const slow = anIncident({
      alert: 'slow-query',
      instances: [anInstance({ labels: { query: '101' } })],
    });
    expect(alertRoot(slow, now).text).toContain('`query 101`');
  });

  it.each([
    ['rpo-missed', 'RPO missed'],
    ['sql-server-restarted', 'SQL Server restarted'],
    ['query-store-full', 'Query Store full'],
    ['diff-backup-overdue', 'Differential backup overdue'],
  ])('writes %s as people do', (alert, title) => {
    expect(alertRoot(anIncident({ alert }), now).text).toContain(title);
  });

  it('offers the queues where they matter', () => {
    const buttons = (check: string) =>
      readMessage(
        alertRoot(anIncident({ check, instances: [anInstance({ labels: {} })] }), now),
      ).includes('[Queues]');

    expect(['queues', 'ooda-loop', 'api-certificate'].map(buttons)).toEqual([true, true, false]);
  });

  it('in maintenance: by which run', () => {
    expect(readMessage(alertRoot(anIncident({ inWindow: 'R204' }), now))).toContain(
      'in maintenance by run R204',
    );
  });

  it('resolved: what was done about it', () => {
    const done = ['`Neo4jSyncQueue` enabled, run R204', 'log backup done, run R205'];
    const resolved = anIncident({ done, resolvedAt: NOON });

    expect(readMessage(alertRoot(resolved, now))).toContain(
      'What was done: `Neo4jSyncQueue` enabled, run R204; log backup done, run R205',
    );
  });

  it('resolved: who held it, in their order, and how long it took until somebody did', () => {
    const handling = {
      ...untouched,
      heldBy: ['otto', 'ada'],
      acknowledgedAt: NOON - 14 * MINUTE,
    };
    const resolved = anIncident({ handling, openedAt: NOON - 18 * MINUTE, resolvedAt: NOON });

    expect(readMessage(alertRoot(resolved, now))).toContain(
      'held by @otto, then @ada · acknowledged after 4 min',
    );
  });

  it('resolved: how long it took, the newest value, what counted as well again', () => {
    const resolved = anIncident({
      instances: [
        anInstance({ value: 212, resolvedAt: NOON, summary: 'Neo4jSyncQueue has 1,480 messages' }),
      ],
      facts: [],
      openedAt: NOON - 18 * MINUTE,
      resolvedAt: NOON,
    });

    expect(readMessage(alertRoot(resolved, now))).toMatchInlineSnapshot(`
      "text: 🟢 Resolved after 18 min: Queue backlog: \`Neo4jSyncQueue\` 212 (below 800), production
      🟢 *Resolved after 18 min:* Queue backlog: \`Neo4jSyncQueue\` 212 (below 800)
      It was: Neo4jSyncQueue has 1,480 messages
      ~ nobody held it · production, since <!date^1795441451^{date_short_pretty} {time}|2026-11-23 13:44 UTC> · incident 7Q3F
      [Add note…] [Export timeline]"
    `);
  });

  it('resolved: why, where nobody measured that it is well again', () => {
    const over = { resolvedAt: NOON, value: 1480, ended: 'vanished' } as const;
    const titleOf = (...instances: readonly ReturnType<typeof anInstance>[]) =>
      alertRoot(anIncident({ instances, resolvedAt: NOON }), now).text;

    expect(titleOf(anInstance(over))).toBe(
      '🟢 Resolved after 6 min: Queue backlog: `Neo4jSyncQueue` (it is not there any more), production',
    );
    expect(titleOf(anInstance(over), anInstance(over))).toBe(
      '🟢 Resolved after 6 min: Queue backlog, 2 of them (not there any more: 2), production',
    );
    expect(titleOf(anInstance({ ...over, ended: 'updated' }), anInstance(over), anInstance())).toBe(
      '🟢 Resolved after 6 min: Queue backlog, 3 of them (rule changed, removed or switched off: 1, not there any more: 1), production',
    );
  });

  it('uses the check’s own sentence, with the names of things in code', () => {
    const summary = 'Queue backlog: Neo4jSyncQueue has 1,480 messages';
    const { text } = alertRoot(anIncident({ instances: [anInstance({ summary })] }), now);

    expect(text).toBe(
      '🟡 Queue backlog: `Neo4jSyncQueue` has 1,480 messages (threshold 1,000), production',
    );
  });

  it('puts the alert’s name before a sentence that does not begin with it', () => {
    const summary = 'Neo4jSyncQueue has 1,480 messages';
    const { blocks } = alertRoot(anIncident({ instances: [anInstance({ summary })] }), now);

    expect(JSON.stringify(blocks[0])).toContain(
      '🟡 *Queue backlog:* `Neo4jSyncQueue` has 1,480 messages (threshold 1,000)',
    );
  });

  it('counts several instances in the title and lists the ten worst', () => {
    const instances = Array.from({ length: 13 }, (_, index) =>
      anInstance({
        fingerprint: `f${index}`,
        labels: { queue: `Queue${index}` },
        value: 2000 - index,
      }),
    );
    const message = readMessage(alertRoot(anIncident({ instances }), now));

    expect(message).toContain('🟡 Queue backlog: 13 at once');
    expect(message).toContain('| 🟡 | Queue9 | 1,991 | 1,000 | 6 min |');
    expect(message).not.toContain('Queue10');
    expect(message).toContain('and 3 more, in the thread');
  });

  it('a test alert says first that nothing is wrong, and has no buttons', () => {
    const message = readMessage(alertRoot(anIncident({ isTest: true, facts: [] }), now));

    expect(message.split('\n')[0]).toBe('text: 🟡 Test alert for production: nothing is wrong');
    expect(message).not.toContain('[');
  });

  it('S51 a queue named like a mention mentions nobody', () => {
    const instances = [anInstance({ labels: { queue: '<!channel> `x`' } })];
    const { text, blocks } = alertRoot(anIncident({ instances }), now);

    expect(text).not.toContain('<!channel>');
    expect(JSON.stringify(blocks)).not.toContain('<!channel>');
  });
});
