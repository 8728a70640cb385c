import { afterEach, describe, expect, it } from 'vitest';
import type { Run } from '../../../src/domain/run.ts';
import { backupOperations } from '../../../src/operations/backup/backup-operations.ts';
import { eventually } from '../../support/eventually.ts';
import { type RestoreBench, requester, restoreBench } from '../restore-run/restore-bench.ts';

let bench: RestoreBench;
afterEach(() => bench.close());

async function open(options: Parameters<typeof restoreBench>[0] = {}): Promise<RestoreBench> {
  bench = await restoreBench({ operations: backupOperations, ...options });
  return bench;
}

/** A backup from asking to its end. */
async function take(kind: 'full' | 'diff' | 'log', options = {}): Promise<Run> {
  const run = await begin(kind, options);
  return bench.over(run.id);
}

async function propose(kind: 'full' | 'diff' | 'log', options = {}): Promise<Run> {
  const asked = await bench.acting.propose({
    operation: `backup.${kind}`,
    environment: 'production',
    options,
    by: requester,
  });
  if ('rule' in asked) throw new Error(`${asked.rule}: ${asked.message}`);
  return asked;
}

async function begin(kind: 'full' | 'diff' | 'log', options = {}): Promise<Run> {
  const asked = await propose(kind, options);
  const begun = await bench.acting.confirm(asked.id, requester, { hash: asked.hash });
  if ('rule' in begun) throw new Error(`${begun.rule}: ${begun.message}`);
  return begun;
}

function filesOf({ plan }: Run): readonly string[] {
  const files = plan.steps[0]?.input['files'];
  return Array.isArray(files) ? files.map(String) : [];
}

/** The same name, so many seconds later. */
function later(file: string, seconds: number): string {
  return file.replace(/T(\d\d)(\d\d)(\d\d)Z/, (_, h: string, m: string, s: string) => {
    const at = Number(h) * 3600 + Number(m) * 60 + Number(s) + seconds;
    const two = (value: number) => String(Math.floor(value) % 60).padStart(2, '0');
    return `T${String(Math.floor(at / 3600)).padStart(2, '0')}${two(at / 60)}${two(at)}Z`;
  });
}

const fileOf = (run: Run): string => {
  const { written } = run.memory;
  return typeof written === 'object' && written !== null && 'files' in written
    ? String(Array.isArray(written['files']) ? written['files'][0] : '')
    : '';
};

describe('a backup over TDS', () => {
  it.each([
    ['log', 'Log backup', 'trn'],
    ['diff', 'Differential backup', 'bak'],
    ['full', 'Full backup', 'bak'],
  ] as const)(
    '%s is written, read back from its file, and says up to when it reaches',
    async (kind, words, ending) => {
      await open();

      const run = await take(kind);

      expect(run.report?.lines.join('\n')).not.toContain('null');
      expect(run.plan.notes.join('\n')).not.toContain('not known');
      // S26: by whose clock
      expect(run.steps.at(-1)?.note).toContain('(server time)');
      expect(run.state).toBe('done');
      expect(run.report?.title).toMatch(
        new RegExp(
          `^${words} of \`Hartonomous\` done: .+, readable \\(checksums\\)\\. Restorable to \\d\\d:\\d\\d:\\d\\d \\(server time\\)\\.$`,
        ),
      );
      expect(fileOf(run)).toMatch(
        new RegExp(`^D:\\\\Backups\\\\Hartonomous_\\d{8}T\\d{6}Z_${run.id}_${kind}\\.${ending}$`),
      );
      expect(run.steps.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
    },
  );

  it('S13 S20 names its set after its run, alone in a new file', async () => {
    await open();

    const run = await take('log');

    const rows = await bench.ask(
      `SELECT s.name, s.position, s.has_backup_checksums AS checksums, f.physical_device_name AS file_name FROM msdb.dbo.backupset AS s JOIN msdb.dbo.backupmediafamily AS f ON f.media_set_id = s.media_set_id WHERE s.name LIKE N'hart %'`,
    );
    expect(rows).toEqual([
      { name: `hart ${run.id}`, position: 1, checksums: true, file_name: fileOf(run) },
    ]);
  });

  it('S20 goes into another file where one of its name is there', async () => {
    await open();
    let planned = '';
    const occupy = (file: string) =>
      bench.world.disk.put({
        path: file,
        bytes: 1,
        mediaId: 1,
        sequence: 1,
        sets: [],
        brokenOff: null,
        state: 'garbage',
        busyUntil: 0,
        isNew: true,
      });
    const run = await propose('log');
    const [file] = filesOf(run);
    // Planned anew at the start, its name carries that second: the next ones too.
    for (let second = 0; second < 30; second += 1) occupy(later(file ?? '', second));
    bench.world.changed();
    planned = file ?? '';
    const begun = await bench.acting.confirm(run.id, requester, { hash: run.hash });
    if ('rule' in begun) throw new Error(begun.message);
    const over = await bench.over(run.id);

    expect(planned).toContain(run.id);
    expect(over.state).toBe('done');
    expect(fileOf(over)).toMatch(/_log_again2\.trn$/);
    expect(over.report?.lines.join(' ')).toContain('An earlier attempt left');
  });

  it('writes stripes, and reads all of them back', async () => {
    await open();

    const run = await take('full', { stripes: 3 });

    expect(run.state).toBe('done');
    const verify = bench.sent.find(({ statement }) => statement.startsWith('RESTORE VERIFYONLY'));
    expect(verify?.statement.match(/DISK = /g)).toHaveLength(3);
  });

  it('takes a copy-only full that moves no base', async () => {
    await open();
    const before = await bench.ask(
      "SELECT CONVERT(varchar(36), f.differential_base_guid) AS base FROM sys.master_files AS f WHERE f.database_id = DB_ID(N'Hartonomous')",
    );

    const run = await take('full', { copyOnly: true });

    expect(run.state).toBe('done');
    expect(run.report?.title).toContain('Copy-only full backup');
    expect(
      await bench.ask(
        "SELECT CONVERT(varchar(36), f.differential_base_guid) AS base FROM sys.master_files AS f WHERE f.database_id = DB_ID(N'Hartonomous')",
      ),
    ).toEqual(before);
  });

  it.each(['master', 'msdb'])('backs up %s too', async (database) => {
    await open();

    const run = await take('full', { database });

    expect(run.state).toBe('done');
    expect(run.report?.title).toContain(`Full backup of \`${database}\` done`);
  });

  it('S22 says that a differential is of no use when its base moved meanwhile', async () => {
    await open();
    bench.beforeSend = async (statement) => {
      if (!statement.startsWith('BACKUP DATABASE')) return;
      bench.beforeSend = () => undefined;
      bench.world.backups.take({
        database: 'Hartonomous',
        type: 'D',
        at: bench.world.now() - 60_000,
        ms: 1000,
      });
      bench.world.changed();
    };

    const run = await take('diff');

    expect(run.state).toBe('failed');
    expect(run.report?.lines.join(' ')).toContain('another full backup');
  });

  it('is cancelled at the server, and says what it may leave', async () => {
    await open({ actMs: 60_000 });
    const run = await begin('full');
    await eventually(() => expect(bench.world.running.size).toBe(1));

    await bench.acting.cancel(run.id, requester);
    const over = await bench.over(run.id);

    expect(over.state).toBe('cancelled');
    expect(bench.world.running.size).toBe(0);
    expect(over.steps[0]?.note).toContain('hart deletes nothing');
  });

  it('shows how far it has come', async () => {
    await open({ actMs: 400 });

    await take('full');

    expect(bench.shown.some(({ steps }) => (steps[0]?.percent ?? 0) > 0)).toBe(true);
  });
});
