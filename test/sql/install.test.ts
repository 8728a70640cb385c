import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sqlChecks } from './support/all-checks.ts';

const folder = new URL('../../sql/install/', import.meta.url);
const files = readdirSync(folder)
  .filter((file) => file.endsWith('.sql'))
  .toSorted();

function text(file: string): string {
  return readFileSync(new URL(file, folder), 'utf8');
}

/** The batches between GO lines, without comments and quoted texts. */
function batches(file: string): string[] {
  return text(file)
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/--.*$/gm, ' ')
    .split(/^GO[ \t]*$/m)
    .map((batch) => batch.replace(/N?'(?:[^']|'')*'/g, "''").trim())
    .filter((batch) => batch !== '');
}

/** Statements that fail when they are run twice, unless something guards them. */
const onceOnly =
  /^\s*(CREATE (?!OR ALTER)|ALTER (?:ROLE|SERVER ROLE|QUEUE|LOGIN|USER)|DROP (?!(?:VIEW|PROCEDURE|USER|TABLE) IF EXISTS))/im;

test('there are these files, in the order in which they are run', () => {
  expect(files).toEqual([
    '01-logins.sql',
    '02-reader-grants-2019.sql',
    '02-reader-grants-2022.sql',
    '03-operator-grants.sql',
    '04-monitoring-objects.sql',
    '05-ooda-activation.sql',
    '06-resync.sql',
    '07-repair-procedures.sql',
    '08-signed-procedures.sql',
    '09-restore-proof.sql',
    '10-set-aside.sql',
    'uninstall.sql',
  ]);
});

describe.each(files)('%s', (file) => {
  test('stops at the first error, names its database and ends its last batch', () => {
    expect(text(file)).toMatch(/^:on error exit$/m);
    expect(batches(file)[0]).toMatch(/USE \[(master|\$\(HartDatabase\))\];/);
    expect(text(file).trimEnd()).toMatch(/\nGO$/);
  });

  test('has batches with balanced brackets and blocks', () => {
    for (const batch of batches(file)) {
      expect({ batch, brackets: count(batch, /\(/g) }).toEqual({
        batch,
        brackets: count(batch, /\)/g),
      });
      const begins = count(batch, /\bBEGIN\b(?! (?:DIALOG|TRANSACTION)\b)|\bCASE\b/gi);
      expect({ batch, begins }).toEqual({
        batch,
        begins: count(batch, /\bEND\b(?! CONVERSATION)/gi),
      });
    }
  });

  test('can be run again: what may be done once only is guarded', () => {
    for (const batch of batches(file)) {
      if (!onceOnly.test(batch)) continue;
      expect(batch).toMatch(/^(IF\b|CREATE OR ALTER\b)/i);
    }
  });

  test('creates a view or procedure alone in its batch', () => {
    for (const batch of batches(file).filter((one) => /CREATE OR ALTER/i.test(one)))
      expect(batch).toMatch(/^CREATE OR ALTER/i);
  });

  test('carries no password', () => {
    for (const [, password] of text(file).matchAll(/PASSWORD = N'([^']*)'(?!')/g))
      expect(password).toMatch(/^\$\(\w+\)$/);
  });
});

describe.each([
  ['02-reader-grants-2019.sql', 15],
  ['02-reader-grants-2022.sql', 16],
] as const)('%s', (file, version) => {
  const granted = text(file);

  test.each([...sqlChecks.values()].map((check) => [check.name, check] as const))(
    'grants what %s needs',
    (_, { needs }) => {
      const missing = needs
        .filter(({ since = 0, until = Infinity }) => version >= since && version <= until)
        .filter(({ right, object }) => !isGranted(granted, right, object));
      expect(missing).toEqual([]);
    },
  );

  test('grants the columns of the product that statements read', () => {
    const columns = new Map(
      [...granted.matchAll(/\(N'(\w+)', N'([^']+)'\)/g)].map(([, name = '', list = '']) => [
        name,
        list.split(', '),
      ]),
    );
    const unknown: string[] = [];
    for (const { name, variants } of sqlChecks.values())
      for (const { statement } of variants)
        for (const [, table = '', alias = ''] of statement.matchAll(/\bdbo\.(\w+) AS (\w+)/g)) {
          const allowed = columns.get(table);
          if (allowed === undefined) continue;
          for (const [, column = ''] of statement.matchAll(
            new RegExp(`\\b${alias}\\.([A-Z]\\w+)`, 'g'),
          ))
            if (!allowed.includes(column)) unknown.push(`${name}: ${table}.${column}`);
        }
    expect(unknown).toEqual([]);
  });
});

test('takes away every object, user and login that it made', () => {
  const gone = text('uninstall.sql');
  for (const file of files.filter((one) => one !== 'uninstall.sql'))
    for (const [, kind = '', name = ''] of text(file).matchAll(
      /CREATE (?:OR ALTER )?(LOGIN|USER|PROCEDURE|VIEW|TABLE) \[?([\w.]+)/g,
    )) {
      const dropped =
        kind === 'PROCEDURE'
          ? new RegExp(`DROP PROCEDURE IF EXISTS [^;]*${name}\\b`)
          : new RegExp(`DROP ${kind} (IF EXISTS )?\\[?${name}\\b`);
      expect(dropped.test(gone) ? '' : `${kind} ${name} stays`).toBe('');
    }
});

function count(where: string, what: RegExp): number {
  return [...where.matchAll(what)].length;
}

function isGranted(granted: string, right: string, object: string | undefined): boolean {
  if (object === undefined) return implied(granted).includes(right);
  if (object.startsWith('msdb.'))
    return granted.includes(`GRANT ${right} ON OBJECT::${object.replace('msdb.', '')} TO`);
  return granted.includes(`(N'${object.replace('dbo.', '')}', N'`);
}

/** What is granted on the server, and what that brings with it in the database. */
function implied(granted: string): string[] {
  const rights = [...granted.matchAll(/^GRANT (VIEW [A-Z ]+) TO/gm)].map(([, right = '']) => right);
  return rights.flatMap((right) => [
    right,
    right.replace(' SERVER ', ' DATABASE '),
    right.replace(' ANY ', ' '),
  ]);
}

describe('procedures that act on more than their caller may', () => {
  const procedures = [
    '06-resync.sql',
    '07-repair-procedures.sql',
    '08-signed-procedures.sql',
    '09-restore-proof.sql',
    '10-set-aside.sql',
  ]
    .flatMap((file) => text(file).split(/^GO[ \t]*$/m))
    .flatMap((batch) => {
      const at = batch.indexOf('CREATE OR ALTER PROCEDURE');
      const name = /PROCEDURE dbo\.(\w+)/.exec(batch)?.[1];
      return at < 0 || name === undefined ? [] : [{ name, body: batch.slice(at) }];
    });

  test('there are some, and each is granted by name or to nobody', () => {
    expect(procedures.map(({ name }) => name)).toHaveLength(14);
    const granted = [
      '06-resync.sql',
      '07-repair-procedures.sql',
      '08-signed-procedures.sql',
      '09-restore-proof.sql',
      '10-set-aside.sql',
    ].flatMap((file) => [...text(file).matchAll(/^ {4}GRANT EXECUTE ON OBJECT::dbo\.(\w+)/gm)]);
    expect(granted.map(([, name = '']) => name).toSorted()).toEqual(
      procedures
        .map(({ name }) => name)
        .filter((name) => name !== 'hart_SendSyncRequest')
        .toSorted(),
    );
  });

  test.each(procedures)(
    'S4 $name puts no name into dynamic text but through QUOTENAME',
    ({ body }) => {
      const built = [
        ...body.matchAll(/SET @sql \+?= [\s\S]*?;|@sql nvarchar\(max\) = N'[\s\S]*?;\n/g),
      ];
      for (const [statement] of built)
        for (const [, name = ''] of statement.matchAll(/\+ (@\w+)/g))
          expect(['@from', '@key', '@tenant']).toContain(name);
    },
  );

  test.each(
    procedures.filter(({ name }) => /^hart_(Set(Trust|Owner)|SetQueue|TakeMessage)/.test(name)),
  )('S4 $name looks its object up in a list before it acts', ({ body }) => {
    const check = body.search(
      /IF NOT EXISTS \(SELECT 1 FROM (master\.dbo\.HartDatabase|sys\.service_queues)/,
    );
    expect(check).toBeGreaterThan(0);
    expect(check).toBeLessThan(body.indexOf('sp_executesql'));
  });

  test('S15 ends a session only by id, login time and run, and none that is rolling back', () => {
    const kill = procedures.find(({ name }) => name === 'hart_KillSession')?.body ?? '';
    for (const condition of ['@SessionId', '@LoginTime', '@RunId', '@@SPID', 'ROLLBACK'])
      expect(kill.slice(0, kill.indexOf("N'KILL '"))).toContain(condition);
  });

  test('S33 sends only allowed types of rows that exist, below a depth, and stops when endpoints grow', () => {
    const resync = procedures.find(({ name }) => name.startsWith('sp_Resync'))?.body ?? '';
    for (const guard of [
      'dbo.HartResyncEntity',
      '@MaxQueueDepth',
      '@MaxEndpointGrowth',
      '@MaxLiveWaiting',
    ])
      expect(resync.indexOf(guard)).toBeGreaterThan(0);
    expect(resync.indexOf("N'stopped'")).toBeLessThan(resync.indexOf('BEGIN TRANSACTION'));
    expect(resync).toMatch(
      /BEGIN TRANSACTION;[\s\S]*hart_SendSyncRequest[\s\S]*UPDATE dbo\.HartResyncProgress[\s\S]*COMMIT/,
    );
  });
});
