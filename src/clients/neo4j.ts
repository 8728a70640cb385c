import { auth, driver as createDriver, type Driver } from 'neo4j-driver';
import { askOnce } from '../domain/ask-once.ts';
import type { Logger } from '../domain/logger.ts';
import type {
  Answer,
  GraphFacts,
  GraphReader,
  QueryLimits,
  ResultRow,
  StatementParameters,
} from '../domain/target.ts';
import type { Duration, Instant } from '../domain/time.ts';
import { type ConnectorState, createConnector } from './connector.ts';
import { forAll } from './for-all.ts';
import { graphConnectTrouble } from './graph-trouble.ts';
import { runCypher } from './run-cypher.ts';
import { statementFile } from './statement-file.ts';

export interface Neo4jOptions {
  /** `bolt://`, or `neo4j://` for a cluster; `+s` and `+ssc` for TLS. */
  readonly uri: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly logger: Logger;
  readonly now: () => Instant;
  readonly connectTimeout?: Duration;
  readonly retry?: { readonly first: Duration; readonly longest: Duration };
}

/** One Neo4j of one environment. */
export interface Neo4jClient extends GraphReader {
  /** For approved runs only: as `query`, but it may change the graph. */
  change: GraphReader['query'];
  state(): ConnectorState;
  close(): Promise<void>;
}

const factsStatement = statementFile('facts/graph-server.cypher');

/** A client that reads, and changes something only by `change`. Nothing throws; a server that is down is answered so at once, as with SQL Server. */
export function createNeo4jClient(options: Neo4jOptions): Neo4jClient {
  const { uri, logger, now } = options;
  const place = `Neo4j ${uri}`;
  const connector = createConnector<Driver>({
    connect: () => openDriver(options, place),
    disconnect: (driver) => driver.close(),
    logger: logger.child({ target: place }),
    now,
    ...(options.retry === undefined ? {} : { retry: options.retry }),
  });
  let known: { readonly generation: number; readonly facts: GraphFacts } | undefined;

  async function ask(
    mode: 'read' | 'write',
    statement: string,
    parameters: StatementParameters,
    limits: QueryLimits,
  ): Promise<Answer<ResultRow[]>> {
    const got = await connector.get();
    if (!got.ok) return got;
    const driver = got.value.connection;
    const answer = await connector.watch(
      driver,
      runCypher(driver, options.database, statement, parameters, limits, mode),
    );
    if (!answer.ok && answer.trouble.kind === 'unreachable') {
      connector.lost(driver);
      // Whether the target is down or only this connection broke is known in a moment, and worth saying.
      const again = await connector.get();
      return again.ok ? answer : again;
    }
    if (!answer.ok && answer.trouble.kind === 'timeout') connector.doubt(driver);
    return answer;
  }

  const query: GraphReader['query'] = (...asked) => ask('read', ...asked);

  async function askFacts(generation: number, limits: QueryLimits): Promise<Answer<GraphFacts>> {
    const answer = await query(factsStatement, {}, limits);
    if (!answer.ok) return answer;
    const kernel = answer.value.find((row) => row['name'] === 'Neo4j Kernel') ?? answer.value[0];
    const version = String(kernel?.['version'] ?? '');
    const facts: GraphFacts = {
      version,
      majorVersion: Number.parseInt(version, 10),
      edition: String(kernel?.['edition'] ?? ''),
      address: uri,
    };
    known = { generation, facts };
    return { ok: true, value: facts };
  }
  const factsOnce = askOnce<Answer<GraphFacts>>();

  return {
    query,
    change: (...asked) => ask('write', ...asked),
    async facts(limits) {
      const got = await connector.get();
      if (!got.ok) return got;
      const { generation } = got.value;
      if (known?.generation === generation) return { ok: true, value: known.facts };
      return factsOnce(`${generation}`, () => askFacts(generation, forAll(limits)));
    },
    state: () => connector.state(),
    close: () => connector.close(),
  };
}

async function openDriver(options: Neo4jOptions, place: string): Promise<Answer<Driver>> {
  const timeout = options.connectTimeout ?? 3500;
  let driver: Driver | undefined;
  try {
    driver = createDriver(options.uri, auth.basic(options.user, options.password), {
      connectionTimeout: timeout,
      connectionAcquisitionTimeout: timeout + 500,
      connectionLivenessCheckTimeout: 30_000,
      maxTransactionRetryTime: 0,
      maxConnectionPoolSize: 4,
      telemetryDisabled: true,
      userAgent: 'hart',
    });
    // The driver's own limit does not cover a server that takes the connection and then says nothing.
    await withinTime(driver.getServerInfo({ database: options.database }), timeout + 500);
    return { ok: true, value: driver };
  } catch (error) {
    driver?.close().catch(() => undefined);
    return { ok: false, trouble: graphConnectTrouble(error, place, options.user) };
  }
}

async function withinTime<T>(promise: Promise<T>, timeout: Duration): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), timeout);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
