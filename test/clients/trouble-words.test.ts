import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphTrouble } from '../../src/clients/graph-trouble.ts';
import { redact } from '../../src/clients/redact.ts';
import { sqlTrouble } from '../../src/clients/sql-trouble.ts';

const thrown = (number: number, message: string) => Object.assign(new Error(message), { number });

/** A tenant's data, as it stands in errors; with what makes a reader of quotes lose its way. */
const tenants = ['Acme-4711', "O'Brien 4711", 'x"4711', 'a) (4711', '[4711', "''4711'", '`4711`'];

const messages: readonly (readonly [number, (value: string) => string])[] = [
  [
    2627,
    (value) =>
      `Violation of PRIMARY KEY constraint 'PK_Tenant'. Cannot insert duplicate key in object 'dbo.Tenant'. The duplicate key value is (${value}).`,
  ],
  [2601, (value) => `Cannot insert duplicate key row. The duplicate key value is (${value}).`],
  [2628, (value) => `String or binary data would be truncated. Truncated value: '${value}'.`],
  [
    245,
    (value) => `Conversion failed when converting the nvarchar value '${value}' to data type int.`,
  ],
  [102, (value) => `Incorrect syntax near '${value}'.`],
  [105, (value) => `Unclosed quotation mark after the character string '${value}'.`],
  [6522, (value) => `A .NET Framework error occurred in "f": System.Exception: no such ${value}`],
  [13609, (value) => `JSON text is not properly formatted. Unexpected character '${value}'.`],
  [
    3201,
    (value) => `Cannot open backup device 'D:\\${value}.bak'. Operating system error 5(${value}).`,
  ],
  [
    922,
    (value) =>
      `Database 'Hartonomous' is being recovered. Waiting until recovery is finished: ${value}`,
  ],
  [50000, (value) => `No such tenant ${value}`],
  [51234, (value) => `${value} may not do this`],
];

describe('S51 what is said of an error', () => {
  for (const [number, message] of messages)
    for (const value of tenants)
      it(`${number} holds nothing of a row: ${value}`, () => {
        const { detail, code } = sqlTrouble(thrown(number, message(value)));
        expect(detail).not.toContain('4711');
        expect(code).toBe(number);
      });

  it('names the number, and the words before the first value', () => {
    expect(sqlTrouble(thrown(9002, "The transaction log for database 'H' is full.")).detail).toBe(
      'error 9002: The transaction log for database …',
    );
    expect(sqlTrouble(thrown(8134, 'Divide by zero error encountered.')).detail).toBe(
      'error 8134: Divide by zero error encountered.',
    );
    expect(sqlTrouble(thrown(60_000, 'tenant 7 is late')).detail).toBe('error 60000');
    expect(sqlTrouble(thrown(927, "Database 'H' cannot be opened.")).detail).toBe(
      'the database is not open: Database … cannot be opened.',
    );
  });

  it('of Neo4j is its code: its words quote the statement', () => {
    const error = Object.assign(
      new Error('Invalid input: MATCH (n {tenant: 4711}) (line 1, column 3)'),
      { code: 'Neo.ClientError.Statement.SyntaxError' },
    );
    expect(graphTrouble(error).detail).toBe('error Neo.ClientError.Statement.SyntaxError');
  });

  it('ends before whatever is quoted', () => {
    const quote = fc.constantFrom("'", '"', '(', '[', '`', '{', '“');
    fc.assert(
      fc.property(fc.string(), quote, (value, mark) => {
        expect(redact(`It failed on ${mark}${value}`)).toBe('It failed on …');
      }),
    );
  });

  it('holds no credentials of an address, and is short', () => {
    expect(redact('cannot reach //user:secret@host:1433 now')).toBe(
      'cannot reach //…@host:1433 now',
    );
    expect(redact('x'.repeat(999))).toHaveLength(200);
  });
});

it('a connection that was not to be had in time is no answer in time, which makes one doubt the server', () => {
  const error = new Error(
    'Connection acquisition timed out in 4500 ms. Pool status: Active conn count = 4.',
  );

  expect(graphTrouble(Object.assign(error, { code: 'N/A' }))).toEqual({
    kind: 'timeout',
    detail: 'no connection in time',
    code: null,
  });
});
