import { afterEach, describe, expect, it } from 'vitest';
import { type BoltServerOptions, createBoltServer } from '../../sandbox/bolt/bolt-server.ts';
import { createNeo4jClient, type Neo4jClient } from '../../src/clients/neo4j.ts';
import type { QueryLimits } from '../../src/domain/target.ts';
import { silentLogger } from '../fakes/silent-logger.ts';
import { testGraph } from '../support/test-graph.ts';

const limits: QueryLimits = { timeout: 5000, maxRows: 100, maxBytes: 10_000 };
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function serve(changes: Partial<BoltServerOptions> = {}) {
  const server = await createBoltServer({
    graph: testGraph('Atom'),
    credentials: { neo4j: 'secret' },
    ...changes,
  });
  closing.push(() => server.close());
  return server;
}

function connect(
  port: number,
  password = 'secret',
  database = 'neo4j',
  scheme = 'bolt',
): Neo4jClient {
  const client = createNeo4jClient({
    uri: `${scheme}://127.0.0.1:${port}`,
    user: 'neo4j',
    password,
    database,
    logger: silentLogger,
    now: Date.now,
    connectTimeout: 1000,
    retry: { first: 20, longest: 40 },
  });
  closing.push(() => client.close());
  return client;
}

describe('a question to Neo4j', () => {
  it('comes back as rows: safe integers as numbers, others as text, times as ISO text', async () => {
    const { port } = await serve();

    const answer = await connect(port).query(
      'MATCH (a:Atom) RETURN max(a.lastSynced) AS at, count(a) AS n, 9007199254740993 AS big, null AS none',
      {},
      limits,
    );

    expect(answer).toEqual({
      ok: true,
      value: [{ at: '2023-11-14T22:13:22Z', n: 4, big: '9007199254740993', none: null }],
    });
  });

  it('counts with whole numbers and divides with broken ones', async () => {
    const { port } = await serve();

    const answer = await connect(port).query(
      'RETURN $a / 2 AS whole, $b / 2 AS broken',
      { a: { type: 'int', value: 7 }, b: { type: 'float', value: 7 } },
      limits,
    );

    expect(answer).toEqual({ ok: true, value: [{ whole: 3, broken: 3.5 }] });
  });

  it.each([
    ['what is no reading statement', 'FROBNICATE', limits, 'failed'],
    ['a list, which has no place in a table', 'RETURN [1, 2] AS list', limits, 'failed'],
    ['too many rows', 'MATCH (a:Atom) RETURN a.id AS id', { ...limits, maxRows: 2 }, 'too-large'],
    ['a procedure that does not exist', 'CALL nothing.here() YIELD x RETURN x', limits, 'missing'],
  ])('is refused for %s', async (_, statement, bounds, kind) => {
    const { port } = await serve();

    expect(await connect(port).query(statement, {}, bounds)).toMatchObject({
      ok: false,
      trouble: { kind },
    });
  });

  it('ends at its timeout and at its signal, whatever the server does', async () => {
    const { port } = await serve({ delayMs: () => 2000 });
    const client = connect(port);

    const late = await client.query('RETURN 1 AS n', {}, { ...limits, timeout: 100 });
    const stopped = await client.query(
      'RETURN 1 AS n',
      {},
      { ...limits, signal: AbortSignal.timeout(50) },
    );

    expect(late).toMatchObject({ ok: false, trouble: { kind: 'timeout' } });
    expect(stopped).toMatchObject({ ok: false, trouble: { kind: 'cancelled' } });
  });

  it('tells a wrong password and an absent database from a server that is gone', async () => {
    const server = await serve();

    const stranger = await connect(server.port, 'wrong').query('RETURN 1 AS n', {}, limits);
    const lost = await connect(server.port, 'secret', 'nowhere').query('RETURN 1 AS n', {}, limits);
    await server.stop();
    const gone = await connect(server.port).query('RETURN 1 AS n', {}, limits);

    expect(stranger).toMatchObject({ ok: false, trouble: { kind: 'permission', right: 'LOGIN' } });
    expect(lost).toMatchObject({ ok: false, trouble: { kind: 'missing' } });
    expect(gone).toMatchObject({
      ok: false,
      trouble: {
        kind: 'unreachable',
        detail: `Neo4j bolt://127.0.0.1:${server.port} cannot be reached: nothing listens there`,
      },
    });
  });

  it.each([
    ['directly', 'bolt'],
    ['by routing', 'neo4j'],
  ])('is answered again when the server is back, asked %s', async (_, scheme) => {
    const server = await serve();
    const client = connect(server.port, 'secret', 'neo4j', scheme);
    expect(await client.query('RETURN 1 AS n', {}, limits)).toEqual({
      ok: true,
      value: [{ n: 1 }],
    });
    await server.stop();
    expect(await client.query('RETURN 1 AS n', {}, limits)).toMatchObject({
      ok: false,
      trouble: { kind: 'unreachable' },
    });

    await server.start();
    await expect.poll(() => client.state().kind).toBe('up');

    expect(await client.facts(limits)).toMatchObject({
      ok: true,
      value: { version: '5.26.0', majorVersion: 5, edition: 'community' },
    });
  });
});
