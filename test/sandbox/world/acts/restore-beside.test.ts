import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../../../sandbox/world/clock.ts';
import { shareServer } from './acting.ts';
import { copy, countAtoms, move, newestChain, ok, wall } from './chains.ts';

const openServer = shareServer(4);

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
