import { readFileSync } from 'node:fs';
import { auth, driver as createDriver, type Driver, int } from 'neo4j-driver';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BoltServer, createBoltServer } from '../../sandbox/bolt/bolt-server.ts';
import { readCheckFiles } from '../../src/checks/read-check-files.ts';
import { createNeo4jClient, type Neo4jClient } from '../../src/clients/neo4j.ts';
import type { QueryLimits, StatementParameters } from '../../src/domain/target.ts';
import { probe } from '../../src/probes/probe.ts';
import { silentLogger } from '../fakes/silent-logger.ts';
import { testGraph, testNodes } from '../support/test-graph.ts';
import { sampleOf } from '../support/test-sample.ts';

const address = process.env['HART_TEST_NEO4J'];
const why = 'HART_TEST_NEO4J is not set (bolt://user:password@host:port); .ci/neo4j.sh starts one';
const limits: QueryLimits = { timeout: 10_000, maxRows: 1000, maxBytes: 1_000_000 };
const { checks } = readCheckFiles(['sql/checks']);
const cypherChecks = checks.filter(({ target }) => target === 'neo4j');

function clientFor(uri: string): Neo4jClient {
  const { protocol, host, username, password } = new URL(uri);
  return createNeo4jClient({
    uri: `${protocol}//${host}`,
    user: username,
    password,
    database: 'neo4j',
    logger: silentLogger,
    now: Date.now,
  });
}

describe('a real Neo4j 5', () => {
  let client: Neo4jClient;
  let writer: Driver;
  let sandbox: BoltServer;
  let sandboxClient: Neo4jClient;

  beforeEach(({ skip }) => skip(address === undefined, why));

  beforeAll(async () => {
    if (address === undefined) return;
    const { protocol, host, username, password } = new URL(address);
    client = clientFor(address);
    writer = createDriver(`${protocol}//${host}`, auth.basic(username, password));
    // A label of our own, so that a server in use is not touched.
    await writer.executeQuery('MATCH (n:HartTest) DELETE n');
    await writer.executeQuery(
      'UNWIND $nodes AS node CREATE (n:HartTest) SET n = node, n.lastSynced = datetime({epochMillis: node.lastSynced})',
      { nodes: testNodes.map(asNode) },
    );
    sandbox = await createBoltServer({
      graph: testGraph('HartTest'),
      credentials: { neo4j: 'secret' },
    });
    sandboxClient = clientFor(`bolt://neo4j:secret@127.0.0.1:${sandbox.port}`);
  });

  afterAll(async () => {
    if (address === undefined) return;
    await writer.executeQuery('MATCH (n:HartTest) DELETE n');
    await Promise.all([writer.close(), client.close(), sandboxClient.close()]);
    await sandbox.close();
  });

  it('says which version and edition it is', async () => {
    const facts = await client.facts(limits);

    expect(facts).toMatchObject({ ok: true, value: { majorVersion: 5 } });
  });

  it.each(cypherChecks.map((check) => [check.name, check] as const))(
    'understands the check %s',
    async (_, check) => {
      const sample = await probe(check, {
        environment: 'test',
        neo4j: client,
        newest: () => sampleOf([{ labels: {}, values: { atoms: 10 } }], Date.now()),
        now: Date.now,
      });

      expect(sample.outcome).toSatisfy(
        ({ kind, reason }: { kind: string; reason?: string }) =>
          kind === 'rows' || reason === 'empty',
      );
    },
  );

  it.each(
    readFileSync('test/fixtures/cypher/queries.cypher', 'utf8')
      .split(/;\s*\n/)
      .filter((query) => query.trim() !== ''),
  )('answers as the sandbox does: %s', async (query) => {
    const parameters: StatementParameters = {
      tenant: { type: 'int', value: 1 },
      name: { type: 'text', value: 'b' },
      factor: { type: 'float', value: 1.5 },
    };

    const real = await client.query(query, parameters, limits);
    const simulated = await sandboxClient.query(query, parameters, limits);

    expect(withoutDetail(simulated)).toEqual(withoutDetail(real));
  });

  it('refuses a wrong password', async () => {
    const stranger = clientFor((address ?? '').replace(/:[^:@]+@/, ':wrong@'));

    const answer = await stranger.facts(limits);
    await stranger.close();

    expect(answer).toMatchObject({ ok: false, trouble: { kind: 'permission' } });
  });
});

/** JavaScript knows no whole numbers; Cypher does. */
function asNode(node: (typeof testNodes)[number]) {
  const { id, tenantId, lastSynced } = node;
  return { ...node, id: int(id), tenantId: int(tenantId), lastSynced: int(lastSynced) };
}

/** The words of a refusal may differ; that and how it is refused may not. */
function withoutDetail(answer: Awaited<ReturnType<Neo4jClient['query']>>) {
  return answer.ok ? answer : { ...answer, trouble: { ...answer.trouble, detail: '' } };
}
