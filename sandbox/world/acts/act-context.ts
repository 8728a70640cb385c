import type { ServerMessage } from '../../tds/sql-server-error.ts';
import type { WireColumn, WireType, WireValue } from '../../tds/wire-value.ts';
import type { Access } from '../sql/access.ts';
import type { World } from '../world.ts';

/** The connection on which a statement runs. */
export interface ActSession {
  readonly spid: number;
  readonly login: string;
  /** program_name. */
  readonly program: string;
  readonly host: string;
  /** The database that the session is in now. */
  readonly database: string;
  readonly access: Access;
  /** Goes to another database and tells the client; 911 and the like where that is not possible. */
  use(database: string): Promise<void>;
}

/** What an acting statement has while it runs. */
export interface ActContext {
  readonly world: World;
  readonly session: ActSession;
  /** Aborts when the client cancels or is gone; `reason` is `'cancelled'` or `'disconnected'`. */
  readonly signal: AbortSignal;
  /** Sent at once, while the statement runs on. */
  info(message: ServerMessage): void;
  /** Reports an error without ending the statement; what is thrown ends it. */
  error(message: ServerMessage): void;
  /** A whole result set. */
  result(columns: readonly WireColumn[], rows: readonly (readonly WireValue[])[]): void;
  /** Of a procedure. */
  returnValue(name: string, type: WireType, value: WireValue): void;
  returnStatus(status: number): void;
}
