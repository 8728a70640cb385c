import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../../sandbox/slack/rules/block-rules.ts';
import { type Run, runStates } from '../../../src/domain/run.ts';
import { fit } from '../../../src/slack/blocks/block-limits.ts';
import { runCard } from '../../../src/slack/blocks/run-card.ts';
import { approveForm } from '../../../src/slack/views/run-forms.ts';
import { withoutNewBlocks } from '../../../src/slack/without-new-blocks.ts';
import { aPlan, aRun, aStep, stepsOf, underWay } from '../../fakes/runs.ts';
import { NOON } from '../../fakes/views.ts';
import { readMessage } from './read-message.ts';
import { brokenLimits } from './within-limits.ts';

const card = (run: Run) => runCard(run, { now: NOON });
const read = (run: Run) => readMessage(card(run));

describe("a run's card, within what Slack takes and people read", () => {
  it('a plan of 500 logs fits in every state, and keeps its buttons', () => {
    for (const state of runStates) {
      const run = { ...underWay(500, 250), state };
      const content = card(run);
      expect([state, brokenLimits(content)]).toEqual([state, []]);
      expect(checkBlocks(content.blocks, 'message')).toEqual([]);
      expect(fit(content)).toEqual(content);
      const [plan] = content.blocks.filter(({ type }) => type === 'plan');
      expect(plan === undefined || JSON.stringify(plan).includes('(500 steps)')).toBe(true);
    }
    expect(read({ ...underWay(500, 250), state: 'waiting' })).toContain('*4–503.* Restore log of');
  });

  it('of many steps says what they do, and leaves why to the dialogs', () => {
    const many = (count: number) =>
      aRun({
        plan: aPlan({
          steps: Array.from({ length: count }, (_, at) =>
            aStep({ id: `s${at}`, does: `d${at}`, title: `Do ${at}`, why: 'so that it is done' }),
          ),
        }),
      });
    expect(read(many(12))).toContain('*12.* Do 11, so that it is done');
    expect(read(many(13))).toContain('*13.* Do 12\n');
    expect(read(many(13))).not.toContain('so that');
    const { blocks } = approveForm(many(13));
    const approved = readMessage({ text: '', blocks });
    expect(approved).toContain('*13.* Do 12, so that it is done');
    // Once, above the statements.
    expect(approved.split('so that it is done')).toHaveLength(14);
    const idle = aStep({ id: 'idle', title: 'Wait for it', statements: [] });
    const withIdle = aRun({ plan: aPlan({ steps: [idle, ...many(13).plan.steps] }) });
    const shown = readMessage({ text: '', blocks: approveForm(withIdle).blocks });
    expect(shown.split('Wait for it')).toHaveLength(2);
    expect(shown).toContain('*14.* Do 12\n');
  });

  it('500 different steps fit as well: the middle is left out and said to be', () => {
    const steps = Array.from({ length: 500 }, (_, at) =>
      aStep({ id: `s${at}`, does: `kind-${at}`, title: `Step ${at} ${'x'.repeat(300)}` }),
    );
    const plan = aPlan({ steps, loses: ['y'.repeat(5000)], warnings: ['z'.repeat(5000)] });
    for (const state of runStates) {
      const run = aRun({ plan, steps: stepsOf(plan), state });
      expect(brokenLimits(card(run))).toEqual([]);
      expect(fit(card(run)).blocks.at(-1)).toEqual(card(run).blocks.at(-1));
    }
    expect(read(aRun({ plan }))).toContain('… 478 more lines: see *Statements*');
  });

  it('a Slack that refuses the plan block gets lines instead', () => {
    const { blocks } = withoutNewBlocks(card(underWay(3, 3)));

    expect(blocks.some(({ type }) => type === 'plan')).toBe(false);
    expect(JSON.stringify(blocks)).toContain('4–6. Restore log of 12:00 → 12:30 (3 steps): at it');
  });

  it('whatever stands in a plan, Slack takes the card, and nobody is mentioned', () => {
    const word = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.constantFrom('<!channel>', '<@UADMIN>', '```', '`', '*', '\u202e', '', ' '),
    );
    const step = fc.record({
      id: fc.uuid(),
      title: word,
      does: fc.constantFrom('a', 'b'),
      why: word,
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...runStates),
        word,
        fc.uniqueArray(step, { minLength: 1, maxLength: 60, selector: ({ id }) => id }),
        fc.array(word, { maxLength: 4 }),
        (state, title, steps, words) => {
          const plan = aPlan({ title, steps: steps.map(aStep), loses: words, warnings: words });
          const report = { title, lines: words, left: words, next: [] };
          const over = state === 'done' || state === 'failed';
          const run = aRun({ plan, state, steps: stepsOf(plan), report: over ? report : null });
          const content = fit(card(run));
          expect(checkBlocks(content.blocks, 'message')).toEqual([]);
          expect(brokenLimits(content)).toEqual([]);
          expect(JSON.stringify(content)).not.toMatch(/<!channel>|<@UADMIN>/);
        },
      ),
      { numRuns: 200 },
    );
  });
});
