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
