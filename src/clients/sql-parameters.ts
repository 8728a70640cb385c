import sql from 'mssql';
import type { StatementParameters } from '../domain/target.ts';

/**
 * Binds typed values to a request. An int beyond 32 bits travels as bigint, text as nvarchar: an LSN must be bound as
 * text and converted in the statement, since the driver's numeric loses digits.
 */
export function bindParameters(request: sql.Request, parameters: StatementParameters): void {
  for (const [name, { type, value }] of Object.entries(parameters))
    switch (type) {
      case 'int':
        request.input(name, isInt32(value) ? sql.Int : sql.BigInt, value);
        break;
      case 'float':
        request.input(name, sql.Float, value);
        break;
      case 'text':
        request.input(name, sql.NVarChar(4000), value);
        break;
    }
}

function isInt32(value: number | string | null): boolean {
  return value === null || (Number(value) >= -(2 ** 31) && Number(value) < 2 ** 31);
}
