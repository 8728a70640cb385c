import { describe, expect, it } from 'vitest';
import type { Identity } from '../../../src/domain/authority.ts';
import type { HomeView } from '../../../src/domain/home.ts';
import { DAY, HOUR, MINUTE } from '../../../src/domain/time.ts';
import { fitView } from '../../../src/slack/blocks/block-limits.ts';
import { homeBlocks } from '../../../src/slack/blocks/home.ts';
import { ada, aRun, backupPlan } from '../../fakes/runs.ts';
import { anAlertsView, anIncident, aStatus, NOON } from '../../fakes/views.ts';
import { readBlock } from './read-message.ts';

const view = { now: NOON, link: () => 'https://x.slack.com/thread' };
const me: Identity = {
  teamId: 'TSANDBOX',
  userId: 'UAPPROVER1',
  person: 'ada',
  roles: ['viewer', 'approver'],
  because: {},
};
const notOnCall = { onCall: false, until: null, next: null };

function home(changed: Partial<HomeView> = {}): HomeView {
  return {
    environments: [{ status: aStatus(), alerts: anAlertsView(), runs: [] }],
    turns: notOnCall,
    me,
    ...changed,
  };
}

function read(changed: Partial<HomeView> = {}): string {
  return homeBlocks(home(changed), view).flatMap(readBlock).join('\n');
}

describe('the Home tab', () => {
  it('tells everything of an environment, in sections', () => {
    expect(homeBlocks(home(), view).some(({ type }) => type === 'table')).toBe(false);
    expect(read()).toMatchInlineSnapshot(`
      "# 🟡 production: 1 warning, 15 ok, 0 unknown
      ~ as of <!date^1795442531^{time_secs}|14:02:11 UTC>
      🟢 *SQL Server*  fine
      🟢 *OODA loop*  fine
      🟢 *Queries*  fine
      🟢 *Spatial index*  fine
      🟡 *Queues*  Neo4jSyncQueue 1,480 waiting, rising  ▁▁▂▃▅▇█
      🟢 *Backups*  fine
      🟢 *Neo4j sync*  fine
      🟢 *Neo4j*  fine
      🟢 *Application*  fine
      🟢 *Bot*  fine
      *Open incidents: 1*
      🟡 Queue backlog: \`Neo4jSyncQueue\` 1,480
      for 6 min · nobody has it · <https://x.slack.com/thread|thread>
      [Acknowledge] [Silence…] [Snooze… ▾] [Run check now] [Queues] [Add note…]
      *Kept quiet*
      Nothing is silenced, muted or in maintenance.
      *Runs*
      Nothing runs, and nothing waits for approval.

      *On call:* @otto
      You are not on call, and no turn of yours is planned.
      Next digest: <!date^1795507331^{date_short_pretty} {time}|2026-11-24 08:02 UTC>"
    `);
  });

  it.each([
    ['there never was one', null, 'Nothing open. There has been no incident yet.'],
    ['one was', NOON - 3 * DAY, 'Nothing open. The last incident ended 3 d ago.'],
  ])('with nothing open speaks: %s', (_, lastResolvedAt, words) => {
    const alerts = anAlertsView({ open: [], lastResolvedAt });

    expect(
      read({ environments: [{ status: aStatus({ openAlerts: [] }), alerts, runs: [] }] }),
    ).toContain(words);
  });

  it('S50 tells by name what is kept quiet, and until when', () => {
    const silence = {
      id: 'S3F07',
      matchers: { alert: 'disk-slow' },
      from: NOON - HOUR,
      until: NOON + HOUR,
      by: 'otto',
      comment: 'new disks',
      run: null,
    };
    const alerts = anAlertsView({
      silences: [
        silence,
        { ...silence, id: 'S1', run: 'R204', matchers: { alert: 'queue-backlog' } },
        { ...silence, id: 'S2', from: NOON + MINUTE },
      ],
    });
    const muting = [{ name: 'nights', until: NOON + HOUR, held: 2 }];
    const words = read({
      environments: [
        {
          status: aStatus({ muting, off: ['drill'], raised: ['queue-backlog/warning'] }),
          alerts,
          runs: [],
        },
      ],
    });

    expect(words).toMatch(/Silenced until .*: `alert=disk-slow` \(otto: new disks\)/);
    expect(words).toContain('In maintenance by run R204: `alert=queue-backlog');
    expect(words).toMatch(/Planned from .* until .*: `alert=disk-slow`/);
    expect(words).toMatch(/Muted by the hour: `nights` until .*, 2 held back/);
    expect(words).toContain('Checks that are off: `drill`');
    expect(words).toContain(
      'Laxer than by default, or measured otherwise: `queue-backlog/warning`',
    );
    expect(words).not.toContain('Nothing is silenced');
  });

  it.each([
    [{ onCall: true, until: NOON + DAY, next: null }, /You are on call until .*24/],
    [{ onCall: true, until: null, next: null }, /You are on call\.$/m],
    [{ onCall: false, until: null, next: NOON + 7 * DAY }, /not on call. Your next turn begins/],
    [notOnCall, /not on call, and no turn of yours is planned/],
  ])('tells one when one is on call: %j', (turns, words) => {
    expect(read({ turns })).toMatch(words);
  });

  it('tells what runs and what waits', () => {
    const running = aRun({ id: 'R203', plan: backupPlan(), state: 'running' });
    const runs = [running, aRun()];
    const words = read({ environments: [{ status: aStatus(), alerts: anAlertsView(), runs }] });

    // What waits for them comes first.
    expect(words).toMatch(
      /\*Runs: 2\*, 1 waiting for you\n🔴 Waiting for approval: .*\n\*waits for you\*/,
    );
    expect(words).toContain('[Approve…] [Reject…] [Statements]\nRunning: Back up the log');
  });

  it.each([
    ['one who may not approve', { person: 'otto', roles: ['operator'] }, '[Statements] [Withdraw]'],
    ['an approver', {}, '[Approve…] [Reject…] [Statements]'],
    ['one without either', { person: 'vera', roles: ['viewer'] }, '[Statements]'],
  ] as const)('offers of a run what %s could do', (_, changed, buttons) => {
    const one = { status: aStatus(), alerts: anAlertsView({ open: [] }), runs: [aRun()] };
    const words = read({ environments: [one], me: { ...me, ...changed } });

    expect(words.split('\n').filter((line) => line.includes('[Statements]'))).toEqual([buttons]);
  });

  it('shows what is critical before what was there longer', () => {
    const open = [
      anIncident({ id: 'OLD', alert: 'slow-query', openedAt: NOON - DAY }),
      anIncident({ id: 'BAD', alert: 'api-down', severity: 'critical' }),
    ];
    const words = read({
      environments: [{ status: aStatus(), alerts: anAlertsView({ open }), runs: [] }],
    });

    expect(words.indexOf('API down')).toBeLessThan(words.indexOf('Slow query'));
  });

  it.each([
    ['the requester', { state: 'waiting', order: { ...aRun().order, by: ada } }, false],
    ['who approved already', { approvals: [{ by: ada, at: NOON, hash: 'h' }] }, false],
    ['an approver', {}, true],
    ['who may start it', { state: 'approved', order: { ...aRun().order, by: ada } }, true],
    ['an approver of what is approved', { state: 'approved' }, false],
  ] as const)('a run waits for %s', (_, changed, waits) => {
    const runs = [aRun(changed)];
    const words = read({ environments: [{ status: aStatus(), alerts: anAlertsView(), runs }] });

    expect(words.includes('*waits for you*')).toBe(waits);
  });

  it('stays within what Slack takes, however much is open', () => {
    const open = Array.from({ length: 80 }, (_, index) => anIncident({ id: `I${index}` }));
    const runs = Array.from({ length: 30 }, () => aRun());
    const one = { status: aStatus(), alerts: anAlertsView({ open }), runs };
    const blocks = fitView(homeBlocks(home({ environments: [one, one, one, one, one] }), view));

    expect(blocks.length).toBeLessThanOrEqual(100);
    expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(60_000);
    expect(read({ environments: [one] })).toContain('and 68 more: `/hart alerts`');
    expect(JSON.stringify(blocks)).toContain('more parts that do not fit here');
  });
});
