import { afterEach, describe, expect, it } from 'vitest';
import { SqlServerError } from '../../sandbox/tds/sql-server-error.ts';
import { result } from '../support/sql-backend.ts';
import { closeAll, connect, limits, one, serve } from '../support/sql-client.ts';

afterEach(closeAll);

describe('a question to SQL Server', () => {
  it('comes back as rows in which no digit is lost', async () => {
    const { server } = await serve(() =>
      result({ big: 'bigint', lsn: 'varchar', at: 'datetime2', flag: 'bit', none: 'int' }, [
        9007199254740993n,
        '17126786000011867500001',
        new Date('2026-01-02T03:04:05.678Z'),
        true,
        null,
      ]),
    );

    const answer = await connect(server.port).query('SELECT 1', {}, limits);

    expect(answer).toEqual({
      ok: true,
      value: [
        {
          big: '9007199254740993',
          lsn: '17126786000011867500001',
          at: '2026-01-02T03:04:05.678Z',
          flag: true,
          none: null,
        },
      ],
    });
  });

  it('is refused when the driver has lost digits of a number', async () => {
    const { server } = await serve(() => result({ lsn: 'decimal' }, ['17126786000011867500001']));

    const answer = await connect(server.port).query('SELECT lsn', {}, limits);

    expect(answer).toMatchObject({
      ok: false,
      trouble: { kind: 'failed', detail: expect.stringContaining('lsn loses digits') },
    });
  });

  it('never waits long behind a lock, and travels as hart', async () => {
    const { server, backend } = await serve(() => one);

    await connect(server.port, { readIntent: true }).query('SELECT n FROM t', {}, limits);

    expect(backend.requests.at(-1)?.text).toBe(
      'SET LOCK_TIMEOUT 2000; SET DEADLOCK_PRIORITY LOW;\nSELECT n FROM t',
    );
    expect(backend.logins.at(-1)).toBe('hart/hart_reader/read');
  });

  it('carries its parameters with their types', async () => {
    const { server, backend } = await serve(() => one);

    await connect(server.port).query(
      'SELECT @a, @b, @c, @d',
      {
        a: { type: 'int', value: 60 },
        b: { type: 'int', value: 5_000_000_000 },
        c: { type: 'float', value: 0.5 },
        d: { type: 'text', value: "O'Hara" },
      },
      limits,
    );

    expect(
      backend.requests.at(-1)?.params.map(({ name, type, value }) => [name, type.type, value]),
    ).toEqual([
      ['a', 'int', 60],
      ['b', 'bigint', 5_000_000_000n],
      ['c', 'float', 0.5],
      ['d', 'nvarchar', "O'Hara"],
    ]);
  });

  it.each([
    [
      229,
      "The SELECT permission was denied on the object 'InferenceRequest', database 'Hartonomous', schema 'dbo'.",
      'permission',
      'no right: SELECT on dbo.InferenceRequest',
    ],
    [
      229,
      "The SELECT permission was denied on the object 'suspect_pages', database 'msdb', schema 'dbo'.",
      'permission',
      'no right: SELECT on msdb.dbo.suspect_pages',
    ],
    [
      300,
      "VIEW SERVER STATE permission was denied on object 'server', database 'master'.",
      'permission',
      'no right: VIEW SERVER STATE',
    ],
    [
      262,
      "VIEW DATABASE STATE permission denied in database 'Hartonomous'.",
      'permission',
      'no right: VIEW DATABASE STATE',
    ],
    [
      916,
      'The server principal "hart_reader" is not able to access the database "msdb" under the current security context.',
      'permission',
      'no right: access to the database msdb',
    ],
    [
      208,
      "Invalid object name 'dbo.OODALoopMetrics'.",
      'missing',
      'no object dbo.OODALoopMetrics (or no right to see it)',
    ],
    [207, "Invalid column name 'Phase'.", 'missing', 'no column Phase (or no right to see it)'],
    [1222, 'Lock request time out period exceeded.', 'timeout', 'gave up after 2 s behind a lock'],
    [
      245,
      "Conversion failed when converting the nvarchar value 'a secret' to data type int.",
      'failed',
      'error 245: Conversion failed when converting the nvarchar value …',
    ],
  ])('tells error %i for what it is', async (number, message, kind, detail) => {
    const { server } = await serve(() => new SqlServerError({ number, message }));

    const answer = await connect(server.port).query('SELECT 1', {}, limits);

    expect(answer).toMatchObject({ ok: false, trouble: { kind, detail, code: number } });
  });

  it('is told by the error that says why, not by the summary after it', async () => {
    const { server } = await serve(
      () =>
        new SqlServerError(
          { number: 297, message: 'The user does not have permission to perform this action.' },
          [
            {
              number: 300,
              message:
                "VIEW SERVER STATE permission was denied on object 'server', database 'master'.",
            },
          ],
        ),
    );

    const answer = await connect(server.port).query('SELECT 1', {}, limits);

    expect(answer).toMatchObject({ ok: false, trouble: { code: 300, right: 'VIEW SERVER STATE' } });
  });

  it('is stopped at the server when its time is over', async () => {
    const { server, backend } = await serve((text) => (text.includes('slow') ? 'silence' : one));
    const client = connect(server.port);

    const answer = await client.query('SELECT slow', {}, { ...limits, timeout: 100 });

    expect(answer).toMatchObject({
      ok: false,
      trouble: { kind: 'timeout', detail: 'no answer within 0.1 s' },
    });
    await expect.poll(() => backend.ends).toEqual(['cancelled']);
    expect(await client.query('SELECT 1', {}, limits)).toMatchObject({ ok: true });
  });

  it('has longer while its pool is new, and no longer once it is warm', async () => {
    const { server } = await serve((text) => (text.includes('slow') ? 'silence' : one));
    let time = 0;
    const client = connect(server.port, { warmUp: 300, now: () => time });
    const ask = () => client.query('SELECT slow', {}, { ...limits, timeout: 100 });

    expect(await ask()).toMatchObject({ trouble: { detail: 'no answer within 0.4 s' } });
    time = 299;
    expect(await ask()).toMatchObject({ trouble: { detail: 'no answer within 0.4 s' } });
    time = 300;
    expect(await ask()).toMatchObject({ trouble: { detail: 'no answer within 0.1 s' } });
  });

  it('is stopped at the server by its signal', async () => {
    const { server, backend } = await serve(() => 'silence');
    const abort = new AbortController();
    const asked = connect(server.port).query('SELECT 1', {}, { ...limits, signal: abort.signal });
    await expect.poll(() => backend.requests.length).toBeGreaterThan(0);

    abort.abort();

    expect(await asked).toMatchObject({ ok: false, trouble: { kind: 'cancelled' } });
    await expect.poll(() => backend.ends).toEqual(['cancelled']);
  });

  it.each([
    ['rows', { ...limits, maxRows: 2 }],
    ['bytes', { ...limits, maxBytes: 100 }],
  ])('is stopped when it returns too many %s', async (_, bounds) => {
    const { server } = await serve(() =>
      result({ t: 'varchar' }, ...Array.from({ length: 50 }, () => ['0123456789'])),
    );

    const answer = await connect(server.port).query('SELECT t', {}, bounds);

    expect(answer).toMatchObject({ ok: false, trouble: { kind: 'too-large' } });
  });

  it('may not have two columns of one name', async () => {
    const { server } = await serve(() => ({
      columns: [
        { name: 'n', type: 'int' },
        { name: 'n', type: 'int' },
      ],
      rows: [[1, 2]],
    }));

    const answer = await connect(server.port).query('SELECT n, n', {}, limits);

    expect(answer).toMatchObject({
      ok: false,
      trouble: { detail: 'the statement has two columns named n' },
    });
  });
});
