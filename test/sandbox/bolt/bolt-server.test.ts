import {
  session as access,
  auth,
  driver as createDriver,
  int,
  type Neo4jError,
} from 'neo4j-driver';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type BoltServer,
  type BoltServerOptions,
  type BoltStatement,
  createBoltServer,
} from '../../../sandbox/bolt/bolt-server.ts';
import { testGraph } from '../../support/test-graph.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function serve(changes: Partial<BoltServerOptions> = {}): Promise<BoltServer> {
  const server = await createBoltServer({
    graph: testGraph('Atom'),
    credentials: { neo4j: 'secret' },
    ...changes,
  });
  closing.push(() => server.close());
  return server;
}

function connect(port: number, scheme = 'bolt', password = 'secret') {
  const driver = createDriver(`${scheme}://127.0.0.1:${port}`, auth.basic('neo4j', password), {
    maxTransactionRetryTime: 0,
    connectionTimeout: 2000,
  });
  closing.push(() => driver.close());
  return driver;
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error: Neo4jError) => error.code,
  );
}

describe('the Bolt server', () => {
  it.each([
    ['bolt', true],
    ['bolt', false],
    ['neo4j', true],
    ['neo4j', false],
  ])('speaks with the real driver over %s, manifest: %s', async (scheme, withManifest) => {
    const { port } = await serve({ withManifest });

    const { records } = await connect(port, scheme).executeQuery(
      'MATCH (a:Atom) RETURN count(a) AS n',
    );

    expect(records.map((record) => record.get('n'))).toEqual([int(4)]);
  });

  it('says what it is', async () => {
    const { port } = await serve();

    const info = await connect(port).getServerInfo();

    expect(info.agent).toBe('Neo4j/5.26.0');
    expect(info.protocolVersion).toMatchObject({ major: 5, minor: 8 });
  });

  it('refuses a wrong password', async () => {
    const { port } = await serve();

    expect(await codeOf(connect(port, 'bolt', 'wrong').getServerInfo())).toBe(
      'Neo.ClientError.Security.Unauthorized',
    );
  });

  it('gives rows in parts, and leaves out those that nobody wants', async () => {
    const { port } = await serve();
    const session = connect(port).session({ fetchSize: 1, defaultAccessMode: access.READ });
    const seen: unknown[] = [];

    for await (const record of session.run('MATCH (a:Atom) RETURN a.name AS name ORDER BY name')) {
      seen.push(record.get('name'));
      if (seen.length === 2) break;
    }
    const next = await session.run('RETURN 1 AS one');
    await session.close();

    expect(seen).toEqual(['a', 'b']);
    expect(next.records).toHaveLength(1);
  });

  it('runs a transaction, and goes on after a failure in it', async () => {
    const { port } = await serve();
    const session = connect(port).session();

    const first = await session.executeRead((tx) => tx.run('RETURN 1 AS one'));
    const code = await codeOf(session.executeRead((tx) => tx.run('CREATE (a:Atom)')));
    const last = await session.executeRead((tx) => tx.run('RETURN 2 AS two'));
    await session.close();

    expect(first.records).toHaveLength(1);
    expect(code).toBe('Neo.ClientError.Statement.SyntaxError');
    expect(last.records).toHaveLength(1);
  });

  it('knows its databases', async () => {
    const graph = testGraph('Atom', {
      databases: () => [
        { name: 'neo4j', status: 'online', statusMessage: '', isDefault: true },
        { name: 'broken', status: 'offline', statusMessage: 'no space left', isDefault: false },
      ],
    });
    const { port } = await serve({ graph });
    const driver = connect(port);

    expect(await codeOf(driver.executeQuery('RETURN 1 AS n', {}, { database: 'nowhere' }))).toBe(
      'Neo.ClientError.Database.DatabaseNotFound',
    );
    expect(await codeOf(driver.executeQuery('RETURN 1 AS n', {}, { database: 'broken' }))).toBe(
      'Neo.TransientError.General.DatabaseUnavailable',
    );
  });

  it('records each statement with who sent it and what came of it', async () => {
    const statements: BoltStatement[] = [];
    const { port } = await serve({ record: (statement) => statements.push(statement) });
    const driver = connect(port);

    await driver.executeQuery('MATCH (a:Atom {tenantId: $tenant}) RETURN a.id AS id', {
      tenant: int(1),
    });
    await codeOf(driver.executeQuery('FROBNICATE'));

    expect(statements).toMatchObject([
      { login: 'neo4j', database: 'neo4j', params: { tenant: 1n }, rows: 2, error: null },
      { text: 'FROBNICATE', rows: 0, error: 'Neo.ClientError.Statement.SyntaxError' },
    ]);
  });

  it('can be gone and come back on the same port', async () => {
    const server = await serve();
    const driver = connect(server.port);
    await driver.getServerInfo();

    await server.stop();
    const gone = await codeOf(driver.executeQuery('RETURN 1 AS n'));
    await server.start();
    const { records } = await connect(server.port).executeQuery('RETURN 1 AS n');

    expect(gone).toBe('ServiceUnavailable');
    expect(records).toHaveLength(1);
  });
});
