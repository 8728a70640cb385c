import sql from 'mssql';
import type {
  Answer,
  Cell,
  QueryLimits,
  ResultRow,
  StatementParameters,
  Trouble,
} from '../domain/target.ts';
import { sqlCell } from './sql-cell.ts';
import { bindParameters } from './sql-parameters.ts';
import { sqlTrouble } from './sql-trouble.ts';

/**
 * Runs one statement with one result set on a pool and stops it (attention to the server) at the timeout, at the
 * signal, or when it returns more than the limits allow. Answers at that moment, without waiting for the server.
 */
export function runSql(
  pool: sql.ConnectionPool,
  statement: string,
  parameters: StatementParameters,
  limits: QueryLimits,
): Promise<Answer<ResultRow[]>> {
  return new Promise((resolve) => {
    const request = new sql.Request(pool);
    request.stream = true;
    request.arrayRowMode = true;
    const rows: ResultRow[] = [];
    let columns: readonly string[] | undefined;
    let bytes = 0;

    const timer = setTimeout(
      () =>
        stop({
          kind: 'timeout',
          detail: `no answer within ${limits.timeout / 1000} s`,
          code: null,
        }),
      limits.timeout,
    );
    const onAbort = (): void => stop({ kind: 'cancelled', detail: 'cancelled', code: null });

    function settle(answer: Answer<ResultRow[]>): void {
      clearTimeout(timer);
      limits.signal?.removeEventListener('abort', onAbort);
      resolve(answer);
    }
    function stop(trouble: Trouble): void {
      settle({ ok: false, trouble });
      request.cancel();
    }

    request.on('recordset', (found: unknown) => {
      const problem = columns === undefined ? undefined : 'returned more than one result';
      columns = columnNames(found);
      const bad = problem ?? columnProblem(columns);
      if (bad !== undefined) stop({ kind: 'failed', detail: `the statement ${bad}`, code: null });
    });
    request.on('row', (values: readonly unknown[]) => {
      const cells = values.map(sqlCell);
      const lossy = cells.indexOf(undefined);
      if (lossy !== -1)
        return stop({
          kind: 'failed',
          detail: `column ${columns?.[lossy]} loses digits: convert it to text in the statement`,
          code: null,
        });
      const row = Object.fromEntries(
        columns?.map((name, index) => [name, cells[index] ?? null]) ?? [],
      );
      bytes += sizeOf(cells);
      if (rows.length >= limits.maxRows || bytes > limits.maxBytes)
        return stop({
          kind: 'too-large',
          detail: `more than ${limits.maxRows} rows or ${limits.maxBytes} bytes`,
          code: null,
        });
      rows.push(row);
    });
    request.on('error', (error: unknown) => settle({ ok: false, trouble: sqlTrouble(error) }));
    request.on('done', () =>
      settle(
        columns === undefined
          ? {
              ok: false,
              trouble: { kind: 'failed', detail: 'the statement returned no result', code: null },
            }
          : { ok: true, value: rows },
      ),
    );

    if (limits.signal?.aborted === true)
      return settle({ ok: false, trouble: { kind: 'cancelled', detail: 'cancelled', code: null } });
    limits.signal?.addEventListener('abort', onAbort, { once: true });
    bindParameters(request, parameters);
    // Whatever it rejects with has been emitted as 'error' already.
    request.query(statement).catch(() => undefined);
  });
}

function columnNames(found: unknown): string[] {
  return Array.isArray(found)
    ? found.map((column: unknown) => (isNamed(column) ? column.name : ''))
    : [];
}

function isNamed(column: unknown): column is { readonly name: string } {
  return (
    typeof column === 'object' &&
    column !== null &&
    'name' in column &&
    typeof column.name === 'string'
  );
}

/** Unnamed and doubled columns would silently overwrite each other. */
function columnProblem(columns: readonly string[]): string | undefined {
  if (columns.includes('')) return 'has a column without a name';
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  return twice === undefined ? undefined : `has two columns named ${twice}`;
}

function sizeOf(cells: readonly (Cell | undefined)[]): number {
  return cells.reduce<number>(
    (sum, cell) => sum + (typeof cell === 'string' ? Buffer.byteLength(cell) : 8),
    0,
  );
}
