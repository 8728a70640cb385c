import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../../sandbox/slack/rules/block-rules.ts';
import { writeRestoreOptions } from '../../../src/domain/restore-options.ts';
import { type Run, type RunState, runStates } from '../../../src/domain/run.ts';
import { MINUTE, SECOND } from '../../../src/domain/time.ts';
import { bot } from '../../../src/operations/acting/engine.ts';
import { fit } from '../../../src/slack/blocks/block-limits.ts';
import { actionIds } from '../../../src/slack/blocks/elements.ts';
import { runCard } from '../../../src/slack/blocks/run-card.ts';
import { progressText } from '../../../src/slack/blocks/run-progress.ts';
import { withoutNewBlocks } from '../../../src/slack/without-new-blocks.ts';
import {
  ada,
  aPlan,
  aRun,
  aStep,
  backupPlan,
  ben,
  otto,
  restoreSteps,
  stepsOf,
} from '../../fakes/runs.ts';
import { NOON } from '../../fakes/views.ts';
import { readMessage } from './read-message.ts';
import { brokenLimits } from './within-limits.ts';

const card = (run: Run) => runCard(run, { now: NOON });
const read = (run: Run) => readMessage(card(run));
const buttons = (run: Run) => read(run).split('\n').at(-1);

/** A run in the middle of its logs. */
function underWay(logs: number, done: number): Run {
  const plan = aPlan({ steps: restoreSteps(logs) });
  const steps = stepsOf(plan).map((step, at) => {
    const times = {
      startedAt: NOON - MINUTE * (done - at),
      endedAt: NOON - MINUTE * (done - at - 1),
    };
    if (at < done) return { ...step, state: 'done' as const, ...times };
    if (at > done) return step;
    return {
      ...step,
      state: 'running' as const,
      startedAt: NOON - 40 * SECOND,
      percent: 63.7,
      note: '210 MB/s, 40 s left',
    };
  });
  return aRun({ plan, steps, state: 'running', startedAt: NOON - 12 * MINUTE, expiresAt: null });
}

const ended = (state: RunState, run: Partial<Run> = {}): Run =>
  aRun({
    plan: backupPlan(),
    state,
    startedAt: NOON - 20 * SECOND,
    endedAt: NOON - 11 * SECOND,
    expiresAt: null,
    ...run,
  });

describe("a run's card", () => {
  it('waiting: the plan, what is lost, who has agreed, and four buttons', () => {
    const run = aRun({ approvals: [{ by: ada, at: NOON - MINUTE, hash: 'h' }] });

    expect(read(run)).toMatchInlineSnapshot(`
      "text: 🔴 Waiting for approval: Restore Hartonomous on sql-prod in place to 14:05:00 (server time, 12:05:00 UTC), production, run R204
      🔴 *Waiting for approval:* Restore \`Hartonomous\` on \`sql-prod\` in place to 14:05:00 (server time, 12:05:00 UTC)
      *Loses:* everything after 14:05:00 (37 min)
      *Takes about:* 26 min
      • 412 GB are read back and restored
      *Warnings*
      • 12 connections end
      *1.* Read back 11 backup sets on the server, so that nothing is overwritten that can't be replaced
      *2.* Back up the tail of the log, NORECOVERY
      *3.* Restore full of 01:00 (412 GB)
      *4–12.* Restore log of 12:00 → 14:00 (9 steps)
      *13.* Owner, TRUSTWORTHY, options as they were, the bot has no right to. *By the DBA*: \`ALTER DATABASE [Hartonomous] SET TRUSTWORTHY ON;\`
      *14.* Prove it: CHECKDB, a CLR call, a spatial query
      *Not chosen:* restore beside (needs 1.9 TB free, has 0.6)
      *Approvals:* 1 of 2: @ada <!date^1795442471^{time}|14:01 UTC>
      ~ risk: critical · asked by @otto <!date^1795442351^{date_short_pretty} {time}|2026-11-23 13:59 UTC> · expires <!date^1795443251^{time}|14:14 UTC> · plan 9f3c…e21 · production · run R204
      [Approve…] [Reject…] [Statements] [Withdraw]"
    `);
  });

  it("a restore's moment stands by the server's clock, in UTC, and by the reader's", () => {
    const end = { kind: 'moment' as const, at: Date.UTC(2026, 10, 23, 12, 5) };
    const options = writeRestoreOptions({ fork: null, end, copy: null, moves: {}, keep: null });
    const words = read({ ...aRun(), order: { ...aRun().order, options } });

    expect(words).toContain('14:05:00 (server time, 12:05:00 UTC)');
    expect(words).toContain('*In your time:* <!date^1795435500^{date_short_pretty} {time_secs}|');
  });

  it('running: the steps as they go on, alike ones together, percent and time left', () => {
    const run = underWay(9, 6);
    const [block] = card(run).blocks.filter(({ type }) => type === 'plan');
    if (block === undefined) throw new Error('a running run shows its steps');

    expect(block['title']).toBe('Steps of run R204');
    expect(progressText(block)).toMatchInlineSnapshot(`
      "1. Read back 11 backup sets on the server: done · took 1 min
      2. Back up the tail of the log, NORECOVERY: done · took 1 min
      3. Restore full of 01:00 (412 GB): done · took 1 min
      4–12. Restore log of 12:00 → 14:00 (9 steps): at it · 3 of 9 done · Restore log of 12:45 · 63 % · 210 MB/s, 40 s left
      13. Owner, TRUSTWORTHY, options as they were: to come · left to the DBA
      14. Prove it: CHECKDB, a CLR call, a spatial query: to come"
    `);
    expect(buttons(run)).toBe('[Cancel…] [Statements]');
  });

  it('done: what was done, how long, what follows', () => {
    const run = ended('done', {
      steps: stepsOf(backupPlan()).map((step) => ({ ...step, state: 'done' })),
      report: {
        title: 'Log backup done: 1.2 GB in 9 s. Restorable to 14:46:12 (server time).',
        lines: ['Speed 35 MB/s'],
        left: [],
        next: [{ label: 'Resync Neo4j…', operation: 'resync', options: {} }],
      },
    });

    expect(read(run)).toMatchInlineSnapshot(`
      "text: 🟢 Log backup done: 1.2 GB in 9 s. Restorable to 14:46:12 (server time), production, run R204
      🟢 *Log backup done:* 1.2 GB in 9 s. Restorable to 14:46:12 (server time).
      • Speed 35 MB/s
      2 of 2 steps done in 9 s
      ~ risk: low · asked by @otto <!date^1795442351^{date_short_pretty} {time}|2026-11-23 13:59 UTC> · started <!date^1795442511^{time}|14:01 UTC> · ended <!date^1795442520^{time}|14:02 UTC> · plan 9f3c…e21 · production · run R204
      [Resync Neo4j…] [Statements]"
    `);
  });

  it.each([
    ['withdrawn', otto, 'withdrawn', 'by @otto'],
    ['rejected', ada, 'not now', 'by @ada: not now'],
    ['expired', bot, 'nobody went on in time', '*Why:* nobody went on in time'],
  ] as const)('%s: by whom and why, said once', (state, by, why, words) => {
    const run = ended(state, { endedBy: { by, why } });
    expect(read(run).split('\n')).toContain(words);
  });

  it('failed: says why once, and that the schedule asked for it', () => {
    const [first, ...others] = stepsOf(backupPlan());
    if (first === undefined) throw new Error('a step');
    const note = 'the disk is full (error 3202)';
    const run = ended('failed', {
      order: { ...aRun().order, by: { person: '', actor: 'schedule', slackUserId: null } },
      steps: [{ ...first, state: 'failed', note }, ...others],
      report: { title: 'Log backup failed', lines: [note, 'Written: nothing'], left: [], next: [] },
    });
    const { blocks } = card(run);
    const words = JSON.stringify(blocks.filter(({ type }) => type === 'section'));

    expect(words.split(note)).toHaveLength(2);
    expect(words).toContain('Written: nothing');
    expect(read(run)).toContain('asked by the schedule');
  });

  it('failed: the step, why, and the state that is left', () => {
    const [first, second] = stepsOf(backupPlan());
    if (first === undefined || second === undefined) throw new Error('two steps');
    const run = ended('failed', {
      steps: [
        { ...first, state: 'done' },
        { ...second, state: 'failed', note: 'the file `log.trn` cannot be read' },
      ],
      report: {
        title: 'Log backup failed: it was written, but not read back',
        lines: ['The file is left where it is'],
        left: ["RESTORE VERIFYONLY FROM DISK = N'/backup/`log`.trn' -- ``` <!channel>"],
        next: [],
      },
    });
    const words = read(run);

    expect(words).toMatchInlineSnapshot(`
      "text: 🔴 Log backup failed: it was written, but not read back, production, run R204
      🔴 *Log backup failed:* it was written, but not read back
      *Failed at step 2:* Read it back: the file \`log.trn\` cannot be read
      • The file is left where it is
      1 of 2 steps done in 9 s
      *Left to the DBA* (1)
      \`\`\`
      RESTORE VERIFYONLY FROM DISK = N'/backup/\`log\`.trn' -- ''' &lt;!channel&gt;
      \`\`\`
      (plan Steps of run R204)
      ~ risk: low · asked by @otto <!date^1795442351^{date_short_pretty} {time}|2026-11-23 13:59 UTC> · started <!date^1795442511^{time}|14:01 UTC> · ended <!date^1795442520^{time}|14:02 UTC> · plan 9f3c…e21 · production · run R204
      [Statements]"
    `);
    expect(words).not.toContain('<!channel>');
  });

  it.each<[RunState, Partial<Run>, string, string]>([
    ['planned', {}, 'Planned:', '[Statements] [Withdraw]'],
    ['waiting', {}, 'Waiting for approval:', '[Approve…] [Reject…] [Statements] [Withdraw]'],
    ['approved', {}, 'Approved, to be started:', '[Start] [Statements] [Withdraw]'],
    ['running', {}, 'Running:', '[Cancel…] [Statements]'],
    ['running', { cancelAsked: { by: ada, at: NOON } }, 'Being cancelled:', '[Statements]'],
    ['rejected', { endedBy: { by: ben, why: 'not now' } }, 'Rejected:', '[Statements]'],
    ['withdrawn', { endedBy: { by: otto, why: '' } }, 'Withdrawn:', '[Statements]'],
    ['expired', {}, 'Expired:', '[Ask again] [Statements]'],
    [
      'void',
      { endedBy: { by: otto, why: 'the base changed' } },
      'Void:',
      '[Ask again] [Statements]',
    ],
    ['stopped', {}, 'Stopped, someone must look:', '[Statements]'],
    ['cancelled', {}, 'Cancelled:', '[Statements]'],
  ])('%s %j: says %s, offers %s', (state, changed, says, offers) => {
    const run = aRun({ state, ...changed });
    const words = read(run);

    expect(words).toContain(says);
    expect(buttons(run)).toBe(offers);
    if (run.endedBy !== null) expect(words).toContain(`by @${run.endedBy.by.person}`);
  });

  it('every value of a button is the id of the run and nothing else', () => {
    for (const state of runStates) {
      const values = [...JSON.stringify(card(aRun({ state }))).matchAll(/"value":"([^"]*)"/g)];
      expect(values.map(([, value]) => value).every((value) => value === 'R204')).toBe(true);
    }
  });

  it('what destroys is marked as such when it is started, and a backup is not', () => {
    const start = (run: Run) =>
      JSON.stringify(card(run).blocks).match(/"run_start"[^}]*}[^}]*"style":"(\w+)"/)?.[1];

    expect(start(aRun({ state: 'approved' }))).toBe('danger');
    expect(start(aRun({ state: 'approved', plan: backupPlan() }))).toBe('primary');
  });

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

  it('no two buttons of it have one action', () => {
    const next = { label: 'Resync', operation: 'resync', options: {} } as const;
    const report = { title: 'Done', lines: [], left: [], next: [next, next, next, next] };
    const ids = [
      ...JSON.stringify(card(ended('done', { report }))).matchAll(/"action_id":"(\w+)"/g),
    ];

    expect(ids.map(([, id]) => id)).toEqual([
      actionIds.followRun1,
      actionIds.followRun2,
      actionIds.followRun3,
      actionIds.runStatements,
    ]);
  });
});
