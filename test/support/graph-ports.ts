import { factFiles } from '../../src/app/fact-files.ts';
import { createNeo4jClient, type Neo4jClient } from '../../src/clients/neo4j.ts';
import type { FactReader } from '../../src/operations/acting/operation.ts';
import { silentLogger } from '../fakes/silent-logger.ts';

/** The bot's client to a simulated Neo4j, and what operations ask of it. */
export interface GraphAccess {
  readonly client: Neo4jClient;
  readonly graph: FactReader;
  readonly changeGraph: FactReader;
}

export function graphAccess(port: number, password: string): GraphAccess {
  const client = createNeo4jClient({
    uri: `bolt://127.0.0.1:${port}`,
    user: 'neo4j',
    password,
    database: 'neo4j',
    logger: silentLogger,
    now: Date.now,
    retry: { first: 50, longest: 200 },
  });
  return {
    client,
    graph: factFiles((...asked) => client.query(...asked), 'facts', 'cypher', 'neo4j'),
    changeGraph: factFiles((...asked) => client.change(...asked), 'operations', 'cypher', 'neo4j'),
  };
}
