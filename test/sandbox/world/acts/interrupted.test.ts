import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { passwords, shareServer } from './acting.ts';

const openServer = shareServer(1500);
const file = 'D:\\Backups\\long.bak';
const statement = `BACKUP DATABASE [Hartonomous] TO DISK = N'${file}' WITH STATS = 5`;

test('S20 a backup that is cancelled leaves a file that says so, and the connection lives', async () => {
  const { world, connect } = await openServer();
  const { pool, rows, run } = await connect();
  const request = pool.request();
  const answer = request.batch(statement);
  await expect.poll(() => world.running.size).toBe(1);
  request.cancel();
  await expect(answer).rejects.toMatchObject({ code: 'ECANCEL' });
  await expect.poll(() => world.running.size).toBe(0);
  expect(await rows(`RESTORE HEADERONLY FROM DISK = N'${file}'`)).toMatchObject([
    { BackupName: '*** INCOMPLETE ***', Position: 1 },
  ]);
  expect((await run(`RESTORE VERIFYONLY FROM DISK = N'${file}'`)).errors).toEqual([3256, 3013]);
});

test('S14 a half-open connection does not keep a backup from ending', async () => {
  const { world, connect } = await openServer();
  const gone = await connect();
  const answer = gone.run(statement).catch(() => null);
  await expect.poll(() => world.running.size).toBe(1);
  gone.hang();
  await expect.poll(() => world.disk.find(file)?.sets.length, { timeout: 10_000 }).toBe(1);
  expect(world.backups.sets.at(-1)?.media.files).toEqual([file]);
  await answer;
});

test('S13 a restore whose connection breaks leaves the copy in RESTORING, to be begun anew', async () => {
  const { world, connect } = await openServer();
  const gone = await connect();
  const full = world.backups.newest('Hartonomous', 'D')?.media.files[0] ?? '';
  const moves = ['Hartonomous', 'Hartonomous_Spatial', 'Hartonomous_InMemory', 'Hartonomous_log']
    .map((name) => `MOVE N'${name}' TO N'L:\\Log\\${name}'`)
    .join(', ')
    .replace("N'L:\\Log\\Hartonomous'", "N'D:\\Data\\copy'")
    .replace("N'L:\\Log\\Hartonomous_Spatial'", "N'D:\\Data\\copy_spatial'");
  const restore = `RESTORE DATABASE [copy] FROM DISK = N'${full}' WITH NORECOVERY, ${moves}`;
  const answer = gone.run(restore).catch(() => null);
  await expect.poll(() => world.running.size).toBe(1);
  gone.drop();
  await answer;
  await expect.poll(() => world.running.size).toBe(0);
  const { run, rows } = await connect();
  expect(
    await rows("SELECT d.state_desc AS s FROM sys.databases AS d WHERE d.name = N'copy'"),
  ).toEqual([{ s: 'RESTORING' }]);
  expect((await run('RESTORE DATABASE [copy] WITH RECOVERY')).errors).toEqual([4333, 3013]);
  expect((await run(restore)).errors).toEqual([]);
});

const tsql = '/usr/bin/tsql';

test('an independent client backs up and sees how far it is', async (context) => {
  context.skip(!existsSync(tsql), 'tsql of freetds-bin is not installed');
  const { port } = await openServer();
  const args = ['-H', '127.0.0.1', '-p', `${port}`, '-U', 'sa', '-P', passwords.sa, '-D', 'master'];
  const output = await new Promise<string>((resolve) => {
    const env = { ...process.env, TDSVER: '7.4' };
    const child = execFile(tsql, args, { timeout: 15_000, env }, (_error, out, err) =>
      resolve(out + err),
    );
    child.stdin?.end(`${statement}\ngo\nBACKUP LOG [msdb] TO DISK = N'NUL'\ngo\nexit\n`);
  });
  expect(output).toContain('100 percent processed.');
  expect(output).toContain('BACKUP DATABASE successfully processed');
  expect(output).toContain('Msg 4208');
  expect(output).toContain('Msg 3013');
});
