import { describe, expect, test } from 'vitest';
import { openServer as openOwnServer, shareServer } from './acting.ts';

const openServer = shareServer();

const newest = `SELECT TOP (1) b.type, b.position, b.is_copy_only, b.has_backup_checksums, b.name, b.user_name,
  CONVERT(varchar(26), b.first_lsn) AS first_lsn, CONVERT(varchar(26), b.last_lsn) AS last_lsn,
  CONVERT(varchar(26), b.database_backup_lsn) AS base, b.differential_base_guid, b.backup_set_uuid, f.physical_device_name
  FROM msdb.dbo.backupset AS b JOIN msdb.dbo.backupmediafamily AS f ON f.media_set_id = b.media_set_id
  ORDER BY b.backup_set_id DESC`;

describe('BACKUP', () => {
  test('writes the set, tells its progress, and msdb knows it', async () => {
    const { connect } = await openServer();
    const { run, rows } = await connect();
    const full = await run(
      "BACKUP DATABASE @db TO DISK = @f WITH CHECKSUM, COMPRESSION, COPY_ONLY, STATS = 25, NAME = N'run 1'",
      { db: 'Hartonomous', f: 'D:\\Backups\\a.bak' },
    );
    expect(full.errors).toEqual([]);
    expect(full.messages.slice(0, 4)).toEqual(
      [25, 50, 75, 100].map((n) => `${n} percent processed.`),
    );
    expect(full.messages.at(-1)).toMatch(/^BACKUP DATABASE successfully processed \d+ pages in/);
    expect(await rows(newest)).toMatchObject([
      {
        type: 'D',
        position: 1,
        is_copy_only: true,
        has_backup_checksums: true,
        name: 'run 1',
        user_name: 'hart_operator',
        physical_device_name: 'D:\\Backups\\a.bak',
      },
    ]);
  });

  test('continues the chain of logs, and bases differentials on the newest full that is not copy-only', async () => {
    const { connect } = await openServer();
    const { run, rows } = await connect();
    const back = async (text: string) => {
      expect(await run(text)).toMatchObject({ errors: [] });
      const [row] = await rows(newest);
      return row;
    };
    const first = await back("BACKUP LOG [Hartonomous] TO DISK = N'D:\\Backups\\1.trn'");
    const copied = await back(
      "BACKUP LOG [Hartonomous] TO DISK = N'D:\\Backups\\2.trn' WITH COPY_ONLY",
    );
    const second = await back("BACKUP LOG [Hartonomous] TO DISK = N'D:\\Backups\\3.trn'");
    expect(copied?.['first_lsn']).toBe(first?.['last_lsn']);
    expect(second?.['first_lsn']).toBe(first?.['last_lsn']);
    const full = await back("BACKUP DATABASE [Hartonomous] TO DISK = N'D:\\Backups\\f.bak'");
    await back("BACKUP DATABASE [Hartonomous] TO DISK = N'D:\\Backups\\g.bak' WITH COPY_ONLY");
    const diff = await back(
      "BACKUP DATABASE [Hartonomous] TO DISK = N'D:\\Backups\\d.bak' WITH DIFFERENTIAL",
    );
    expect(diff).toMatchObject({
      type: 'I',
      differential_base_guid: full?.['backup_set_uuid'],
      base: full?.['first_lsn'],
    });
    expect(
      await rows(
        "SELECT DISTINCT f.differential_base_guid AS guid FROM sys.master_files AS f WHERE f.database_id = DB_ID(N'Hartonomous') AND f.type = 0",
      ),
    ).toEqual([{ guid: full?.['backup_set_uuid'] }]);
  });

  test('appends to a file, writes over it, and stripes', async () => {
    const { connect } = await openServer();
    const { run, rows } = await connect();
    const log = "BACKUP LOG [Hartonomous] TO DISK = N'D:\\Backups\\x.trn'";
    const position = async () => (await rows(newest))[0]?.['position'];
    await run(log);
    await run(log);
    expect(await position()).toBe(2);
    await run(`${log} WITH INIT`);
    expect(await position()).toBe(1);
    expect((await run(`${log}, DISK = N'D:\\Backups\\y.trn'`)).errors).toEqual([3231, 3013]);
    expect((await run(`${log}, DISK = N'D:\\Backups\\y.trn' WITH FORMAT`)).errors).toEqual([]);
    expect(
      await rows(`SELECT TOP (2) f.family_sequence_number AS n, f.physical_device_name AS f FROM msdb.dbo.backupmediafamily AS f
        ORDER BY f.media_set_id DESC, f.family_sequence_number`),
    ).toEqual([
      { n: 1, f: 'D:\\Backups\\x.trn' },
      { n: 2, f: 'D:\\Backups\\y.trn' },
    ]);
  });

  test.each([
    ["BACKUP DATABASE [Nowhere] TO DISK = N'D:\\Backups\\x.bak'", [911, 3013]],
    ["BACKUP DATABASE [tempdb] TO DISK = N'D:\\Backups\\x.bak'", [3147, 3013]],
    ["BACKUP LOG [master] TO DISK = N'D:\\Backups\\x.bak'", [4212, 3013]],
    ["BACKUP DATABASE [master] TO DISK = N'D:\\Backups\\x.bak' WITH DIFFERENTIAL", [3024, 3013]],
    ["BACKUP LOG [msdb] TO DISK = N'D:\\Backups\\x.bak'", [4208, 3013]],
    ["BACKUP LOG [Hartonomous] TO DISK = N'Q:\\none\\x.trn'", [3201, 3013]],
    ["BACKUP LOG [Hartonomous] TO DISK = N'D:\\Backups'", [3201, 3013]],
    ["BACKUP LOG [Hartonomous] TO DISK = N'D:\\Backups\\x.trn' WITH NORECOVERY", [3101, 3013]],
    ["BACKUP LOG [Hartonomous] TO DISK = N'D:\\Backups\\x.trn' WITH FRISBEE", [155]],
    ['BACKUP LOG [Hartonomous] TO [device]', [3206]],
    ['BACKUP LOG [Hartonomous] TO DISK = ', [102]],
    ["BACKUP LOG [Hartonomous] DISK = N'x'", [102]],
  ])('%s is refused with %j', async (text, errors) => {
    const { connect } = await openServer();
    expect((await (await connect()).run(text)).errors).toEqual(errors);
  });

  test('needs its rights', async () => {
    const { connect } = await openServer();
    const { run } = await connect('hart_reader');
    expect(
      (await run("BACKUP DATABASE [Hartonomous] TO DISK = N'D:\\Backups\\x.bak'")).errors,
    ).toEqual([262, 3013]);
  });

  test('S24 is not compressed on Express', async () => {
    const { world, connect } = await openServer();
    world.setFault('express-edition', true);
    const { run } = await connect();
    const text = "BACKUP LOG [Hartonomous] TO DISK = N'D:\\Backups\\x.trn'";
    expect((await run(`${text} WITH COMPRESSION`)).errors).toEqual([1844, 3013]);
    expect((await run(text)).errors).toEqual([]);
  });

  test('breaks off where the disk is full, and what is left cannot be added to msdb', async () => {
    const { world, connect } = await openServer();
    world.setFault('disk-full', true, { percent: 1 });
    const { run, rows } = await connect();
    const before = await rows(newest);
    expect(
      (await run("BACKUP DATABASE [Hartonomous] TO DISK = N'D:\\Backups\\x.bak' WITH COMPRESSION"))
        .errors,
    ).toEqual([3202, 3013]);
    expect(await rows(newest)).toEqual(before);
    expect(world.disk.find('d:\\backups\\X.BAK')?.brokenOff).toMatchObject({ type: 'D' });
  });

  test('shows its percentage, lets no second full run beside it, and ends with its connection', async () => {
    const { world, connect } = await openOwnServer(3000);
    const one = await connect();
    const two = await connect('sa');
    const running = one.run("BACKUP DATABASE [Hartonomous] TO DISK = N'D:\\Backups\\x.bak'");
    await expect
      .poll(async () =>
        two.rows(
          "SELECT r.command, r.percent_complete AS p FROM sys.dm_exec_requests AS r WHERE r.command = N'BACKUP DATABASE'",
        ),
      )
      .toMatchObject([{ command: 'BACKUP DATABASE', p: expect.any(Number) }]);
    expect(
      (await two.run("BACKUP DATABASE [Hartonomous] TO DISK = N'D:\\Backups\\y.bak'")).errors,
    ).toEqual([3023, 3013]);
    expect(
      (await two.run("BACKUP DATABASE [Hartonomous] TO DISK = N'D:\\Backups\\x.bak'")).errors[0],
    ).toBe(3023);
    one.drop();
    await running;
    await expect.poll(() => world.running.size).toBe(0);
    expect(world.disk.find('D:\\Backups\\x.bak')).toMatchObject({
      sets: [],
      brokenOff: { type: 'D' },
    });
  });
});
