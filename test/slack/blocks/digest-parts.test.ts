import { describe, expect, it } from 'vitest';
import type { DigestTask, DigestView } from '../../../src/domain/digest-view.ts';
import { HOUR } from '../../../src/domain/time.ts';
import { fit } from '../../../src/slack/blocks/block-limits.ts';
import { digestBlocks } from '../../../src/slack/blocks/digest.ts';
import { aDigest, NOON } from '../../fakes/views.ts';
import { readMessage } from './read-message.ts';
import { brokenLimits } from './within-limits.ts';

const task: DigestTask = {
  id: 'production/clr-updates/2026-W47',
  title: 'Check for CLR assembly updates needed',
  every: 'week',
  state: 'open',
  detail: '',
  signedBy: null,
  signedAt: null,
  carriedFrom: '2026-W47',
};

const aWeek: DigestView = aDigest({
  kind: 'weekly',
  numbers: [
    { name: 'Inference p95', unit: 'ms', value: 224, before: 200 },
    { name: 'Deepest queue', unit: 'count', value: 1480, before: 1480 },
    { name: 'OODA cycle', unit: 'ms', value: 900, before: 1000 },
    { name: 'Of them critical', unit: 'count', value: 2, before: 0 },
    { name: 'Until taken', unit: 'minutes', value: null, before: 4 },
  ],
  forecasts: [
    {
      item: 'volume E:',
      usedPercent: 40,
      growthMbPerDay: -12,
      daysToFull: null,
      earliestDays: null,
      latestDays: null,
      days: 30,
    },
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
      ...task,
      id: 'a',
      title: 'Review spatial index usage stats',
      state: 'verified',
      detail: 'used all the time',
      carriedFrom: null,
    },
    {
      ...task,
      id: 'b',
      title: 'Run performance benchmarks',
      state: 'signed',
      signedBy: 'otto',
      signedAt: NOON - HOUR,
    },
    task,
  ],
});

describe('a digest of a week', () => {
  const shown = readMessage(digestBlocks(aWeek, null));

  it('sets each number beside that of the week before', () => {
    expect(shown).toMatch(/Inference p95 \| 224 ms \| 200 ms \| ▲ 12 %/);
    expect(shown).toMatch(/Deepest queue \| 1,480 \| 1,480 \| as before/);
    expect(shown).toMatch(/OODA cycle \| 900 ms \| 1,000 ms \| ▼ 10 %/);
    expect(shown).toMatch(/Of them critical \| 2 \| 0 \| ▲ 2/);
    expect(shown).toMatch(/Until taken \| – \| 4 min \| –/);
  });

  it('says when storage is full and how sure that is, the soonest first', () => {
    expect(shown).toContain(
      '*volume D:* 71 % full, grows 3.1 GB a day, full in 60 d (52 to 71), as in the last 30 days',
    );
    expect(shown.indexOf('volume D:')).toBeLessThan(shown.indexOf('volume E:'));
    expect(shown).toContain('*volume E:* 40 % full, shrinks 12 MB a day, as in the last 30 days');
  });

  it('ticks what was verified or signed off, and has a button for what is open', () => {
    expect(shown).toContain('☑ Review spatial index usage stats: used all the time');
    expect(shown).toContain('☑ Run performance benchmarks: signed off by otto');
    expect(shown).toContain('☐ Check for CLR assembly updates needed, open since week 47 of 2026');
    const { blocks, text } = digestBlocks(aWeek, null);
    expect([...JSON.stringify(blocks).matchAll(/"value":"([^"]+)"/g)].map(([, id]) => id)).toEqual([
      task.id,
    ]);
    expect(text).toContain('Open in the runbook: Check for CLR assembly updates needed');
  });

  it('does not call quiet what was not seen', () => {
    const blind = readMessage(digestBlocks({ ...aWeek, incidents: [], coverage: 0.4 }, null));
    expect(blind).toContain('A week that is not fully known');
    expect(blind).toContain('SQL Server was seen for 40 % of this week only');
    expect(shown).not.toContain('was seen for');
  });

  it('S18 says once which checks judge only what came after a restore', () => {
    const restored = { ago: 6 * 60_000, checks: ['ooda-loop', 'slow-queries'] };
    const text = readMessage(digestBlocks(aDigest({ restored }), null));
    expect(text.match(/Restored 6 min ago/g)).toHaveLength(1);
  });

  it('says that it is late, in notifications too', () => {
    expect(digestBlocks({ ...aWeek, late: true }, null).text).toContain('Sent late. ');
    expect(digestBlocks(aWeek, null).text).not.toContain('Sent late');
  });

  it('stays within what Slack takes', () => {
    expect(brokenLimits(digestBlocks(aWeek, 'view-1'))).toEqual([]);
    const many = Array.from({ length: 60 }, (_, index) => ({ ...task, id: `t${index}` }));
    expect(brokenLimits(fit(digestBlocks({ ...aWeek, tasks: many }, null)))).toEqual([]);
  });
});
