import { describe, expect, it } from 'vitest';
import { countStates } from '../../../src/domain/status.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/domain/time.ts';
import { statusBlocks } from '../../../src/slack/blocks/status.ts';
import { aLine, anIncident, aStatus, NOON } from '../../fakes/views.ts';
import { readMessage } from './read-message.ts';

const view = {
  now: NOON,
  link: ({ channel, ts }: { channel: string; ts: string }) =>
    `https://x.slack.com/${channel}/${ts}`,
};

describe('the status', () => {
  it('says the state, the ten lines, what is open and what runs', () => {
    expect(readMessage(statusBlocks(aStatus(), view, 'view-1'))).toMatchInlineSnapshot(`
      "text: 🟡 production: 1 warning, 15 ok, 0 unknown, as of 14:02:11 UTC. Queues warning: Neo4jSyncQueue 1,480 waiting, rising
      🟡 *production*: 1 warning, 15 ok, 0 unknown   ·   as of <!date^1795442531^{time_secs}|14:02:11 UTC>
      | Subsystem | State | Now | Trend | Age |
      | SQL Server | 🟢 | fine | – | 12 s |
      | OODA loop | 🟢 | fine | – | 12 s |
      | Queries | 🟢 | fine | – | 12 s |
      | Spatial index | 🟢 | fine | – | 12 s |
      | Queues | 🟡 | Neo4jSyncQueue 1,480 waiting, rising | ▁▁▂▃▅▇█ | 12 s |
      | Backups | 🟢 | fine | – | 12 s |
      | Neo4j sync | 🟢 | fine | – | 12 s |
      | Neo4j | 🟢 | fine | – | 12 s |
      | Application | 🟢 | fine | – | 12 s |
      | Bot | 🟢 | fine | – | 12 s |
      *Open:* Queue backlog \`Neo4jSyncQueue\`, 6 min, nobody has it yet → <https://x.slack.com/COPS/1700000000.000100|thread>
      ~ Running: nothing · Waiting for approval: nothing · Next digest: <!date^1795507331^{date_short_pretty} {time}|2026-11-24 08:02 UTC>
      [Post to channel] [Queues] [Refresh]"
    `);
  });

  it('bolds the age of stale data and says since when and why', () => {
    const stale = aLine({
      subsystem: 'SQL Server',
      state: 'unknown',
      headline: '2022 CU15',
      age: 3 * MINUTE,
      stale: true,
      reason: 'SQL Server unreachable for 3 min',
    });
    const { blocks } = statusBlocks(aStatus({ lines: [stale], openAlerts: [] }), view, null);

    expect(JSON.stringify(blocks[1])).toContain('"text":"3 min","style":{"bold":true}');
    expect(JSON.stringify(blocks[1])).toContain('2022 CU15; SQL Server unreachable for 3 min');
  });

  it('S50 counts by name what is off, raised, silenced, muted by the hour, waiting or at fault in hart itself', () => {
    const { blocks } = statusBlocks(
      aStatus({
        off: ['drill'],
        raised: ['queue-backlog/warning'],
        silenced: [{ name: 'queue-backlog', until: NOON + HOUR }],
        muting: [
          { name: 'nights', until: NOON + 8 * HOUR, held: 2 },
          { name: 'outside office hours', until: null, held: 0 },
        ],
        outbox: { waiting: 2, oldest: 40 * SECOND },
        faults: ['the group SDBA does not resolve'],
        running: ['log backup R-204'],
      }),
      view,
      null,
    );
    const foot = JSON.stringify(blocks.at(-1));

    expect(foot).toContain('Checks that are off: `drill`');
    expect(foot).toContain('Laxer than by default, or measured otherwise: `queue-backlog/warning`');
    expect(foot).toContain('Silenced: `queue-backlog` until');
    expect(foot).toContain('Muted by the hour: `nights` until');
    expect(foot).toContain('(2 held back), `outside office hours`"');
    expect(foot).toContain('Not yet taken by Slack: 2 messages, the oldest for 40 s');
    expect(foot).toContain("Fault in hart's own set-up: the group SDBA does not resolve");
    expect(foot).toContain('Running: log backup R-204');
  });

  it('never leaves out how many are unknown, and puts critical first', () => {
    const counts = { ...countStates([]), critical: 2, warning: 1, ok: 3, unknown: 4 };
    const { text } = statusBlocks(aStatus({ counts, state: 'critical', lines: [] }), view, null);

    expect(text).toBe('🔴 production: 2 critical, 1 warning, 3 ok, 4 unknown, as of 14:02:11 UTC');
  });

  it('says who has an incident', () => {
    const holder = { person: 'otto', slackUserId: 'UOPERATOR', since: NOON };
    const { blocks } = statusBlocks(aStatus({ openAlerts: [anIncident({ holder })] }), view, null);

    expect(JSON.stringify(blocks)).toContain('@otto has it');
  });
});
