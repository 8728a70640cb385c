import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../../sandbox/slack/rules/block-rules.ts';
import { type RunState, runStates } from '../../../src/domain/run.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { auditBlocks, auditFindingBlocks } from '../../../src/slack/blocks/audit.ts';
import { fit } from '../../../src/slack/blocks/block-limits.ts';
import { briefTitle } from '../../../src/slack/blocks/plan-words.ts';
import { runLine } from '../../../src/slack/blocks/run-line.ts';
import { runMessages } from '../../../src/slack/blocks/run-messages.ts';
import { runsBlocks, runWords } from '../../../src/slack/blocks/runs.ts';
import { groupNumber, groupSteps } from '../../../src/slack/blocks/step-groups.ts';
import { ada, aRun, aStep, backupPlan, otto, stepsOf } from '../../fakes/runs.ts';
import { NOON } from '../../fakes/views.ts';
import { readMessage } from './read-message.ts';
import { brokenLimits } from './within-limits.ts';

const context = {
  now: NOON,
  channel: 'COPS',
  mayApprove: {
    people: [
      { name: 'ada', slackUserId: 'UAPPROVER1' },
      { name: 'otto', slackUserId: 'UOPERATOR' },
    ],
    groups: [],
  },
};
const messages = (...run: Parameters<typeof aRun>) => runMessages(aRun(...run), context);

describe('the messages of a run', () => {
  it('waiting: its card, and one broadcast line that calls the approvers but the requester', () => {
    const [card, call, ...others] = messages();

    expect(card).toMatchObject({ key: 'run:R204:card', thread: null, lane: 'approval' });
    expect(call).toMatchObject({ key: 'run:R204:call', thread: 'run:R204:card', broadcast: true });
    expect(others).toEqual([]);
    const words = readMessage(call?.content ?? { text: '', blocks: [] });
    expect(words).toContain('<@UAPPROVER1> Restore `Hartonomous`');
    expect(words).toContain('waits for 2 approvals until <!date^');
    expect(words).not.toContain('UOPERATOR');
  });

  it('reminded: one more line, which counts what is still missing', () => {
    const approvals = [{ by: ada, at: NOON, hash: 'h' }];
    const [, , reminder] = messages({ reminded: true, approvals });

    expect(reminder?.key).toBe('run:R204:reminder');
    expect(reminder?.content.text).toContain('still waits for 1 approval');
  });

  it('approved: the requester is called to start it, and the first line asks no more', () => {
    const [, call, start] = messages({ state: 'approved' });

    expect(call?.content.text).toMatch(/: approved, to be started, run R204$/);
    expect(JSON.stringify(call)).not.toContain('<@');
    expect(start).toMatchObject({ key: 'run:R204:approved', broadcast: false });
    expect(start?.content.text).toContain('<@UOPERATOR> R204 is approved: press *Start*');
  });

  it.each(runStates.filter((state) => !['waiting', 'approved'].includes(state)))(
    '%s: nobody is called',
    (state: RunState) => {
      const all = messages({ state });
      expect(JSON.stringify(all)).not.toContain('<@');
      expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
    },
  );

  it('one that wants no approval calls nobody in any state', () => {
    for (const state of runStates) {
      if (state === 'waiting') continue;
      expect(messages({ plan: backupPlan(), state }).map(({ key }) => key)).toEqual([
        'run:R204:card',
      ]);
    }
  });

  it('a line of the thread mentions only whom it is for', () => {
    const line = 'approved by `ada` <!channel>';
    expect(readMessage(runLine(line, NOON))).toMatchInlineSnapshot(`
      "text: 14:02 UTC approved by ada ‹!channel›
      <!date^1795442531^{time}|14:02 UTC> approved by \`ada\` &lt;!channel&gt;"
    `);
    expect(runLine(line, NOON, otto).text).toBe(
      '14:02 UTC <@UOPERATOR> approved by ada ‹!channel›',
    );
  });
});

describe('steps together', () => {
  const titles = (...steps: readonly (readonly [does: string, title: string])[]) =>
    groupSteps(steps.map(([does, title], at) => aStep({ id: `s${at}`, does, title }))).map(
      (group) => `${groupNumber(group)} ${group.title}`,
    );

  it.each([
    [[], []],
    [[['a', 'One']] as const, ['1 One']],
    [
      [
        ['a', 'One'],
        ['a', 'Two'],
      ] as const,
      ['1 One', '2 Two'],
    ],
    [
      [
        ['a', 'Read `x` back'],
        ['a', 'Read `y z` back'],
        ['a', 'Read `z` back'],
        ['b', 'Prove'],
      ] as const,
      ['1–3 Read `x` back → `z` back (3 steps)', '4 Prove'],
    ],
    [
      [
        ['a', 'Same'],
        ['a', 'Same'],
        ['a', 'Same'],
      ] as const,
      ['1–3 Same (3 steps)'],
    ],
    [
      [
        ['a', 'Move `a b c`'],
        ['a', 'Move `a b d`'],
        ['a', 'Move `a b e`'],
      ] as const,
      ['1–3 Move `a b c` → Move a b e (3 steps)'],
    ],
  ])('%j', (steps, expected) => {
    expect(titles(...steps)).toEqual(expected);
  });
});

describe('lists', () => {
  it('runs', () => {
    const running = aRun({
      id: 'R207',
      plan: backupPlan(),
      state: 'running',
      startedAt: NOON - MINUTE,
      steps: stepsOf(backupPlan()).with(0, {
        id: 'backup',
        state: 'running',
        startedAt: NOON,
        endedAt: null,
        percent: 63.2,
        note: null,
      }),
    });
    const runs = [running, aRun(), aRun({ id: 'R203', state: 'done', scheduled: true })];
    const listed = runs.map((run) => ({ run, url: 'https://x.example/p1' }));

    expect(readMessage(runsBlocks('production', listed, NOON, 'v'))).toMatchInlineSnapshot(`
      "text: Runs in production: 1 running, 1 waiting for approval, 3 shown, as of 14:02:11 UTC
      *Runs in production*: 1 running, 1 waiting for approval, 3 shown   ·   as of <!date^1795442531^{time_secs}|14:02:11 UTC>
      | Run | What | State | By | Asked | Took |
      | R207 | Back up the log of Hartonomous on sql-prod | Running | otto | 3 min | 1 min |
      | R204 | Restore Hartonomous on sql-prod in place to 14:05 | Waiting | otto | 3 min | – |
      | R203 | Restore Hartonomous on sql-prod in place to 14:05 | 🟢 Done | schedule | 3 min | – |
      ~ \`/hart cancel RUN\` ends one that goes on or waits. The times are ages.
      [Post to channel] [Refresh]"
    `);
    expect(runs.map(runWords)).toMatchInlineSnapshot(`
      [
        "R207 Back up the log of Hartonomous on sql-prod (step 1 of 2, 63 %)",
        "R204 Restore Hartonomous on sql-prod in place to 14:05 (0 of 2)",
        "R203 Restore Hartonomous on sql-prod in place to 14:05",
      ]
    `);
  });

  it.each([
    [
      'Restore `Hartonomous` on `SQL-1` in place to 2026-01-05 10:30:00 (server time, 09:30:00 UTC), beside first',
      'Restore Hartonomous in place to 2026-01-05 10:30, beside first',
    ],
    [
      'Restore `H` of production (`SQL-2`) on `SQL-1` as the copy `H_R1` to the newest that can be reached, 2026-01-05 10:30:07 (server time)',
      'Restore H of production (SQL-2) as the copy H_R1 to the newest, 2026-01-05 10:30:07',
    ],
    [
      'Restore `H` on `SQL-1` in place to 2026-01-05 10:30:00.250 (server time)',
      'Restore H in place to 2026-01-05 10:30:00.250',
    ],
    ['Take a log backup of `H` on `SQL-1`', 'Take a log backup of H'],
    ['Stop R204 on `H` after “Restore full”', 'Stop R204 on H after “Restore full”'],
  ])('%s is %s', (title, brief) => {
    const plan = backupPlan();
    expect(briefTitle({ title, target: { ...plan.target, server: 'SQL-1' } })).toBe(brief);
  });

  it('keep a date on one line', () => {
    const plan = { ...backupPlan(), title: 'Restore it to 2026-01-05 10:30:00' };
    const { blocks } = runsBlocks('production', [{ run: aRun({ plan }), url: null }], NOON, null);
    expect(JSON.stringify(blocks)).toContain('to 2026\u201101\u201105 10:30"');
  });

  it('a hundred runs fit', () => {
    const listed = Array.from({ length: 100 }, () => ({ run: aRun(), url: null }));
    const content = fit(runsBlocks('production', listed, NOON, 'v'));

    expect(brokenLimits(content)).toEqual([]);
    expect(checkBlocks(content.blocks, 'message')).toEqual([]);
  });

  it('audit entries, and whether the log is whole', () => {
    const entry = {
      at: NOON - MINUTE,
      actor: 'slack:T/U',
      person: 'otto',
      action: 'approve',
      environment: 'production',
      outcome: 'refused' as const,
      detail: { rule: 'S40', hash: 'c0'.repeat(32), channel: null },
      sequence: 12,
      hash: 'ab'.repeat(32),
    };
    expect(readMessage(auditBlocks([entry], NOON))).toMatchInlineSnapshot(`
      "text: The newest 1 of 12 entries, as of 14:02:11 UTC
      *Audit*: The newest 1 of 12 entries   ·   as of <!date^1795442531^{time_secs}|14:02:11 UTC>
      | No | Age | Who | What | Where | Outcome | More |
      | 12 | 1 min | otto | approve | production | refused | rule S40, hash c0c0c0c0… |
      ~ \`/hart audit N\` shows more, \`/hart audit verify\` reads the whole log again, \`/hart audit export\` sends it to you."
    `);
    const finding = { ok: true, entries: 12, firstBad: null, head: { sequence: 12, hash: 'abcd' } };
    expect(auditFindingBlocks({ ...finding, tail: 'proven' }).text).toMatch(/^🟢 .*12 entries/);
    expect(auditFindingBlocks({ ...finding, tail: 'unproven' }).text).toMatch(/^🟡/);
    const bad = { sequence: 7, why: 'changed after it was written' };
    const broken = auditFindingBlocks({ ...finding, ok: false, firstBad: bad, tail: 'unproven' });
    expect(broken.text).toBe(
      '🔴 The audit log was changed: entry 7 is changed after it was written',
    );
  });
});
