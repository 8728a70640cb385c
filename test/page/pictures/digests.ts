import type { Content } from '../../../src/domain/message.ts';
import { DAY, HOUR, MINUTE } from '../../../src/domain/time.ts';
import { digestBlocks } from '../../../src/slack/blocks/digest.ts';
import { aDigest, NOON } from '../../fakes/views.ts';
import { calm, troubled } from './status-of-a-day.ts';

/** The digests of a quiet day, of a bad one, of a week, of a month, and the one that is asked for. */

const week = aDigest({
  kind: 'weekly',
  from: NOON - 7 * DAY,
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
    {
      id: 'production/restore-test/2026-W47',
      title: 'Verify backup restorability',
      every: 'week',
      state: 'verified',
      detail: 'restored as a copy and proven by run R198',
      signedBy: null,
      signedAt: null,
      carriedFrom: null,
    },
    {
      id: 'production/trends/2026-W47',
      title: 'Review the trends of the week',
      every: 'week',
      state: 'signed',
      detail: '',
      signedBy: 'otto',
      signedAt: NOON - HOUR,
      carriedFrom: null,
    },
  ],
});

const badDay = aDigest({
  coverage: 0.62,
  incidents: [
    {
      id: '7Q3F',
      title: 'Queue backlog Neo4jSyncQueue',
      severity: 'critical',
      openedAt: NOON - 5 * HOUR,
      resolvedAt: NOON - 4 * HOUR,
      holder: 'otto',
    },
    {
      id: '7Q40',
      title: 'Slow query 101',
      severity: 'warning',
      openedAt: NOON - 40 * MINUTE,
      resolvedAt: null,
      holder: null,
    },
  ],
  backups: {
    made: 90,
    missed: 6,
    readBack: 84,
    restorableTo: NOON - 94 * MINUTE,
    behind: 94 * MINUTE,
    byKind: [
      { kind: 'full', made: 1 },
      { kind: 'log', made: 89 },
    ],
    worstExposure: 94 * MINUTE,
  },
  lines: troubled.lines,
  due: ['The certificate of api-2 expires in 9 d', 'Partitions of dbo.Atom end in 20 d'],
  off: ['neo4j-indexes'],
  raised: ['queue-backlog/warning'],
  silenced: [{ name: 'api-down', until: NOON + 2 * HOUR }],
  muting: [{ name: 'nights', until: NOON + 8 * HOUR, held: 2 }],
});

export const digestPictures: Readonly<Record<string, Content>> = {
  'digest-daily': digestBlocks(aDigest(), null),
  'digest-quiet': digestBlocks(aDigest({ incidents: [], lines: calm.lines }), null),
  'digest-bad-day': digestBlocks(badDay, null),
  'digest-weekly': digestBlocks(week, null),
  'digest-monthly': digestBlocks({ ...week, kind: 'monthly', late: true }, null),
  'digest-so-far': digestBlocks(aDigest({ kind: 'now' }), 'v'),
};
