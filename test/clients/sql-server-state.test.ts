import { afterEach, describe, expect, it } from 'vitest';
import { SqlServerError } from '../../sandbox/tds/sql-server-error.ts';
import { type Reaction, result } from '../support/sql-backend.ts';
import { closeAll, connect, limits, listen, one, serve } from '../support/sql-client.ts';

afterEach(closeAll);

describe('a SQL Server that is down', () => {
  it('is one fact for everyone, and is found again when it is back', async () => {
    const { server } = await serve(() => one);
    const { port } = server;
    const client = connect(port);
    expect(await client.query('SELECT 1', {}, limits)).toMatchObject({ ok: true });
    await server.close();

    const answers = await Promise.all([1, 2, 3].map(() => client.query('SELECT 1', {}, limits)));

    expect(answers.map((answer) => (answer.ok ? answer : answer.trouble.kind))).toEqual([
      'unreachable',
      'unreachable',
      'unreachable',
    ]);
    await expect.poll(() => client.state().kind).toBe('down');
    expect(await client.query('SELECT 1', {}, limits)).toMatchObject({
      ok: false,
      trouble: {
        kind: 'unreachable',
        detail: `SQL Server 127.0.0.1:${port} cannot be reached: nothing listens there`,
      },
    });
    await serve(() => one, port);
    await expect.poll(() => client.state().kind).toBe('up');
    expect(await client.query('SELECT 1', {}, limits)).toMatchObject({ ok: true });
  });

  it('is told from one that takes the connection and then says nothing', async () => {
    const mute = await listen();
    const client = connect(mute.port, { connectTimeout: 200 });

    const answer = await client.query('SELECT 1', {}, limits);

    expect(answer).toMatchObject({ ok: false, trouble: { kind: 'unreachable' } });
  });

  it('is not what a dropped connection means', async () => {
    const { server } = await serve((text) => (text.includes('slow') ? 'silence' : one));
    const client = connect(server.port);
    const asked = client.query('SELECT slow', {}, limits);
    await expect.poll(() => server.connections().length).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 100));

    server.dropConnections();

    expect(await asked).toMatchObject({
      ok: false,
      trouble: { kind: 'unreachable', detail: 'the connection was lost' },
    });
    expect(await client.query('SELECT 1', {}, limits)).toMatchObject({ ok: true });
  });

  it('refuses a wrong password in words without the password', async () => {
    const { server } = await serve(() => one);
    const client = connect(server.port, { reader: { user: 'hart_reader', password: 'hunter2' } });

    const answer = await client.query('SELECT 1', {}, limits);

    expect(answer).toMatchObject({
      ok: false,
      trouble: {
        kind: 'permission',
        code: 18456,
        detail: expect.stringContaining('refuses the login hart_reader'),
      },
    });
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });
});

it('asks as many questions at once as there are checks', async () => {
  const { server, backend } = await serve((text) => (text.includes('slow') ? 'silence' : one));
  const client = connect(server.port);

  const slow = Array.from({ length: 15 }, () => client.query('SELECT slow', {}, limits));
  const quick = await client.query('SELECT quick', {}, limits);
  server.dropConnections();

  expect(quick).toMatchObject({ ok: true });
  await Promise.all(slow);
  expect(backend.requests.filter(({ text }) => text.includes('slow'))).toHaveLength(15);
});

describe('what is true of a server', () => {
  it('is asked once for a connection', async () => {
    const { server, backend } = await serve(react);
    const client = connect(server.port);

    const facts = await client.facts(limits);
    await client.facts(limits);

    expect(facts).toEqual({
      ok: true,
      value: {
        serverName: 'SQL-PROD',
        version: '16.0.4135.4',
        majorVersion: 16,
        edition: 'Enterprise Edition',
        engineEdition: 3,
        startedAt: Date.parse('2026-01-01T06:00:00.000Z'),
        isSecondary: false,
      },
    });
    expect(backend.requests.filter(({ text }) => text.includes('ProductVersion'))).toHaveLength(1);
  });

  it('is asked once, however many ask at the same time', async () => {
    const { server, backend } = await serve(react);
    const client = connect(server.port);
    await client.query('SELECT 1', {}, limits);
    const before = backend.requests.length;

    const facts = await Promise.all([1, 2, 3].map(() => client.facts(limits)));
    const found = await Promise.all(
      [1, 2, 3].map(() => client.exists('object', 'dbo.There', limits)),
    );

    expect(new Set(facts.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(new Set(found.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const asked = backend.requests.slice(before).map(({ text }) => text);
    expect(asked).toHaveLength(4);
    expect(new Set(asked).size).toBe(4);
  });

  it.each([
    ['the primary', result({ is_primary: 'int' }, [1]), false],
    ['a secondary', result({ is_primary: 'int' }, [0]), true],
    ['in no availability group', result({ is_primary: 'int' }, [null]), false],
    ['nobody can tell what', new SqlServerError({ number: 300, message: 'denied' }), null],
  ])('tells that it is %s', async (_, role, isSecondary) => {
    const { server } = await serve((text) =>
      text.includes('fn_hadr_is_primary_replica') ? role : react(text, 1),
    );

    expect(await connect(server.port).facts(limits)).toMatchObject({ value: { isSecondary } });
  });

  it('does not fail for want of the right to see when it started', async () => {
    const { server } = await serve((text) =>
      text.includes('sqlserver_start_time')
        ? new SqlServerError({ number: 300, message: 'VIEW SERVER STATE permission was denied' })
        : react(text),
    );

    expect(await connect(server.port).facts(limits)).toMatchObject({
      ok: true,
      value: { startedAt: null },
    });
  });

  it('names a table that is there once, and one that is not again after a while', async () => {
    let clock = 0;
    const { server, backend } = await serve((text) =>
      text.includes('OBJECT_ID') ? result({ found: 'int' }, [0]) : react(text),
    );
    const client = connect(server.port, { now: () => clock });

    expect(await client.exists('object', 'dbo.Gone', limits)).toEqual({ ok: true, value: false });
    await client.exists('object', 'dbo.Gone', limits);
    expect(backend.requests).toHaveLength(1);
    clock += 61_000;
    await client.exists('object', 'dbo.Gone', limits);
    expect(backend.requests).toHaveLength(2);
  });
});

function react(text: string, hadr = 0): Reaction {
  if (text.includes('ProductVersion'))
    return result(
      {
        server_name: 'nvarchar',
        version: 'nvarchar',
        major_version: 'int',
        edition: 'nvarchar',
        engine_edition: 'int',
        is_hadr: 'int',
      },
      ['SQL-PROD', '16.0.4135.4', 16, 'Enterprise Edition', 3, hadr],
    );
  if (text.includes('sqlserver_start_time'))
    return result({ started_utc: 'varchar' }, ['2026-01-01T06:00:00.000']);
  return result({ found: 'int' }, [1]);
}
