import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine, Session } from '../../../../sandbox/world/sql/engine-types.ts';
import { createFixture, type Given, openFixture, rowsOf } from './fixture.ts';

let engine: Engine;
let session: Session;

beforeAll(async () => {
  engine = await createFixture();
  session = await openFixture(engine);
});
afterAll(() => {
  session.close();
  engine.close();
});

const failure = async (text: string, given?: Given) =>
  rowsOf(session, text, given).then(
    (rows) => ({ number: 0, message: `no error but ${rows.length} rows`, line: 0 }),
    ({ number, message, line }: { number: number; message: string; line: number }) => ({
      number,
      message,
      line,
    }),
  );

describe("errors carry SQL Server's numbers", () => {
  test.each<[string, number, string]>([
    ['SELECT 1 AS x FROM dbo.Nothing', 208, "Invalid object name 'dbo.Nothing'."],
    ['SELECT 1 AS x FROM Nothing', 208, "Invalid object name 'Nothing'."],
    ['SELECT 1 AS x FROM msdb.dbo.Nothing', 208, "Invalid object name 'msdb.dbo.Nothing'."],
    ['SELECT 1 AS x FROM nowhere.dbo.t', 208, "Invalid object name 'nowhere.dbo.t'."],
    ['SELECT 1 AS x FROM other.t', 208, "Invalid object name 'other.t'."],
    ['SELECT d.nope FROM sys.databases AS d', 207, "Invalid column name 'nope'."],
    ['SELECT d.name AS n FROM sys.databases AS d WHERE n = 1', 207, "Invalid column name 'n'."],
    ['SELECT d.name AS n, n AS m FROM sys.databases AS d', 207, "Invalid column name 'n'."],
    [
      'SELECT x.name FROM sys.databases AS d',
      4104,
      'The multi-part identifier "x" could not be bound.',
    ],
    [
      'SELECT name FROM sys.databases AS a CROSS JOIN sys.databases AS b',
      209,
      "Ambiguous column name 'name'.",
    ],
    ['SELECT name FRM', 207, "Invalid column name 'name'."],
    ['SELECT @nope AS x', 137, 'Must declare the scalar variable "@nope".'],
    ['SELECT 1 / 0 AS x', 8134, 'Divide by zero error encountered.'],
    [
      'SELECT 2147483647 + 1 AS x',
      8115,
      'Arithmetic overflow error converting expression to data type int.',
    ],
    [
      "SELECT CONVERT(int, N'x') AS x",
      245,
      'Conversion failed when converting the varchar value to data type int.',
    ],
    [
      "SELECT CONVERT(datetime, N'x') AS x",
      241,
      'Conversion failed when converting date and/or time from character string.',
    ],
    [
      "SELECT DATEDIFF(SECOND, '19000101', GETDATE()) AS x",
      535,
      'The datediff function resulted in an overflow.',
    ],
    ['SELECT name FROM sys.databases LIMIT 1', 102, "Incorrect syntax near 'LIMIT'."],
    [
      'SELECT MAX(d.is_encrypted) AS x FROM sys.databases AS d',
      8117,
      'Operand data type bit is invalid for this operator.',
    ],
    [
      'SELECT DISTINCT d.name FROM sys.databases AS d ORDER BY d.database_id',
      145,
      'ORDER BY items must appear in the select list if SELECT DISTINCT is specified.',
    ],
    [
      'SELECT d.name, COUNT(*) AS n FROM sys.databases AS d',
      8120,
      "Column 'name' is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause.",
    ],
  ])('%s → %i', async (text, number, message) => {
    expect(await failure(text)).toMatchObject({ number, message });
  });

  test.each(['SELECT FROM sys.databases', 'SELECT (1 AS x', 'SELEC 1'])(
    '%s is an error of syntax',
    async (text) => {
      expect([102, 156]).toContain((await failure(text)).number);
    },
  );

  test('the line is that of the wrong name', async () => {
    expect(await failure('SELECT d.name,\n       d.nope\nFROM sys.databases AS d')).toMatchObject({
      number: 207,
      line: 2,
    });
    expect(await failure('SELECT 1 AS x\n\nFROM dbo.Nothing')).toMatchObject({
      number: 208,
      line: 3,
    });
  });

  test('a view can be made once, and again only with OR ALTER', async () => {
    const view = 'VIEW dbo.v_names AS SELECT d.name FROM sys.databases AS d';
    await session.query(`CREATE ${view}`);
    await session.query(`CREATE OR ALTER ${view}`);

    expect(await failure(`CREATE ${view}`)).toMatchObject({
      number: 2714,
      message: "There is already an object named 'v_names' in the database.",
    });
  });

  test('USE of a database that is not there is 911', async () => {
    await expect(session.use('Nothing')).rejects.toMatchObject({ number: 911 });
    expect(session.database).toBe('Hartonomous');
  });
});

describe('what the engine does not know it says, loudly', () => {
  test.each([
    "SELECT FORMAT(GETDATE(), 'd') AS x",
    'SELECT GETDATE() - 1 AS x',
    'SELECT TOP (1) WITH TIES d.name FROM sys.databases AS d ORDER BY d.name',
    'SELECT TOP (10) PERCENT d.name FROM sys.databases AS d',
    'SELECT d.name FROM sys.databases AS d FOR JSON PATH',
    'SELECT d.name FROM sys.databases AS d WITH (TABLOCKX)',
    'DECLARE @x int = 1; SELECT @x AS x',
    'INSERT INTO dbo.OODALoopMetrics VALUES (1)',
    'DELETE FROM dbo.OODALoopMetrics',
    'SELECT @@ROWCOUNT AS x',
    'SELECT CONVERT(varchar(30), GETDATE(), 100) AS x',
    'SELECT CONVERT(varchar(30), GETDATE()) AS x',
    "SELECT CONVERT(xml, N'<a/>').value('(/a)[1]', 'int') AS x",
    "SELECT SYSDATETIME() AT TIME ZONE 'UTC+1' AS x",
    'SELECT x = 1 FROM sys.databases',
  ])('%s', async (text) => {
    expect((await failure(text)).message).toMatch(/^sandbox: /);
  });
});

describe("the guide's own queries show their faults", () => {
  test('silent phases are missing from the OODA query instead of being zero', async () => {
    const rows = await rowsOf(
      session,
      `SELECT Phase, COUNT(*) AS ExecutionCount, AVG(DurationMs) AS AvgDurationMs
       FROM dbo.OODALoopMetrics WHERE ExecutedAt >= DATEADD(HOUR, -1, SYSUTCDATETIME()) GROUP BY Phase`,
    );

    expect(
      rows.map(([phase]) => phase).toSorted((a, b) => String(a).localeCompare(String(b))),
    ).toEqual(['Act', 'Analyze']);
  });

  test('its queue query joins partitions to the queue itself and finds none', async () => {
    const rows = await rowsOf(
      session,
      `SELECT q.name, p.rows FROM sys.service_queues AS q
       INNER JOIN sys.partitions AS p ON q.object_id = p.object_id WHERE p.index_id IN (0, 1)`,
    );

    expect(rows).toEqual([]);
  });

  test('its view has an ORDER BY, which a view cannot have', async () => {
    const view =
      'CREATE VIEW dbo.vw_Slow AS SELECT p.plan_id FROM sys.query_store_plan AS p ORDER BY p.plan_id';

    expect((await failure(view)).number).toBe(1033);
  });

  test.each([
    'SELECT x.a FROM (SELECT d.name AS a FROM sys.databases AS d ORDER BY a) AS x',
    'WITH x AS (SELECT d.name AS a FROM sys.databases AS d ORDER BY a) SELECT x.a FROM x',
    'SELECT 1 AS a WHERE EXISTS (SELECT 1 AS b FROM sys.databases AS d ORDER BY d.name)',
  ])('nor can what stands inside a statement: %s', async (text) => {
    expect((await failure(text)).number).toBe(1033);
  });

  test('it asks the plan for columns of the runtime statistics', async () => {
    const text = 'SELECT p.avg_duration FROM sys.query_store_plan AS p';

    expect(await failure(text)).toMatchObject({
      number: 207,
      message: "Invalid column name 'avg_duration'.",
    });
  });
});
