import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, Content } from '../../../src/domain/message.ts';
import { alertRoot } from '../../../src/slack/blocks/alert-root.ts';
import { fit } from '../../../src/slack/blocks/block-limits.ts';
import { checkTable } from '../../../src/slack/blocks/check-table.ts';
import { actions, context, header, section } from '../../../src/slack/blocks/elements.ts';
import { cellText, tableRows } from '../../../src/slack/blocks/fit-table.ts';
import { markSandbox } from '../../../src/slack/blocks/mark-sandbox.ts';
import { queuesBlocks } from '../../../src/slack/blocks/queues.ts';
import { statusBlocks } from '../../../src/slack/blocks/status.ts';
import { table } from '../../../src/slack/blocks/table.ts';
import { textOnly, withoutNewBlocks } from '../../../src/slack/without-new-blocks.ts';
import {
  aCheck,
  aCheckResult,
  anIncident,
  anInstance,
  aQueuesView,
  aStatus,
  NOON,
} from '../../fakes/views.ts';
import { brokenLimits } from './within-limits.ts';

const words = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.nat(6000).map((length) => 'x'.repeat(length)),
);

const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  words.map(section),
  words.map(header),
  fc.array(words, { maxLength: 15 }).map((all) => context(...all)),
  fc
    .array(fc.record({ label: words, value: words }), { maxLength: 40 })
    .map((all) => actions(all.map((one) => ({ ...one, actionId: 'refresh' as const })))),
  fc
    .tuple(
      fc.integer({ min: 1, max: 25 }),
      fc.array(fc.array(words, { maxLength: 25 }), { maxLength: 150 }),
    )
    .map(([columns, rows]) =>
      table(
        Array.from({ length: columns }, (_, index) => ({ title: `c${index}` })),
        rows,
      ),
    ),
);

const anyContent: fc.Arbitrary<Content> = fc.record({
  text: words,
  blocks: fc.array(anyBlock, { maxLength: 70 }),
});

describe('the limits of a message', () => {
  it('hold for whatever goes in, plain, without new blocks, or as text only', () => {
    fc.assert(
      fc.property(anyContent, (content) => {
        for (const shown of [content, withoutNewBlocks(content), textOnly(content)]) {
          expect(brokenLimits(fit(shown))).toEqual([]);
          expect(brokenLimits(fit(markSandbox(shown)))).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('leave alone what fits', () => {
    const content = statusBlocks(aStatus(), { now: NOON, link: () => null }, 'view-1');

    expect(fit(content)).toEqual(content);
  });

  it.each([150, 90])('cut a table of %i rows and say how many are left out', (count) => {
    const rows = Array.from({ length: count }, (_, index) => [`row ${index}`, 'x'.repeat(90)]);
    const { blocks } = fit({ text: 't', blocks: [table([{ title: 'a' }, { title: 'b' }], rows)] });
    const shown = tableRows(blocks[0] ?? { type: 'none' });
    const left = /^and (\d+) more$/.exec(cellText(shown.at(-1)?.[0]))?.[1];

    // The header and the note are rows too.
    expect(Number(left)).toBe(count - (shown.length - 2));
  });

  it('cut the views themselves, however much there is to see', () => {
    const many = Array.from({ length: 500 }, (_, index) => index);
    const instances = many.map((index) =>
      anInstance({ fingerprint: `f${index}`, labels: { queue: `queue-${index}`.repeat(30) } }),
    );
    const [queue] = aQueuesView().queues;
    const queues = many.flatMap(() => (queue === undefined ? [] : [queue]));
    const values = Object.fromEntries(
      many.slice(0, 30).map((index) => [`column${index}`, 'count' as const]),
    );
    const { sample } = aCheckResult();
    const rows = many.map((index) => ({ labels: { queue: `q${index}` }, values: {} }));
    const wide = aCheckResult({
      check: aCheck({ values }),
      sample: { ...sample, outcome: { kind: 'rows', rows } },
    });
    for (const content of [
      alertRoot(anIncident({ instances }), { now: NOON }),
      queuesBlocks(aQueuesView({ queues }), 'v'),
      checkTable(wide, 'v'),
      statusBlocks(
        aStatus({
          openAlerts: many.map(() => anIncident({ instances })),
          off: many.map((n) => `check-${n}`),
        }),
        { now: NOON, link: () => null },
        'v',
      ),
    ]) {
      expect(brokenLimits(fit(content))).toEqual([]);
      expect(fit(content).blocks.length).toBeGreaterThan(1);
    }
  });

  it('keep the buttons of a view that is cut', () => {
    const [queue] = aQueuesView().queues;
    const queues = Array.from({ length: 300 }, () => queue).filter((one) => one !== undefined);

    expect(fit(queuesBlocks(aQueuesView({ queues }), 'v')).blocks.at(-1)?.type).toBe('actions');
  });
});
