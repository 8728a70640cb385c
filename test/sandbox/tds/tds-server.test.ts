import sql from 'mssql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { errorOf, poolTo, type Running, startServer } from './client.ts';

let running: Running;
let pool: sql.ConnectionPool | undefined;

beforeEach(async () => {
  running = await startServer();
});
afterEach(async () => {
  await pool?.close();
  pool = undefined;
  await running.server.close();
});

async function connect(overrides: Partial<sql.config> = {}): Promise<sql.ConnectionPool> {
  pool = await poolTo(running.server, overrides);
  return pool;
}

describe('a client comes in', () => {
  test.each([false, true])('with encrypt: %o', async (encrypt) => {
    const open = await connect({ options: { encrypt, appName: 'hart' } });
    const { recordset } = await open.request().query('SELECT 1');

    expect(recordset).toEqual([{ '': 1 }]);
    expect(running.logins[0]).toMatchObject({
      user: 'sa',
      database: 'Hartonomous',
      application: 'hart',
      encrypted: encrypt,
      readOnlyIntent: false,
    });
    expect(running.server.connections()).toEqual([
      expect.objectContaining({ login: 'sa', encrypted: encrypt, busy: false }),
    ]);
  });

  test('and says that it only reads', async () => {
    await connect({ options: { readOnlyIntent: true } });

    expect(running.logins[0]?.readOnlyIntent).toBe(true);
  });

  test('and a wrong password is refused with 18456', async () => {
    const error = await errorOf(connect({ password: 'wrong' }));

    expect(error).toMatchObject({ code: 'ELOGIN', message: "Login failed for user 'sa'." });
  });

  test('and a missing database is refused with 4060', async () => {
    const error = await errorOf(connect({ database: 'nowhere' }));

    expect(error.message).toContain('Cannot open database "nowhere"');
  });

  test('and a request to encrypt is refused where the server cannot', async () => {
    const { createTdsServer } = await import('../../../sandbox/tds/tds-server.ts');
    const bare = await createTdsServer({ host: '127.0.0.1', port: 0, backend: running.backend });
    const error = await errorOf(poolTo(bare, { options: { encrypt: true } }));

    expect(error.message).toContain('did not negotiate encryption');
    await bare.close();
  });
});

describe('parameters and values of every type come back as they went', () => {
  const date = new Date('2026-03-01T12:34:56.789Z');
  test.each<[string, () => sql.ISqlType, unknown, unknown]>([
    ['bit', () => sql.Bit(), true, true],
    ['tinyint', () => sql.TinyInt(), 255, 255],
    ['smallint', () => sql.SmallInt(), -32768, -32768],
    ['int', () => sql.Int(), -2147483648, -2147483648],
    ['bigint', () => sql.BigInt(), '9007199254740993', '9007199254740993'],
    ['real', () => sql.Real(), 0.5, 0.5],
    ['float', () => sql.Float(), 1.1, 1.1],
    ['decimal', () => sql.Decimal(18, 4), 12345.6789, 12345.6789],
    ['negative decimal', () => sql.Decimal(9, 2), -1.05, -1.05],
    ['money', () => sql.Money(), 922337203685.4775, 922337203685.4775],
    ['nvarchar', () => sql.NVarChar(20), 'Größe Ω', 'Größe Ω'],
    ['nvarchar(max)', () => sql.NVarChar(sql.MAX), 'y'.repeat(70_000), 'y'.repeat(70_000)],
    ['empty nvarchar(max)', () => sql.NVarChar(sql.MAX), '', ''],
    ['varchar', () => sql.VarChar(26), '17126786000011867500001', '17126786000011867500001'],
    ['nchar', () => sql.NChar(3), 'abc', 'abc'],
    ['text', () => sql.Text(), 'plain', 'plain'],
    ['varbinary', () => sql.VarBinary(10), Buffer.from([0, 1, 255]), Buffer.from([0, 1, 255])],
    [
      'uniqueidentifier',
      () => sql.UniqueIdentifier(),
      'AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE',
      'AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE',
    ],
    ['datetime2', () => sql.DateTime2(7), date, date],
    [
      'datetime2(0)',
      () => sql.DateTime2(0),
      new Date('2026-03-01T12:34:56Z'),
      new Date('2026-03-01T12:34:56Z'),
    ],
    [
      'datetime',
      () => sql.DateTime(),
      new Date('2026-03-01T12:34:56.790Z'),
      new Date('2026-03-01T12:34:56.790Z'),
    ],
    [
      'smalldatetime',
      () => sql.SmallDateTime(),
      new Date('2026-03-01T12:34:00Z'),
      new Date('2026-03-01T12:34:00Z'),
    ],
    ['datetimeoffset', () => sql.DateTimeOffset(7), date, date],
    ['date', () => sql.Date(), new Date('1850-03-01T00:00:00Z'), new Date('1850-03-01T00:00:00Z')],
  ])('%s', async (_name, type, value, expected) => {
    const open = await connect();
    const { recordset } = await open
      .request()
      .input('v', type(), value)
      .input('none', type(), null)
      .query('echo');

    expect(recordset).toEqual([{ v: expected, none: null }]);
  });

  test('a decimal of 25 digits reaches the backend whole, and the client as its nearest number', async () => {
    const open = await connect();
    const { recordset } = await open
      .request()
      .input('lsn', sql.Numeric(18, 0), '123456789012345678')
      .query('echo');

    expect(running.requests.at(-1)?.params[0]?.type).toEqual({
      type: 'decimal',
      precision: 18,
      scale: 0,
    });
    expect(recordset[0]?.lsn).toBe(Number('123456789012345678'));
  });
});

describe('answers', () => {
  test('of several results keep their order and sizes', async () => {
    const open = await connect();
    const { recordsets, rowsAffected } = await open.request().query('two results');

    expect(recordsets).toEqual([[{ a: 1 }, { a: 2 }], [{ b: 'x'.repeat(100_000) }]]);
    expect(rowsAffected).toEqual([2, 1]);
  });

  test.each(['query', 'batch'] as const)(
    'to %s carry errors with number, state, class, line and procedure',
    async (way) => {
      const open = await connect();
      const error = await errorOf(open.request()[way]('fails'));

      expect(error).toMatchObject({
        number: 297,
        state: 2,
        class: 16,
        lineNumber: 7,
        procName: 'sp_x',
        serverName: 'SQL1',
      });
      expect(error).toMatchObject({ precedingErrors: [{ number: 300 }] });
      expect((await open.request().query('SELECT 1')).recordset).toHaveLength(1);
    },
  );

  test('may fail after rows have gone', async () => {
    const open = await connect();

    expect(await errorOf(open.request().query('rows then error'))).toMatchObject({ number: 8134 });
  });

  test("tell the sandbox's own faults apart", async () => {
    const open = await connect();

    expect(await errorOf(open.request().query('breaks'))).toMatchObject({
      number: 50000,
      message: 'sandbox: out of order',
    });
  });

  test('stream INFO messages while the statement runs', async () => {
    const open = await connect();
    const seen: string[] = [];
    const request = open.request();
    request.on(
      'info',
      ({ message, number }: sql.ISqlTypeFactory & { message: string; number: number }) => {
        seen.push(`${number} ${message} ${running.server.connections()[0]?.busy}`);
      },
    );
    await request.batch('progress');

    expect(seen).toEqual([
      '3211 10 percent processed. true',
      '3211 20 percent processed. true',
      '3211 30 percent processed. true',
    ]);
  });

  test('of procedures have output values and a status', async () => {
    const open = await connect();
    const result = await open
      .request()
      .input('id', sql.Int, 41)
      .output('next', sql.BigInt)
      .execute('dbo.sp_Output');

    expect(result.output).toEqual({ next: '42' });
    expect(result.returnValue).toBe(4);
    expect(running.requests.at(-1)).toMatchObject({
      kind: 'rpc',
      procedure: 'dbo.sp_Output',
      text: '',
    });
  });

  test('to a prepared statement come under its handle', async () => {
    const open = await connect();
    const prepared = new sql.PreparedStatement(open);
    prepared.input('a', sql.Int);
    await prepared.prepare('echo');
    const first = await prepared.execute({ a: 1 });
    const second = await prepared.execute({ a: 2 });
    await prepared.unprepare();

    expect([first.recordset, second.recordset]).toEqual([[{ a: 1 }], [{ a: 2 }]]);
  });

  test('to transactions let the client go on', async () => {
    const open = await connect();
    const transaction = new sql.Transaction(open);
    await transaction.begin();
    const { recordset } = await transaction.request().query('SELECT 1');
    await transaction.commit();
    const second = new sql.Transaction(open);
    await second.begin();
    await second.rollback();

    expect(recordset).toEqual([{ '': 1 }]);
  });

  test('to USE tell the client its new database', async () => {
    const open = await connect();

    await expect(open.request().batch('USE other')).resolves.toBeDefined();
  });
});
