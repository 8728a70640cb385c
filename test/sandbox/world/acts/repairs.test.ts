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
