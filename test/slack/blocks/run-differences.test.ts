import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../../sandbox/slack/rules/block-rules.ts';
import type { Plan } from '../../../src/domain/plan.ts';
import { runCard } from '../../../src/slack/blocks/run-card.ts';
import { newPlanBlocks } from '../../../src/slack/blocks/run-differences.ts';
import { confirmForm } from '../../../src/slack/views/run-forms.ts';
import { aPlan, aRun, aStep, restoreSteps } from '../../fakes/runs.ts';
import { NOON } from '../../fakes/views.ts';
import { readMessage } from './read-message.ts';
import { brokenLimits } from './within-limits.ts';

const hart = { person: '', actor: 'bot', slackUserId: null };
const agreed = aPlan({ binding: { moment: '14:05', diff: 'd1' }, steps: restoreSteps(9) });

/** The differential is gone, a log more is needed, and a step is the bot's again. */
const now: Plan = {
  ...agreed,
  binding: { moment: '14:05', diff: null },
  loses: ['everything after 14:05:00 (52 min)'],
  steps: [
    ...restoreSteps(9)
      .filter(({ id }) => id !== 'tail')
      .map((step) => (step.id === 'options' ? { ...step, by: 'bot' as const } : step)),
    aStep({ id: 'full-again', does: 'backup', title: 'New full backup of `Hartonomous`' }),
  ],
};

const isVoid = (planNow?: Plan) =>
  aRun({
    plan: agreed,
    state: 'void',
    endedBy: { by: hart, why: 'what was agreed to has changed: diff' },
    endedAt: NOON,
    ...(planNow === undefined ? {} : { planNow }),
  });

describe('S43 the card of a run that became void', () => {
  it('names what changed and draws the new plan, what differs marked', () => {
    const said = readMessage(runCard(isVoid(now), { now: NOON }));

    expect(said).toContain('what was agreed to has changed: diff');
    expect(said.split('\n').slice(3, -2).join('\n')).toMatchInlineSnapshot(`
      "*What changed*
      • what is lost: \`everything after 14:05:00 (37 min)\` → \`everything after 14:05:00 (52 min)\`
      • diff: \`d1\` → none
      • no longer “Back up the tail of the log, NORECOVERY”
      • new “New full backup of \`Hartonomous\`”
      • by hart now: “Owner, TRUSTWORTHY, options as they were”
      *The new plan*, which nobody has agreed to: Restore \`Hartonomous\` on \`sql-prod\` in place to 14:05:00 (server time, 12:05:00 UTC)
      *Loses:* everything after 14:05:00 (52 min)
      *Takes about:* 26 min
      • 412 GB are read back and restored
      *Warnings*
      • 12 connections end
      *1.* as before
      ~Back up the tail of the log, NORECOVERY~ no longer
      *2–11.* as before
      *12.* Owner, TRUSTWORTHY, options as they were *changed*
      *13.* as before
      *14.* New full backup of \`Hartonomous\` *new*"
    `);
    expect(said.split('\n').at(-1)).toBe('[Ask again] [Statements]');
  });

  it('draws none where there is none: the configuration changed, or it is from a copy', () => {
    expect(newPlanBlocks(isVoid())).toEqual([]);
  });

  it('S51 says nothing in Slack’s markup that a name brought along, and stays within its limits', () => {
    const text = fc.string({ maxLength: 400 });
    const steps = fc.uniqueArray(
      fc.record({ id: fc.string({ minLength: 1, maxLength: 4 }), title: text }),
      { selector: ({ id }) => id, maxLength: 60 },
    );
    const plans = fc
      .record({ steps, value: text, loses: fc.array(text, { maxLength: 3 }) })
      .map(({ steps: own, value, loses }) =>
        aPlan({ loses, binding: { moment: value }, steps: own.map((step) => aStep(step)) }),
      );
    fc.assert(
      fc.property(plans, plans, (one, other) => {
        const card = runCard({ ...isVoid(other), plan: one }, { now: NOON });
        expect(checkBlocks(card.blocks, 'message')).toEqual([]);
        expect(brokenLimits(card)).toEqual([]);
        expect(JSON.stringify(card.blocks)).not.toMatch(/<[!@#](?!date)/);
      }),
      { numRuns: 60 },
    );
  });

  it('Ask again says first what differs from the plan before, and nothing where nothing does', () => {
    const texts = (plan: Plan) =>
      readMessage({
        text: '',
        blocks: confirmForm(aRun({ plan, state: 'planned' }), null, agreed).blocks,
      });

    expect(texts(now)).toContain(
      '*Against the plan before*\n• what is lost: `everything after 14:05:00 (37 min)` → ',
    );
    expect(texts(agreed)).not.toContain('Against the plan before');
  });
});
