import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import type { Run } from '../../../src/domain/run.ts';
import { type RestoreBench, requester, restoreBench } from './restore-bench.ts';

let bench: RestoreBench;
afterEach(() => bench.close());

const end = { kind: 'moment', at: Date.UTC(2026, 0, 5, 6, 40) };

async function database(): Promise<Record<string, unknown> | undefined> {
  const [row] = await bench.ask(
    `SELECT d.state_desc AS state
     FROM sys.databases AS d WHERE d.name = N'Hartonomous'`,
  );
  return row;
}

it('S12 a restore in place stops after the full by a cancel that was agreed to, and can go on from there', async () => {
  bench = await restoreBench();
  let cancel: Run | undefined;
  bench.beforeSend = async (statement) => {
    if (cancel !== undefined || !statement.startsWith('RESTORE DATABASE [Hartonomous] FROM'))
      return;
    cancel = await bench.begin('cancel', { run: 'R1' });
  };

  const { id } = await bench.begin('restore.in-place', { end });
  const run = await bench.over(id);

  expect(cancel?.plan.title).toMatch(/^Stop R1 on `Hartonomous` after “Restore full of /);
  expect(cancel?.plan.notes).toContain('Leaves: `Hartonomous` is in RESTORING: nobody can use it.');
  expect(cancel?.consent).toMatchObject({ approvals: 2, typedName: true });
  expect(run.state).toBe('cancelled');
  expect(await bench.over(cancel?.id ?? '')).toMatchObject({ state: 'done' });
  const states = run.steps.map(({ id: step, state }) => `${step} ${state}`);
  expect(states).toEqual(
    expect.arrayContaining(['restore-full done', 'restore-logs skipped', 'doors done']),
  );
  expect(run.steps.find(({ id: step }) => step === 'doors')?.note).toContain('It stays closed.');
  expect(await database()).toMatchObject({ state: 'RESTORING' });

  const [next] = run.report?.next ?? [];
  expect(next).toMatchObject({ label: 'Go on…', operation: 'restore.in-place' });
  // That such a plan leads on to the end is shown where a log fails halfway.
  const second = await bench.acting.propose({
    operation: 'restore.in-place',
    environment: 'production',
    options: next?.options ?? {},
    by: requester,
  });
  expect(second).toMatchObject({ plan: { title: expect.stringMatching(/^Go on restoring/) } });
}, 180_000);

it('S12 S13 a check of hours is broken off by a cancel that was agreed to, and nobody says that it is proven', async () => {
  bench = await restoreBench();
  bench.world.setFault('statement-slow', true, {
    statement: 'EXEC [Hartonomous].[dbo].[hart_Check',
  });
  let cancel: Promise<Run> | undefined;
  bench.beforeSend = (statement) => {
    if (!statement.includes('.[hart_CheckDatabase]')) return;
    cancel ??= sleep(100).then(() => bench.begin('cancel', { run: 'R1' }));
  };

  const { id } = await bench.begin('restore.in-place', { end });
  const run = await bench.over(id);

  expect((await cancel)?.plan.title).toMatch(
    /^Stop R1 on `Hartonomous` in the middle of “Prove it/,
  );
  const check = bench.sent.find(({ statement }) => statement.includes('.[hart_CheckDatabase]'));
  expect(check?.answer).toMatchObject({ ok: false, trouble: { kind: 'cancelled' } });
  expect(run.state).toBe('cancelled');
  const states = run.steps.map(({ id: step, state }) => `${step} ${state}`);
  expect(states).toEqual(expect.arrayContaining(['prove skipped', 'broker skipped', 'doors done']));
  expect(run.report?.lines.join(' ')).toMatch(
    /in the middle of “Prove it.*The check of `Hartonomous` was broken off: it is not proven/,
  );
  expect(run.report?.lines.join(' ')).not.toContain('Proven:');
  expect(await database()).toMatchObject({ state: 'ONLINE' });
  expect(run.steps.find(({ id: step }) => step === 'doors')?.note).toContain('It stays closed.');
}, 20_000);

it('S12 a copy whose check takes hours is left by a word, without its proof', async () => {
  bench = await restoreBench();
  bench.world.setFault('statement-slow', true, { statement: 'DBCC CHECKDB' });
  bench.beforeSend = (statement) => {
    if (!statement.includes('DBCC CHECKDB')) return;
    void sleep(100).then(() => bench.acting.cancel('R1', requester));
  };
  const { id } = await bench.begin('restore.copy', { end });
  const run = await bench.over(id);
  expect(run.state).toBe('cancelled');
  expect(run.steps.find(({ id: step }) => step === 'prove')).toMatchObject({ state: 'skipped' });
  expect(run.report?.lines[0]).toMatch(
    /was broken off\. The check of `Hartonomous_R1` was broken off: it is not proven\.$/,
  );
}, 20_000);
