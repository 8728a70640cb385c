import { expect, test } from 'vitest';
import { openServer } from './acting.ts';

test('a batch of several statements acts and asks in their order', async () => {
  const { connect } = await openServer();
  const { run, rows } = await connect('sa');
  expect((await run('USE [msdb]\nSET NOCOUNT ON; SELECT DB_NAME() AS db')).rows).toEqual([
    { db: 'msdb' },
  ]);
  expect(await rows('SELECT DB_NAME() AS db')).toEqual([{ db: 'msdb' }]);
  expect((await run('USE [Nowhere]; SELECT 1 AS one')).errors).toEqual([911]);
});

test.each([
  ['EXEC dbo.sp_Nothing', [2812]],
  ["EXEC [master].dbo.[sp_Nothing] @a = N'x', @b = 1 OUTPUT", [2812]],
  ['USE', [102]],
  ['USE [msdb] FROM', [156]],
  ['FROB [msdb]', [102]],
])('%s is refused', async (text, errors) => {
  const { connect } = await openServer();
  expect((await (await connect('sa')).run(text)).errors).toEqual(errors);
});
