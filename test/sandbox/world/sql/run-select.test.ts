import sql from 'mssql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTdsServer, type TdsServer } from '../../../../sandbox/tds/tds-server.ts';
import type { Engine } from '../../../../sandbox/world/sql/engine-types.ts';
import { runSelect } from '../../../../sandbox/world/sql/run-select.ts';
import { createFixture, openFixture, statement } from './fixture.ts';

let engine: Engine;
let server: TdsServer;
let pool: sql.ConnectionPool;

beforeAll(async () => {
  engine = await createFixture();
  server = await createTdsServer({
    host: '127.0.0.1',
    port: 0,
    backend: {
      authenticate: async () => {
        const session = await openFixture(engine);
        return {
          spid: 51,
          database: session.database,
          run: (request, reply, signal) => runSelect(request, session, reply, signal),
          close: () => session.close(),
        };
      },
    },
  });
  const options = { encrypt: false, trustServerCertificate: true };
  pool = await new sql.ConnectionPool({
    server: '127.0.0.1',
    port: server.port,
    user: 'sa',
    password: 'x',
    options,
    pool: { max: 1 },
  }).connect();
});
afterAll(async () => {
  await pool.close();
  await server.close();
  engine.close();
});

describe('mssql reads what the engine answers', () => {
  test('with the types that the real server sends', async () => {
    const { recordset } = await pool
      .request()
      .input('database', sql.NVarChar(128), 'Graph')
      .input('sinceLocal', sql.VarChar(23), '2026-03-01T00:00:00')
      .query(statement('history-for-planner'));

    expect(recordset).toHaveLength(1);
    expect(recordset[0]).toMatchObject({
      first_lsn: '17126786000011867500001',
      backup_set_uuid: 'AAAAAAAA-0000-0000-0000-000000000001',
      start_local: '2026-03-01T06:00:00.003',
      is_copy_only: false,
      time_zone: -20,
      encryptor_thumbprint: null,
    });
  });

  test('bigint as text, int as number, bit as boolean, times as UTC', async () => {
    const { recordset } = await pool.request().query(
      `SELECT CONVERT(bigint, 1) AS b, CONVERT(int, 1) AS i, CONVERT(bit, 1) AS t, GETDATE() AS d,
              SYSDATETIMEOFFSET() AS o, CONVERT(varbinary(2), 0x0A0B) AS v, CONVERT(numeric(25,0), 5) AS n`,
    );

    expect(recordset).toEqual([
      {
        b: '1',
        i: 1,
        t: true,
        d: new Date('2026-03-01T07:00:00Z'),
        o: new Date('2026-03-01T12:00:00Z'),
        v: Buffer.from([10, 11]),
        n: 5,
      },
    ]);
  });

  test('the same names come as an array, the nameless under the empty key', async () => {
    const { recordset } = await pool.request().query('SELECT 1 AS a, 2 AS a, 3');

    expect(recordset).toEqual([{ a: [1, 2], '': 3 }]);
  });

  test('a view is made in a batch of its own and then read', async () => {
    await pool.request().batch(statement('slow-queries-view'));
    const { recordset } = await pool
      .request()
      .input('top', sql.Int, 1)
      .input('table', sql.NVarChar(128), 'Embedding')
      .query(statement('read-view'));

    expect(recordset).toMatchObject([{ query_id: '1', avg_duration_ms: 34, executions: '4' }]);
  });

  test('USE moves the connection, SET does nothing', async () => {
    await pool.request().batch('USE [msdb]');
    await pool.request().batch('SET ANSI_NULLS ON; SET LOCK_TIMEOUT 5000');
    const { recordset } = await pool.request().query('SELECT DB_NAME() AS d');
    await pool.request().batch('USE Hartonomous');

    expect(recordset).toEqual([{ d: 'msdb' }]);
  });

  test.each([
    ['SELECT nope FROM sys.databases', 207],
    ['SELECT 1 AS x FROM dbo.Nothing', 208],
    ['USE Nothing', 911],
    ['EXEC dbo.sp_Act', 50000],
  ])('%s fails with %i', async (text, number) => {
    await expect(pool.request().batch(text)).rejects.toMatchObject({ number });
  });
});
