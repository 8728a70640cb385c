import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../../sandbox/world/clock.ts';
import { shareServer } from './acting.ts';
import { type Chain, move, newestChain, ok } from './chains.ts';

const openServer = shareServer(4);

describe('RESTORE refuses', () => {
  /** A statement's text from the chain, after others that succeed, and the numbers it fails with. */
  const cases: readonly (readonly [
    name: string,
    text: (chain: Chain) => string,
    errors: readonly number[],
    before?: (chain: Chain) => readonly string[],
  ])[] = [
    [
      'over a database whose tail is not backed up, once nobody is in it',
      ({ full }) => `RESTORE DATABASE [Hartonomous] FROM DISK = N'${full}' WITH NORECOVERY`,
      [3159, 3013],
    ],
    [
      'another database with that name',
      ({ full }) => `RESTORE DATABASE [msdb] FROM DISK = N'${full}' WITH NORECOVERY`,
      [3154, 3013],
    ],
    [
      'a differential without its full',
      ({ diff }) => `RESTORE DATABASE [copy] FROM DISK = N'${diff}' WITH NORECOVERY`,
      [3118, 3013],
    ],
    [
      'a differential on a database that is online',
      ({ diff }) => `RESTORE DATABASE [Hartonomous] FROM DISK = N'${diff}' WITH NORECOVERY`,
      [3117, 3013],
    ],
    [
      'a log on a database that is online',
      ({ logs }) => `RESTORE LOG [Hartonomous] FROM DISK = N'${logs[0]}' WITH NORECOVERY`,
      [3117, 3013],
    ],
    [
      'a log as a database',
      ({ logs }) => `RESTORE DATABASE [copy] FROM DISK = N'${logs[0]}' WITH NORECOVERY`,
      [3135, 3013],
    ],
    [
      'files where those of another database lie',
      ({ full }) => `RESTORE DATABASE [copy] FROM DISK = N'${full}' WITH NORECOVERY`,
      [1834, 3156, 1834, 3156, 1834, 3156, 1834, 3156, 3119, 3013],
    ],
    [
      'a file that the set has not',
      ({ full }) =>
        `RESTORE DATABASE [copy] FROM DISK = N'${full}' WITH NORECOVERY, MOVE N'x' TO N'D:\\Data\\x'`,
      [3234, 3013],
    ],
    [
      'a file that is not there',
      () => "RESTORE DATABASE [copy] FROM DISK = N'D:\\Backups\\none.bak' WITH NORECOVERY",
      [3201, 3013],
    ],
    [
      'a set that the file has not',
      ({ full }) => `RESTORE DATABASE [copy] FROM DISK = N'${full}' WITH FILE = 3, NORECOVERY`,
      [4038, 3013],
    ],
    [
      'options that exclude each other',
      ({ full }) => `RESTORE DATABASE [copy] FROM DISK = N'${full}' WITH NORECOVERY, RECOVERY`,
      [3031, 3013],
    ],
    [
      'an unknown option',
      ({ full }) => `RESTORE DATABASE [copy] FROM DISK = N'${full}' WITH FRISBEE`,
      [155],
    ],
    ['master', ({ full }) => `RESTORE DATABASE [master] FROM DISK = N'${full}'`, [3108, 3013]],
    ['recovery of nothing', () => 'RESTORE DATABASE [copy] WITH RECOVERY', [911, 3013]],
    ['recovery of what is online', () => 'RESTORE DATABASE [msdb] WITH RECOVERY', [3153, 3013]],
    [
      'a log with a gap before it',
      ({ logs }) => `RESTORE LOG [copy] FROM DISK = N'${logs[1]}' WITH NORECOVERY`,
      [4305, 3013],
      ({ full }) => [
        `RESTORE DATABASE [copy] FROM DISK = N'${full}' WITH NORECOVERY, ${move('copy')}`,
      ],
    ],
    [
      'a log that is over already',
      ({ logs }) => `RESTORE LOG [copy] FROM DISK = N'${logs[0]}' WITH NORECOVERY`,
      [4326, 3013],
      ({ full, diff, logs }) => [
        `RESTORE DATABASE [copy] FROM DISK = N'${full}' WITH NORECOVERY, ${move('copy')}`,
        `RESTORE DATABASE [copy] FROM DISK = N'${diff}' WITH NORECOVERY`,
        `RESTORE LOG [copy] FROM DISK = N'${logs[0]}' WITH NORECOVERY`,
        `RESTORE LOG [copy] FROM DISK = N'${logs[1]}' WITH NORECOVERY`,
      ],
    ],
    [
      'a moment that is passed already',
      ({ logs }) =>
        `RESTORE LOG [copy] FROM DISK = N'${logs[0]}' WITH NORECOVERY, STOPAT = '2020-01-01T00:00:00.000'`,
      [4335, 3013],
      ({ full, diff }) => [
        `RESTORE DATABASE [copy] FROM DISK = N'${full}' WITH NORECOVERY, ${move('copy')}`,
        `RESTORE DATABASE [copy] FROM DISK = N'${diff}' WITH NORECOVERY`,
      ],
    ],
    [
      'a full for a moment that it is past',
      ({ full }) =>
        `RESTORE DATABASE [copy] FROM DISK = N'${full}' WITH NORECOVERY, STOPAT = '2020-01-01', ${move('copy')}`,
      [4338, 3013],
    ],
  ];

  const table = cases.map(([name, text, errors, before]) => ({
    name,
    text,
    errors,
    before: before ?? (() => []),
  }));
  test.each(table)('$name', async ({ text, errors, before }) => {
    const acting = await openServer();
    await acting.world.refresh();
    acting.world.advance(31 * MINUTE);
    await acting.world.refresh();
    // so that there are two logs after the newest differential whatever the hour
    for (const step of [1, 2]) {
      acting.world.backups.take({
        database: 'Hartonomous',
        type: 'L',
        at: acting.world.now() - (3 - step) * 10 * SECOND,
      });
    }
    const chain = newestChain(acting);
    const one = await acting.connect();
    await ok(one, 'ALTER DATABASE [Hartonomous] SET RESTRICTED_USER WITH ROLLBACK IMMEDIATE');
    for (const statement of before(chain)) await ok(one, statement);
    expect((await one.run(text(chain))).errors).toEqual(errors);
  });

  test('what comes after a gap in the chain', async () => {
    const acting = await openServer();
    await acting.world.refresh();
    acting.world.advance(20 * MINUTE);
    acting.world.setFault('log-chain-broken', true);
    await acting.world.refresh();
    const { full, diff, logs } = newestChain(acting);
    const one = await acting.connect();
    await ok(
      one,
      `RESTORE DATABASE [copy] FROM DISK = N'${full}' WITH NORECOVERY, ${move('copy')}`,
    );
    await ok(one, `RESTORE DATABASE [copy] FROM DISK = N'${diff}' WITH NORECOVERY`);
    const outcomes: (readonly number[])[] = [];
    for (const log of logs) {
      const text = `RESTORE LOG [copy] FROM DISK = N'${log}' WITH NORECOVERY`;
      outcomes.push((await one.run(text)).errors);
    }
    expect(outcomes.filter((errors) => errors.length > 0)).toEqual([[4305, 3013]]);
    expect(outcomes.at(-1)).toEqual([4305, 3013]);
  });

  test('a differential of another full', async () => {
    const acting = await openServer();
    const { diff } = newestChain(acting);
    const one = await acting.connect();
    await ok(one, "BACKUP DATABASE [Hartonomous] TO DISK = N'D:\\Backups\\c.bak' WITH COPY_ONLY");
    await ok(
      one,
      `RESTORE DATABASE [copy] FROM DISK = N'D:\\Backups\\c.bak' WITH NORECOVERY, ${move('copy')}`,
    );
    expect(
      (await one.run(`RESTORE DATABASE [copy] FROM DISK = N'${diff}' WITH NORECOVERY`)).errors,
    ).toEqual([3136, 3013]);
  });

  test('without the rights, or where there is no room, or in an availability group', async () => {
    const acting = await openServer();
    const { full } = newestChain(acting);
    const reader = await acting.connect('hart_reader');
    const restore = (name: string) =>
      `RESTORE DATABASE [${name}] FROM DISK = N'${full}' WITH NORECOVERY, ${move(name)}`;
    expect((await reader.run(restore('Hartonomous'))).errors).toEqual([3110, 3013]);
    expect((await reader.run(restore('copy'))).errors).toEqual([262, 3013]);
    for (const kind of ['VERIFYONLY', 'HEADERONLY', 'FILELISTONLY', 'LABELONLY'])
      expect((await reader.run(`RESTORE ${kind} FROM DISK = N'${full}'`)).errors).toEqual([
        262, 3013,
      ]);
    expect((await reader.run('DROP DATABASE [Hartonomous]')).errors).toEqual([3701]);
    expect((await reader.run("DBCC CHECKDB (N'Hartonomous')")).errors).toEqual([7983]);
    const one = await acting.connect();
    expect((await one.run(restore('Hartonomous'))).errors).toEqual([3101, 3013]);
    acting.world.setFault('availability-group', true);
    expect((await one.run(restore('Hartonomous'))).errors).toEqual([3104, 3013]);
    acting.world.setFault('disk-full', true);
    expect((await one.run(restore('copy'))).errors).toEqual([3257, 3119, 3013]);
  });
});
