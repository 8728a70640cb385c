import { setTimeout as sleep } from 'node:timers/promises';
import { createNeo4jAdmin } from '../clients/neo4j-admin.ts';
import { neo4jInContainer } from '../clients/neo4j-container.ts';
import { openOperatorSession, type RunSessionSeen } from '../clients/operator-session.ts';
import type { SqlServerClient } from '../clients/sql-server.ts';
import type { Config } from '../config/load-config.ts';
import { Fault } from '../domain/fault.ts';
import type { Logger } from '../domain/logger.ts';
import type { Run } from '../domain/run.ts';
import type { Answer } from '../domain/target.ts';
import type { Instant } from '../domain/time.ts';
import type {
  FactReader,
  GraphAdmin,
  OperationPorts,
  OperationSettings,
  OperatorSession,
} from '../operations/acting/operation.ts';
import { factFiles, rememberedFiles } from './fact-files.ts';
import type { Targets } from './targets.ts';

/** What operations may touch of one environment, and how a run gets its session there. */
export interface EnvironmentPorts {
  readonly ports: OperationPorts;
  openSession(run: Run): Promise<Answer<OperatorSession>>;
}

export function createOperationPorts(
  name: string,
  config: Config,
  targets: Targets,
  now: () => Instant,
  log: Logger,
  other: (environment: string) => OperationPorts | null = () => null,
): EnvironmentPorts {
  const { sqlServer, sqlServerItself, neo4j, operator } = targets;
  const settings = operationSettings(name, config, operator?.user ?? null);
  const facts = factFiles(wherever(sqlServer, sqlServerItself), 'facts', 'sql', settings.database);
  const wait = async (duration: number): Promise<void> => {
    await sleep(duration);
  };
  return {
    ports: {
      settings,
      facts,
      other,
      template: rememberedFiles('operations', 'sql'),
      graph: factFiles((...asked) => neo4j.query(...asked), 'facts', 'cypher', settings.database),
      changeGraph: factFiles(
        (...asked) => neo4j.change(...asked),
        'operations',
        'cypher',
        settings.database,
      ),
      keepReaderOut: async (out) => {
        const readers = new Set([sqlServer, ...targets.replicas.map(({ reader }) => reader)]);
        await Promise.all([...readers].map((reader) => reader.keepOut(out)));
      },
      graphAdmin: graphAdminOf(config.environments[name]?.neo4j.admin),
      now,
      sleep: wait,
      log: log.child({ environment: name }),
    },
    async openSession({ id, plan }) {
      if (operator === null)
        return {
          ok: false,
          trouble: {
            kind: 'permission',
            detail: 'no password of the operator login is given: hart only watches',
            code: null,
          },
        };
      return openOperatorSession({
        address: operator,
        runId: id,
        claims: plan.claims,
        server: plan.target.server,
        allowed: {
          databases: settings.allowedDatabases,
          directories: settings.allowedDirectories,
        },
        runSessions: () => runSessions(facts),
        sleep: wait,
      });
    },
  };
}

function graphAdminOf(admin: Config['environments'][string]['neo4j']['admin']): GraphAdmin | null {
  if (admin === undefined) return null;
  const { backupFrom = null } = admin;
  if (admin.kind === 'container') {
    const { image = null, containerDirectory = null } = admin;
    return createNeo4jAdmin(neo4jInContainer({ ...admin, image, containerDirectory, backupFrom }));
  }
  return createNeo4jAdmin({ ...admin, status: admin.status ?? null, backupFrom });
}

function operationSettings(
  name: string,
  config: Config,
  operatorLogin: string | null,
): OperationSettings {
  const environment = config.environments[name];
  if (environment === undefined) throw new Fault('internal', `No environment ${name}`);
  const { database } = environment.sqlServer;
  const { directory = null, readFrom, restoreTo, rpo, rto, rollbackLimit } = environment.backups;
  const { masking = null } = environment.backups;
  return {
    environment: name,
    database,
    graph: { server: environment.neo4j.uri, database: environment.neo4j.database },
    operatorLogin,
    backupDirectory: directory,
    rpo,
    rto,
    rollbackLimit,
    masking,
    // A copy bears the id of the run that made it.
    allowedDatabases: [database, `${database}_R#*`],
    allowedDirectories: [...(directory === null ? [] : [directory]), ...readFrom, ...restoreTo],
  };
}

/** Asks in the database; where that cannot be entered, or a restore keeps us out, in `master`. */
function wherever(inside: SqlServerClient, outside: SqlServerClient): SqlServerClient['query'] {
  return async (...asked) => {
    const answer = await inside.query(...asked);
    const isShut = !answer.ok && shut.has(answer.trouble.code);
    return isShut ? outside.query(...asked) : answer;
  };
}

/**
 * The database is not there, restoring, restricted, in use by one alone, or we stay out of it. A database that cannot be
 * opened is refused by 4060 and then by 18456, and the driver tells the last of them: whether it is the login itself,
 * `master` says.
 */
const shut = new Set<string | number | null>([4060, 18456, 'RESTORING', 911, 922, 924, 927, 942]);

/** The sessions of runs on the server, as the reader sees them; trouble where it cannot see all. */
async function runSessions(facts: FactReader): Promise<Answer<readonly RunSessionSeen[]>> {
  const answer = await facts.ask('run-sessions');
  if (!answer.ok) return answer;
  if (Number(answer.value[0]?.['may_see'] ?? 0) !== 1)
    return {
      ok: false,
      trouble: {
        kind: 'permission',
        detail: 'the reader cannot see the sessions of others: nobody can tell who else is acting',
        code: null,
        right: 'VIEW SERVER STATE',
      },
    };
  const seen = answer.value.filter((row) => row['session_id'] !== null);
  return {
    ok: true,
    value: seen.map((row) => ({
      sessionId: Number(row['session_id']),
      run: String(row['program_name'] ?? '').replace(/^hart /, ''),
      loginTime: String(row['login_time'] ?? ''),
    })),
  };
}
