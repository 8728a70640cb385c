import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fullAccess } from '../../../../sandbox/world/sql/access.ts';
import type {
  Engine,
  Session,
  SessionOptions,
} from '../../../../sandbox/world/sql/engine-types.ts';
import { createFixture, now, rowsOf } from './fixture.ts';

let engine: Engine;
let session: Session;
let moment = now;

beforeAll(async () => {
  engine = await createFixture();
});
afterAll(() => engine.close());
beforeEach(async () => {
  moment = now;
  session = await engine.session({
    database: 'Hartonomous',
    spid: 52,
    login: 'sa',
    access: fullAccess,
    clock: { now: () => moment, zoneMinutes: () => 60 },
  });
  return () => session.close();
});

describe('the same statement asked again', () => {
  test('reads the clock anew, in UTC and local time', async () => {
    const text =
      'SELECT CONVERT(varchar(19), SYSUTCDATETIME(), 126) AS u, CONVERT(varchar(19), GETDATE(), 126) AS l';
    const before = await rowsOf(session, text);
    moment += 6 * 3_600_000;

    expect(before).toEqual([['2026-03-01T12:00:00', '2026-03-01T13:00:00']]);
    expect(await rowsOf(session, text)).toEqual([['2026-03-01T18:00:00', '2026-03-01T19:00:00']]);
  });

  test('counts ages from the moved clock', async () => {
    const text = `SELECT COUNT(*) AS n FROM dbo.OODALoopMetrics AS m
      WHERE m.ExecutedAt >= DATEADD(MINUTE, -60, SYSUTCDATETIME())`;
    const before = await rowsOf(session, text);
    moment += 30 * 60_000;

    expect([before, await rowsOf(session, text)]).toEqual([[[3]], [[2]]]);
  });

  test('sees rows that came and tables that went', async () => {
    await engine.admin.run('CREATE TABLE Hartonomous.dbo.Passing(id INTEGER)');
    const text = 'SELECT COUNT(*) AS n FROM dbo.Passing';
    const empty = await rowsOf(session, text);
    await engine.admin.run('INSERT INTO Hartonomous.dbo.Passing VALUES (1), (2)');
    const filled = await rowsOf(session, text);
    await engine.admin.run('DROP TABLE Hartonomous.dbo.Passing');

    expect([empty, filled]).toEqual([[[0]], [[2]]]);
    await expect(session.query(text)).rejects.toMatchObject({ number: 208 });
  });

  test('takes each value for itself, whatever it holds', async () => {
    const text = "SELECT @name + N'|$name' AS x";
    const given = (name: string) => rowsOf(session, text, { name: ['nvarchar', name] });

    expect(await given("it's $name")).toEqual([["it's $name|$name"]]);
    expect(await given('$1 -- $&')).toEqual([['$1 -- $&|$name']]);
    expect(await rowsOf(session, text, { name: ['nvarchar', null] })).toEqual([[null]]);
  });

  test('looks in the database that the session is in', async () => {
    const text = 'SELECT COUNT(*) AS n FROM sys.databases';
    expect(await rowsOf(session, text)).toEqual([[6]]);
    await session.use('msdb');

    await expect(session.query(text)).rejects.toMatchObject({ number: 208 });
  });
});

describe('a running query', () => {
  const endless = `SELECT COUNT(*) AS n FROM sys.all_objects AS a ${Array.from(
    { length: 14 },
    (_, index) => `CROSS JOIN sys.databases AS d${index}`,
  ).join(' ')}`;

  test('ends when it is interrupted, and the session goes on', async () => {
    const failing = session.query(endless);
    session.interrupt();

    await expect(failing).rejects.toThrow(/^sandbox: .*[Ii]nterrupt/);
    expect(await rowsOf(session, 'SELECT 1 AS x')).toEqual([[1]]);
  });

  test('ends when its session is closed', async () => {
    const other = await engine.session({
      database: 'master',
      spid: 53,
      login: 'sa',
      access: fullAccess,
      clock: { now: () => now, zoneMinutes: () => 0 },
    });
    await other.use('Hartonomous');
    const failing = other.query(endless);
    other.close();

    await expect(failing).rejects.toThrow(/[Ii]nterrupt/);
  });
});

test('many sessions answer at once, each for its own login', async () => {
  const sessions = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      engine.session({
        database: 'Hartonomous',
        spid: 60 + index,
        login: `login${index}`,
        access: fullAccess,
        clock: { now: () => now, zoneMinutes: () => 0 },
      }),
    ),
  );
  const answers = await Promise.all(
    sessions.map((one) => rowsOf(one, 'SELECT SUSER_SNAME() AS l, @@SPID AS s')),
  );

  expect(answers).toEqual(sessions.map((_, index) => [[`login${index}`, 60 + index]]));
  for (const one of sessions) one.close();
});

describe('sessions of one login that follow each other', () => {
  const open = (spid: number, given: Partial<SessionOptions> = {}) =>
    engine.session({
      database: 'Hartonomous',
      spid,
      login: 'hart_reader',
      access: fullAccess,
      clock: { now: () => now, zoneMinutes: () => 0 },
      ...given,
    });

  test('have each their own number, clock and rights', async () => {
    const text = `SELECT @@SPID AS s, CONVERT(varchar(19), SYSUTCDATETIME(), 126) AS u,
      HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE') AS r`;
    const first = await open(70);
    const before = await rowsOf(first, text);
    first.close();
    const second = await open(71, {
      access: { ...fullAccess, has: () => false },
      clock: { now: () => now + 60_000, zoneMinutes: () => 0 },
    });

    expect(before).toEqual([[70, '2026-03-01T12:00:00', 1]]);
    expect(await rowsOf(second, text)).toEqual([[71, '2026-03-01T12:01:00', 0]]);
    second.close();
  });

  test('see the rows of a database that went and came back, not those that it had', async () => {
    const text = 'SELECT t.id FROM dbo.Kept AS t';
    const seen: unknown[] = [];
    for (const id of [1, 2]) {
      await engine.addDatabase(
        'Passing',
        40,
        `CREATE TABLE Passing.dbo.Kept AS SELECT ${id}::INTEGER AS id`,
      );
      const one = await open(72, { database: 'Passing' });
      seen.push(await rowsOf(one, text));
      one.close();
      await engine.removeDatabase('Passing');
    }

    expect(seen).toEqual([[[1]], [[2]]]);
  });

  test('are not struck by an interrupt that was meant for the one before', async () => {
    const first = await open(73);
    await rowsOf(first, 'SELECT 1 AS x');
    first.interrupt();
    first.close();

    expect(await rowsOf(await open(74), 'SELECT 1 AS x')).toEqual([[1]]);
  });
});
