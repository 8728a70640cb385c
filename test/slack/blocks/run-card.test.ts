import { describe, expect, it } from 'vitest';
import { writeRestoreOptions } from '../../../src/domain/restore-options.ts';
import { type Run, type RunState, runStates } from '../../../src/domain/run.ts';
import { MINUTE, SECOND } from '../../../src/domain/time.ts';
import { endedTitle } from '../../../src/operations/acting/ended-title.ts';
import { bot } from '../../../src/operations/acting/engine.ts';
import { actionIds } from '../../../src/slack/blocks/elements.ts';
import { runCard } from '../../../src/slack/blocks/run-card.ts';
import { progressText } from '../../../src/slack/blocks/run-progress.ts';
import { ada, aRun, backupPlan, ben, otto, stepsOf, underWay } from '../../fakes/runs.ts';
import { NOON } from '../../fakes/views.ts';
import { readMessage } from './read-message.ts';

const card = (run: Run) => runCard(run, { now: NOON });
const read = (run: Run) => readMessage(card(run));
const buttons = (run: Run) => read(run).split('\n').at(-1);

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
    expect(words).toContain(
      '*The moment in your time:* <!date^1795435500^{date_short_pretty} {time_secs}|',
    );
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
      ~ risk: low · asked by @otto <!date^1795442351^{date_short_pretty} {time}|2026-11-23 13:59 UTC> · started <!date^1795442511^{time}|14:01 UTC> · ended <!date^1795442520^{time}|14:02 UTC> · plan 9f3c…e21 · production · run R204
      [Resync Neo4j…] [Statements]"
    `);
  });

  it.each([
    ['withdrawn', otto, 'withdrawn', '*By* @otto'],
    ['rejected', ada, 'not now', '*By* @ada: not now'],
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

  it.each<[state: 'failed' | 'cancelled' | 'stopped', says: string]>([
    ['failed', '🔴 *Failed:* Back up'],
    ['cancelled', '⚪ *Cancelled:* Back up'],
    ['stopped', '🔴 *Stopped, someone must look:* Back up'],
  ])('%s: begins as every card does, whatever its report is called elsewhere', (state, says) => {
    const run = ended(state);
    const report = { title: endedTitle(run), lines: [], left: [], next: [] };
    expect(report.title).toMatch(new RegExp(`^R204 ${state}: Back up`));
    expect(read({ ...run, report })).toContain(says);
  });

  it('failed: says at the step only how long it took, and while it runs why', () => {
    const [first, ...others] = stepsOf(backupPlan());
    if (first === undefined) throw new Error('a step');
    const note = 'the disk is full (error 3202)';
    const took = { startedAt: NOON - 40 * SECOND, endedAt: NOON };
    const steps = [{ ...first, ...took, state: 'failed' as const, note }, ...others];
    const whole = (run: Run) => JSON.stringify(card(run).blocks);

    const over = whole(ended('failed', { steps }));
    expect(over.split(note)).toHaveLength(2);
    expect(over).toContain('took 40 s');
    expect(whole(aRun({ plan: backupPlan(), state: 'running', steps }))).toContain(note);
  });

  it('stopped by hart: says why once', () => {
    const why = 'the store was restored from a copy';
    const run = ended('stopped', {
      endedBy: { by: bot, why },
      report: {
        title: 'x',
        lines: [`It stopped, and a person must look: ${why}`, `A person must look: ${why}.`],
        left: [],
        next: [],
      },
    });
    expect(read(run).split(why)).toHaveLength(2);
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
    if (run.endedBy !== null) expect(words).toContain(`*By* @${run.endedBy.by.person}`);
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
