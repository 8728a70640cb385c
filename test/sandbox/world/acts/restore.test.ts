import { describe, expect, test } from 'vitest';
import { local, MINUTE, SECOND } from '../../../../sandbox/world/clock.ts';
import { type Acting, type Connected, openServer } from './acting.ts';

const wall = (at: number) => new Date(local(at)).toISOString().slice(0, -1);

/** Where the files of a copy go. */
const move = (name: string) =>
  ['Hartonomous', 'Hartonomous_Spatial', 'Hartonomous_InMemory']
    .map((file) => `MOVE N'${file}' TO N'D:\\Data\\${name}_${file}'`)
    .concat(`MOVE N'Hartonomous_log' TO N'L:\\Log\\${name}_log.ldf'`)
    .join(', ');

interface Chain {
  readonly full: string;
  readonly diff: string;
  readonly logs: readonly string[];
}

/** The newest full of the schedule that a differential stands on, that differential, and every log since. */
function newestChain({ world }: Acting, moment = Number.POSITIVE_INFINITY): Chain {
  const { sets } = world.backups;
  const diff = sets.findLast((set) => set.type === 'I');
  const full = sets.find((set) => set.guid === diff?.base?.guid);
  const logs = sets.filter((set) => set.type === 'L' && set.lastLsn > (diff?.lastLsn ?? 0n));
  const end = logs.findIndex((set) => set.finishedAt >= moment);
  const path = (set: (typeof sets)[number] | undefined) => set?.media.files[0] ?? '';
  return {
    full: path(full),
    diff: path(diff),
    logs: logs.slice(0, end < 0 ? logs.length : end + 1).map(path),
  };
}

async function ok(connected: Connected, text: string): Promise<void> {
  const { errors } = await connected.run(text);
  if (errors.length > 0) throw new Error(`${text}\n${errors.join()}`);
}

/** Restores the chain as a copy, up to but without its recovery. */
async function copy(connected: Connected, name: string, chain: Chain, stopAt = ''): Promise<void> {
  const stop = stopAt === '' ? '' : `, STOPAT = '${stopAt}'`;
  await ok(
    connected,
    `RESTORE DATABASE [${name}] FROM DISK = N'${chain.full}' WITH NORECOVERY, CHECKSUM, ${move(name)}`,
  );
  await ok(
    connected,
    `RESTORE DATABASE [${name}] FROM DISK = N'${chain.diff}' WITH NORECOVERY, CHECKSUM`,
  );
  for (const log of chain.logs)
    await ok(connected, `RESTORE LOG [${name}] FROM DISK = N'${log}' WITH NORECOVERY${stop}`);
}

const countAtoms = (database: string) =>
  `SELECT COUNT(*) AS n, MAX(a.CreatedAt) AS newest FROM [${database}].dbo.Atom AS a`;

describe('RESTORE beside', () => {
  test('stops at the moment: rows committed after it are gone, and the copy is of its own', async () => {
    const acting = await openServer();
    const { world, connect } = acting;
    await world.refresh();
    world.advance(7 * MINUTE);
    const moment = world.now();
    world.advance(6 * MINUTE);
    const one = await connect();
    await ok(one, "BACKUP LOG [Hartonomous] TO DISK = N'D:\\Backups\\now.trn'");
    const chain = newestChain(acting, moment);
    await copy(one, 'Hart-copy [1]'.replaceAll(']', ']]'), chain, wall(moment));
    const dba = await connect('sa');
    expect((await dba.run('SELECT * FROM [Hart-copy [1]]].dbo.Atom')).errors).toEqual([927]);
    expect((await dba.run('USE [Hart-copy [1]]]')).errors).toEqual([927]);
    await ok(one, 'RESTORE DATABASE [Hart-copy [1]]] WITH RECOVERY');
    const [copied] = await dba.rows(countAtoms('Hart-copy [1]]'));
    const [live] = await dba.rows(countAtoms('Hartonomous'));
    expect(Number(live?.['n'])).toBeGreaterThanOrEqual(Number(copied?.['n']) + 11);
    expect(Number(copied?.['newest'])).toBeLessThanOrEqual(moment);
    expect(Number(copied?.['newest'])).toBeGreaterThan(moment - MINUTE);
    const [state] = await dba.rows(
      `SELECT d.state_desc, d.is_broker_enabled, d.is_trustworthy_on, d.user_access_desc, SUSER_SNAME(d.owner_sid) AS owner
       FROM sys.databases AS d WHERE d.name = N'Hart-copy [1]'`.replace(
        'SUSER_SNAME(d.owner_sid)',
        '(SELECT p.name FROM sys.server_principals AS p WHERE p.sid = d.owner_sid)',
      ),
    );
    expect(state).toEqual({
      state_desc: 'ONLINE',
      is_broker_enabled: false,
      is_trustworthy_on: false,
      user_access_desc: 'MULTI_USER',
      owner: 'hart_operator',
    });
    expect(await dba.rows('SELECT DB_NAME() AS db')).toEqual([{ db: 'master' }]);
    await ok(dba, 'USE [Hart-copy [1]]]');
    expect(await dba.rows('SELECT DB_NAME() AS db, COUNT(*) AS n FROM dbo.Atom')).toEqual([
      { db: 'Hart-copy [1]', n: copied?.['n'] },
    ]);
    const history = await dba.rows(
      `SELECT r.restore_type AS t, r.recovery AS r, r.stop_at AS s, b.type FROM msdb.dbo.restorehistory AS r
       JOIN msdb.dbo.backupset AS b ON b.backup_set_id = r.backup_set_id
       WHERE r.destination_database_name = N'Hart-copy [1]' ORDER BY r.restore_history_id`,
    );
    expect(history.slice(0, 2).map(({ t }) => t)).toEqual(['D', 'I']);
    expect(history.length).toBe(2 + chain.logs.length);
    expect(history.at(-1)).toMatchObject({ t: 'L', type: 'L', r: false });
  });

  test('STANDBY lets it be read, and rolled on', async () => {
    const acting = await openServer();
    const { connect } = acting;
    const one = await connect();
    await ok(one, "BACKUP DATABASE [Hartonomous] TO DISK = N'D:\\Backups\\f.bak'");
    await ok(
      one,
      `RESTORE DATABASE [copy] FROM DISK = N'D:\\Backups\\f.bak' WITH STANDBY = N'D:\\undo', ${move('copy')}`,
    );
    const [before] = await one.rows(countAtoms('copy'));
    acting.world.advance(2 * MINUTE);
    await ok(one, "BACKUP LOG [Hartonomous] TO DISK = N'D:\\Backups\\l.trn'");
    await ok(one, "RESTORE LOG [copy] FROM DISK = N'D:\\Backups\\l.trn' WITH RECOVERY, NEW_BROKER");
    const [after] = await one.rows(countAtoms('copy'));
    expect(Number(after?.['n'])).toBeGreaterThanOrEqual(Number(before?.['n']) + 3);
    const brokers = await one.rows(
      "SELECT d.is_broker_enabled AS b, d.service_broker_guid AS g FROM sys.databases AS d WHERE d.name IN (N'copy', N'Hartonomous')",
    );
    expect(brokers.map(({ b }) => b)).toEqual([true, true]);
    expect(new Set(brokers.map(({ g }) => g)).size).toBe(2);
    await ok(one, 'DROP DATABASE [copy]');
    expect((await one.run('SELECT * FROM [copy].dbo.Atom')).errors).toEqual([208]);
    expect((await one.run('DROP DATABASE [copy]')).errors).toEqual([3701]);
  });

  test('a log that ends before STOPAT leaves the database restoring', async () => {
    const acting = await openServer();
    const one = await acting.connect();
    const chain = newestChain(acting);
    await copy(one, 'copy', { ...chain, logs: chain.logs.slice(0, -1) });
    const later = wall(acting.world.now() + MINUTE);
    await ok(
      one,
      `RESTORE LOG [copy] FROM DISK = N'${chain.logs.at(-1)}' WITH STOPAT = '${later}'`,
    );
    expect(
      await one.rows("SELECT d.state_desc AS s FROM sys.databases AS d WHERE d.name = N'copy'"),
    ).toEqual([{ s: 'RESTORING' }]);
  });
});

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
    const acting = await openServer(4);
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

  test('a differential of another full', async () => {
    const acting = await openServer(4);
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
    const acting = await openServer(4);
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

describe('in place', () => {
  const tail = `BACKUP LOG [Hartonomous] TO DISK = N'D:\\Backups\\tail.trn' WITH NORECOVERY, CHECKSUM`;

  /** As the plan does: everyone out, the tail backed up. */
  async function withTail(acting: Acting): Promise<Connected> {
    const one = await acting.connect();
    await ok(one, 'ALTER DATABASE [Hartonomous] SET SINGLE_USER WITH ROLLBACK IMMEDIATE');
    await ok(one, tail);
    return one;
  }

  test('after the tail the untouched database comes back as it was', async () => {
    const acting = await openServer(4);
    const one = await withTail(acting);
    expect(
      await one.rows(
        "SELECT d.state_desc AS s FROM sys.databases AS d WHERE d.name = N'Hartonomous'",
      ),
    ).toEqual([{ s: 'RESTORING' }]);
    await ok(one, 'RESTORE DATABASE [Hartonomous] WITH RECOVERY');
    const dba = await acting.connect('sa');
    const [live] = await dba.rows(countAtoms('Hartonomous'));
    expect(Number(live?.['n'])).toBeGreaterThan(4990);
  });

  test('it goes back to the moment, on a new fork, and the next log spans both', async () => {
    const acting = await openServer(4);
    const { world } = acting;
    await world.refresh();
    const moment = world.now();
    world.advance(20 * MINUTE);
    const one = await withTail(acting);
    const [before] = world.backups.sets.slice(-1);
    const chain = newestChain(acting);
    const restore = [
      `RESTORE DATABASE [Hartonomous] FROM DISK = N'${chain.full}' WITH NORECOVERY, CHECKSUM`,
      `RESTORE DATABASE [Hartonomous] FROM DISK = N'${chain.diff}' WITH NORECOVERY, CHECKSUM`,
    ];
    const { sets } = world.backups;
    const upTo = sets.findIndex((set) => set.type === 'L' && set.finishedAt >= moment);
    const logs = sets
      .slice(0, upTo + 1)
      .filter((set) => chain.logs.includes(set.media.files[0] ?? ''));
    for (const text of restore) await ok(one, text);
    for (const log of logs)
      await ok(
        one,
        `RESTORE LOG [Hartonomous] FROM DISK = N'${log.media.files[0]}' WITH NORECOVERY, STOPAT = '${wall(moment)}'`,
      );
    await ok(one, 'RESTORE DATABASE [Hartonomous] WITH RECOVERY, RESTRICTED_USER');
    const [state] = await one.rows(
      "SELECT d.state_desc AS s, d.user_access_desc AS a FROM sys.databases AS d WHERE d.name = N'Hartonomous'",
    );
    expect(state).toEqual({ s: 'ONLINE', a: 'RESTRICTED_USER' });
    const dba = await acting.connect('sa');
    const [back] = await dba.rows(countAtoms('Hartonomous'));
    expect(Number(back?.['newest'])).toBeLessThanOrEqual(moment);
    await ok(one, "BACKUP LOG [Hartonomous] TO DISK = N'D:\\Backups\\next.trn'");
    const spanning = world.backups.sets.at(-1);
    expect(spanning?.firstFork).toBe(before?.lastFork);
    expect(spanning?.lastFork).not.toBe(before?.lastFork);
    expect(spanning?.forkPointLsn).toBeLessThan(before?.lastLsn ?? 0n);
    // the way that was left does not fit any more
    await ok(one, "BACKUP DATABASE [Hartonomous] TO DISK = N'D:\\Backups\\new.bak'");
    await ok(
      one,
      `RESTORE DATABASE [copy] FROM DISK = N'D:\\Backups\\new.bak' WITH NORECOVERY, ${move('copy')}`,
    );
    const old = await one.run(
      "RESTORE LOG [copy] FROM DISK = N'D:\\Backups\\tail.trn' WITH NORECOVERY",
    );
    expect([4305, 4330]).toContain(old.errors[0]);
    world.databases.change('Hartonomous', { userAccess: 'MULTI_USER' }, world.now());
    world.advance(3 * MINUTE);
    const [later] = await dba.rows(countAtoms('Hartonomous'));
    expect(Number(later?.['newest'])).toBeGreaterThan(moment + 20 * MINUTE);
  });

  test('a full that breaks off leaves nothing that could be recovered', async () => {
    const acting = await openServer(4);
    const one = await withTail(acting);
    acting.world.setFault('backup-file-corrupt', true);
    const full = acting.world.backups.newest('Hartonomous', 'D')?.media.files[0];
    expect(
      (await one.run(`RESTORE DATABASE [Hartonomous] FROM DISK = N'${full}' WITH NORECOVERY`))
        .errors,
    ).toEqual([3203, 3013]);
    expect((await one.run('RESTORE DATABASE [Hartonomous] WITH RECOVERY')).errors).toEqual([
      4333, 3013,
    ]);
    acting.world.setFault('backup-file-corrupt', false);
    await ok(one, `RESTORE DATABASE [Hartonomous] FROM DISK = N'${full}' WITH NORECOVERY`);
  });
});
