import sql from 'mssql';
import type { Answer, ResultRow, StatementParameters, Trouble } from '../domain/target.ts';
import { sqlCell } from './sql-cell.ts';
import { bindParameters } from './sql-parameters.ts';
import { connectTrouble, sqlTrouble } from './sql-trouble.ts';

/** What a statement said while it ran, besides its rows. */
export interface ServerMessage {
  readonly number: number;
  readonly text: string;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly onMessage?: (message: ServerMessage) => void;
}

/** Where and as whom the operator connects. */
export interface OperatorAddress {
  readonly server: string;
  readonly port: number;
  readonly encrypt: boolean;
  readonly trustServerCertificate: boolean;
  readonly user: string;
  readonly password: string;
}

/** One connection, never silently replaced by another: what it holds at the server is lost with it. */
export interface OperatorConnection {
  /** Aborted when the connection is gone. */
  readonly lost: AbortSignal;
  run(
    statement: string,
    parameters: StatementParameters,
    options?: RunOptions,
  ): Promise<Answer<ResultRow[]>>;
  close(): Promise<void>;
}

const lostTrouble: Trouble = {
  kind: 'unreachable',
  detail: 'the connection was lost',
  code: 'ECONNCLOSED',
};

/** Connects to `master` under a program name. Statements have no time limit: a backup takes what it takes. */
export async function openOperatorConnection(
  address: OperatorAddress,
  program: string,
): Promise<Answer<OperatorConnection>> {
  const gone = new AbortController();
  let connections = 0;
  let breakOff: () => void = () => undefined;
  const pool = new sql.ConnectionPool({
    server: address.server,
    port: address.port,
    database: 'master',
    user: address.user,
    password: address.password,
    connectionTimeout: 10_000,
    requestTimeout: 0,
    validateConnection: 'socket',
    pool: { min: 1, max: 1, idleTimeoutMillis: 2 ** 31 - 1, acquireTimeoutMillis: 10_000 },
    options: {
      encrypt: address.encrypt,
      trustServerCertificate: address.trustServerCertificate,
      appName: program,
      useUTC: true,
      cancelTimeout: 60_000,
      enableArithAbort: true,
    },
    beforeConnect(connection) {
      connections += 1;
      // The first only tests the address. A third would take the place of ours once that broke, and hold no lock.
      if (connections > 2) connection.close();
      if (connections !== 2) return;
      connection.on('end', () => gone.abort());
      breakOff = () => connection.close();
    },
  });
  // Without a listener a broken connection would end the process.
  pool.on('error', () => gone.abort());
  try {
    await pool.connect();
  } catch (error) {
    const place = `SQL Server ${address.server}:${address.port}`;
    return { ok: false, trouble: connectTrouble(error, place, address.user) };
  }
  return { ok: true, value: { lost: gone.signal, run, close } };

  async function run(
    statement: string,
    parameters: StatementParameters,
    { signal, onMessage }: RunOptions = {},
  ): Promise<Answer<ResultRow[]>> {
    if (gone.signal.aborted) return { ok: false, trouble: lostTrouble };
    if (signal?.aborted === true)
      return { ok: false, trouble: { kind: 'cancelled', detail: 'cancelled', code: null } };
    const request = new sql.Request(pool);
    const onAbort = (): void => request.cancel();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      request.on('info', (info: { number?: number; message: string }) =>
        onMessage?.({ number: info.number ?? 0, text: info.message }),
      );
      bindParameters(request, parameters);
      // Without parameters as it stands: settings of the session last only when they are set outside of sp_executesql.
      const result = await (Object.keys(parameters).length === 0
        ? request.batch<Record<string, unknown>>(statement)
        : request.query<Record<string, unknown>>(statement));
      return { ok: true, value: [...(result.recordset ?? [])].map(rowOf) };
    } catch (error) {
      return { ok: false, trouble: gone.signal.aborted ? lostTrouble : sqlTrouble(error) };
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  async function close(): Promise<void> {
    // The pool would wait for what is running: closing ends it, as the death of the process does.
    breakOff();
    gone.abort();
    await pool.close();
  }
}

function rowOf(row: Readonly<Record<string, unknown>>): ResultRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, sqlCell(value) ?? null]),
  );
}
