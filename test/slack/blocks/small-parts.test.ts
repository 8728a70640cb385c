import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chartBlock } from '../../../src/slack/blocks/chart.ts';
import { boldLead, clip, code, escape, tame } from '../../../src/slack/blocks/escape.ts';
import { apart } from '../../../src/slack/blocks/run-report.ts';
import { plainDate, slackDate } from '../../../src/slack/blocks/slack-date.ts';
import { sparkline } from '../../../src/slack/blocks/sparkline.ts';
import { NOON } from '../../fakes/views.ts';

describe('sparkline', () => {
  it.each([
    [[], '–'],
    [[5], '–'],
    [[0, 0, 0], '▁▁▁'],
    [[84, 85, 86, 84], '▁▁▁▁'],
    [[1, 2, 3, 4, 5, 6, 7, 8], '▁▂▃▄▅▆█'],
    [[0, 10], '▁█'],
    [[10, 0], '█▁'],
    [[-5, 5], '▁█'],
    [[1, Number.NaN, 9], '▁█'],
  ])('%j is %s', (values, bars) => {
    expect(sparkline(values)).toBe(bars);
  });

  it('keeps a single peak of a long series', () => {
    const values = Array.from({ length: 700 }, (_, index) => (index === 333 ? 1000 : 1));

    expect(sparkline(values)).toBe('▁▁▁█▁▁▁');
  });
});

describe('escape', () => {
  it.each([
    ['<!channel> & <@U1>', '&lt;!channel&gt; &amp; &lt;@U1&gt;'],
    ['a\u202eb\u200bc\u0007d', 'abcd'],
    ['\ud800', '\ufffd'],
  ])('%j becomes %j', (text, escaped) => {
    expect(escape(text)).toBe(escaped);
  });

  it('lets nothing through that Slack would read as markup of its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escape(text)).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      }),
    );
  });

  it('keeps code in one piece whatever the name', () => {
    expect(code('a`b\nc')).toBe('`aˋb c`');
    expect(code('  ')).toBe('–');
  });

  it.each([
    ['Queue backlog: `Q` 5', '*Queue backlog:* `Q` 5'],
    ['`Q` has 5 messages', '`Q` has 5 messages'],
    ['all is well', '*all is well*'],
    ['at 14:02 it broke', '*at 14:02 it broke*'],
  ])('bolds the lead of %s', (markup, bold) => {
    expect(boldLead(markup)).toBe(bold);
  });

  it('cuts without breaking a character', () => {
    expect(clip('ab', 2)).toBe('ab');
    expect(clip('abc', 2)).toBe('a…');
    expect(clip('a😀b', 3)).toBe('a…');
    expect(tame('a\tb')).toBe('a\tb');
  });
});

describe('dates', () => {
  it('are exact, in the reader’s zone, with UTC for those who cannot', () => {
    expect(slackDate(NOON, 'moment')).toBe(
      '<!date^1795442531^{date_short_pretty} {time}|2026-11-23 14:02 UTC>',
    );
    expect(plainDate(NOON, 'day')).toBe('2026-11-23');
  });
});

describe('charts', () => {
  const categories = Array.from({ length: 48 }, (_, index) => `${index % 24}:00`);
  const values = categories.map((_, index) => index);

  it('have at most 20 points, different categories, one value each', () => {
    const block = chartBlock({
      title: 't'.repeat(80),
      unit: 'ms',
      categories,
      series: [{ name: 'p50', values }],
    });
    const data = JSON.stringify(block).match(/"label":"[^"]+","value":\d+/g) ?? [];

    expect(String(block?.['title'])).toHaveLength(50);
    expect(data).toHaveLength(20);
    expect(new Set(data).size).toBe(20);
    expect(data.at(-1)).toMatch(/:47$/);
  });

  it.each([
    ['no series', []],
    ['a value missing', [{ name: 'p50', values: [1] }]],
    ['a value that is no number', [{ name: 'p50', values: categories.map(() => Number.NaN) }]],
    [
      'two of one name',
      [
        { name: 'p', values },
        { name: 'p', values },
      ],
    ],
  ])('are not drawn with %s', (_, series) => {
    expect(chartBlock({ title: 't', unit: 'ms', categories, series })).toBeNull();
  });
});

describe('several statements', () => {
  it.each([
    [['A', 'B'], 'A\nB'],
    [['SELECT x\nFROM y', 'DROP z'], 'SELECT x\nFROM y\n\nDROP z'],
    [[], ''],
  ])('%j stand apart where one goes over lines', (statements, text) => {
    expect(apart(statements)).toBe(text);
  });
});
