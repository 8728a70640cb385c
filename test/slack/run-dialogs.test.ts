import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Run } from '../../src/domain/run.ts';
import { ada, aHash, aPlan, aRun, aStep, backupPlan, otto, stepsOf } from '../fakes/runs.ts';
import { NOON } from '../fakes/views.ts';
import { type RunBench, startRunBench, words } from './run-bench.ts';
import { approvedByBoth, asked } from './run-cases.ts';
import { waitFor } from './slack-bench.ts';

let all: RunBench;
beforeEach(async () => {
  all = await startRunBench();
});
afterEach(() => all.bench.close());

const entries = (outcome: string) =>
  all.bench.services.audited.filter((entry) => entry.outcome === outcome);
const audited = (outcome: string, action: string) =>
  waitFor(() => entries(outcome).find((entry) => entry.action === action));

describe('approving', () => {
  it('S43 the dialog is made from the store, whatever the card says, and carries run and hash', async () => {
    const root = await all.post(asked());
    await all.bench.part.client.apiCall('chat.update', {
      channel: 'COPS',
      ts: root.ts,
      text: 'doctored',
      blocks: JSON.parse(JSON.stringify(root.blocks).replaceAll('Hartonomous', 'Harmless')),
    });
    const view = await all.pressed('UAPPROVER1', root, 'run_approve');

    expect(words(view)).not.toContain('Harmless');
    expect(words(view)).toContain('everything after 14:05:00 (37 min)');
    expect(words(view)).toContain('9f3c…e21');
    expect(words(view)).toContain("RESTORE LOG [Hartonomous] FROM DISK = N'/backup/log-9.trn'");
    expect(view.privateMetadata).toBe(`R204 ${aHash}`);
    await all.fill('UAPPROVER1', view, {});
    await all.shows(view, 'You have approved run R204: 1 of 2.');
    expect(all.acting.tried).toEqual([{ act: 'approve', id: 'R204', by: 'ada', refused: null }]);
  });

  it('S43 what is approved is what was shown: a plan that changed meanwhile is refused', async () => {
    const root = await all.post(asked());
    const view = await all.pressed('UAPPROVER1', root, 'run_approve');
    all.acting.put({ ...asked(), hash: 'f'.repeat(64) });
    await all.fill('UAPPROVER1', view, {});
    await all.shows(view, '*Not taken:* This is not the plan that was before you.');

    expect(all.acting.runs.get('R204')?.approvals).toEqual([]);
    expect(await audited('refused', 'approve')).toMatchObject({
      person: 'ada',
      detail: { rule: 'S43', arguments: 'R204' },
    });
  });

  it('S40 the requester cannot approve, and two clicks of one person count once', async () => {
    const mine = asked({ order: { ...asked().order, by: ada } });
    const root = await all.post(mine);
    const view = await all.pressed('UAPPROVER1', root, 'run_approve');
    await all.fill('UAPPROVER1', view, {});
    await all.shows(view, 'S40');
    all.acting.put(asked());
    for (const says of ['1 of 2', 'You have approved this already.']) {
      const next = await all.pressed('UAPPROVER1', root, 'run_approve');
      await all.fill('UAPPROVER1', next, {});
      await all.shows(next, says);
    }

    expect(all.acting.runs.get('R204')?.approvals).toHaveLength(1);
  });

  it('S44 asks for the code where it is wanted, and hands it on without spaces', async () => {
    const stepUp = { ...asked().consent, stepUp: true };
    const root = await all.post(asked({ consent: stepUp }));
    const view = await all.pressed('UAPPROVER2', root, 'run_approve');
    expect((await all.fill('UAPPROVER2', view, {})).errors).toHaveProperty('code');
    await all.fill('UAPPROVER2', view, { code: '000000' });
    await all.shows(view, '*Not taken:* The code is not right.');
    await all.fill('UAPPROVER2', view, { code: '123 456' });
    await all.shows(view, '1 of 2');
    expect(JSON.stringify(all.bench.services.audited)).not.toContain('123456');
  });

  it('what is decided already says so and offers no button', async () => {
    const root = await all.post(asked());
    all.acting.put(asked({ state: 'withdrawn', endedBy: { by: otto, why: '' } }));
    for (const action of ['run_approve', 'run_reject']) {
      const view = await all.pressed('UAPPROVER1', root, action);
      await all.shows(view, '*Withdrawn* by @otto');
      expect(view.submit).toBeNull();
    }
  });

  it('rejecting wants a reason, which is handed on', async () => {
    const root = await all.post(asked());
    const view = await all.pressed('UAPPROVER2', root, 'run_reject');
    expect((await all.fill('UAPPROVER2', view, { why: ' ' })).errors).toHaveProperty('why');
    await all.fill('UAPPROVER2', view, { why: 'not before the weekend' });
    await all.shows(view, 'Run R204 is rejected.');

    expect(all.acting.runs.get('R204')?.endedBy?.why).toBe('not before the weekend');
  });

  it('no text command approves', async () => {
    all.acting.put(asked());
    for (const text of ['approve R204', 'approve', 'confirm R204', 'start R204', 'reject R204'])
      await all.bench.ask('UAPPROVER1', `/hart ${text}`, /has no command/);

    expect(all.acting.tried).toEqual([]);
  });
});

describe('starting, withdrawing, cancelling', () => {
  it('Start by the requester runs it and says nothing more; by an approver it is refused', async () => {
    const root = await all.post(approvedByBoth());
    await all.bench.press('UAPPROVER1', root, 'run_start');
    expect(await audited('refused', 'start')).toMatchObject({ detail: { rule: 'not-requester' } });
    await all.bench.press('UOPERATOR', root, 'run_start');
    await audited('done', 'start');

    expect(all.acting.tried.at(-1)).toEqual({
      act: 'start',
      id: 'R204',
      by: 'otto',
      refused: null,
    });
    const told = all.bench.slack.state.messages
      .list('COPS')
      .filter((one) => one.ephemeralFor === 'UOPERATOR');
    expect(told).toEqual([]);
  });

  it('Start before it is approved is refused by the run itself', async () => {
    const root = await all.post(approvedByBoth());
    all.acting.put(asked());
    await all.bench.press('UOPERATOR', root, 'run_start');
    await audited('refused', 'start');

    expect(all.acting.runs.get('R204')?.state).toBe('waiting');
  });

  it('Withdraw ends it', async () => {
    const root = await all.post(asked());
    await all.bench.press('UOPERATOR', root, 'run_withdraw');
    await audited('done', 'withdraw');

    expect(all.acting.runs.get('R204')?.state).toBe('withdrawn');
  });

  /** A run inside its first step of two, which overwrites or not. */
  const inside = (overwrites: boolean): Run => {
    const plan = aPlan({
      steps: [
        aStep({ id: 'one', overwrites, undo: 'enable `ActQueue` again' }),
        aStep({ id: 'two' }),
      ],
    });
    const steps = stepsOf(plan).map((step) =>
      step.id === 'one' ? { ...step, state: 'running' as const } : step,
    );
    return aRun({ plan, steps, state: 'running', startedAt: NOON });
  };

  it('S12 Cancel… says what it leaves while nothing is overwritten', async () => {
    const root = await all.post(inside(false));
    const view = await all.pressed('UAPPROVER1', root, 'run_cancel');
    const said = await all.shows(view, 'Nothing has been overwritten yet.');
    expect(said).toContain('enable `ActQueue` again');
    await all.fill('UAPPROVER1', view, {});
    await all.shows(view, 'Run R204 is being cancelled.');

    expect(all.acting.runs.get('R204')?.cancelAsked?.by.person).toBe('ada');
  });

  it('S12 Cancel… of what overwrites shows the plan of the cancel, to an approver too', async () => {
    const root = await all.post(inside(true));
    const view = await all.pressed('UAPPROVER1', root, 'run_cancel');
    await all.shows(view, 'Statements, exactly as they are sent');

    expect(all.acting.proposed).toMatchObject([
      { operation: 'cancel', environment: 'production', options: { run: 'R204' }, by: ada },
    ]);
    await all.fill('UAPPROVER1', view, {});
    await all.shows(view, 'Run R301 has started.');
    expect(all.acting.runs.get('R204')?.cancelAsked).toBeNull();
  });

  it('S12 a cancel that has begun is not cancelled', async () => {
    const plan = backupPlan({ operation: 'cancel' });
    all.acting.put(aRun({ plan, state: 'running', startedAt: NOON }));
    const view = await all.commanded('UOPERATOR', '/hart cancel R204');
    await all.shows(view, "A cancel that has begun can't be taken back.");
    expect(view.submit).toBeNull();
  });

  it('S12 a cancel that was asked for before it overwrites, and sent after that, is planned', async () => {
    const root = await all.post(inside(false));
    const view = await all.pressed('UOPERATOR', root, 'run_cancel');
    all.acting.put(inside(true));
    await all.fill('UOPERATOR', view, {});
    await all.shows(view, 'Statements, exactly as they are sent');

    expect(all.acting.proposed).toMatchObject([{ operation: 'cancel', options: { run: 'R204' } }]);
  });

  it('/hart cancel R204 opens the same dialog; one that waits is withdrawn', async () => {
    all.acting.put(asked());
    const view = await all.commanded('UOPERATOR', '/hart cancel r204');
    await all.shows(view, 'It has not begun');
    await all.fill('UOPERATOR', view, {});

    expect(await all.shows(view, 'Run R204 is withdrawn.')).toContain('archives/COPS/');
  });

  it('what is over says so', async () => {
    all.acting.put(aRun({ plan: backupPlan(), state: 'done' }));
    const view = await all.commanded('UOPERATOR', '/hart cancel R204');

    expect(words(view)).toContain('there is nothing to cancel');
    expect(view.submit).toBeNull();
  });

  it('Ask again plans anew and shows the plan', async () => {
    const root = await all.post(asked({ state: 'expired' }));
    const view = await all.pressed('UOPERATOR', root, 'run_ask_again');
    await all.shows(view, 'Type the name of what is changed');

    expect(view.privateMetadata).toMatch(/^R301 /);
  });

  it('what follows a run is proposed by a button; one that is not there is refused', async () => {
    const next = [{ label: 'Resync Neo4j…', operation: 'resync' as const, options: { of: 'all' } }];
    const report = { title: 'Restored', lines: [], left: [], next };
    const root = await all.post(aRun({ state: 'done', report }));
    await all.pressed('UOPERATOR', root, 'run_follow_1');
    expect(all.acting.proposed).toMatchObject([{ operation: 'resync', options: { of: 'all' } }]);
    all.acting.put(aRun({ state: 'done', report: { ...report, next: [] } }));
    const view = await all.pressed('UOPERATOR', root, 'run_follow_1');
    await all.shows(view, 'nothing-follows');
  });
});
