import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Access, NamedObject, Verdict } from '../../../../sandbox/world/sql/access.ts';
import type { Engine } from '../../../../sandbox/world/sql/engine-types.ts';
import { createFixture, openFixture, rowsOf, statement } from './fixture.ts';

let engine: Engine;

beforeAll(async () => {
  engine = await createFixture();
});
afterAll(() => engine.close());

const path = ({ database, schema, name }: NamedObject) => `${database}.${schema}.${name}`;

/** Everything allowed but what is listed. */
function accessWith(verdicts: Readonly<Record<string, Verdict>>, rights: readonly string[] = []) {
  const asked: string[] = [];
  const access: Access = {
    check: (object) => {
      asked.push(path(object));
      return verdicts[path(object)] ?? 'allowed';
    },
    has: (right, kind, securable) => rights.includes(`${right}|${kind}|${securable}`),
  };
  return { access, asked };
}

const denied: Verdict = {
  errors: [
    {
      number: 229,
      class: 14,
      state: 5,
      message:
        "The SELECT permission was denied on the object 'OODALoopMetrics', database 'Hartonomous', schema 'dbo'.",
    },
  ],
};
const serverState: Verdict = {
  errors: [
    {
      number: 300,
      class: 14,
      message: "VIEW SERVER STATE permission was denied on object 'server', database 'master'.",
    },
    { number: 297, message: 'The user does not have permission to perform this action.' },
  ],
};

describe('every object that a statement names is asked about', () => {
  test('in joins, subqueries, common tables, other databases and as functions', async () => {
    const { access, asked } = accessWith({});
    const session = await openFixture(engine, access);
    await session.query(
      `WITH q AS (SELECT m.Phase FROM OODALoopMetrics AS m)
       SELECT q.Phase, (SELECT COUNT(*) FROM msdb.dbo.backupset AS b) AS n FROM q
       JOIN sys.tables AS t ON 1 = 0 CROSS JOIN sys.dm_db_log_stats(DB_ID()) AS s
       WHERE EXISTS (SELECT 1 FROM msdb..suspect_pages AS p)`,
    );

    expect(new Set(asked)).toEqual(
      new Set([
        'Hartonomous.dbo.OODALoopMetrics',
        'msdb.dbo.backupset',
        'Hartonomous.sys.tables',
        'Hartonomous.sys.dm_db_log_stats',
        'msdb.dbo.suspect_pages',
      ]),
    );
    session.close();
  });

  test('a denied table is 229, with its class and state', async () => {
    const session = await openFixture(
      engine,
      accessWith({ 'Hartonomous.dbo.OODALoopMetrics': denied }).access,
    );

    await expect(
      session.query('SELECT COUNT(*) AS n FROM dbo.OODALoopMetrics'),
    ).rejects.toMatchObject({
      number: 229,
      class: 14,
      state: 5,
    });
    session.close();
  });

  test('a dynamic view without the right is 300 and then 297', async () => {
    const session = await openFixture(
      engine,
      accessWith({ 'Hartonomous.sys.dm_exec_requests': serverState }).access,
    );

    await expect(
      session.query('SELECT r.command FROM sys.dm_exec_requests AS r'),
    ).rejects.toMatchObject({
      number: 297,
      preceding: [{ number: 300 }],
    });
    session.close();
  });

  test('what does not exist is 208 whatever the rights', async () => {
    const { access } = accessWith({ 'Hartonomous.dbo.OODALoopMetrics': denied });
    const session = await openFixture(engine, access);
    const text = 'SELECT 1 AS x FROM dbo.OODALoopMetrics AS m CROSS JOIN dbo.Nothing AS n';

    await expect(session.query(text)).rejects.toMatchObject({
      number: 208,
    });
    session.close();
  });
});

describe('a catalogue view hides rows instead of refusing', () => {
  test('all of them', async () => {
    const { access } = accessWith({ 'Hartonomous.sys.service_queues': 'hidden' });
    const session = await openFixture(engine, access);

    expect(await rowsOf(session, statement('queues-robust'))).toEqual([]);
    expect(await rowsOf(session, 'SELECT COUNT(*) AS n FROM sys.service_queues')).toEqual([[0]]);
    session.close();
  });

  test('or those that a condition names', async () => {
    const { access } = accessWith({ 'Hartonomous.sys.databases': { where: "name = 'master'" } });
    const session = await openFixture(engine, access);

    expect(await rowsOf(session, 'SELECT d.name FROM sys.databases AS d')).toEqual([['master']]);
    session.close();
  });

  test('of one login only', async () => {
    const hidden = await openFixture(
      engine,
      accessWith({ 'Hartonomous.sys.tables': 'hidden' }).access,
    );
    const full = await openFixture(engine);
    const text = 'SELECT t.name FROM sys.tables AS t';

    expect([await rowsOf(hidden, text), await rowsOf(full, text)]).toEqual([
      [],
      [['AtomEmbedding']],
    ]);
    hidden.close();
    full.close();
  });
});

describe('functions ask for the rights of the login that calls', () => {
  test.each<[string, string, number | null]>([
    ["HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE')", 'VIEW SERVER STATE|null|null', 1],
    ["HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE')", 'nothing', 0],
    [
      "HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'VIEW DEFINITION')",
      'VIEW DEFINITION|DATABASE|Hartonomous',
      1,
    ],
    [
      "HAS_PERMS_BY_NAME(N'msdb.dbo.backupset', 'OBJECT', 'SELECT')",
      'SELECT|OBJECT|msdb.dbo.backupset',
      1,
    ],
    ["IS_SRVROLEMEMBER('sysadmin')", 'sysadmin|SERVER ROLE|null', 1],
    ["IS_ROLEMEMBER('db_owner')", 'db_owner|DATABASE ROLE|Hartonomous', 1],
    ["HAS_DBACCESS('msdb')", 'CONNECT|DATABASE|msdb', 1],
  ])('%s with %s is %o', async (expression, right, expected) => {
    const session = await openFixture(engine, accessWith({}, [right]).access);

    expect(await rowsOf(session, `SELECT ${expression} AS x`)).toEqual([[expected]]);
    session.close();
  });

  test('row by row, where the securable is a column', async () => {
    const session = await openFixture(
      engine,
      accessWith({}, ['RECEIVE|OBJECT|dbo.ActQueue']).access,
    );
    const text = `SELECT q.name FROM sys.service_queues AS q
      WHERE HAS_PERMS_BY_NAME(N'dbo.' + q.name, N'OBJECT', N'RECEIVE') = 1`;

    expect(await rowsOf(session, text)).toEqual([['ActQueue']]);
    session.close();
  });

  test('OBJECT_ID of a table without any right is NULL', async () => {
    const session = await openFixture(
      engine,
      accessWith({ 'Hartonomous.dbo.OODALoopMetrics': denied }).access,
    );

    expect(await rowsOf(session, "SELECT OBJECT_ID(N'dbo.OODALoopMetrics') AS x")).toEqual([
      [null],
    ]);
    session.close();
  });
});
