import type { ResultRow } from '../../domain/target.ts';
import { MINUTE } from '../../domain/time.ts';
import { flag, guid, text } from '../acting/row-fields.ts';
import { parseServerTime } from '../restore/server-time.ts';
import type { FileFacts, MemoryTable, QueueFacts, ServerFacts, SessionFacts } from './facts.ts';

/** Rows of the files in `sql/facts` and `sql/operations`, as facts. */

export function readServer(row: ResultRow): ServerFacts {
  return {
    name: text(row, 'server_name') ?? '',
    engineEdition: Number(row['engine_edition']),
    localNow: parseServerTime(text(row, 'local_now') ?? '')?.local ?? 0,
    offset: Number(row['offset_minutes']) * MINUTE,
  };
}

const kinds: Readonly<Record<string, FileFacts['kind']>> = {
  ROWS: 'rows',
  LOG: 'log',
  FILESTREAM: 'filestream',
  MEMORY_OPTIMIZED_DATA: 'memory',
};

export function readFile(row: ResultRow): FileFacts {
  return {
    databaseId: Number(row['database_id']),
    logical: text(row, 'logical_name') ?? '',
    path: text(row, 'physical_name') ?? '',
    kind: kinds[text(row, 'kind') ?? ''] ?? 'rows',
    bytes: Number(row['bytes'] ?? 0),
    redoStartLsn: text(row, 'redo_start_lsn'),
    redoStartFork: guid(row, 'redo_start_fork'),
    differentialBaseLsn: text(row, 'differential_base_lsn'),
  };
}

export function readSession(row: ResultRow): SessionFacts {
  return {
    id: Number(row['session_id']),
    login: text(row, 'login') ?? '',
    program: text(row, 'program') ?? '',
    host: text(row, 'host'),
    disabled: flag(row, 'login_disabled'),
    activated: flag(row, 'activated'),
    openTransactions: Number(row['open_transactions'] ?? 0),
    logBytes: Number(row['log_bytes'] ?? 0),
    rollingBack: flag(row, 'rolling_back'),
  };
}

export function readQueue(row: ResultRow): QueueFacts {
  return {
    schema: text(row, 'schema_name') ?? 'dbo',
    name: text(row, 'name') ?? '',
    receive: flag(row, 'receive'),
    activation: flag(row, 'activation'),
    procedure: text(row, 'activation_procedure'),
  };
}

export function readMemoryTable(row: ResultRow): MemoryTable {
  return {
    name: `${text(row, 'schema_name') ?? 'dbo'}.${text(row, 'name') ?? ''}`,
    durable: text(row, 'durability') !== 'SCHEMA_ONLY',
    bytes: row['bytes'] === null || row['bytes'] === undefined ? null : Number(row['bytes']),
  };
}
