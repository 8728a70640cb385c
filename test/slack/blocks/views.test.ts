import { describe, expect, it } from 'vitest';
import type { SilenceView } from '../../../src/domain/incident.ts';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import { alertsBlocks } from '../../../src/slack/blocks/alerts.ts';
import { backupsBlocks } from '../../../src/slack/blocks/backups.ts';
import { checkList } from '../../../src/slack/blocks/check-list.ts';
import { checkTable } from '../../../src/slack/blocks/check-table.ts';
import { digestBlocks } from '../../../src/slack/blocks/digest.ts';
import { queuesBlocks } from '../../../src/slack/blocks/queues.ts';
import { aBackupsView } from '../../fakes/a-backups-view.ts';
import {
  aCheckResult,
  aDigest,
  anAlertsView,
  anIncident,
  anInstance,
  aQueuesView,
  NOON,
  someChecks,
} from '../../fakes/views.ts';
import { readMessage } from './read-message.ts';

const view = { now: NOON, link: () => null };

describe('views', () => {
  it('a check that may not look says who knows which right it lacks', () => {
    const { sample } = aCheckResult();
    const shown = (reason: 'permission' | 'timeout') =>
      readMessage(
        checkTable(
          aCheckResult({
            state: 'unknown',
            rowStates: [],
            sample: { ...sample, outcome: { kind: 'unknown', reason, detail: '' } },
          }),
          null,
        ),
      ).includes('`hart doctor`');

    expect([shown('permission'), shown('timeout')]).toEqual([true, false]);
  });

  it('backups that cannot be restored are not well, whatever their ages', () => {
    const lost = {
      database: 'Hartonomous',
      newest: null,
      behind: null,
      worstGap: null,
      missing: [],
    };
    const { text } = backupsBlocks(aBackupsView({ restorability: [lost] }), null);

    expect(text).toMatch(/^🔴 Backups of production: Hartonomous cannot be restored/u);
  });

  it('alerts are counted beside their incidents, critical ones first, a yes or no without value', () => {
    const flag = anInstance({ labels: { queue: 'ActQueue' }, value: 1, unit: 'flag' });
    const open = [
      anIncident({ instances: [anInstance(), anInstance({ labels: { queue: 'LearnQueue' } })] }),
      anIncident({ alert: 'queue-disabled', severity: 'critical', instances: [flag] }),
    ];
    const words = readMessage(alertsBlocks(anAlertsView({ open }), 'all', view, null));

    expect(words).toContain('2 open incidents of 3 alerts');
    expect(words.indexOf('ActQueue')).toBeLessThan(words.indexOf('LearnQueue'));
    expect(words).toContain('| ActQueue | – |');
    expect(alertsBlocks(anAlertsView({ open: [] }), 'mine', view, null).text).toContain(
      'You hold nothing that is open',
    );
  });

  it('a check with its thresholds beside the values, worst row first', () => {
    expect(readMessage(checkTable(aCheckResult(), 'v'))).toMatchInlineSnapshot(`
      "text: 🟡 queues in production: 1 of 2 rows beyond a limit, as of 14:02:11 UTC
      🟡 \`queues\`: 1 of 2 rows beyond a limit   ·   as of <!date^1795442531^{time_secs}|14:02:11 UTC>
      | State | queue | depth (warning > 1,000) | oldest |
      | 🟡 | Neo4jSyncQueue | 1,480 | 6 min |
      | 🟢 | ActQueue | 3 | 4 s |
      *What it means:* Look at the sync worker.
      ~ check \`queues\` in production · on \`sql-prod\` · wanted: Service Broker queues · took 43 ms
      [Post to channel] [Refresh]"
    `);
  });

  it.each([
    [
      { kind: 'unknown', reason: 'permission', detail: 'no right: VIEW DATABASE STATE' } as const,
      'unknown' as const,
      'unknown: no right: VIEW DATABASE STATE',
    ],
    [
      { kind: 'unknown', reason: 'timeout', detail: '' } as const,
      'unknown' as const,
      'unknown: no answer in time',
    ],
    [{ kind: 'off', detail: 'no Neo4j here' } as const, 'off' as const, 'off here: no Neo4j here'],
    [{ kind: 'rows', rows: [] } as const, 'ok' as const, 'nothing found, which is good'],
  ])('a check without rows says why: %j', (outcome, state, words) => {
    const { sample } = aCheckResult();
    const result = aCheckResult({ sample: { ...sample, outcome }, state, rowStates: [] });
    const { text, blocks } = checkTable(result, null);

    expect(text).toContain(words);
    expect(blocks.some(({ type }) => type === 'table')).toBe(false);
  });

  it('the list of checks', () => {
    expect(readMessage(checkList('production', someChecks, view, null))).toMatchInlineSnapshot(`
      "text: ⚪ 2 checks in production: 1 warning, 0 ok, 1 unknown, as of 14:02:11 UTC
      ⚪ 2 checks in *production*: 1 warning, 0 ok, 1 unknown   ·   as of <!date^1795442531^{time_secs}|14:02:11 UTC>
      | State | Check | Subsystem | Last run | Took | Why |
      | 🟡 | queues | Queues | 12 s ago | 43 ms | – |
      | ⚪ | query-store | Queries | not yet | – | no right: VIEW DATABASE STATE |
      ~ \`/hart check NAME\` runs one now and shows its rows."
    `);
  });

  it('queues', () => {
    expect(readMessage(queuesBlocks(aQueuesView(), 'v'))).toMatchInlineSnapshot(`
      "text: 🟡 Queues of production: 1,480 messages waiting in 1 queue, as of 14:02:11 UTC
      🟡 *Queues of production*: 1,480 messages waiting in 1 queue   ·   as of <!date^1795442531^{time_secs}|14:02:11 UTC>
      | Queue | State | Waiting | Trend | Oldest | Receive / enqueue | Activation |
      | Neo4jSyncQueue | 🟡 | 1,480 | ▁▃█ | 6 min | on / on | off, 0 of 1 running |
      ~ Undelivered: 0 · Dead letters: 3
      [Post to channel] [Refresh]"
    `);
  });

  it('queues that cannot be seen are unknown, not empty', () => {
    const { text } = queuesBlocks(
      aQueuesView({ queues: [], unknown: ['no right: VIEW DEFINITION'], undelivered: null }),
      null,
    );

    expect(text).toBe('⚪ Queues of production: no right: VIEW DEFINITION, as of 14:02:11 UTC');
  });

  it('backups', () => {
    expect(readMessage(backupsBlocks(aBackupsView(), 'v'))).toMatchInlineSnapshot(`
      "text: 🟢 Backups of production: restorable to 4 min ago, as of 14:02:11 UTC
      🟢 *Backups of production*: restorable to 4 min ago   ·   as of <!date^1795442531^{time_secs}|14:02:11 UTC>
      | Database | Kind | State | Age | Size | Read back | Restore tested |
      | Hartonomous | full | 🟢 | 9 h | 412 GB | yes | not known |
      *Restorable*
      • \`Hartonomous\` to <!date^1795442291^{date_short_pretty} {time}|2026-11-23 13:58 UTC> (4 min ago); worst gap of 7 d 15 min (RPO 15 min)
      ~ "Read back" means readable with checksums; only a tested restore proves more. Ages are by the server's clock.
      [Post to channel] [Refresh]"
    `);
  });

  it.each([
    [{ silencedUntil: NOON + HOUR }, 'nobody, silenced'],
    [{ inWindow: 'R204' }, 'nobody, run R204'],
    [
      { snooze: { by: 'otto', until: NOON + HOUR, severity: 'warning' as const } },
      'nobody, snoozed',
    ],
  ])('an alert of which nothing more is heard says why: %o', (quiet, words) => {
    const open = [anIncident(quiet)];
    expect(readMessage(alertsBlocks(anAlertsView({ open }), 'all', view, null))).toContain(
      `| 6 min | ${words} | 7Q3F |`,
    );
  });

  it('backups stand beside what may be lost, and how long a restore may take: bold beyond it', () => {
    const [row] = aBackupsView().restorability;
    const of = (worstGap: number | null, restoreTakes: number, rto: number | null) =>
      readMessage(
        backupsBlocks(
          aBackupsView({
            restorability: row === undefined ? [] : [{ ...row, worstGap, restoreTakes }],
            rto,
          }),
          null,
        ),
      );

    expect(of(47 * MINUTE, 3 * HOUR, 2 * HOUR)).toContain(
      'worst gap of 7 d *47 min* (RPO 15 min); a restore takes about *3 h* (RTO 2 h)',
    );
    expect(of(15 * MINUTE, HOUR, null)).toContain(
      'worst gap of 7 d 15 min (RPO 15 min); a restore takes about 1 h',
    );
    expect(of(null, HOUR, null)).toContain('At most 15 min may be lost, as configured.');
  });

  it('a database that cannot be restored is the headline', () => {
    const restorability = [
      { database: 'Other', newest: NOON, behind: MINUTE, worstGap: null, missing: [] },
      {
        database: 'Hartonomous',
        newest: null,
        behind: null,
        worstGap: null,
        missing: ['no full backup'],
      },
    ];
    const { text } = backupsBlocks(aBackupsView({ restorability }), null);

    expect(text).toContain('Hartonomous cannot be restored');
  });

  it('alerts', () => {
    const silences = [
      aSilence({ id: 's', until: NOON + HOUR }),
      aSilence({ id: 'p', from: NOON + HOUR, until: NOON + 2 * HOUR }),
      aSilence({ id: 'w', run: 'R204', comment: 'restore' }),
    ];
    expect(
      readMessage(alertsBlocks(anAlertsView({ silences }), 'all', view, 'v')),
    ).toMatchInlineSnapshot(`
      "text: 🟡 production: 1 open incident, as of 14:02:11 UTC
      🟡 *production*: 1 open incident   ·   as of <!date^1795442531^{time_secs}|14:02:11 UTC>
      | State | Alert | What | Value (threshold) | For | Held by | Incident |
      | 🟡 | Queue backlog | Neo4jSyncQueue | 1,480 (1,000) | 6 min | nobody | 7Q3F |
      ~ Silenced until <!date^1795446131^{date_short_pretty} {time}|2026-11-23 15:02 UTC>: \`alert=disk\` (otto: known) · \`/hart unsilence s\`
      ~ Planned from <!date^1795446131^{date_short_pretty} {time}|2026-11-23 15:02 UTC> until <!date^1795449731^{date_short_pretty} {time}|2026-11-23 16:02 UTC>: \`alert=disk\` (otto: known) · \`/hart unsilence p\`
      ~ In maintenance by run R204: \`alert=disk\` (otto: restore)
      ~ On call: @otto
      [Post to channel] [Refresh]"
    `);
  });

  it('nothing open speaks', () => {
    const calm = anAlertsView({ open: [], lastResolvedAt: NOON - 72 * HOUR });

    expect(alertsBlocks(calm, 'all', view, null).text).toContain(
      'Nothing open. The last incident ended 3 d ago',
    );
  });

  it('a digest', () => {
    expect(readMessage(digestBlocks(aDigest(), null))).toMatchInlineSnapshot(`
      "text: Day in production, 2026-11-23. Quiet day: one warning for 18 min, every backup on time.
      *Inference latency*
      p50 ▁▂▂▂ now 85 ms, most 90 ms
      p95 ▁▂▄▂ now 230 ms, most 260 ms
      # Day in production, 2026-11-23
      Quiet day: one warning for 18 min, every backup on time.
      | Worst | Incident | Lasted | Who |
      | 🟡 | Queue backlog Neo4jSyncQueue (7Q3F) | 18 min | otto |
      *Backups* 1 full, 96 log made, 0 missed, 97 read back; restorable to <!date^1795442291^{date_short_pretty} {time}|2026-11-23 13:58 UTC> (4 min behind); at worst 15 min would have been lost
      (chart Inference latency)
      *Slowest queries*
      1. 84 ms × 1,912 an hour, ▲ 12 %: \`SELECT * FROM dbo.Atoms WHERE Id = @id\`
      🟡 *Queues* Neo4jSyncQueue 1,480 waiting, rising
      🟢 SQL Server, OODA loop, Queries, Spatial index, Backups, Neo4j sync, Neo4j, Application, Bot: nothing to report"
    `);
  });
});

function aSilence(changed: Partial<SilenceView>): SilenceView {
  return {
    id: 'S',
    matchers: { alert: 'disk' },
    from: NOON - HOUR,
    until: NOON + HOUR,
    by: 'otto',
    comment: 'known',
    run: null,
    ...changed,
  };
}
