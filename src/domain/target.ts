import type { Duration, Instant } from './time.ts';

/** What a database gives back in one column. Numbers beyond 2^53 and decimals come as text, dates as ISO text. */
export type Cell = number | string | boolean | null;
export type ResultRow = Readonly<Record<string, Cell>>;

/** Why a target gave no answer. `detail` is fit for people: it carries no secret and no data of a row. */
export interface Trouble {
  readonly kind:
    | 'unreachable'
    | 'timeout'
    | 'permission'
    | 'missing'
    | 'cancelled'
    | 'too-large'
    | 'failed';
  readonly detail: string;
  /** SQL Server's error number, Neo4j's status code, or the socket's error code. */
  readonly code: number | string | null;
  /** For `permission`: what is not granted, in the server's words, when the server says it. */
  readonly right?: string;
  /** For `missing`: the object or column that is not there. */
  readonly object?: string;
}

/** An answer, or why there is none. Nothing is thrown: an unreachable server is an outcome, not a surprise. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly trouble: Trouble };

/** A value for one of a statement's named places, with the type under which it travels. */
export interface Parameter {
  readonly type: 'int' | 'float' | 'text';
  readonly value: number | string | null;
}
export type StatementParameters = Readonly<Record<string, Parameter>>;

/** The bounds of one question. */
export interface QueryLimits {
  readonly timeout: Duration;
  readonly maxRows: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/** What is true of a SQL Server for as long as one connection to it lives. */
export interface SqlServerFacts {
  readonly serverName: string;
  readonly version: string;
  /** 16 is SQL Server 2022. */
  readonly majorVersion: number;
  readonly edition: string;
  readonly engineEdition: number;
  /** When it last started; null where the login may not see it. */
  readonly startedAt: Instant | null;
  /** Whether our database here is a readable secondary of an availability group; null where nobody could tell. */
  readonly isSecondary: boolean | null;
  /** When our database here was last restored; missing where it never was, or nobody could tell. */
  readonly restoredAt?: Instant;
}

/** A SQL Server, as a probe needs it. */
export interface SqlReader {
  query(
    statement: string,
    parameters: StatementParameters,
    limits: QueryLimits,
  ): Promise<Answer<ResultRow[]>>;
  facts(limits: QueryLimits): Promise<Answer<SqlServerFacts>>;
  /** Whether `schema.name`, or `schema.table.column`, is there for this login to see. */
  exists(kind: 'object' | 'column', name: string, limits: QueryLimits): Promise<Answer<boolean>>;
}

/** Stands where a row is of all replicas together. */
export const allReplicas = 'all';

/** One replica of a SQL Server, by the name that the configuration gives it. */
export interface ReplicaReader {
  readonly name: string;
  readonly reader: SqlReader;
}

/** What is true of a Neo4j server. */
export interface GraphFacts {
  readonly version: string;
  readonly majorVersion: number;
  readonly edition: string;
  readonly address: string;
}

/** A Neo4j, as a probe needs it. */
export interface GraphReader {
  query(
    statement: string,
    parameters: StatementParameters,
    limits: QueryLimits,
  ): Promise<Answer<ResultRow[]>>;
  facts(limits: QueryLimits): Promise<Answer<GraphFacts>>;
}

/** What one request to an API replica came to. */
export interface HttpReply {
  /** Null when no answer came; `detail` says why. */
  readonly status: number | null;
  readonly detail: string;
  /** Until the answer was complete, or until it was given up. */
  readonly latency: Duration;
  /** When the server's certificate expires; null without TLS or without a handshake. */
  readonly certificateExpiresAt: Instant | null;
  /** Whether the certificate is one that this machine trusts; null without TLS. */
  readonly certificateTrusted: boolean | null;
  /** The server's own clock (`Date` header), to the second. */
  readonly serverTime: Instant | null;
}

/** One replica of the API, as a probe needs it. */
export interface ApiReader {
  readonly name: string;
  /** Whether it has a certificate to watch. */
  readonly isTls: boolean;
  get(
    request: { readonly method: 'GET' | 'HEAD'; readonly path: string },
    limits: { readonly timeout: Duration; readonly signal?: AbortSignal },
  ): Promise<HttpReply>;
}
