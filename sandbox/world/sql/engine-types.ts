import type { Parameter, WireColumn, WireValue } from '../../tds/wire-value.ts';
import type { Access } from './access.ts';

export interface EngineOptions {
  /** Attached under these names, each with the schemas `sys` and `dbo`; the first is the one `setup` runs in. */
  readonly databases: readonly { readonly name: string; readonly id: number }[];
  /** DuckDB statements, run once: tables, views and table functions of the world. */
  readonly setup: string;
}

/** The server's clock: UTC in milliseconds, and how far its local time is ahead of UTC. */
export interface Clock {
  now(): number;
  zoneMinutes(): number;
}

export interface SessionOptions {
  readonly database: string;
  readonly spid: number;
  readonly login: string;
  readonly access: Access;
  readonly clock: Clock;
}

export interface ResultSet {
  readonly columns: readonly WireColumn[];
  readonly rows: readonly (readonly WireValue[])[];
}

export interface Session {
  readonly database: string;
  /** Runs T-SQL. Throws SqlServerError; one whose message begins with `sandbox:` is the engine's own limit. */
  query(text: string, params?: readonly Parameter[]): Promise<ResultSet[]>;
  /** USE: 911 if there is no such database. */
  use(database: string): Promise<void>;
  /** Ends a running query, which then fails. */
  interrupt(): void;
  close(): void;
}

export interface Engine {
  /** DuckDB itself, for the world to fill its tables. */
  readonly admin: {
    run(duckdbSql: string): Promise<void>;
    rows(duckdbSql: string): Promise<Record<string, unknown>[]>;
  };
  /** To be called after a change of databases, objects, schemas or properties: OBJECT_ID and its like read anew. */
  metadataChanged(): void;
  /** Attaches one more database and runs DuckDB statements that fill it. */
  addDatabase(name: string, id: number, setup: string): Promise<void>;
  removeDatabase(name: string): Promise<void>;
  session(options: SessionOptions): Promise<Session>;
  close(): void;
}
