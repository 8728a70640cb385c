import type { Application } from '../application.ts';
import type { ClientSession } from '../client-session.ts';
import { HOUR, type Instant, local, MINUTE, SECOND } from '../clock.ts';
import type { Databases } from '../databases/databases.ts';
import type { Random } from '../random.ts';
import type { RunningRequest } from '../running-request.ts';
import type { Row } from '../table.ts';
import {
  connections,
  indexUsage,
  memoryGrants,
  performanceCounters,
  requests,
  sessions,
  sqlTexts,
  waitStats,
} from '../tables/dynamic.ts';
import { databaseIds, objectId } from '../things.ts';
import { heldLog, inDoubt, openTransactions, rolledLog } from './open-transactions.ts';
import type { Part } from './part.ts';

/** The session that forgot to commit, while `log-not-truncating` is on. */
const FORGETFUL = 71;
/** The one that is rolled back, while `rollback-running` is on. */
const ROLLING_BACK = 72;

/** Sessions, connections, requests and the counters beside them. */
export function createSessions(
  start: Instant,
  random: Random,
  server: {
    readonly clients: () => readonly ClientSession[];
    readonly running: ReadonlyMap<number, RunningRequest>;
    readonly databases: Databases;
    readonly application: Application;
  },
): Part {
  const connected = server.clients;
  const idOf = (name: string) => server.databases.find(name)?.id ?? 1;
  const handle = (id: number) => random.bytes(20, 'handle', id);
  return {
    tables({ now, faults }) {
      const tick = Math.floor(now / (10 * SECOND)) * 10 * SECOND;
      const held = faults.get('log-not-truncating');
      const rolling = faults.get('rollback-running');
      const session = (
        id: number,
        login: string,
        program: string,
        host: string,
        from: Instant,
      ): Row => ({
        session_id: id,
        login_time: local(from),
        host_name: host,
        program_name: program,
        host_process_id: 4000 + id,
        client_interface_name: 'Core Microsoft SqlClient Data Provider',
        login_name: login,
        original_login_name: login,
        last_request_start_time: local(tick - 1200),
        last_request_end_time: local(tick - 1000),
      });
      const rows: Row[] = [
        ...server.application
          .sessions()
          .map(({ id, login, program, host, since }) => session(id, login, program, host, since)),
        ...(held
          ? [
              {
                ...session(
                  FORGETFUL,
                  'CORP\\analyst',
                  'Microsoft SQL Server Management Studio',
                  'desk-14',
                  held.since - 2 * HOUR,
                ),
                open_transaction_count: 1,
                last_request_end_time: local(held.since - 95 * MINUTE),
              },
            ]
          : []),
        ...(rolling
          ? [
              {
                ...session(
                  ROLLING_BACK,
                  'CORP\\analyst',
                  'Microsoft SQL Server Management Studio',
                  'desk-14',
                  rolling.since - 2 * HOUR,
                ),
                status: 'running',
                open_transaction_count: 1,
              },
            ]
          : []),
        ...connected().map((client) => ({
          ...session(client.spid, client.login, client.program, client.host, client.since),
          database_id: idOf(client.database),
          status: client.isRunning ? 'running' : 'sleeping',
          last_request_start_time: local(client.lastRequest.began),
          last_request_end_time: local(client.lastRequest.ended),
        })),
      ];
      const encrypted = new Map(connected().map((client) => [client.spid, client.encrypted]));
      return [
        { table: sessions, rows },
        {
          table: connections,
          rows: rows.map((row) => {
            const id = Number(row['session_id']);
            return {
              session_id: id,
              most_recent_session_id: id,
              connect_time: row['login_time'] ?? null,
              encrypt_option: (encrypted.get(id) ?? true) ? 'TRUE' : 'FALSE',
              client_net_address: '10.20.0.14',
              client_tcp_port: 50_000 + id,
              connection_id: random.guid('connection', id),
              most_recent_sql_handle: handle(id),
              last_read: local(tick - 1200),
              last_write: local(tick - 1000),
            };
          }),
        },
        {
          table: requests,
          rows: [
            brokerRequest(start),
            ...(rolling ? [rollbackRequest(rolling.since)] : []),
            ...[...server.running.values()].map((one) => runningRow(one, idOf(one.database), now)),
          ],
        },
        {
          table: sqlTexts,
          rows: [
            {
              handle: handle(FORGETFUL),
              text: 'BEGIN TRAN; UPDATE dbo.Atom SET Metadata = NULL WHERE TenantId = 2',
            },
          ],
        },
        { table: indexUsage, rows: [...usage(tick)] },
        { table: performanceCounters, rows: counters() },
        {
          table: waitStats,
          rows: [
            {
              wait_type: 'PAGEIOLATCH_SH',
              waiting_tasks_count: 81_000,
              wait_time_ms: 402_000,
              max_wait_time_ms: 310,
              signal_wait_time_ms: 900,
            },
          ],
        },
        { table: memoryGrants, rows: [] },
        ...openTransactions(
          [
            ...(held ? [{ session: FORGETFUL, since: held.since - 95 * MINUTE, ...heldLog }] : []),
            ...(rolling
              ? [{ session: ROLLING_BACK, since: rolling.since - 40 * MINUTE, ...rolledLog }]
              : []),
            ...inDoubt(faults),
          ],
          random,
        ),
      ];
    },
  };
}

function rollbackRequest(since: Instant): Row {
  return {
    session_id: ROLLING_BACK,
    start_time: local(since - 30 * MINUTE),
    status: 'rollback',
    command: 'KILLED/ROLLBACK',
    database_id: databaseIds.Hartonomous,
    percent_complete: 12,
    total_elapsed_time: 30 * MINUTE,
  };
}

function runningRow(request: RunningRequest, database: number, now: Instant): Row {
  const elapsed = Math.max(0, now - request.since);
  const left = request.percent > 0 ? (elapsed * (100 - request.percent)) / request.percent : 0;
  return {
    session_id: request.spid,
    start_time: local(request.since),
    command: request.command,
    database_id: database,
    wait_type: request.wait,
    last_wait_type: request.wait,
    percent_complete: request.percent,
    estimated_completion_time: Math.round(left),
    total_elapsed_time: Math.round(elapsed),
  };
}

/** Activated procedures wait for messages for ever: never a long-running request. */
function brokerRequest(start: Instant): Row {
  return {
    session_id: 31,
    start_time: local(start - HOUR),
    status: 'background',
    command: 'BRKR TASK',
    database_id: databaseIds.Hartonomous,
    wait_type: 'BROKER_RECEIVE_WAITFOR',
    wait_time: 41_000,
    last_wait_type: 'BROKER_RECEIVE_WAITFOR',
    total_elapsed_time: 3_600_000,
  };
}

/** Spatial indexes are not tracked here by SQL Server; the others are. A row of another database must not be mixed in. */
function usage(now: Instant): readonly Row[] {
  const seeks = Math.floor(now / (10 * SECOND)) % 10_000_000;
  return [
    {
      database_id: databaseIds.Hartonomous,
      object_id: objectId('AtomEmbedding'),
      index_id: 1,
      user_seeks: seeks,
      user_scans: 41,
      last_user_seek: local(now),
    },
    {
      database_id: databaseIds.Hartonomous,
      object_id: objectId('AtomEmbedding'),
      index_id: 2,
      user_seeks: seeks * 3,
      last_user_seek: local(now),
    },
    {
      database_id: databaseIds.msdb,
      object_id: objectId('AtomEmbedding'),
      index_id: 384000,
      user_seeks: 777,
      last_user_seek: local(now),
    },
  ];
}

function counters(): readonly Row[] {
  return [
    {
      object_name: 'SQLServer:Locks',
      counter_name: 'Number of Deadlocks/sec',
      instance_name: '_Total',
      cntr_value: 3,
      cntr_type: 272696576,
    },
    {
      object_name: 'SQLServer:Buffer Manager',
      counter_name: 'Page life expectancy',
      cntr_value: 41_200,
    },
    {
      object_name: 'SQLServer:Memory Manager',
      counter_name: 'Memory Grants Pending',
      cntr_value: 0,
    },
  ];
}
