import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../sandbox/slack/rules/block-rules.ts';
import { named } from '../../src/domain/plan.ts';
import { fillTemplate } from '../../src/operations/acting/fill-template.ts';
import { fit } from '../../src/slack/blocks/block-limits.ts';
import { runCard } from '../../src/slack/blocks/run-card.ts';
import { approveForm, confirmForm, statementsView } from '../../src/slack/views/run-forms.ts';
import { statementsFile } from '../../src/slack/views/run-statements.ts';
import { aPlan, aRun, aStep, stepsOf } from '../fakes/runs.ts';
import { NOON } from '../fakes/views.ts';
import { brokenLimits } from './blocks/within-limits.ts';

const names = [
  'x'.repeat(128),
  '💾'.repeat(64),
  'a]; DROP DATABASE [Payroll]; --',
  'O\'Brien\'s "db"',
  '<!channel> <@UADMIN> & `code` *bold*',
  '\u202egnorw\u202c\u200b',
  'two\nlines\u2028three\r\nDROP DATABASE [Payroll];',
  '$(HartDatabase)',
];

function planFor(database: string, count = 1) {
  const statement = fillTemplate('RESTORE DATABASE [$(HartDatabase)] WITH RECOVERY;', {
    HartDatabase: database,
  });
  return aPlan({
    title: `Restore ${named(database)}`,
    loses: [`what is in ${named(database)}`],
    warnings: [`${named(database)} is shut`],
    notChosen: [{ what: named(database), why: named(database) }],
    target: { kind: 'sql-server', server: database, database, identity: 'x/7' },
    steps: Array.from({ length: count }, (_, at) =>
      aStep({ id: `s${at}`, title: `Recover ${named(database)}`, statements: [statement] }),
    ),
  });
}

describe('S51 a plan with names that mean harm', () => {
  it.each(names)('is shown without doing any: %j', (name) => {
    const plan = planFor(name);
    for (const state of ['planned', 'waiting', 'approved', 'running', 'failed'] as const) {
      const run = aRun({ plan, state, steps: stepsOf(plan) });
      const content = fit(runCard(run, { now: NOON }));
      expect(checkBlocks(content.blocks, 'message')).toEqual([]);
      expect(brokenLimits(content)).toEqual([]);
      expect(JSON.stringify(content)).not.toMatch(/<!channel>|<@UADMIN>|\u202e|\u200b/);
      for (const view of [confirmForm(run), approveForm(run), statementsView(run)]) {
        expect(checkBlocks(view.blocks, 'modal')).toEqual([]);
        // The name that is to be typed stands in plain text, which Slack does not parse.
        const parsed = view.blocks.filter(({ type }) => type !== 'input');
        expect(JSON.stringify(parsed)).not.toMatch(/<!channel>|<@UADMIN>|\u202e|\u200b/);
      }
    }
  });

  it.each(names)(
    'holds the exact statement, and nothing to run beside it, in its file: %j',
    (name) => {
      const plan = planFor(name);
      const { text } = statementsFile(aRun({ plan }));
      const [statement = ''] = plan.steps[0]?.statements ?? [];
      expect(statement).toBe(`RESTORE DATABASE [${name.replaceAll(']', ']]')}] WITH RECOVERY;`);
      const rest = text.replace(statement, () => '').split(/[\r\n\u2028\u2029]/);
      expect(rest.filter((line) => line !== '' && !line.startsWith('--'))).toEqual([]);
    },
  );
});

describe('S43 a plan of 10,000 steps', () => {
  const plan = planFor('Hartonomous', 10_000);

  it('fits into its card and its dialogs, which say what they leave out', () => {
    for (const state of ['waiting', 'running', 'failed'] as const) {
      const run = aRun({ plan, state, steps: stepsOf(plan) });
      const content = fit(runCard(run, { now: NOON }));
      expect(checkBlocks(content.blocks, 'message')).toEqual([]);
      expect(brokenLimits(content)).toEqual([]);
      for (const view of [confirmForm(run), approveForm(run), statementsView(run)]) {
        expect(checkBlocks(view.blocks, 'modal')).toEqual([]);
        expect(view.blocks.length).toBeLessThanOrEqual(100);
      }
      expect(JSON.stringify(statementsView(run).blocks)).toMatch(/and [\d,]+ more steps/);
    }
  });

  it('is whole in its file', () => {
    expect(statementsFile(aRun({ plan })).text.match(/WITH RECOVERY;/g)).toHaveLength(10_000);
  });
});
