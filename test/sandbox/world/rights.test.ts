import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { operatorGrants, readerGrants } from '../../../sandbox/world/logins.ts';
import { effectiveRights } from '../../../sandbox/world/permissions.ts';
import { openWorld } from './open-world.ts';

const has = (right: string, securable = 'NULL', kind = 'NULL') =>
  `SELECT HAS_PERMS_BY_NAME(${securable}, ${kind}, N'${right}') AS may`;

describe('the reader', () => {
  test('sees what the checks need and may do nothing else', async () => {
    const { value, ask } = await openWorld();
    expect(await value('SELECT COUNT(*) FROM dbo.Atom', 'hart_reader')).toBeGreaterThan(0);
    expect(await value('SELECT COUNT(*) FROM msdb.dbo.backupset', 'hart_reader')).toBeGreaterThan(
      0,
    );
    expect(
      await value('SELECT COUNT(*) FROM sys.dm_exec_connections', 'hart_reader'),
    ).toBeGreaterThan(0);
    expect(await value(has('VIEW SERVER PERFORMANCE STATE'), 'hart_reader')).toBe(1);
    expect(
      await value(
        has('VIEW DATABASE PERFORMANCE STATE', 'DB_NAME()', "N'DATABASE'"),
        'hart_reader',
      ),
    ).toBe(1);
    expect(await value(has('CONTROL SERVER'), 'hart_reader')).toBe(0);
    expect(
      await value(has('SELECT', "N'msdb.dbo.sysjobhistory'", "N'OBJECT'"), 'hart_reader'),
    ).toBe(0);
    await expect(
      ask('SELECT COUNT(*) AS n FROM msdb.dbo.sysjobhistory', 'hart_reader'),
    ).rejects.toMatchObject({ number: 229, class: 14 });
  });

  test('of a server of 2019 has the old right and none of the new names', async () => {
    const { value } = await openWorld(15);
    expect(await value(has('VIEW SERVER STATE'), 'hart_reader')).toBe(1);
    expect(await value(has('VIEW SERVER PERFORMANCE STATE'), 'hart_reader')).toBeNull();
    expect(await value('SELECT COUNT(*) FROM sys.dm_os_sys_info', 'hart_reader')).toBe(1);
    expect(await value("SELECT CONVERT(int, SERVERPROPERTY('ProductMajorVersion')) AS v")).toBe(15);
  });
});

test('the operator may not look into the product', async () => {
  const { ask, value } = await openWorld();
  await expect(ask('SELECT COUNT(*) AS n FROM dbo.Atom', 'hart_operator')).rejects.toMatchObject({
    number: 229,
    message:
      "The SELECT permission was denied on the object 'Atom', database 'Hartonomous', schema 'dbo'.",
  });
  await expect(
    ask('SELECT COUNT(*) AS n FROM sys.dm_os_sys_info', 'hart_operator'),
  ).rejects.toMatchObject({
    number: 297,
    preceding: [
      expect.objectContaining({
        number: 300,
        message:
          "VIEW SERVER PERFORMANCE STATE permission was denied on object 'server', database 'master'.",
      }),
    ],
  });
  await expect(
    ask('SELECT COUNT(*) AS n FROM sys.query_store_plan', 'hart_operator'),
  ).rejects.toMatchObject({
    number: 297,
    preceding: [expect.objectContaining({ number: 262 })],
  });
  expect(await value("SELECT IS_SRVROLEMEMBER(N'dbcreator') AS member", 'hart_operator')).toBe(1);
  expect(await value('SELECT COUNT(*) FROM sys.databases', 'hart_operator')).toBe(5);
});

test('catalogue views hide rows without an error from whoever may not see definitions', async () => {
  const { value } = await openWorld();
  expect(await value('SELECT COUNT(*) FROM sys.service_queues', 'hart_operator')).toBe(0);
  expect(await value('SELECT COUNT(*) FROM sys.transmission_queue', 'hart_operator')).toBe(0);
  expect(await value('SELECT COUNT(*) FROM sys.service_queues', 'hart_reader')).toBe(8);
});

test('a lost VIEW ANY DEFINITION leaves only what the login has some right on', async () => {
  const { world, value } = await openWorld();
  world.setFault('permission-denied', true, { permission: 'VIEW ANY DEFINITION' });
  expect(
    await value("SELECT COUNT(*) FROM sys.tables AS t WHERE t.name = N'Atom'", 'hart_reader'),
  ).toBe(1);
  expect(
    await value(
      "SELECT COUNT(*) FROM sys.tables AS t WHERE t.name = N'AtomHistory'",
      'hart_reader',
    ),
  ).toBe(0);
  expect(await value('SELECT COUNT(*) FROM sys.internal_tables', 'hart_reader')).toBe(0);
  expect(await value("SELECT COUNT(*) FROM sys.tables AS t WHERE t.name = N'AtomHistory'")).toBe(1);
});

test('a lost VIEW SERVER STATE takes what it includes, and comes back', async () => {
  const { world, ask, value } = await openWorld();
  world.setFault('permission-denied', true, { permission: 'VIEW SERVER STATE' });
  await expect(
    ask('SELECT COUNT(*) AS n FROM sys.dm_os_sys_info', 'hart_reader'),
  ).rejects.toMatchObject({ number: 297 });
  await expect(
    ask('SELECT COUNT(*) AS n FROM sys.query_store_plan', 'hart_reader'),
  ).rejects.toMatchObject({ number: 297 });
  expect(await value(has('VIEW SERVER PERFORMANCE STATE'), 'hart_reader')).toBe(0);
  expect(await value('SELECT COUNT(*) FROM sys.dm_exec_sessions', 'hart_reader')).toBe(0);
  world.setFault('permission-denied', false);
  expect(await value('SELECT COUNT(*) FROM sys.dm_os_sys_info', 'hart_reader')).toBe(1);
});

test('a right on one object is lost alone', async () => {
  const { world, ask, value } = await openWorld();
  world.setFault('permission-denied', true, {
    permission: 'SELECT',
    object: 'dbo.OODALoopMetrics',
  });
  await expect(
    ask('SELECT COUNT(*) AS n FROM dbo.OODALoopMetrics', 'hart_reader'),
  ).rejects.toMatchObject({ number: 229 });
  expect(await value(has('SELECT', "N'dbo.OODALoopMetrics'", "N'OBJECT'"), 'hart_reader')).toBe(0);
  expect(await value('SELECT COUNT(*) FROM dbo.Atom', 'hart_reader')).toBeGreaterThan(0);
});

test.each([
  [['VIEW SERVER STATE'], [], 'VIEW DATABASE PERFORMANCE STATE', true],
  [['VIEW SERVER PERFORMANCE STATE'], [], 'VIEW DATABASE SECURITY STATE', false],
  [['VIEW SERVER STATE'], ['VIEW DATABASE STATE'], 'VIEW DATABASE PERFORMANCE STATE', false],
  [['VIEW SERVER STATE'], ['VIEW SERVER PERFORMANCE STATE'], 'VIEW SERVER STATE', false],
  [['VIEW SERVER STATE'], ['VIEW SERVER PERFORMANCE STATE'], 'VIEW SERVER SECURITY STATE', true],
  [[], [], 'VIEW ANY DATABASE', true],
])('of %j without %j: %s is %s', (given, taken, right, expected) => {
  expect(effectiveRights(given, taken).has(right)).toBe(expected);
});

const script = (name: string) =>
  readFileSync(new URL(`../../../sql/install/${name}`, import.meta.url), 'utf8').replaceAll(
    /--.*$/gm,
    '',
  );
const grantedServerRights = (text: string) =>
  [...text.matchAll(/GRANT (VIEW [A-Z ]+) TO/g)].map(([, right]) => right);
/** Whole tables, or the columns in parentheses. */
const grantedReads = (text: string, login: string, database: string) =>
  Object.fromEntries(
    [
      ...text.matchAll(
        new RegExp(
          `GRANT SELECT ON OBJECT::dbo\\.(\\w+)(?: \\(([^)]*)\\))? TO \\[${login}\\]`,
          'g',
        ),
      ),
    ].map(([, name, columns]) => [`${database}.dbo.${name}`, columns?.split(', ') ?? 'all']),
  );
const grantedColumns = (text: string) =>
  Object.fromEntries(
    [...text.matchAll(/\(N'(\w+)', N'([^']*)'\)/g)].map(([, name, columns]) => [
      `Hartonomous.dbo.${name}`,
      columns === '' ? 'all' : columns?.split(', '),
    ]),
  );

/** What the optional files of the product's database let a login read. */
const grantedByOptions = (login: string) =>
  grantedReads(script('06-resync.sql') + script('07-repair-procedures.sql'), login, 'Hartonomous');

describe('the logins have just what the DBA scripts grant', () => {
  test.each([
    [15, '02-reader-grants-2019.sql'],
    [16, '02-reader-grants-2022.sql'],
  ] as const)('reader of version %i', (version, file) => {
    const text = script(file);
    const { serverRights, reads } = readerGrants(version);
    expect(serverRights).toEqual(grantedServerRights(text));
    // a synonym and the plural table are not in this product
    const {
      'Hartonomous.dbo.InferenceRequests': _synonym,
      'Hartonomous.dbo.AtomEmbeddings': _plural,
      ...there
    } = grantedColumns(text);
    expect(reads).toEqual({
      ...there,
      ...grantedByOptions('hart_reader'),
      ...grantedReads(text, 'hart_reader', 'msdb'),
    });
  });

  test('operator', () => {
    const text = script('03-operator-grants.sql');
    expect(operatorGrants().reads).toEqual({
      ...grantedReads(text, 'hart_operator', 'msdb'),
      ...grantedByOptions('hart_operator'),
    });
    const executes = [
      ['06-resync.sql', 'Hartonomous'],
      ['07-repair-procedures.sql', 'Hartonomous'],
      ['09-restore-proof.sql', 'Hartonomous'],
      ['10-set-aside.sql', 'Hartonomous'],
      ['08-signed-procedures.sql', 'master'],
    ].flatMap(([file = '', database]) =>
      [...script(file).matchAll(/GRANT EXECUTE ON OBJECT::dbo\.(\w+) TO/g)].map(
        ([, name]) => `${database}.dbo.${name}`,
      ),
    );
    expect([...operatorGrants().executes]).toEqual(executes);
    expect(
      [...text.matchAll(/ALTER SERVER ROLE \[(\w+)\] ADD MEMBER/g)].map(([, role]) => role),
    ).toEqual(operatorGrants().serverRoles);
    expect([...text.matchAll(/ALTER ROLE \[db_backupoperator\] ADD MEMBER/g)]).toHaveLength(
      operatorGrants().databaseRoles.length,
    );
  });
});

test('a right on some columns is none on the object when asked for', async () => {
  const { value } = await openWorld();
  expect(await value(has('SELECT', "N'dbo.OODALoopMetrics'", "N'OBJECT'"), 'hart_reader')).toBe(1);
  expect(await value(has('SELECT', "N'dbo.InferenceRequest'", "N'OBJECT'"), 'hart_reader')).toBe(0);
});
