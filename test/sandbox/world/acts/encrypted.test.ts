import { expect, test } from 'vitest';
import { type Acting, shareServer } from './acting.ts';

const openServer = shareServer(1);

const newestFull = ({ world }: Acting) =>
  world.backups.newest('Hartonomous', 'D')?.media.files[0] ?? '';

const hex = (bytes: unknown) =>
  bytes instanceof Uint8Array ? `0x${Buffer.from(bytes).toString('hex').toUpperCase()}` : bytes;

test('S10 an encrypted backup names its certificate, and is of no use where master has lost it', async () => {
  const acting = await openServer();
  const { run, rows } = await acting.connect();
  const admin = await acting.connect('sa');
  const list = `RESTORE FILELISTONLY FROM DISK = N'${newestFull(acting)}'`;
  const restore = `RESTORE DATABASE [Copy] FROM DISK = N'${newestFull(acting)}' WITH NORECOVERY,
    MOVE N'Hartonomous' TO N'D:\\Data\\c.mdf', MOVE N'Hartonomous_log' TO N'L:\\Log\\c.ldf',
    MOVE N'Hartonomous_Spatial' TO N'D:\\Data\\c.ndf', MOVE N'Hartonomous_InMemory' TO N'D:\\Data\\c'`;
  const masters = async () => {
    const [row] = await admin.rows(
      'SELECT CONVERT(varchar(100), c.thumbprint, 1) AS print FROM master.sys.certificates AS c',
    );
    return row?.['print'];
  };
  const printed = async () => (await rows(list)).map((row) => hex(row['TDEThumbprint']));

  expect(new Set(await printed())).toEqual(new Set([null]));
  acting.world.setFault('database-encrypted', true);
  expect(new Set(await printed())).toEqual(new Set([await masters()]));

  acting.world.setFault('database-encrypted', true, { certificate: 'rotated' });
  expect((await run(list)).errors).toEqual([33111, 3013]);
  expect((await run(restore)).errors).toEqual([33111, 3013]);
  // Its header and its pages can be read all the same.
  expect((await run(list.replace('FILELIST', 'HEADER'))).errors).toEqual([]);
  expect((await run(list.replace('FILELIST', 'VERIFY'))).errors).toEqual([]);

  acting.world.setFault('database-encrypted', true, { certificate: 'dropped', fileList: 'told' });
  expect(await printed()).not.toContain(await masters());
  const [key] = await admin.rows(
    'SELECT CONVERT(varchar(100), k.encryptor_thumbprint, 1) AS print FROM sys.dm_database_encryption_keys AS k',
  );
  expect(await printed()).toContain(key?.['print']);

  acting.world.setFault('database-encrypted', false);
  expect((await run(restore)).errors).toEqual([]);
});

test('HASHBYTES is SHA-512, and refuses any other', async () => {
  const { rows, run } = await (await openServer()).connect();
  const of = (algorithm: string) =>
    `SELECT CONVERT(varchar(130), HASHBYTES('${algorithm}', CONVERT(varbinary(8), '0x616263', 1)), 1) AS hash`;
  // The example of FIPS 180: "abc".
  expect(await rows(of('SHA2_512'))).toEqual([
    {
      hash: '0xDDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A2192992A274FC1A836BA3C23A3FEEBBD454D4423643CE80E2A9AC94FA54CA49F',
    },
  ]);
  expect((await run(of('MD5'))).errors).not.toEqual([]);
});
