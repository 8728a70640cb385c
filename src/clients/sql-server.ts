import sql from 'mssql';
import type { Logger } from '../domain/logger.ts';
import type {
  Answer,
  QueryLimits,
  ResultRow,
  SqlReader,
  SqlServerFacts,
  StatementParameters,
  Trouble,
} from '../domain/target.ts';
import { type Duration, type Instant, MINUTE } from '../domain/time.ts';
import { type ConnectorState, createConnector } from './connector.ts';
import { runSql } from './run-sql.ts';
import { createSqlFacts } from './sql-facts.ts';
import { connectTrouble } from './sql-trouble.ts';

export interface SqlServerOptions {
  readonly server: string;
  readonly port: number;
  readonly database: string;
  readonly encrypt: boolean;
  readonly trustServerCertificate: boolean;
  readonly readIntent: boolean;
  readonly reader: SqlLogin;
  readonly logger: Logger;
  readonly now: () => Instant;
  /** Until a connection attempt is given up; together with the login it stays below 5 s. */
  readonly connectTimeout?: Duration;
  readonly retry?: { readonly first: Duration; readonly longest: Duration };
  /**
   * So long after a pool was opened its statements have so much longer: all checks come at once, each waits for the
   * handshake of a connection of its own, and on a busy machine a time-out would speak of that. A server that is down
   * is found by the connection attempt, which this does not stretch.
   */
  readonly warmUp?: Duration;
}

export interface SqlLogin {
  readonly user: string;
  readonly password: string;
}

/** One SQL Server of one environment. */
export interface SqlServerClient extends SqlReader {
  state(): ConnectorState;
  /** Stays out of the database, with every connection closed, until it is let in again: a restore needs it alone. */
  keepOut(out: boolean): Promise<void>;
  close(): Promise<void>;
}

// The reader never waits long behind a lock and never wins a deadlock against the product.
const prelude = 'SET LOCK_TIMEOUT 2000; SET DEADLOCK_PRIORITY LOW;\n';

// As many as there are checks: all of them asked at once take as long as the slowest, and one that waits behind a lock
// keeps no other from asking. They are opened when they are needed, and closed when idle.
const readerConnections = 16;

/**
 * A client with one pool for the reader login. Nothing throws: an unreachable server, a missing right or object, a
 * timeout are answers. While the server is down every question is answered so at once; one attempt at a time finds
 * out when it is back.
 */
export function createSqlServerClient(options: SqlServerOptions): SqlServerClient {
  const { server, port, logger, now } = options;
  const place = `SQL Server ${server}:${port}`;
  const connector = createConnector<sql.ConnectionPool>({
    connect: () => openPool(poolConfig(options, options.reader, readerConnections), place, logger),
    disconnect: (pool) => pool.close(),
    logger: logger.child({ target: place }),
    now,
    ...(options.retry === undefined ? {} : { retry: options.retry }),
  });

  async function query(
    statement: string,
    parameters: StatementParameters,
    limits: QueryLimits,
  ): Promise<Answer<ResultRow[]>> {
    const got = await connector.get();
    if (!got.ok) return got;
    const { connection } = got.value;
    const patient = patientWhile(connector.state(), limits);
    const answer = await connector.watch(
      connection,
      runSql(connection, prelude + statement, parameters, patient),
    );
    if (!answer.ok && answer.trouble.kind === 'unreachable') {
      connector.lost(connection);
      // Whether the target is down or only this connection broke is known in a moment, and worth saying.
      const again = await connector.get();
      return again.ok ? answer : again;
    }
    if (!answer.ok && answer.trouble.kind === 'timeout') connector.doubt(connection);
    if (!answer.ok && answer.trouble.kind === 'missing') facts.forget();
    return answer;
  }

  function patientWhile(state: ConnectorState, limits: QueryLimits): QueryLimits {
    const warmUp = options.warmUp ?? 0;
    const isCold = state.kind === 'up' && now() - state.since < warmUp;
    return isCold ? { ...limits, timeout: limits.timeout + warmUp } : limits;
  }

  let lettingIn: NodeJS.Timeout | undefined;
  const facts = createSqlFacts({ query, generation: () => generationOf(connector.state()), now });

  return {
    query,
    facts: (limits: QueryLimits): Promise<Answer<SqlServerFacts>> => facts.facts(limits),
    exists: (kind, name, limits) => facts.exists(kind, name, limits),
    state: () => connector.state(),
    async keepOut(out) {
      clearTimeout(lettingIn);
      if (out) {
        lettingIn = setTimeout(() => void connector.rest(null), longestOut);
        lettingIn.unref();
      }
      await connector.rest(out ? restoringTrouble : null);
    },
    close: () => connector.close(),
  };
}

// Long enough for exclusive use and the tail; after that the database lets nobody in anyway. A run that stopped halfway
// must not leave the reader outside for ever.
const longestOut = 15 * MINUTE;

const restoringTrouble: Trouble = {
  kind: 'failed',
  detail: 'the database is being restored',
  code: 'RESTORING',
};

function generationOf(state: ConnectorState): number {
  return state.kind === 'up' ? state.generation : 0;
}

function poolConfig(options: SqlServerOptions, login: SqlLogin, max: number): sql.config {
  return {
    server: options.server,
    port: options.port,
    database: options.database,
    user: login.user,
    password: login.password,
    connectionTimeout: options.connectTimeout ?? 4000,
    // Our own timers cancel statements; the driver's would end a backup.
    requestTimeout: 0,
    validateConnection: 'socket',
    pool: { max, min: 0, idleTimeoutMillis: 30_000, acquireTimeoutMillis: 10_000 },
    options: {
      encrypt: options.encrypt,
      trustServerCertificate: options.trustServerCertificate,
      readOnlyIntent: options.readIntent,
      appName: 'hart',
      useUTC: true,
      cancelTimeout: 2000,
      enableArithAbort: true,
    },
  };
}

async function openPool(
  config: sql.config,
  place: string,
  logger: Logger,
): Promise<Answer<sql.ConnectionPool>> {
  const pool = new sql.ConnectionPool(config);
  // Without a listener a broken idle connection would end the process.
  pool.on('error', (error: unknown) => logger.debug({ err: error }, 'a pooled connection broke'));
  try {
    return { ok: true, value: await pool.connect() };
  } catch (error) {
    return { ok: false, trouble: connectTrouble(error, place, config.user ?? '') };
  }
}
