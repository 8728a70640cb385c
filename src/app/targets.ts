import { createHttpClient } from '../clients/http.ts';
import { createNeo4jClient, type Neo4jClient } from '../clients/neo4j.ts';
import type { OperatorAddress } from '../clients/operator-connection.ts';
import { createSqlServerClient, type SqlServerClient } from '../clients/sql-server.ts';
import type { Config } from '../config/load-config.ts';
import type { Secrets } from '../config/secrets.ts';
import { Fault } from '../domain/fault.ts';
import type { Logger } from '../domain/logger.ts';
import type { ApiReader, ResultRow } from '../domain/target.ts';
import { type Instant, SECOND } from '../domain/time.ts';
import { poolFreshness } from '../operations/backup/pool-freshness.ts';
import { deriveRestorability } from '../operations/restore/derive-restorability.ts';
import { probe } from '../probes/probe.ts';
import type { RunProbe } from '../watching/ports.ts';

/** The servers of one environment, and how a check is run against them. */
export interface Targets {
  readonly sqlServer: SqlServerClient;
  /** The same login, in `master`: for what is asked of a database that cannot be entered. */
  readonly sqlServerItself: SqlServerClient;
  /** The login that changes things: opened by runs alone. Null where no password is given. */
  readonly operator: OperatorAddress | null;
  readonly replicas: readonly SqlReplica[];
  readonly neo4j: Neo4jClient;
  readonly api: readonly ApiReader[];
  readonly run: RunProbe;
  close(): Promise<void>;
}

export interface SqlReplica {
  readonly name: string;
  readonly reader: SqlServerClient;
}

export function createTargets(
  name: string,
  config: Config,
  secrets: Secrets,
  now: () => Instant,
  log: Logger,
): Targets {
  const environment = config.environments[name];
  const passwords = secrets.environments[name];
  if (environment === undefined || passwords === undefined)
    throw new Fault('internal', `No environment ${name}`);
  const logger = log.child({ environment: name });
  const { reader, operator, replicas: named, ...address } = environment.sqlServer;
  const readerOptions = {
    ...address,
    reader: { user: reader.user, password: passwords.sqlReaderPassword },
    logger,
    now,
    warmUp: 10 * SECOND,
  };
  const sqlServer = createSqlServerClient(readerOptions);
  const sqlServerItself = createSqlServerClient({ ...readerOptions, database: 'master' });
  const replicas = named.map(({ name: replica, ...place }): SqlReplica => {
    const own = { ...readerOptions, ...place, readIntent: place.readIntent ?? address.readIntent };
    // The one behind the common address answers over the same connections.
    const isCommon =
      own.server.toLowerCase() === address.server.toLowerCase() &&
      own.port === address.port &&
      own.readIntent === address.readIntent;
    return { name: replica, reader: isCommon ? sqlServer : createSqlServerClient(own) };
  });
  const { uri, user, database } = environment.neo4j;
  const neo4j = createNeo4jClient({
    uri,
    user,
    password: passwords.neo4jPassword,
    database,
    logger,
    now,
  });
  const api = environment.api.map(({ name: replica, url }) =>
    createHttpClient({ name: replica, url, clock: () => performance.now() }),
  );
  const { rpo, rto } = environment.backups;
  const compute = {
    restorability: (rows: readonly ResultRow[]) => deriveRestorability(rows, { rpo, rto }),
  };
  const pools = { freshness: poolFreshness };
  const { server, port, encrypt, trustServerCertificate } = address;
  return {
    sqlServer,
    sqlServerItself,
    operator:
      passwords.sqlOperatorPassword === null
        ? null
        : {
            server,
            port,
            encrypt,
            trustServerCertificate,
            user: operator.user,
            password: passwords.sqlOperatorPassword,
          },
    replicas,
    neo4j,
    api,
    run: (check, newest) =>
      probe(check, {
        environment: name,
        sqlServer,
        replicas,
        neo4j,
        api,
        newest,
        now,
        compute,
        pools,
      }),
    async close() {
      const clients = [sqlServer, sqlServerItself, neo4j, ...replicas.map((each) => each.reader)];
      await Promise.allSettled(clients.map((client) => client.close()));
    },
  };
}
