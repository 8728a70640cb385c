import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { statesOf } from '../acting/states-of.ts';
import { type RestoreBench, restoreBench } from './restore-bench.ts';
import { asBefore, database } from './seen-by-admin.ts';

let bench: RestoreBench;
beforeEach(async () => {
  bench = await restoreBench();
  await bench.ask(
    'ALTER DATABASE [Hartonomous] SET AUTO_UPDATE_STATISTICS_ASYNC ON; SELECT 1 AS done',
  );
});
afterEach(() => bench.close());

const untouched = { ...asBefore, asyncStatistics: true };

async function state() {
  const [row] = await bench.ask(
    `SELECT d.is_auto_update_stats_async_on AS async FROM sys.databases AS d WHERE d.name = N'Hartonomous'`,
  );
  return { ...(await database(bench)), asyncStatistics: row?.['async'] };
}

/** What a run says that ended because its first RESTORE was refused. */
async function refusedRun(options: Parameters<RestoreBench['begin']>[1]) {
  const { id } = await bench.begin('restore.in-place', options);
  const run = await bench.over(id);
  expect(run.state).toBe('failed');
  expect(statesOf(run)).toEqual(expect.arrayContaining(['restore-full failed', 'doors done']));
  return {
    failed: run.steps.find(({ id: step }) => step === 'restore-full')?.note,
    doors: run.steps.find(({ id: step }) => step === 'doors')?.note,
    next: run.report?.next,
    left: run.report?.left,
  };
}

describe('a restore in place whose first RESTORE refuses to begin', () => {
  it('S3 leaves a database in use as it was without a tail too, and offers a new plan', async () => {
    bench.afterSend((statement) => {
      if (!statement.includes('AUTO_UPDATE_STATISTICS_ASYNC OFF')) return;
      bench.world.setFault('application-stopped', false);
      bench.world.advance(5000);
    });
    const options = { end: { kind: 'latest' }, withoutTail: true };
    const { failed, doors, next, left } = await refusedRun(options);

    expect(failed).toMatch(
      /\(error 3101: somebody is in the database\)\. Nothing was overwritten\.$/,
    );
    expect(doors).toBe('`Hartonomous` was not touched and is online.');
    expect(await state()).toEqual(untouched);
    expect(left).toEqual([]);
    expect(next).toEqual([
      {
        label: 'New plan…',
        operation: 'restore.in-place',
        options: { ...options, whileJobsRun: true },
      },
    ]);
  }, 60_000);

  it('S2 gives it back whose tail was taken, where a file went missing after it was read back', async () => {
    let file = '';
    bench.beforeSend = (statement) => {
      file = /^RESTORE DATABASE \[Hartonomous\] FROM DISK = N'([^']+)'/.exec(statement)?.[1] ?? '';
      if (file !== '') bench.world.disk.remove(file);
    };
    const { failed, doors, next, left } = await refusedRun({
      end: { kind: 'moment', at: Date.UTC(2026, 0, 5, 6, 40) },
    });

    expect(failed).toMatch(/\(error 3201: .*\)\. Nothing was overwritten\.$/);
    expect(doors).toBe('`Hartonomous` was not touched and is online again.');
    expect(await state()).toEqual(untouched);
    expect(left).toEqual([]);
    expect(next).toEqual([expect.objectContaining({ label: 'New plan…' })]);
    expect(bench.readerOut.at(-1)).toBe(false);
  }, 60_000);

  it('S12 keeps it closed where the overwriting had begun', async () => {
    bench.beforeSend = (statement) => {
      if (statement.startsWith('RESTORE DATABASE [Hartonomous] FROM'))
        bench.world.setFault('backup-set-damaged', true);
    };
    const { failed, doors, next } = await refusedRun({ end: { kind: 'latest' } });

    expect(failed).toMatch(/\(error 3183: /);
    expect(doors).toMatch(/^It stays closed\. `Hartonomous` is in RESTORING/);
    expect(next).toEqual([expect.objectContaining({ label: 'Go on…' })]);
  }, 60_000);
});
