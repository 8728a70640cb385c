import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { isOver, type Run } from '../../../src/domain/run.ts';
import { forever } from '../acting/acting-bench.ts';
import { type RestoreBench, requester, restoreBench } from './restore-bench.ts';
import { databases, fileOf, newestAtom } from './seen-by-admin.ts';

let bench: RestoreBench;
afterEach(() => bench.close());

const end = { kind: 'moment', at: Date.UTC(2026, 0, 5, 6, 40) };

const beside = (kind: 'moment' | 'latest') => ({
  end: kind === 'moment' ? end : { kind },
  way: 'beside',
});
const asBefore = 'Hartonomous ONLINE MULTI_USER true';

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
}, 60_000);

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
}, 60_000);

describe('S12 a restore beside that is cancelled once the names are changed', () => {
  it.each(['moment'] as const)(
    'to the %s is so by a plan, which changes them back and opens the old one',
    async (kind) => {
      bench = await restoreBench();
      const before = await newestAtom(bench);
      const check = '[Hartonomous].[dbo].[hart_CheckDatabase]';
      bench.world.setFault('statement-slow', true, { statement: check });
      const word = Promise.withResolvers<unknown>();
      let cancel: Promise<Run> | undefined;
      bench.beforeSend = (statement) => {
        if (!statement.includes(check)) return;
        cancel ??= sleep(100).then(async () => {
          word.resolve(await bench.acting.cancel('R1', requester));
          return await bench.begin('cancel', { run: 'R1' });
        });
      };
      const { id } = await bench.begin('restore.in-place', beside(kind));
      const run = await bench.over(id);

      expect(await word.promise).toMatchObject({
        rule: 'S12',
        message: expect.stringContaining('change which database is called `Hartonomous`'),
      });
      const { plan, consent } = (await cancel) ?? {};
      expect(consent).toMatchObject({ approvals: 2, typedName: true });
      expect(plan?.loses).toEqual([]);
      expect(plan?.notes[0]).toContain('`Hartonomous` is the database of before again');
      const planned = plan?.steps.at(-1)?.statements ?? [];
      expect(planned.filter((text) => text.includes('MODIFY NAME'))).toHaveLength(2);
      expect(run.state).toBe('cancelled');
      expect(await databases(bench)).toEqual([
        asBefore,
        'Hartonomous_R1 ONLINE RESTRICTED_USER false',
      ]);
      expect(await fileOf(bench, 'Hartonomous')).not.toContain('_R1');
      expect((await newestAtom(bench)) >= before).toBe(true);
      expect(bench.readerOut.at(-1)).toBe(false);
      const told = run.report?.lines.join(' ') ?? '';
      expect(run.report?.title).toMatch(/^R1 cancelled/);
      expect(told).toMatch(/broken off.*`Hartonomous_R1` is not used: the DBA drops it/);
      // What was sent for that is what was agreed to, and what is done in any case.
      const changed = bench.sent
        .map(({ statement }) => statement)
        .filter((text) => /MODIFY NAME|ENABLE_BROKER|SET MULTI_USER/.test(text));
      expect(changed.slice(2).every((text) => planned.includes(text))).toBe(true);
    },
    120_000,
  );

  it('S13 goes on changing the names back after a crash between the two', async () => {
    bench = await restoreBench();
    const dead = Promise.withResolvers<void>();
    let isAsked = false;
    let hangs = true;
    bench.beforeSend = async (statement) => {
      if (statement.includes('COMPATIBILITY_LEVEL') && !isAsked) {
        isAsked = true;
        await bench.begin('cancel', { run: 'R1' });
      }
      if (!hangs || !/\[Hartonomous_R1_before\].*MODIFY NAME = \[Hartonomous\]/s.test(statement))
        return;
      hangs = false;
      dead.resolve();
      await forever();
    };
    const { id } = await bench.begin('restore.in-place', beside('latest'));
    await dead.promise;
    const acting = await bench.die();
    for (let tries = 0; tries < 200; tries += 1) {
      await acting.recover();
      const now = await bench.store.runs.find(id);
      if (now !== null && (isOver(now.state) || now.worker === 'worker-2')) break;
      await sleep(20);
    }
    const run = await bench.over(id);
    expect(run.state).toBe('cancelled');
    expect(await databases(bench)).toEqual([
      asBefore,
      'Hartonomous_R1 ONLINE RESTRICTED_USER false',
    ]);
    expect(run.report?.lines.join(' ')).toContain('`Hartonomous_R1` is not used');
  }, 120_000);
});
