import {
  session as access,
  type Driver,
  type Record as GraphRecord,
  type Integer,
  int,
} from 'neo4j-driver';
import type {
  Answer,
  QueryLimits,
  ResultRow,
  StatementParameters,
  Trouble,
} from '../domain/target.ts';
import { graphCell } from './graph-cell.ts';
import { graphTrouble } from './graph-trouble.ts';

/**
 * Runs one statement in a session of its own and stops it at the timeout, at the signal, or when it returns
 * more than the limits allow. Answers at that moment, without waiting for the server.
 */
export function runCypher(
  driver: Driver,
  database: string,
  statement: string,
  parameters: StatementParameters,
  limits: QueryLimits,
  mode: 'read' | 'write' = 'read',
): Promise<Answer<ResultRow[]>> {
  const session = driver.session({
    database,
    defaultAccessMode: mode === 'read' ? access.READ : access.WRITE,
    fetchSize: 200,
  });
  return new Promise((resolve) => {
    const rows: ResultRow[] = [];
    let bytes = 0;
    let isSettled = false;
    const timer = setTimeout(
      () =>
        fail({
          kind: 'timeout',
          detail: `no answer within ${limits.timeout / 1000} s`,
          code: null,
        }),
      limits.timeout,
    );
    const onAbort = (): void => fail({ kind: 'cancelled', detail: 'cancelled', code: null });

    function settle(answer: Answer<ResultRow[]>): void {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      limits.signal?.removeEventListener('abort', onAbort);
      resolve(answer);
      // Closing resets what still runs; nobody waits for a server that may not answer.
      session.close().catch(() => undefined);
    }
    function fail(trouble: Trouble): void {
      settle({ ok: false, trouble });
    }

    if (limits.signal?.aborted === true) return onAbort();
    limits.signal?.addEventListener('abort', onAbort, { once: true });
    session.run(statement, bound(parameters), { timeout: limits.timeout }).subscribe({
      onNext(record) {
        if (isSettled) return;
        const row = rowOf(record);
        if (typeof row === 'string') return fail({ kind: 'failed', detail: row, code: null });
        bytes += JSON.stringify(row).length;
        if (rows.length >= limits.maxRows || bytes > limits.maxBytes)
          return fail({
            kind: 'too-large',
            detail: `more than ${limits.maxRows} rows or ${limits.maxBytes} bytes`,
            code: null,
          });
        rows.push(row);
      },
      onCompleted: () => settle({ ok: true, value: rows }),
      onError: (error) => fail(graphTrouble(error)),
    });
  });
}

/** A whole number must be told apart from a float: Cypher counts with one and divides with the other. */
function bound(parameters: StatementParameters): Record<string, Integer | number | string | null> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { type, value }]) => [
      name,
      type === 'int' && value !== null ? int(value) : value,
    ]),
  );
}

function rowOf(record: GraphRecord): ResultRow | string {
  const cells = record.keys.map((key) => [String(key), graphCell(record.get(key))] as const);
  const odd = cells.find(([, cell]) => cell === undefined);
  if (odd !== undefined) return `column ${odd[0]} is no number, text or time`;
  return Object.fromEntries(cells.map(([key, cell]) => [key, cell ?? null]));
}
