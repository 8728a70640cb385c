import type { ServerMessage, SqlServerError } from './sql-server-error.ts';
import type { Parameter, WireColumn, WireType, WireValue } from './wire-value.ts';

/** Who asks to come in, as LOGIN7 tells it. An empty `database` means the login's default one. */
export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly host: string;
  readonly application: string;
  /** The connection is encrypted. */
  readonly encrypted: boolean;
  readonly readOnlyIntent: boolean;
  readonly clientAddress: string;
  readonly wire: Wire;
}

/** The server's end of a connection, for what breaks it. */
export interface Wire {
  /** Breaks it at once. */
  drop(): void;
  /**
   * Makes it half open: nothing arrives any more and nothing leaves, and the session goes on. What it answers is for the
   * moment at which the server notices that the client is gone.
   */
  hang(): () => void;
}

/**
 * One thing to execute. `procedure` is the name in a call of a procedure; otherwise `text` is to be run, with
 * `params` bound (sp_executesql, sp_prepexec and sp_execute arrive so too).
 */
export interface Request {
  readonly kind: 'batch' | 'rpc';
  readonly text: string;
  readonly procedure: string | null;
  readonly params: readonly Parameter[];
}

/** Writes the answer while it comes about. Every result set: `columns`, `rows`, `done`. */
export interface Reply {
  columns(columns: readonly WireColumn[]): void;
  rows(rows: readonly (readonly WireValue[])[]): void;
  /** Ends a result set, or a statement that has none; counted rows are told to the client. */
  done(rowCount?: number): void;
  /** Leaves at once, so that progress is seen while the statement runs. */
  info(message: ServerMessage): void;
  error(error: ServerMessage): void;
  returnValue(name: string, type: WireType, value: WireValue): void;
  returnStatus(status: number): void;
  /** Tells the client that the session is in another database now. */
  databaseChanged(from: string, to: string): void;
}

export interface BackendSession {
  readonly spid: number;
  /** The database that the session is in; answered at login. */
  readonly database: string;
  /**
   * Executes; an SqlServerError thrown becomes an error of the answer. `signal` aborts when the client cancels or is
   * gone: `signal.reason` is `'cancelled'` or `'disconnected'`.
   */
  run(request: Request, reply: Reply, signal: AbortSignal): Promise<void>;
  close(reason: 'client' | 'server'): void | Promise<void>;
}

export interface Backend {
  /** The session, or why not: 18456 login failed, 4060 cannot open database. */
  authenticate(login: Login): Promise<BackendSession | SqlServerError>;
}
