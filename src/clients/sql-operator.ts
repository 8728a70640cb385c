import sql from 'mssql';
import type { Answer, ResultRow, StatementParameters } from '../domain/target.ts';
import { sqlCell } from './sql-cell.ts';
import { bindParameters } from './sql-parameters.ts';
import { sqlTrouble } from './sql-trouble.ts';

/** What a statement that changes something said while it ran, besides its rows. */
export interface ServerMessage {
  readonly number: number;
  readonly text: string;
}

/** The login that changes things. Each statement has a connection of its own and no time limit. */
export interface SqlOperator {
  run(
    statement: string,
    parameters: StatementParameters,
    options?: {
      readonly signal?: AbortSignal;
      readonly onMessage?: (message: ServerMessage) => void;
    },
  ): Promise<Answer<ResultRow[]>>;
}

/**
 * Runs statements one a connection: a dropped connection aborts a backup, so nothing else may share it. The caller's
 * signal cancels at the server.
 */
export function createSqlOperator(open: () => Promise<Answer<sql.ConnectionPool>>): SqlOperator {
  return {
    async run(statement, parameters, { signal, onMessage } = {}) {
      const opened = await open();
      if (!opened.ok) return opened;
      const pool = opened.value;
      const request = new sql.Request(pool);
      const onAbort = (): void => request.cancel();
      try {
        request.on('info', (info: { number?: number; message: string }) =>
          onMessage?.({ number: info.number ?? 0, text: info.message }),
        );
        bindParameters(request, parameters);
        signal?.addEventListener('abort', onAbort, { once: true });
        if (signal?.aborted === true)
          return { ok: false, trouble: { kind: 'cancelled', detail: 'cancelled', code: null } };
        // BACKUP and RESTORE may not run inside sp_executesql's scope with parameters only; batches may.
        const result = await (Object.keys(parameters).length === 0
          ? request.batch<Record<string, unknown>>(statement)
          : request.query<Record<string, unknown>>(statement));
        return { ok: true, value: [...(result.recordset ?? [])].map(rowOf) };
      } catch (error) {
        return { ok: false, trouble: sqlTrouble(error) };
      } finally {
        signal?.removeEventListener('abort', onAbort);
        await pool.close();
      }
    },
  };
}

function rowOf(row: Readonly<Record<string, unknown>>): ResultRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, sqlCell(value) ?? null]),
  );
}
