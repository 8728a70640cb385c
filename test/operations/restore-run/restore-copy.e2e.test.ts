import { afterEach, describe, expect, it } from 'vitest';
import { restoreChoices } from '../../../src/operations/restore-run/choices.ts';
import { type RestoreBench, restoreBench } from './restore-bench.ts';

let bench: RestoreBench;
afterEach(() => bench.close());

/** Between the log backups of 07:30 and 07:45 by the server's clock. */
const moment = Date.UTC(2026, 0, 5, 6, 40);
const end = { kind: 'moment', at: moment };

async function atomsUntil(database: string, until: string): Promise<unknown> {
  const [row] = await bench.ask(
    `SELECT COUNT(*) AS n, MAX(a.CreatedAt) AS newest FROM [${database}].dbo.Atom AS a WHERE a.CreatedAt <= '${until}'`,
  );
  return row;
}

describe('a restore as a copy, on the simulated server', () => {
  it('S5 S10 S16 S20 holds what the original held at the moment between two log backups, tame, marked and proven, and is dropped again', async () => {
    bench = await restoreBench();

    const { id, plan } = await bench.begin('restore.copy', { end, copy: 'Hartonomous_Rtest' });
    const run = await bench.over(id);

    expect(run.report).toMatchObject({
      title: expect.stringMatching(
        /^`Hartonomous_Rtest` restored to 2026-01-05 07:40:00 \(server time\)/,
      ),
      left: [],
      next: [{ operation: 'copy.drop', options: { copy: 'Hartonomous_Rtest', madeBy: id } }],
    });
    expect(run.state).toBe('done');
    // What was committed by then is in it, and nothing later.
    const original = await atomsUntil('Hartonomous', '2026-01-05T06:40:00');
    expect(await atomsUntil('Hartonomous_Rtest', '2027-01-01')).toEqual(original);
    expect(await atomsUntil('Hartonomous', '2027-01-01')).not.toEqual(original);
    const [copy] = await bench.ask(
      "SELECT d.is_broker_enabled AS broker, d.state_desc AS state FROM sys.databases AS d WHERE d.name = N'Hartonomous_Rtest'",
    );
    expect(copy).toEqual({ broker: false, state: 'ONLINE' });
    const marks = await bench.ask(
      'SELECT e.name, CONVERT(nvarchar(100), e.value) AS value FROM [Hartonomous_Rtest].sys.extended_properties AS e ORDER BY e.name',
    );
    expect(marks).toEqual([
      { name: 'hart_expires', value: run.memory['expires'] },
      { name: 'hart_run', value: id },
    ]);
    // Every set was read back by header and with its checksums before anything was restored.
    const texts = bench.sent.map(({ statement }) => statement);
    const firstRestore = texts.findIndex((text) => text.startsWith('RESTORE DATABASE'));
    expect(texts.filter((text) => text.startsWith('RESTORE VERIFYONLY'))).toHaveLength(5);
    expect(texts.findLastIndex((text) => text.startsWith('RESTORE VERIFYONLY'))).toBeLessThan(
      firstRestore,
    );
    expect(plan.steps.some(({ overwrites }) => overwrites)).toBe(false);
    expect(texts.join('\n')).not.toContain('REPLACE');

    const dropped = await bench.begin('copy.drop', { copy: 'Hartonomous_Rtest', madeBy: id });
    expect(await bench.over(dropped.id)).toMatchObject({ state: 'done' });
    expect(
      await bench.ask("SELECT d.name FROM sys.databases AS d WHERE d.name = N'Hartonomous_Rtest'"),
    ).toEqual([]);
  }, 120_000);

  it('S16 does not drop a copy that bears another run’s mark', async () => {
    bench = await restoreBench();
    const { id } = await bench.begin('restore.copy', { end, copy: 'Hartonomous_Rtest' });
    await bench.over(id);

    const other = await bench.begin('copy.drop', { copy: 'Hartonomous_Rtest', madeBy: 'R99' });
    const run = await bench.over(other.id);

    expect(run.state).toBe('failed');
    expect(run.steps[0]?.note).toContain('it does not bear the mark of R99');
    expect(
      await bench.ask("SELECT d.name FROM sys.databases AS d WHERE d.name = N'Hartonomous_Rtest'"),
    ).toHaveLength(1);
  }, 120_000);

  it('refuses a name that there is, at the plan and again at the step', async () => {
    bench = await restoreBench();

    await expect(
      bench.begin('restore.copy', { end, copy: 'Hartonomous_Rtest', keep: 1 }),
    ).resolves.toBeDefined();
    const [first] = await bench.acting.list('production', 1);
    await bench.over(first?.id ?? '');
    await expect(bench.begin('restore.copy', { end, copy: 'hartonomous_rTEST' })).rejects.toThrow(
      'There is a database `hartonomous_rTEST` already',
    );
  }, 120_000);

  it('S21 fails before anything is restored when a file of the plan cannot be read', async () => {
    bench = await restoreBench();
    const log = 'D:\\Backups\\Hartonomous_Log_20260105_073000.trn';
    // Seen when it was planned, gone when it is read back.
    bench.beforeSend = () => {
      bench.world.disk.remove(log);
    };

    const { id } = await bench.begin('restore.copy', { end, copy: 'Hartonomous_Rtest' });
    const run = await bench.over(id);

    expect(run.state).toBe('failed');
    expect(run.steps[0]?.note).toContain(
      'can’t be read (error 3201: the server cannot open the file)',
    );
    expect(bench.sent.some(({ statement }) => statement.startsWith('RESTORE DATABASE'))).toBe(
      false,
    );
  }, 120_000);

  it('S21 plans with no set whose files the server does not see, and says which it lacks', async () => {
    bench = await restoreBench();
    const plan = async () =>
      (await bench.begin('restore.copy', { end, copy: `Hartonomous_R${(copies += 1)}` })).plan;
    let copies = 0;
    const before = await plan();
    const used = (type: string) =>
      before.steps.find(({ id }) => id === `restore-${type}`)?.statements[0] ?? '';
    const file = /N'(D:[^']*)'/.exec(used('diff'))?.[1] ?? '';

    // Without its differential the logs lead there from the full.
    const lose = (path: string) => {
      bench.world.disk.remove(path);
      bench.world.changed();
    };
    lose(file);
    const after = await plan();
    expect(after.steps.map(({ id }) => id)).not.toContain('restore-diff');
    expect(after.warnings).toContain(
      'The server does not find the files of a newer backup where msdb says: left out, as if never taken.',
    );
    // Without a log nothing does.
    lose('D:\\Backups\\Hartonomous_Log_20260105_073000.trn');
    await expect(plan()).rejects.toThrow(
      /the chain needs .* \(files not seen: the server does not find/,
    );
  }, 120_000);

  it('offers forks, files and a free name in the form', async () => {
    bench = await restoreBench();

    expect(await restoreChoices(bench.ports)).toMatchObject({
      server: 'SQL-PROD',
      database: 'Hartonomous',
      serverZone: 'UTC+01:00',
      copyName: 'Hartonomous_R20260105',
      forks: [
        {
          present: true,
          newest: { local: '2026-01-05T13:03:01', at: Date.UTC(2026, 0, 5, 12, 3, 1) },
        },
      ],
      files: [
        { logical: 'Hartonomous', proposed: 'D:\\Data\\Hartonomous_R20260105_Hartonomous.mdf' },
        { logical: 'Hartonomous_log' },
        { logical: 'Hartonomous_Spatial' },
        { logical: 'Hartonomous_InMemory' },
      ],
      warnings: [],
    });
  }, 120_000);
});

describe('S10 what a copy needs outside of it', () => {
  it('S10 stops before anything is restored where master lacks the certificate of a backup, whether FILELISTONLY refuses or tells', async () => {
    bench = await restoreBench();
    for (const fileList of ['refused', 'told']) {
      bench.world.setFault('database-encrypted', true, { certificate: 'rotated', fileList });
      const { id } = await bench.begin('restore.copy', { end, copy: 'Hartonomous_Rtest' });
      const run = await bench.over(id);

      expect(run.state).toBe('failed');
      expect(run.steps[0]?.note).toMatch(
        fileList === 'told'
          ? /lacks the certificate \(thumbprint 0x[0-9a-f]{40}\) with which the full backup of/
          : /lacks the certificate with which the full backup of/,
      );
    }
    expect(bench.sent.some(({ statement }) => statement.startsWith('RESTORE DATABASE'))).toBe(
      false,
    );

    // The database itself too: nobody is asked to approve.
    bench.world.setFault('database-encrypted', true, { certificate: 'dropped' });
    await expect(bench.begin('restore.copy', { end, copy: 'Hartonomous_Rtest' })).rejects.toThrow(
      /`Hartonomous` is encrypted with a certificate that the server lacks/,
    );
  }, 120_000);

  it('S10 restores what is encrypted with a certificate that is there, and lists logins, assemblies and keys that it lacks now', async () => {
    bench = await restoreBench();
    bench.world.setFault('database-encrypted', true);
    bench.world.setFault('server-outgrown', true);
    const { id } = await bench.begin('restore.copy', { end, copy: 'Hartonomous_Rtest' });
    const run = await bench.over(id);

    expect(run.state).toBe('incomplete');
    expect(run.steps.at(-2)).toMatchObject({
      id: 'lacks',
      state: 'by-dba',
      note: 'Users without a login here: `LegacyReports`. Assemblies that the server does not trust by their hash: `MathNet.Numerics`. The server does not open its master key by itself. 3 left to the DBA.',
    });
    expect(run.report?.left).toEqual([
      'USE [Hartonomous_Rtest]; ALTER USER [LegacyReports] WITH LOGIN = [LegacyReports]',
      expect.stringMatching(
        /^EXEC sys\.sp_add_trusted_assembly @hash = 0x[0-9A-F]{128}, @description = N'MathNet\.Numerics'$/,
      ),
      expect.stringContaining('USE [Hartonomous_Rtest]; OPEN MASTER KEY'),
    ]);
  }, 120_000);

  it('S10 does not prove a copy whose CLR functions the server refuses, and says whose they are', async () => {
    bench = await restoreBench();
    bench.world.setFault('server-outgrown', true, { assembly: 'Hartonomous.Clr' });
    const { id } = await bench.begin('restore.copy', { end, copy: 'Hartonomous_Rtest' });
    const run = await bench.over(id);

    expect(run.state).toBe('failed');
    expect(run.steps.at(-1)?.note).toMatch(
      /a CLR function \(error 10314\)\. The server does not trust the assembly as it was/,
    );
    expect(run.report?.left.join('\n')).toContain("@description = N'Hartonomous.Clr'");
  }, 120_000);
});
