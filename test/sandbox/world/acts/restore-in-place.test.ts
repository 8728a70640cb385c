import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../../../sandbox/world/clock.ts';
import { type Acting, type Connected, shareServer } from './acting.ts';
import { countAtoms, move, newestChain, ok, wall } from './chains.ts';

const openServer = shareServer(4);

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
    const acting = await openServer();
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
    const acting = await openServer();
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
    const acting = await openServer();
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
