import { describe, expect, it } from 'vitest';
import type { DigestIncident, DigestView } from '../../../src/domain/digest-view.ts';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import { digestBlocks } from '../../../src/slack/blocks/digest.ts';
import { digestSentence } from '../../../src/slack/blocks/digest-words.ts';
import { aDigest, aLine, NOON } from '../../fakes/views.ts';
import { readMessage } from './read-message.ts';

function incident(changed: Partial<DigestIncident> = {}): DigestIncident {
  return {
    id: '7Q3F',
    title: 'Queue backlog',
    severity: 'warning',
    openedAt: NOON - HOUR,
    resolvedAt: NOON - 42 * MINUTE,
    holder: null,
    ...changed,
  };
}

const onTime = {
  made: 97,
  missed: 0,
  readBack: 97,
  restorableTo: NOON,
  behind: 0,
  byKind: [],
  worstExposure: null,
};
const unknownLine = aLine({ subsystem: 'Neo4j', state: 'unknown', headline: 'no answer' });

describe('the sentence of a digest', () => {
  const cases: readonly (readonly [string, Partial<DigestView>])[] = [
    ['Quiet day: no incident, every backup on time.', { incidents: [] }],
    [
      'Quiet day: one warning for 18 min, every backup on time.',
      { incidents: [incident()], backups: onTime },
    ],
    [
      'Quiet week: one warning for 1 h, still open, every backup on time.',
      { incidents: [incident({ resolvedAt: null })], kind: 'weekly' },
    ],
    [
      'A day that needs a look: 2 incidents, 1 of them critical, 1 still open, every backup on time.',
      { incidents: [incident({ severity: 'critical' }), incident({ resolvedAt: null })] },
    ],
    [
      'A day that needs a look: no incident, 2 backups missed.',
      { incidents: [], backups: { ...onTime, missed: 2 } },
    ],
    ['Quiet day: no incident, backups not known.', { incidents: [], backups: null }],
    [
      'A day that is not fully known: no incident, every backup on time, nothing known of Neo4j.',
      { incidents: [], lines: [unknownLine] },
    ],
    [
      'A day that is not fully known: no incident, every backup on time, nothing known of Neo4j, Queues and Backups.',
      {
        incidents: [],
        lines: [
          unknownLine,
          { ...unknownLine, subsystem: 'Queues' },
          { ...unknownLine, subsystem: 'Backups' },
        ],
      },
    ],
    [
      'A month that needs a look: no incident, every backup on time.',
      {
        incidents: [],
        kind: 'monthly',
        lines: [aLine({ subsystem: 'Queues', state: 'critical' })],
      },
    ],
  ];

  it.each(cases)('%s', (sentence, changed) => {
    expect(digestSentence(aDigest({ lines: [], ...changed }))).toBe(sentence);
  });
});

describe('a digest', () => {
  it('says that it is late', () => {
    expect(readMessage(digestBlocks(aDigest({ late: true }), null))).toContain('Sent late');
  });

  it('S50 shows open incidents as open, slower and faster queries, and what is due, off, silenced or muted', () => {
    const [query] = aDigest().slowest;
    const slowest = [0.12, -0.3, 0.001, null].flatMap((change) =>
      query === undefined ? [] : [{ ...query, change }],
    );
    const message = readMessage(
      digestBlocks(
        aDigest({
          incidents: [incident({ resolvedAt: null })],
          slowest,
          due: ['partition for 2027-01'],
          raised: ['queue-backlog/warning'],
          off: ['drill'],
          silenced: [{ name: 'disk-full', until: NOON + HOUR }],
          muting: [{ name: 'nights', until: NOON + HOUR, held: 1 }],
        }),
        null,
      ),
    );

    expect(message).toContain('| 1 h, open | nobody |');
    expect(message).toMatch(/▲ 12 %[^]*▼ 30 %[^]*as before/);
    expect(message).toContain('Due: partition for 2027-01');
    expect(message).toContain('Checks that are off: `drill`');
    expect(message).toContain(
      'Laxer than by default, or measured otherwise: `queue-backlog/warning`',
    );
    expect(message).toContain('Silenced: `disk-full` until');
    expect(message).toMatch(/Muted by the hour: `nights` until .* \(1 held back\)/);
  });

  it('tells the numbers of its charts in its text, and in words where there is nothing to draw', () => {
    const gap = {
      title: 'Cycle time',
      unit: 'seconds' as const,
      categories: ['08:00'],
      series: [],
    };
    const one = { name: 'cycle', values: [Number.NaN] };
    const { text, blocks } = digestBlocks(
      aDigest({ charts: [...aDigest().charts, { ...gap, series: [one] }] }),
      null,
    );

    expect(text).toContain('p95 ▁▂▄▂ now 230 ms, most 260 ms');
    expect(text).toContain('cycle: not known');
    expect(blocks.filter(({ type }) => type === 'data_visualization')).toHaveLength(1);
    expect(JSON.stringify(blocks)).toContain('cycle: not known');
  });

  it('shows at most two charts', () => {
    const [chart] = aDigest().charts;
    const charts = chart === undefined ? [] : [chart, chart, chart];
    const { blocks } = digestBlocks(aDigest({ charts }), null);

    expect(blocks.filter(({ type }) => type === 'data_visualization')).toHaveLength(2);
  });
});
