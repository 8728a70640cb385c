import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine, Session } from '../../../../sandbox/world/sql/engine-types.ts';
import { createFixture, type Given, openFixture, parameters, rowsOf } from './fixture.ts';

let engine: Engine;
let session: Session;

beforeAll(async () => {
  engine = await createFixture();
  await engine.admin.run(`
    CREATE TABLE Hartonomous.dbo.lsns(lsn DECIMAL(25,0)); INSERT INTO Hartonomous.dbo.lsns VALUES (17126786000011867500001), (99000000002400001);
    CREATE TABLE Hartonomous.dbo.names(name VARCHAR, weight INTEGER); INSERT INTO Hartonomous.dbo.names VALUES ('b', 2), ('A', 1), (NULL, NULL), ('a', 4);
    CREATE TABLE Hartonomous.dbo.numbers(i INTEGER, b BIGINT, f DOUBLE, t BOOLEAN); INSERT INTO Hartonomous.dbo.numbers VALUES (7, 7, 7.5, true), (-7, 3, 0.5, false);
    CREATE TABLE Hartonomous.dbo.Neo4jSyncQueue(message_body BLOB, queuing_order BIGINT); INSERT INTO Hartonomous.dbo.Neo4jSyncQueue VALUES ('\\x3C'::BLOB, 9), ('\\x3E'::BLOB, 8);`);
  engine.metadataChanged();
  session = await openFixture(engine);
});
afterAll(() => {
  session.close();
  engine.close();
});

const rows = (text: string, given?: Given) => rowsOf(session, text, given);
const value = async (expression: string) => (await rows(`SELECT ${expression} AS x`))[0]?.[0];

describe('expressions mean what they mean in T-SQL', () => {
  test.each<[string, unknown]>([
    ['7 / 2', 3],
    ['-7 / 2', -3],
    ['7 % 3', 1],
    ['CONVERT(int, 7.9)', 7],
    ["CONVERT(int, ' 42 ')", 42],
    ["CONVERT(bit, 'true')", true],
    ['CONVERT(varchar(26), CONVERT(numeric(25,0), 1))', '1'],
    ["CONVERT(varchar(3), N'abcdef')", 'abc'],
    ["TRY_CONVERT(int, 'x')", null],
    ["TRY_CONVERT(int, '12')", 12],
    ["TRY_CONVERT(datetime, '2026-13-01')", null],
    ["TRY_CAST('1.5' AS float)", 1.5],
    ["N'a' + N'b'", 'ab'],
    ["N'a' + CONVERT(nvarchar(10), 5)", 'a5'],
    ["N'a' + NULL", null],
    ["CONCAT(N'a', NULL, 5, CONVERT(bit, 1))", 'a51'],
    ["LEN(N'ab  ')", 2],
    ["CHARINDEX(N'C', N'abc')", 3],
    ["LEFT(N'abc', 2)", 'ab'],
    ["SUBSTRING(N'abcdef', 2, 3)", 'bcd'],
    ["STUFF(N'abc', 2, 1, N'XY')", 'aXYc'],
    ["REPLACE(N'aXbx', N'x', N'-')", 'a-b-'],
    ["UPPER(N'aé')", 'AÉ'],
    ["QUOTENAME(N'a]b')", '[a]]b]'],
    ["IIF(1 = 1, N'y', N'n')", 'y'],
    ['COALESCE(NULL, NULL, 3)', 3],
    ['ISNULL(NULL, 3)', 3],
    ['NULLIF(3, 3)', null],
    ["CASE WHEN N'ABC ' = N'abc' THEN 1 ELSE 0 END", 1],
    ["CASE WHEN N'a_b' LIKE N'a[_]b' THEN 1 ELSE 0 END", 1],
    ["CASE WHEN N'axb' LIKE N'a[_]b' THEN 1 ELSE 0 END", 0],
    ["CASE WHEN N'AXB' LIKE N'a_b' THEN 1 ELSE 0 END", 1],
    ["DATEDIFF(HOUR, '20260101 00:59', '20260101 01:00')", 1],
    ["DATEDIFF_BIG(SECOND, '1900-01-01', '2026-03-01')", 3981312000n],
    ['DATEPART(HOUR, GETDATE())', 7],
    ['DATEDIFF(MINUTE, GETUTCDATE(), GETDATE())', -300],
    ['CONVERT(varchar(23), GETDATE(), 126)', '2026-03-01T07:00:00'],
    ['CONVERT(varchar(19), GETDATE(), 120)', '2026-03-01 07:00:00'],
    ['CONVERT(char(8), GETDATE(), 112)', '20260301'],
    ['CONVERT(varchar(33), SYSDATETIMEOFFSET(), 126)', '2026-03-01T12:00:00.0000000+00:00'],
    ['CONVERT(varchar(27), SYSUTCDATETIME(), 121)', '2026-03-01 12:00:00.0000000'],
    [
      "CONVERT(varchar(23), CONVERT(datetime, '2026-01-01T00:00:00.005'), 126)",
      '2026-01-01T00:00:00.007',
    ],
    ['CONVERT(varchar(10), 0x0AFF, 1)', '0x0AFF'],
    ['DATEADD(MINUTE, -5, SYSUTCDATETIME())', '2026-03-01T11:55:00.000'],
    ['DB_NAME()', 'Hartonomous'],
    ['DB_ID()', 5],
    ["DB_ID(N'nowhere')", null],
    ['DB_NAME(6)', 'Archive'],
    ['@@SPID', 51],
    ['@@SERVERNAME', 'SQL1'],
    ['SUSER_SNAME()', 'hart_reader'],
    ['ORIGINAL_LOGIN()', 'hart_reader'],
    ["OBJECT_ID(N'[dbo].[sp_Find]')", 100],
    ["OBJECT_ID(N'dbo.sp_Find', N'P')", 100],
    ["OBJECT_ID(N'dbo.sp_Find', N'U')", null],
    ["OBJECT_ID(N'msdb.dbo.nothing')", null],
    ['OBJECT_NAME(200)', 'AtomEmbedding'],
    ['OBJECT_SCHEMA_NAME(200)', 'dbo'],
    ["COL_LENGTH(N'dbo.InferenceRequest', N'TotalDurationMs')", 4],
    ["COL_LENGTH(N'dbo.InferenceRequest', N'Nothing')", null],
    ["CONVERT(int, SERVERPROPERTY(N'ProductMajorVersion'))", 16],
    ["SERVERPROPERTY(N'Nothing')", null],
  ])('%s → %o', async (expression, expected) => {
    expect(await value(expression)).toEqual(expected);
  });

  test('an integer column divided stays whole, a float does not', async () => {
    expect(await rows('SELECT i / 2 AS a, f / 2 AS b FROM dbo.numbers ORDER BY i DESC')).toEqual([
      [3, 3.75],
      [-3, 0.25],
    ]);
  });

  test('SUM, AVG and COUNT have the types of T-SQL', async () => {
    const [result] = await session.query(
      'SELECT SUM(i) AS si, SUM(b) AS sb, AVG(i) AS ai, AVG(f) AS af, COUNT(*) AS c, COUNT_BIG(*) AS cb, MAX(i) AS m FROM dbo.numbers',
    );

    expect(result?.columns.map(({ type }) => type)).toEqual([
      'int',
      'bigint',
      'int',
      'float',
      'int',
      'bigint',
      'int',
    ]);
    expect(result?.rows).toEqual([[0, 10n, 0, 4, 2, 2n, 7]]);
  });

  test('groups and distinct counts do not heed case', async () => {
    expect(await rows('SELECT COUNT(DISTINCT name) AS n, SUM(weight) AS w FROM dbo.names')).toEqual(
      [[2, 7]],
    );
    expect(
      await rows(
        'SELECT LOWER(name) AS n, SUM(weight) AS w FROM dbo.names GROUP BY name ORDER BY w',
      ),
    ).toEqual([
      [null, null],
      ['b', 2],
      ['a', 5],
    ]);
  });

  test('NULL sorts first ascending and last descending', async () => {
    const ascending = await rows('SELECT weight FROM dbo.names ORDER BY weight');
    const descending = await rows('SELECT weight FROM dbo.names ORDER BY weight DESC');

    expect(ascending.flat()).toEqual([null, 1, 2, 4]);
    expect(descending.flat()).toEqual([4, 2, 1, null]);
  });

  test('ORDER BY prefers the alias, so that numbers made text sort as text', async () => {
    const text = 'CONVERT(varchar(26), l.lsn) AS lsn';

    expect((await rows(`SELECT ${text} FROM dbo.lsns AS l ORDER BY lsn`)).flat()).toEqual([
      '17126786000011867500001',
      '99000000002400001',
    ]);
    expect((await rows(`SELECT ${text} FROM dbo.lsns AS l ORDER BY l.lsn`)).flat()).toEqual([
      '99000000002400001',
      '17126786000011867500001',
    ]);
  });

  test('numeric(25,0) keeps every digit, in a column and as a parameter', async () => {
    const given: Given = { lsn: ['varchar', '17126786000011867500001'] };

    expect(
      await rows(
        'SELECT l.lsn FROM dbo.lsns AS l WHERE l.lsn = CONVERT(numeric(25,0), @lsn)',
        given,
      ),
    ).toEqual([['17126786000011867500001']]);
  });

  test('windows, common tables, APPLY, EXISTS and UNION ALL work together', async () => {
    const text = `
      WITH ranked AS (SELECT name, weight, ROW_NUMBER() OVER (ORDER BY weight DESC) AS place,
                             SUM(weight) OVER () AS total FROM dbo.names)
      SELECT r.name, r.place, r.total, x.twice FROM ranked AS r
      CROSS APPLY (SELECT r.weight * 2 AS twice) AS x
      WHERE EXISTS (SELECT 1 FROM dbo.numbers AS n WHERE n.i > r.weight)
      UNION ALL SELECT N'end', 0, 0, 0
      ORDER BY place`;

    expect(await rows(text)).toEqual([
      ['end', 0n, 0, 0],
      ['a', 1n, 7, 8],
      ['b', 2n, 7, 4],
      ['A', 3n, 7, 2],
    ]);
  });

  test('STRING_AGG joins in the order asked for', async () => {
    const text =
      "SELECT STRING_AGG(name, N', ') WITHIN GROUP (ORDER BY weight DESC) AS n FROM dbo.names";

    expect(await rows(text)).toEqual([['a, b, A']]);
  });

  test('a queue is read like a table', async () => {
    const text =
      'SELECT TOP (1) q.queuing_order FROM dbo.Neo4jSyncQueue AS q ORDER BY q.queuing_order';

    expect(await rows(text)).toEqual([[8n]]);
  });

  test('a Date bound as datetime2 is UTC, and misses rows in local time', async () => {
    const given: Given = { since: ['datetime2', new Date('2026-03-01T11:00:00Z')] };
    const text =
      'SELECT COUNT(*) AS n FROM msdb.dbo.backupset AS b WHERE b.backup_finish_date >= @since';

    expect(await rows(text, given)).toEqual([[0]]);
    expect(
      await rows(
        'SELECT COUNT(*) AS n FROM msdb.dbo.backupset AS b WHERE b.backup_finish_date >= DATEADD(MINUTE, -60, GETDATE())',
      ),
    ).toEqual([[5]]);
  });
});

describe('a session', () => {
  test('answers every statement of a batch, and leaves SET alone', async () => {
    const results = await session.query('SET LOCK_TIMEOUT 2000; SELECT 1 AS a; SELECT 2 AS b');

    expect(results.map(({ columns, rows: [row] }) => [columns[0]?.name, row?.[0]])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  test('sees the same names elsewhere after USE', async () => {
    const other = await openFixture(engine);
    await other.use('MSDB');

    expect(other.database).toBe('msdb');
    expect(
      await rowsOf(other, 'SELECT DB_NAME() AS d, COUNT(*) AS n FROM dbo.suspect_pages'),
    ).toEqual([['msdb', 2]]);
    other.close();
  });

  test('follows the catalogue once it is told that it changed', async () => {
    await engine.admin.run('CREATE TABLE Hartonomous.dbo.Fresh(id INTEGER)');
    const find = "SELECT CASE WHEN OBJECT_ID(N'dbo.Fresh') IS NULL THEN 0 ELSE 1 END AS n";
    const before = await rows(find);
    engine.metadataChanged();

    expect(before).toEqual([[0]]);
    expect(await rows(find)).toEqual([[1]]);
  });

  test('binds only the parameters that a statement names', async () => {
    const given = parameters({ a: ['int', 1], unused: ['nvarchar', 'x'] });

    const [first, second] = await session.query('SELECT @a AS a; SELECT 2 AS b', given);

    expect([first?.rows, second?.rows]).toEqual([[[1]], [[2]]]);
  });
});
