import { expect, test } from 'vitest';
import { type Acting, shareServer } from './acting.ts';

const openServer = shareServer(4);

const newestFull = ({ world }: Acting) =>
  world.backups.newest('Hartonomous', 'D')?.media.files[0] ?? '';

test('HEADERONLY tells every set of a file, also one that was broken off', async () => {
  const acting = await openServer();
  const { run, rows } = await acting.connect();
  for (const name of ['one', 'two'])
    await run(
      `BACKUP LOG [Hartonomous] TO DISK = N'D:\\Backups\\x.trn' WITH CHECKSUM, NAME = N'${name}'`,
    );
  acting.world.setFault('disk-full', true, { percent: 0 });
  expect((await run("BACKUP LOG [Hartonomous] TO DISK = N'D:\\Backups\\x.trn'")).errors).toEqual([
    3202, 3013,
  ]);
  const headers = await rows("RESTORE HEADERONLY FROM DISK = N'D:\\Backups\\x.trn'");
  expect(headers.map(({ BackupName, Position }) => [BackupName, Position])).toEqual([
    ['one', 1],
    ['two', 2],
    ['*** INCOMPLETE ***', 3],
  ]);
  const [first, second] = acting.world.backups.sets.slice(-2);
  expect(headers[1]).toMatchObject({
    BackupType: 2,
    DatabaseName: 'Hartonomous',
    BackupTypeDescription: 'Transaction Log',
    HasBackupChecksums: true,
    RecoveryModel: 'FULL',
    BackupSetGUID: second?.guid,
    BindingID: second?.databaseGuid,
    FirstRecoveryForkID: second?.firstFork,
  });
  expect(second?.firstLsn).toBe(first?.lastLsn);
  expect(
    (await run("RESTORE VERIFYONLY FROM DISK = N'D:\\Backups\\x.trn' WITH FILE = 3")).errors,
  ).toEqual([3256, 3013]);
  expect(
    (await run("RESTORE VERIFYONLY FROM DISK = N'D:\\Backups\\x.trn' WITH FILE = 2, CHECKSUM"))
      .messages,
  ).toEqual(['The backup set on file 2 is valid.']);
});

test('FILELISTONLY and LABELONLY tell the files and the media', async () => {
  const acting = await openServer();
  const { run, rows } = await acting.connect();
  const files = await rows(`RESTORE FILELISTONLY FROM DISK = N'${newestFull(acting)}'`);
  expect(files.map(({ LogicalName, Type }) => [LogicalName, Type])).toEqual([
    ['Hartonomous', 'D'],
    ['Hartonomous_log', 'L'],
    ['Hartonomous_Spatial', 'D'],
    ['Hartonomous_InMemory', 'S'],
  ]);
  expect(files[0]).toMatchObject({
    PhysicalName: 'D:\\Data\\Hartonomous.mdf',
    Size: 480_000 * 2 ** 20,
    TDEThumbprint: null,
  });
  const stripes = "DISK = N'D:\\Backups\\a.bak', DISK = N'D:\\Backups\\b.bak'";
  await run(`BACKUP DATABASE [Hartonomous] TO ${stripes} WITH MEDIANAME = N'pair', COMPRESSION`);
  expect(await rows("RESTORE LABELONLY FROM DISK = N'D:\\Backups\\b.bak'")).toMatchObject([
    { MediaName: 'pair', FamilyCount: 2, FamilySequenceNumber: 2, IsCompressed: true },
  ]);
  expect((await run("RESTORE VERIFYONLY FROM DISK = N'D:\\Backups\\a.bak'")).errors).toEqual([
    3132, 3013,
  ]);
  expect((await run(`RESTORE VERIFYONLY FROM ${stripes}`)).errors).toEqual([]);
  expect((await run("RESTORE HEADERONLY FROM DISK = N'D:\\Backups\\b.bak'")).rows).toHaveLength(1);
});

test.each([
  ['backup-file-corrupt', [3203, 3013]],
  ['backup-set-damaged', [3189, 3013]],
] as const)('%s shows when the newest full is read back', async (fault, errors) => {
  const acting = await openServer();
  const { run } = await acting.connect();
  const statement = `RESTORE VERIFYONLY FROM DISK = N'${newestFull(acting)}' WITH CHECKSUM`;
  expect((await run(statement)).errors).toEqual([]);
  acting.world.setFault(fault, true);
  expect((await run(statement)).errors).toEqual(errors);
  acting.world.setFault(fault, false);
  expect((await run(statement)).errors).toEqual([]);
});

test.each([
  ["RESTORE HEADERONLY FROM DISK = N'D:\\Backups\\none.bak'", [3201, 3013]],
  ["RESTORE HEADERONLY FROM DISK = N'Q:\\none.bak'", [3201, 3013]],
  ["RESTORE VERIFYONLY FROM DISK = N'D:\\Backups\\garbage.bak'", [3241, 3013]],
  ["RESTORE FILELISTONLY DISK = N'x'", [102]],
  ['RESTORE PAGEONLY', [102]],
])('%s fails with %j', async (text, errors) => {
  const { world, connect } = await openServer();
  world.disk.put({
    path: 'D:\\Backups\\garbage.bak',
    bytes: 10,
    mediaId: 0,
    sequence: 1,
    sets: [],
    brokenOff: null,
    state: 'garbage',
    busyUntil: 0,
    isNew: true,
  });
  expect((await (await connect()).run(text)).errors).toEqual(errors);
});

test('a set without checksums cannot be asked for them', async () => {
  const { connect } = await openServer();
  const { run } = await connect();
  await run("BACKUP LOG [Hartonomous] TO DISK = N'D:\\Backups\\x.trn' WITH NO_CHECKSUM");
  expect(
    (await run("RESTORE VERIFYONLY FROM DISK = N'D:\\Backups\\x.trn' WITH CHECKSUM")).errors,
  ).toEqual([3187, 3013]);
});

test('S25 existence is asked of the server', async () => {
  const acting = await openServer();
  const { run, rows } = await acting.connect('sa');
  await run("BACKUP LOG [Hartonomous] TO DISK = N'D:\\Backups\\x.trn'");
  expect(
    await rows("SELECT e.file_exists AS f FROM sys.dm_os_file_exists(N'd:\\backups\\X.TRN') AS e"),
  ).toEqual([{ f: 1 }]);
  const found = await rows("EXEC master.sys.xp_dirtree N'D:\\Backups', 1, 1");
  expect(found).toContainEqual({ subdirectory: 'x.trn', depth: 1, file: 1 });
});

test('CHECKDB finds what is suspect, and dates itself', async () => {
  const { world, connect } = await openServer();
  const { run, rows } = await connect('sa');
  const when =
    "SELECT CONVERT(varchar(30), DATABASEPROPERTYEX(N'Hartonomous', 'LastGoodCheckDbTime')) AS at";
  const [before] = await rows(when);
  world.setFault('suspect-page', true);
  expect(
    (await run("DBCC CHECKDB (N'Hartonomous') WITH NO_INFOMSGS, ALL_ERRORMSGS")).errors,
  ).toEqual([8928, 8939]);
  expect(await rows(when)).toEqual([before]);
  world.setFault('suspect-page', false);
  const sound = await run("DBCC CHECKDB (N'Hartonomous')");
  expect(sound.messages[0]).toMatch(/0 allocation errors and 0 consistency errors/);
  expect((await rows(when))[0]?.['at']).not.toBe(before?.['at']);
});
