import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { statementFile } from '../../../src/clients/statement-file.ts';
import { isOver, type Run } from '../../../src/domain/run.ts';
import { forever } from '../acting/acting-bench.ts';
import { statesOf } from '../acting/states-of.ts';
import { type RestoreBench, requester, restoreBench } from './restore-bench.ts';
import { databases, fileOf, marks, newestAtom } from './seen-by-admin.ts';

let bench: RestoreBench;
afterEach(() => bench.close());

/** Between the log backups of 07:30 and 07:45 by the server's clock. */
const moment = { kind: 'moment', at: Date.UTC(2026, 0, 5, 6, 40) };
const latest = { kind: 'latest' };
const beside = (end: typeof moment | typeof latest) => ({ end, way: 'beside' });

const texts = () => bench.sent.map(({ statement }) => statement);

async function setMark(run: string): Promise<void> {
  await bench.ask(
    `EXEC [Hartonomous_R1_before].sys.sp_updateextendedproperty @name = N'hart_run', @value = N'${run}'; SELECT 1 AS done`,
  );
}

const swapped = [
  'Hartonomous ONLINE MULTI_USER true',
  'Hartonomous_R1_before ONLINE RESTRICTED_USER false',
];
const asBefore = 'Hartonomous ONLINE MULTI_USER true';

describe('S8 a restore in place, beside first', () => {
  it('S16 S23 to a moment waits for jobs, overwrites nothing, and keeps what came after until a second consent', async () => {
    bench = await restoreBench();
    const before = await newestAtom(bench);
    // Enabled at the plan, and disabled while it waits: as a DBA would.
    let looks = 0;
    bench.onSleep = () => {
      looks += 1;
      if (looks === 2) bench.world.setFault('backup-jobs-disabled', true);
    };
    const { id, plan } = await bench.begin('restore.in-place', {
      ...beside(moment),
      whileJobsRun: false,
    });
    expect(plan.warnings.join(' ')).toContain('`Hartonomous: log backup`');
    expect(plan.steps.some(({ overwrites }) => overwrites)).toBe(false);
    const run = await bench.over(id);

    expect(looks).toBeGreaterThanOrEqual(2);
    expect(run.steps[0]).toMatchObject({ id: 'jobs', note: 'No such job is enabled.' });
    expect(statesOf(run).filter((text) => !text.endsWith(' done'))).toEqual([]);
    expect(await databases(bench)).toEqual(swapped);
    expect((await newestAtom(bench)) <= '2026-01-05T06:40:00').toBe(true);
    expect((await newestAtom(bench, 'Hartonomous_R1_before')) >= before).toBe(true);
    expect(await fileOf(bench, 'Hartonomous')).toContain('Hartonomous_R1');
    expect(await fileOf(bench, 'Hartonomous_R1_before')).not.toContain('_R1');
    expect(texts().join('\n')).not.toMatch(/RESTORE (?:DATABASE|LOG) \[Hartonomous\] FROM|REPLACE/);
    expect(texts().join('\n')).not.toContain('_tail');
    const proven = texts().findIndex(
      (text) => text.includes('[Hartonomous_R1]') && /CHECKDB|hart_Check/.test(text),
    );
    const aside = texts().findIndex((text) => text.includes('MODIFY NAME'));
    expect(proven).toBeGreaterThan(-1);
    expect(proven).toBeLessThan(aside);
    expect(bench.readerOut.at(-1)).toBe(false);
    // Its checks look back no further than the restore, whatever name it was restored under.
    const restored = statementFile('facts/restored.sql').replaceAll('DB_NAME()', "N'Hartonomous'");
    const [row] = await bench.ask(restored);
    expect(String(row?.['restored_utc']) >= '2026-01-05T12:00').toBe(true);
    expect(run.report?.lines.join(' ')).toMatch(
      /`Hartonomous_R1_before` is the database of before, whole.*drop it, by a run that others approve.*Undo: the DBA turns the broker/,
    );
    expect(await marks(bench, 'Hartonomous')).toEqual([]);
    expect(await marks(bench, 'Hartonomous_R1_before')).toEqual(['hart_run R1']);

    // The second consent: by the same two people, of another plan.
    const next = run.report?.next.find(({ operation }) => operation === 'before.drop');
    expect(next?.options).toMatchObject({ copy: 'Hartonomous_R1_before', madeBy: 'R1' });
    const asCopy = bench.begin('copy.drop', next?.options ?? {});
    await expect(asCopy).rejects.toThrow('S16: `Hartonomous_R1_before` is no copy');
    const typed = 'production/Hartonomous_R1_before';
    const other = { ...next?.options, created: '2026-01-05T01:02:03.000' };
    await expect(bench.begin('before.drop', other, typed)).rejects.toThrow('it is another');

    await setMark('R9');
    const foreign = await bench.begin('before.drop', next?.options ?? {}, typed);
    const failed = await bench.over(foreign.id);
    expect(failed.steps[0]?.note).toContain('Nothing was dropped: it does not bear the mark of R1');
    expect(await databases(bench)).toEqual(swapped);

    await setMark('R1');
    const drop = await bench.begin('before.drop', next?.options ?? {}, typed);
    expect(drop.consent).toMatchObject({ approvals: 2, typedName: true });
    expect(await bench.over(drop.id)).toMatchObject({ state: 'done' });
    expect(await databases(bench)).toEqual([asBefore]);
  }, 120_000);

  it('cuts the tail where the moment lies after the last log backup', async () => {
    bench = await restoreBench();
    const at = bench.world.now() - 1000;
    const { id } = await bench.begin('restore.in-place', beside({ kind: 'moment', at }));
    const run = await bench.over(id);

    expect(run.state).toBe('done');
    expect(await databases(bench)).toEqual(swapped);
    expect(texts().filter((text) => text.includes('STOPAT'))).toEqual([
      expect.stringMatching(/^RESTORE LOG \[Hartonomous_R1\] FROM DISK = N'[^']*_tail/),
    ]);
  }, 120_000);

  it('S1 S7 to the newest takes the tail of the old one along, and misses nothing', async () => {
    bench = await restoreBench();
    const before = await newestAtom(bench);
    const { id } = await bench.begin('restore.in-place', beside(latest));
    const run = await bench.over(id);

    expect(statesOf(run).filter((text) => !text.endsWith(' done'))).toEqual([]);
    expect(await databases(bench)).toEqual(swapped);
    expect((await newestAtom(bench)) >= before).toBe(true);
    const sent = texts();
    const order = [
      /^RESTORE DATABASE \[Hartonomous_R1\] FROM/,
      /BACKUP LOG \[Hartonomous\] .* NORECOVERY/s,
      /^RESTORE LOG \[Hartonomous_R1\] FROM DISK = N'[^']*_tail/,
      /^RESTORE DATABASE \[Hartonomous_R1\] WITH RECOVERY/,
      /^RESTORE DATABASE \[Hartonomous\] WITH RECOVERY/,
      /MODIFY NAME = \[Hartonomous_R1_before\]/,
      /MODIFY NAME = \[Hartonomous\]/,
      /SET ENABLE_BROKER/,
      /\[Hartonomous\] SET MULTI_USER/,
    ].map((wanted) => sent.findIndex((text) => wanted.test(text)));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  }, 120_000);

  it.each<[string, RegExp, string]>([
    [
      'the name of the old one is taken',
      /MODIFY NAME = \[Hartonomous_R1_before\]/,
      `RESTORE DATABASE [Hartonomous_R1_before] FROM DISK = N'FULL' WITH NORECOVERY, MOVE N'Hartonomous' TO N'D:\\Data\\x.mdf',
       MOVE N'Hartonomous_log' TO N'L:\\Log\\x.ldf', MOVE N'Hartonomous_Spatial' TO N'D:\\Data\\x.ndf',
       MOVE N'Hartonomous_InMemory' TO N'D:\\Data\\x'`,
    ],
    [
      'the copy is dropped under its hands',
      /MODIFY NAME = \[Hartonomous\]/,
      'DROP DATABASE [Hartonomous_R1]',
    ],
  ])(
    'gives name, broker and doors back when %s',
    async (_, when, strike) => {
      bench = await restoreBench();
      const before = await newestAtom(bench);
      let hasStruck = false;
      bench.beforeSend = async (statement) => {
        if (hasStruck || !when.test(statement)) return;
        hasStruck = true;
        const full = texts().find((text) => text.startsWith('RESTORE DATABASE [Hartonomous_R1]'));
        await bench.ask(strike.replace('FULL', /DISK = N'([^']+)'/.exec(full ?? '')?.[1] ?? ''));
      };
      const { id } = await bench.begin('restore.in-place', beside(latest));
      const run = await bench.over(id);

      expect(hasStruck).toBe(true);
      expect(run.state).toBe('failed');
      expect(await databases(bench)).toContain(asBefore);
      expect((await newestAtom(bench)) >= before).toBe(true);
      expect(await fileOf(bench, 'Hartonomous')).not.toContain('_R1');
      const told = run.steps.find(({ id: step }) => step === 'doors')?.note;
      expect(told).toContain('`Hartonomous` was not touched and is online again.');
      expect(bench.readerOut.at(-1)).toBe(false);
    },
    120_000,
  );

  it('S12 gives the name back when it is cancelled between the two names', async () => {
    bench = await restoreBench();
    let cancelled: Promise<unknown> = Promise.resolve();
    bench.afterSend((statement) => {
      if (statement.includes('MODIFY NAME = [Hartonomous_R1_before]'))
        cancelled = bench.acting.cancel('R1', requester);
    });
    const { id } = await bench.begin('restore.in-place', beside(latest));
    const run = await bench.over(id);
    await cancelled;

    expect(run.state).toBe('cancelled');
    expect(statesOf(run)).toContain('take-name skipped');
    expect(await databases(bench)).toEqual([asBefore, 'Hartonomous_R1 ONLINE MULTI_USER false']);
    expect(await fileOf(bench, 'Hartonomous')).not.toContain('_R1');
    // What came to nothing bears the run's mark, and can be dropped.
    expect(run.report?.next).toEqual([
      { label: 'Drop the copy…', operation: 'copy.drop', options: expect.anything() },
    ]);
    const drop = await bench.begin('copy.drop', run.report?.next[0]?.options ?? {});
    expect(await bench.over(drop.id)).toMatchObject({ state: 'done' });
    expect(await databases(bench)).toEqual([asBefore]);
  }, 120_000);

  it('stays closed, both named, when something fails after the names were changed', async () => {
    bench = await restoreBench();
    // Somebody turns the old one's broker on: two with one GUID can't both have it.
    bench.beforeSend = async (statement) => {
      if (statement.includes('SET ENABLE_BROKER'))
        await bench.ask(
          'ALTER DATABASE [Hartonomous_R1_before] SET ENABLE_BROKER WITH ROLLBACK IMMEDIATE',
        );
    };
    const { id } = await bench.begin('restore.in-place', beside(latest));
    const run = await bench.over(id);

    expect(run.state).toBe('failed');
    expect(statesOf(run)).toContain('broker failed');
    const told = run.steps.find(({ id: step }) => step === 'doors')?.note;
    expect(told).toContain('It stays closed.');
    expect(told).toContain('`Hartonomous_R1_before` is online, and RESTRICTED_USER');
    expect(told).toContain('`Hartonomous` is online, and RESTRICTED_USER');
  }, 120_000);
});

/** What of the swap changes something. */
const boundary =
  /MODIFY NAME|DISABLE_BROKER|ENABLE_BROKER|WITH RECOVERY|SET (?:MULTI|RESTRICTED)_USER|BACKUP LOG/;

describe('S13 a restore beside whose process dies', () => {
  it.each(['before', 'after'] as const)(
    'just %s each statement of the swap goes on, and ends with both databases where they belong',
    async (side) => {
      bench = await restoreBench();
      const struck = new Set<string>();
      let dead: (() => void) | null = null;
      let deaths = 0;
      const strike = async (statement: string, at: typeof side): Promise<void> => {
        const key = statement.replace(/_tail(?:_\d)?\.trn/, '_tail.trn');
        if (at !== side || !boundary.test(key) || struck.has(key)) return;
        struck.add(key);
        dead?.();
        await forever();
      };
      const arm = (): Promise<null> => {
        const died = new Promise<null>((resolve) => {
          dead = () => resolve(null);
        });
        bench.beforeSend = (statement) => strike(statement, 'before');
        bench.afterSend((statement) => strike(statement, 'after'));
        return died;
      };
      let died = arm();
      const { id } = await bench.begin('restore.in-place', beside(latest));
      let run: Run | null = null;
      while (run === null) {
        run = await Promise.race([bench.over(id), died]);
        if (run !== null) break;
        deaths += 1;
        const acting = await bench.die();
        died = arm();
        for (let tries = 0; tries < 200; tries += 1) {
          await acting.recover();
          const now = await bench.store.runs.find(id);
          if (now !== null && (isOver(now.state) || now.worker === `worker-${deaths + 1}`)) break;
          await sleep(20);
        }
      }
      expect(deaths).toBeGreaterThanOrEqual(8);
      expect(statesOf(run).filter((text) => !text.endsWith(' done'))).toEqual([]);
      expect(await databases(bench)).toEqual(swapped);
      const renames = bench.sent
        .filter(({ statement, answer }) => answer.ok && statement.includes('MODIFY NAME'))
        .map(({ statement }) => statement);
      expect(renames).toHaveLength(new Set(renames).size);
    },
    300_000,
  );
});
