import { describe, expect, it } from 'vitest';
import { type Incident, type IncidentChange, untouched } from '../../../src/domain/incident.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { alertRoot } from '../../../src/slack/blocks/alert-root.ts';
import { mentionLine } from '../../../src/slack/blocks/mention-line.ts';
import { threadLine } from '../../../src/slack/blocks/thread-line.ts';
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

describe('the thread', () => {
  const worse = anInstance({ severity: 'critical', value: 5120, threshold: '> 5000' });
  const lines: readonly (readonly [Omit<IncidentChange, 'at'>, string])[] = [
    [{ kind: 'worsened', instance: worse, detail: null }, '5,120, critical now (threshold 5,000)'],
    [{ kind: 'added', instance: worse, detail: null }, 'also 5,120 (threshold 5,000)'],
    [{ kind: 'acknowledged', instance: null, detail: 'otto' }, 'acknowledged by otto'],
    [{ kind: 'unacknowledged', instance: null, detail: 'otto' }, 'given back by otto'],
    [{ kind: 'handed-over', instance: null, detail: 'otto to ada' }, 'handed over by otto to ada'],
    [
      { kind: 'lapsed', instance: null, detail: 'otto took it 8 h ago' },
      'nobody has it any more: otto took it 8 h ago and has not confirmed it',
    ],
    [{ kind: 'escalated', instance: null, detail: null }, 'those on call were mentioned'],
    [
      { kind: 'escalated', instance: null, detail: '10 min' },
      'mentioned again: nobody had it for 10 min',
    ],
    [{ kind: 'silence-over', instance: null, detail: 'it is over' }, 'it is over'],
    [{ kind: 'repeated', instance: null, detail: '4 h' }, 'still open: repeated after 4 h'],
    [
      { kind: 'resolved', instance: { ...worse, value: 310 }, detail: null },
      'resolved: 310 (below 800)',
    ],
    // It went away while it was bad: its last value would say that it still is.
    [{ kind: 'resolved', instance: worse, detail: null }, 'resolved: `Neo4jSyncQueue`'],
    [
      {
        kind: 'resolved',
        instance: anInstance({
          labels: { replica: 'api-1' },
          value: 1,
          unit: 'flag',
        }),
        detail: null,
      },
      'resolved: `api-1`',
    ],
    [
      { kind: 'resolved', instance: { ...worse, value: 310 }, detail: 'below 800 for 5 min' },
      'resolved: 310 (below 800 for 5 min)',
    ],
    [
      { kind: 'note', instance: null, detail: 'vera: a <b> note' },
      'note by vera: a &lt;b&gt; note',
    ],
  ];

  it.each(lines)('%j', (change, words) => {
    const { text, blocks } = threadLine({ ...change, at: NOON }, anIncident());

    expect(text).toBe(`14:02 UTC ${words}`);
    expect(blocks).toEqual([
      {
        type: 'section',
        text: { type: 'mrkdwn', text: `<!date^1795442531^{time}|14:02 UTC> ${words}` },
      },
    ]);
  });

  it('writes moments in the reader’s zone, and in plain words for those who see the text alone', () => {
    const change = {
      kind: 'silenced',
      instance: null,
      detail: 'vera: quiet',
      until: NOON,
    } as const;
    const { text, blocks } = threadLine({ ...change, at: NOON }, anIncident());

    expect(text).toBe('14:02 UTC silenced until 2026-11-23 14:02 UTC by vera: quiet');
    expect(JSON.stringify(blocks)).toContain('silenced until <!date^1795442531^');
  });

  it('mentions whoever has it already instead of those on call, and says how long nobody has', () => {
    const holder = { person: 'ada', slackUserId: 'UAPPROVER1', since: NOON };
    const onCall = { users: ['U1'], group: 'S1' };
    const held = mentionLine(anIncident({ instances: [worse], holder }), onCall);
    const nobody = mentionLine(anIncident({ instances: [worse] }), onCall, 10 * MINUTE);

    expect(held.text).toContain('<@UAPPROVER1>');
    expect(held.text).not.toContain('S1');
    expect(nobody.text).toMatch(/^🔴 <!subteam\^S1> .*, nobody has had it for 10 min$/);
  });

  it('names the instance where there are several', () => {
    const incident = anIncident({ instances: [worse, anInstance({ fingerprint: 'f2' })] });
    const { text } = threadLine(
      { at: NOON, kind: 'worsened', instance: worse, detail: null },
      incident,
    );

    expect(text).toContain('`Neo4jSyncQueue` 5,120, critical now');
  });

  it.each([
    [{ users: ['U1', 'U2'], group: null }, '🔴 <@U1> <@U2> Queue backlog: `Neo4jSyncQueue` 5,120'],
    [{ users: ['U1'], group: 'S1' }, '🔴 <!subteam^S1> Queue backlog: `Neo4jSyncQueue` 5,120'],
    [{ users: [], group: null }, '🔴 Queue backlog: `Neo4jSyncQueue` 5,120'],
  ])('mentions those on call once: %j', (onCall, line) => {
    const { text } = mentionLine(anIncident({ instances: [worse] }), onCall);

    expect(text).toBe(`${line}, nobody has it`);
  });
});
