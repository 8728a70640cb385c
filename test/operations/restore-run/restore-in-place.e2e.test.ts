import { afterEach, describe, expect, it } from 'vitest';
import { textIn } from '../../../src/domain/json-fields.ts';
import { watchSqlServer } from '../../sql/support/watched-sql-server.ts';
import { statesOf } from '../acting/states-of.ts';
import { type RestoreBench, requester, restoreBench } from './restore-bench.ts';
import { asBefore, database, newestAtom, queuesOff, setQueue } from './seen-by-admin.ts';

let bench: RestoreBench;
afterEach(() => bench.close());

/** Between the log backups of 07:30 and 07:45 by the server's clock. */
const end = { kind: 'moment', at: Date.UTC(2026, 0, 5, 6, 40) };
const texts = () => bench.sent.map(({ statement }) => statement);
const indexOf = (start: string) => texts().findIndex((text) => text.startsWith(start));

describe('a restore in place, on the simulated server', () => {
  it('S1 S2 S3 S5 S8 S9 takes the tail, overwrites only what it can bring back, and puts back what was', async () => {
    bench = await restoreBench({ atWork: true });
    const before = await newestAtom(bench);
    expect(await database(bench)).toEqual(asBefore);
    // Since the moment: the restore brings both back as they were then.
    await setQueue(bench, 'ActQueue', '@Enabled = 0');
    await setQueue(bench, 'LearnQueue', '@Enabled = 1, @Activation = 0');
    const queues = await queuesOff(bench);
    expect(queues).toEqual(['ActQueue off', 'LearnQueue idle']);
    // Once it is open the application writes again.
    let after = '';
    let broughtBack: readonly string[] | null = null;
    let whenEnabled: readonly string[] = [];
    bench.beforeSend = async (statement) => {
      if (statement.includes('hart_SetQueue')) broughtBack ??= await queuesOff(bench);
      if (!statement.startsWith('ALTER DATABASE [Hartonomous] SET ENABLE_BROKER')) return;
      after = await newestAtom(bench);
      whenEnabled = await queuesOff(bench);
    };
    // It is waited for people to stop the application.
    bench.onSleep = () => bench.world.setFault('application-stopped', true);

    const { id, plan } = await bench.begin('restore.in-place', { end });
    const run = await bench.over(id);

    expect(run.steps.filter(({ state }) => state !== 'done')).toEqual([]);
    expect(run.state).toBe('done');
    expect(plan.notes[0]).toMatch(
      /^Stop the application and the workers before it starts; .*`Hartonomous.Api` as `HartonomousApp` from `api-1` \(3\), .*: `ALTER LOGIN \[HartonomousApp\] DISABLE`\.$/,
    );
    expect(plan.notes).toContain('Switched off now, and so again afterwards: `ActQueue`.');
    expect([broughtBack, whenEnabled, await queuesOff(bench)]).toEqual([[], queues, queues]);
    expect(run.report?.lines).toContain('Every queue is set as before.');
    expect(await database(bench)).toEqual(asBefore);
    expect(after <= '2026-01-05T06:40:00' && after < before).toBe(true);
    // The reader was kept out before the tail, and let in at the end.
    expect(bench.readerOut).toEqual([true, true, false]);

    const sent = texts();
    const tail = indexOf('ALTER DATABASE [Hartonomous] SET SINGLE_USER');
    const firstRestore = indexOf('RESTORE DATABASE');
    const recover = indexOf('RESTORE DATABASE [Hartonomous] WITH RECOVERY');
    const broker = indexOf('ALTER DATABASE [Hartonomous] SET ENABLE_BROKER');
    const open = indexOf('ALTER DATABASE [Hartonomous] SET MULTI_USER');
    // One batch: nobody comes between exclusive use and the tail.
    expect(sent[tail]).toMatch(
      /^ALTER DATABASE \[Hartonomous\] SET SINGLE_USER WITH ROLLBACK IMMEDIATE;\nBACKUP LOG \[Hartonomous\] TO DISK = N'D:\\Backups\\Hartonomous_\S+Z_R1_tail\.trn' WITH NORECOVERY, CHECKSUM/,
    );
    const verified = sent.flatMap((text, at) =>
      text.startsWith('RESTORE VERIFYONLY') && !text.includes('_R1_full.bak') ? [at] : [],
    );
    expect(verified).toHaveLength(6);
    expect(Math.max(...verified)).toBeLessThan(firstRestore);
    expect(tail).toBeLessThan(firstRestore);
    expect([firstRestore, recover, broker, open]).toEqual(
      [firstRestore, recover, broker, open].toSorted((a, b) => a - b),
    );
    expect(sent.join('\n')).not.toContain('REPLACE');
    const stops = sent.filter((text) => text.includes('STOPAT'));
    expect(stops).toEqual([
      expect.stringMatching(/^RESTORE LOG .* STOPAT = '2026-01-05T07:40:00.000'/),
    ]);
    expect(sent[recover]).toBe('RESTORE DATABASE [Hartonomous] WITH RECOVERY, RESTRICTED_USER');
    expect(plan.steps.findIndex(({ overwrites }) => overwrites)).toBe(
      plan.steps.findIndex(({ id: step }) => step === 'restore-full'),
    );
    expect(run.report).toMatchObject({
      lines: expect.arrayContaining([expect.stringMatching(/^Undo: `D:\\Backups\\.*_tail\.trn`/)]),
      next: [{ operation: 'resync' }],
    });
  }, 120_000);

  it('S18 S21 S50 ends with a full backup of the new history: what fires before it is muted, and nothing after it', async () => {
    bench = await restoreBench();
    const watched = await watchSqlServer(16, {
      world: bench.world,
      port: bench.port,
      password: 'r',
    });
    const look = async () => {
      const seen = [];
      for (const check of ['backup-freshness', 'restorability', 'storage', 'sql-server']) {
        const { broken, detail } = await watched.look(check);
        expect(detail).toBe('');
        seen.push(...broken);
      }
      return seen;
    };
    const before = await look();
    const during: string[] = [];
    bench.beforeSend = async (statement) => {
      if (statement.startsWith('BACKUP DATABASE')) during.push(...(await look()));
    };

    const { id, plan } = await bench.begin('restore.in-place', { end });
    const run = await bench.over(id);

    expect(run.state).toBe('done');
    expect(run.steps.at(-1)).toMatchObject({ id: 'new-full-verify', state: 'done' });
    expect(texts().filter((text) => text.startsWith('BACKUP DATABASE'))).toEqual([
      expect.stringMatching(/Hartonomous_\S+Z_R1_full\.bak' WITH CHECKSUM/),
    ]);
    const muted = plan.mutes.map((labels) => labels['alert']);
    const caused = during.filter((each) => !before.includes(each));
    expect(caused.map((each) => each.split(' ')[0])).toContain('no-backup-counts');
    expect(caused.filter((each) => !muted.includes(each.split(' ')[0]))).toEqual([]);
    expect(await look()).toEqual(before);
    expect(run.report?.lines).toContain(
      'A new full backup is written and readable (checksums): backups count again.',
    );
    // What the database says of the time before is another history's: known within a minute, whoever restored it.
    bench.world.advance(60_000);
    for (const check of ['ooda-loop', 'slow-queries', 'workers', 'neo4j-sync'])
      expect([check, (await watched.look(check)).reason]).toEqual([check, 'restored']);
    await watched.close();
  }, 120_000);

  it('S23 waits for jobs that back up, and does nothing while they stay enabled', async () => {
    bench = await restoreBench();
    const { id, plan } = await bench.begin('restore.in-place', { end, whileJobsRun: false });
    expect(plan.warnings.join(' ')).toContain('`Hartonomous: log backup`');
    const run = await bench.over(id);

    expect(run.state).toBe('failed');
    expect(run.steps[0]).toMatchObject({
      id: 'jobs',
      state: 'failed',
      note: expect.stringContaining('still enabled: `Hartonomous: full backup`'),
    });
    expect(indexOf('ALTER DATABASE [Hartonomous] SET SINGLE_USER')).toBe(-1);
    expect(await database(bench)).toEqual(asBefore);
  }, 120_000);

  it('S7 takes the tail along to the newest moment, and loses nothing', async () => {
    bench = await restoreBench();
    const { id } = await bench.begin('restore.in-place', { end: { kind: 'latest' } });
    const run = await bench.over(id);

    expect(run.state).toBe('done');
    const logs = texts().filter((text) => text.startsWith('RESTORE LOG'));
    expect(logs.at(-1)).toContain(textIn(run.memory, 'tailFile'));
    expect(logs.join('\n')).not.toContain('STOPAT');
    expect((await newestAtom(bench)) >= '2026-01-05T12:00').toBe(true);
  }, 120_000);

  it('reaches a moment after the last log backup by the tail', async () => {
    bench = await restoreBench();
    const at = bench.world.now() - 1000;
    const { id, plan } = await bench.begin('restore.in-place', { end: { kind: 'moment', at } });
    expect(plan.notes).toContain(
      'The moment lies after the last log backup: the tail leads to it.',
    );
    const run = await bench.over(id);

    expect(run.state).toBe('done');
    expect(texts().filter((text) => text.includes('STOPAT'))).toEqual([
      expect.stringContaining(textIn(run.memory, 'tailFile') ?? 'no tail'),
    ]);
  }, 120_000);

  it('S2 gives the untouched database back when the tail cannot be read', async () => {
    bench = await restoreBench();
    const before = await newestAtom(bench);
    bench.afterSend((statement) => {
      const file = /TO DISK = N'([^']+_tail\.trn)'/.exec(statement)?.[1];
      if (file !== undefined) bench.world.disk.remove(file);
    });

    const { id } = await bench.begin('restore.in-place', { end });
    const run = await bench.over(id);

    expect(run.state).toBe('failed');
    expect(statesOf(run)).toContain('check-tail failed');
    expect(statesOf(run)).toContain('restore-full skipped');
    expect(statesOf(run)).toContain('doors done');
    expect(await database(bench)).toEqual(asBefore);
    expect((await newestAtom(bench)) >= before).toBe(true);
    expect(indexOf('RESTORE DATABASE [Hartonomous] FROM')).toBe(-1);
    expect(bench.readerOut.at(-1)).toBe(false);
    expect(run.report?.next).toEqual([expect.objectContaining({ label: 'New plan…' })]);
  }, 120_000);

  it('S12 gives it back when it is cancelled after the tail', async () => {
    bench = await restoreBench();
    let cancelled: Promise<unknown> = Promise.resolve();
    bench.afterSend((statement) => {
      if (statement.includes('BACKUP LOG')) cancelled = bench.acting.cancel('R1', requester);
    });

    const { id } = await bench.begin('restore.in-place', { end });
    const run = await bench.over(id);
    await cancelled;

    expect(run.state).toBe('cancelled');
    expect(statesOf(run)).toContain('restore-full skipped');
    expect(await database(bench)).toEqual(asBefore);
  }, 120_000);

  it('stays closed when a log fails halfway, says how to go on, and goes on from there', async () => {
    bench = await restoreBench();
    const file = 'D:\\Backups\\Hartonomous_Log_20260105_073000.trn';
    const kept = bench.world.disk.files().find(({ path }) => path === file);
    bench.beforeSend = (statement) => {
      if (statement.startsWith('RESTORE LOG') && statement.includes('073000'))
        bench.world.disk.remove(file);
    };

    const { id } = await bench.begin('restore.in-place', { end });
    const run = await bench.over(id);

    expect(run.state).toBe('failed');
    const note = run.steps.find(({ id: step }) => step === 'restore-logs')?.note;
    expect(note).toMatch(/log 2 of 3.*error 3201.*RESTORING at LSN \d+.*--continue-from \d+/s);
    expect(await database(bench)).toMatchObject({ state: 'RESTORING' });
    expect(run.steps.find(({ id: step }) => step === 'doors')?.note).toContain('It stays closed.');

    // The file is found again: the order that the report proposes leads on.
    if (kept !== undefined) bench.world.disk.put(kept);
    bench.world.changed();
    bench.beforeSend = () => undefined;
    bench.sent.length = 0;
    const [next] = run.report?.next ?? [];
    expect(next).toMatchObject({ label: 'Go on…', operation: 'restore.in-place' });
    const second = await bench.begin('restore.in-place', next?.options ?? {});
    expect(second.plan.title).toMatch(/^Go on restoring/);
    const ended = await bench.over(second.id);

    expect(ended.state).toBe('done');
    expect(await database(bench)).toEqual(asBefore);
    expect(texts().filter((text) => text.startsWith('RESTORE LOG'))).toHaveLength(2);
    expect(indexOf('BACKUP LOG')).toBe(-1);
  }, 180_000);
});
