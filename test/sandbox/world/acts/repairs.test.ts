import { expect, test } from 'vitest';
import { shareServer } from './acting.ts';

const openServer = shareServer(4);

test('leaked conversations end in batches', async () => {
  const { world, connect } = await openServer();
  const { rows } = await connect('hart_operator', 'Hartonomous');
  world.setFault('conversations-leaked', true, { count: 1200 });
  const end = () =>
    rows("EXEC dbo.hart_EndConversations @FarService = N'Neo4jSyncService', @State = 'DI'");
  expect(await end()).toEqual([{ ended: 500, left: '700' }]);
  expect(await end()).toEqual([{ ended: 500, left: '200' }]);
  expect(await end()).toEqual([{ ended: 200, left: '0' }]);
});

test('S4 the database is checked as its owner by whoever may call the procedure', async () => {
  const { world, connect } = await openServer();
  const { run } = await connect('hart_operator', 'Hartonomous');
  expect((await run('DBCC CHECKDB')).errors).toContain(7983);
  expect((await run('EXEC dbo.hart_CheckDatabase')).errors).toEqual([]);
  world.setFault('suspect-page', true);
  expect((await run('EXEC dbo.hart_CheckDatabase')).errors).not.toEqual([]);
});

test('S16 a database marks itself as set aside only where its name says so, and keeps that under any name', async () => {
  const { connect } = await openServer();
  const admin = await connect('sa', 'master');
  const operator = await connect('hart_operator', 'master');
  const mark = (name: string, run: string) =>
    operator.run(`EXEC [${name}].[dbo].[hart_MarkSetAside] @Run = N'${run}'`);
  const marks = async (name: string) =>
    (await admin.run(`SELECT e.value AS v FROM [${name}].sys.extended_properties AS e`)).rows;

  expect((await mark('Hartonomous', 'R7')).errors).toContain(50025);
  const away = `ALTER DATABASE [Hartonomous] SET SINGLE_USER WITH ROLLBACK IMMEDIATE;
    ALTER DATABASE [Hartonomous] MODIFY NAME = [Hartonomous_R7_before]`;
  expect((await operator.run(away)).errors).toEqual([]);
  expect((await mark('Hartonomous_R7_before', 'R8')).errors).toContain(50025);
  // Its owner's right, not the login's.
  const plain = `EXEC [Hartonomous_R7_before].sys.sp_addextendedproperty @name = N'hart_run', @value = N'R7'`;
  expect((await operator.run(plain)).errors).not.toEqual([]);
  expect((await mark('Hartonomous_R7_before', 'R7')).errors).toEqual([]);
  expect((await mark('Hartonomous_R7_before', 'R7')).errors).toEqual([]);
  expect(await marks('Hartonomous_R7_before')).toEqual([{ v: 'R7' }]);
  await admin.run('ALTER DATABASE [Hartonomous_R7_before] MODIFY NAME = [Hartonomous]');
  expect(await marks('Hartonomous')).toEqual([{ v: 'R7' }]);
});
