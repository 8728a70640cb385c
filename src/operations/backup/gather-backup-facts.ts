import { isRefusal, type Refusal } from '../../domain/authority.ts';
import type { RunOrder } from '../../domain/run.ts';
import type { ResultRow, StatementParameters } from '../../domain/target.ts';
import { MINUTE } from '../../domain/time.ts';
import { readDatabase } from '../acting/database-facts.ts';
import { type OperationPorts } from '../acting/operation.ts';
import { notKnown } from '../acting/refusals.ts';
import { text } from '../acting/row-fields.ts';
import { parseServerTime } from '../restore/server-time.ts';
import type { BackupDatabase, BackupFacts, BackupServer } from './backup-facts.ts';
import { readBackupOptions } from './backup-options.ts';
import { baseOf } from './differential-base.ts';
import { readPast } from './read-past.ts';
import { unseenOf } from './see-files.ts';

/** How far back the history is read: sizes, durations, other writers, and the base of a differential. */
const historyDays = 60;

/** Asks all that a plan of a backup rests on, by the reader; the operator's login stays closed. */
export async function gatherBackupFacts(
  order: RunOrder,
  ports: OperationPorts,
): Promise<BackupFacts | Refusal> {
  const { facts, settings } = ports;
  const options = readBackupOptions(order, settings.database);
  if (isRefusal(options)) return options;
  const { database: name } = options;
  const named: StatementParameters = { database: { type: 'text', value: name } };
  const [server, databases, files, history] = await Promise.all([
    facts.ask('backup-server'),
    facts.ask('database-state'),
    facts.ask('database-files'),
    facts.ask('backup-sets', { ...named, days: { type: 'int', value: historyDays } }),
  ]);
  if (!server.ok) return notKnown('the server', server.trouble.detail);
  if (!databases.ok) return notKnown('its databases', databases.trouble.detail);
  if (!files.ok) return notKnown('its files', files.trouble.detail);
  if (!history.ok) return notKnown('the history of backups', history.trouble.detail);
  const { past, complaints } = readPast(history.value);
  if (complaints[0] !== undefined) return notKnown('the history of backups', complaints[0]);

  const database = findDatabase(databases.value, name);
  const ask = async (fact: string, parameters: StatementParameters = {}) => {
    const answer = await facts.ask(fact, parameters);
    return answer.ok ? answer.value : null;
  };
  const [running, replica, directory, volumes, rights] = await Promise.all([
    ask('running-backups'),
    database?.inGroup === true ? ask('backup-replica', named) : null,
    ask('directory-exists', { path: { type: 'text', value: settings.backupDirectory ?? '' } }),
    ask('volumes'),
    // Memberships are told of the database that is asked, which is ours: what holds there is taken to hold for the system's.
    ask('operator-rights', { login: { type: 'text', value: settings.operatorLogin } }),
  ]);
  const bases = files.value
    .filter((row) => row['database_id'] === database?.id && text(row, 'kind') === 'ROWS')
    .map((row) => text(row, 'differential_base_guid'));
  const base = options.kind === 'diff' ? baseOf(bases, past) : null;
  return {
    server: readBackupServer(server.value[0] ?? {}),
    database,
    bases,
    past,
    running: running === null ? null : runningIn(running, database?.id),
    replica: replica === null ? null : readReplica(replica[0] ?? {}),
    directory: readDirectory(directory),
    volumes:
      volumes?.map((row) => ({
        mount: text(row, 'mount') ?? '',
        freeBytes: Number(row['free_bytes']),
      })) ?? null,
    unseenBaseFiles: base === null ? [] : await unseenOf(facts, base.set.files ?? []),
    ...readRights(rights?.[0]),
  };
}

function findDatabase(rows: readonly ResultRow[], name: string): BackupDatabase | null {
  const row = rows.find((each) => text(each, 'name')?.toLowerCase() === name.toLowerCase());
  if (row === undefined) return null;
  return { ...readDatabase(row), lastLogBackupLsn: text(row, 'last_log_backup_lsn') };
}

function readBackupServer(row: ResultRow): BackupServer {
  const compresses = row['compresses'] ?? null;
  return {
    name: text(row, 'server_name') ?? '',
    edition: text(row, 'edition') ?? '',
    engineEdition: Number(row['engine_edition'] ?? 0),
    localNow: parseServerTime(text(row, 'local_now') ?? '')?.local ?? 0,
    offset: Number(row['offset_minutes'] ?? 0) * MINUTE,
    compresses: compresses === null ? null : Number(compresses) === 1,
  };
}

function runningIn(rows: readonly ResultRow[], database: number | undefined) {
  return rows
    .filter((row) => row['database_id'] === database)
    .map((row) => ({
      sessionId: Number(row['session_id']),
      command: text(row, 'command') ?? '',
      program: text(row, 'program_name') ?? '',
      startedLocal: text(row, 'started_local') ?? '',
    }));
}

function readReplica(row: ResultRow): BackupFacts['replica'] {
  // Outside of any group the second is NULL: nothing to prefer.
  return {
    preferred: Number(row['preferred'] ?? 1) === 1,
    primary: Number(row['is_primary'] ?? 1) === 1,
  };
}

function readDirectory(rows: readonly ResultRow[] | null): BackupFacts['directory'] {
  const found = rows?.[0]?.['is_directory'];
  if (found === undefined || found === null) return null;
  return Number(found) === 1 ? 'there' : 'missing';
}

function readRights(row: ResultRow | undefined): Pick<BackupFacts, 'mayBackUp' | 'mayReadBack'> {
  const has = (name: string): boolean | null => {
    const value = row?.[name] ?? null;
    return value === null ? null : Number(value) === 1;
  };
  if (has('may_all') === true) return { mayBackUp: true, mayReadBack: true };
  return { mayBackUp: has('may_back_up'), mayReadBack: has('may_restore') };
}
