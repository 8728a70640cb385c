import { SqlServerError } from '../../tds/sql-server-error.ts';
import type { Site } from './context.ts';

const sandbox = (message: string) =>
  new SqlServerError({ number: 50000, message: `sandbox: ${message}` });

const error = (number: number, message: string, line = 1) =>
  new SqlServerError({ number, message, line, class: number === 102 ? 15 : 16 });

/** Where a name stands in the statement, and how it was written there. */
type SiteOf = (name: string) => Site | undefined;

interface Translation {
  readonly pattern: RegExp;
  readonly make: (hit: RegExpExecArray, siteOf: SiteOf) => SqlServerError;
}

/** DuckDB's message → SQL Server's error. What is not recognised stays a fault of the sandbox. */
const translations: readonly Translation[] = [
  {
    pattern: /^Invalid Input Error: E50000 (?:sandbox: )?(.*)/s,
    make: ([, message = '']) => sandbox(message),
  },
  {
    pattern: /^Invalid Input Error: E(\d{3,5}) (.*)/s,
    make: ([, number, message = '']) => error(Number(number), message),
  },
  {
    pattern: /^Parser Error: (?:SELECT clause without|syntax error at or near "([^"]*)")/,
    make: ([, word]) =>
      word === undefined
        ? error(156, "Incorrect syntax near the keyword 'FROM'.")
        : error(102, `Incorrect syntax near '${word}'.`),
  },
  {
    pattern:
      /Table(?: Function)? with name "?([^"!\s]+?)"? does not exist|(?:schema|Catalog) "?([\w.]+)"? does not exist/i,
    make: ([, table, schema], siteOf) => {
      const name = table ?? schema ?? '';
      const site = siteOf(name.split('.').at(-1) ?? name);
      return error(208, `Invalid object name '${site?.written ?? name}'.`, site?.line);
    },
  },
  {
    pattern:
      /Referenced column "([^"]+)" (?:was )?not found|does not have a column named "([^"]+)"|Values list "[^"]+" does not have a column named "([^"]+)"/,
    make: ([, first, second, third], siteOf) => {
      const name = first ?? second ?? third ?? '';
      return error(207, `Invalid column name '${name}'.`, siteOf(name)?.line);
    },
  },
  {
    pattern: /Scalar Function with name (fn_\w+) does not exist/,
    make: ([, name = ''], siteOf) =>
      error(
        4121,
        `Cannot find either column "sys" or the user-defined function or aggregate "${siteOf(name)?.written ?? name}", or the name is ambiguous.`,
      ),
  },
  {
    pattern: /Referenced table "([^"]+)" not found/,
    make: ([, name = ''], siteOf) =>
      error(4104, `The multi-part identifier "${name}" could not be bound.`, siteOf(name)?.line),
  },
  {
    pattern: /column "([^"]+)" must appear in the GROUP BY/,
    make: ([, name = ''], siteOf) =>
      error(
        8120,
        `Column '${name}' is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause.`,
        siteOf(name)?.line,
      ),
  },
  {
    pattern: /Ambiguous reference to column name "([^"]+)"/,
    make: ([, name = ''], siteOf) =>
      error(209, `Ambiguous column name '${name}'.`, siteOf(name)?.line),
  },
  {
    pattern: /(?:View|Table) with name "([^"]+)" already exists/,
    make: ([, name = '']) =>
      error(2714, `There is already an object named '${name}' in the database.`),
  },
  {
    pattern:
      /Out of Range Error|Could not convert string '-?\d+' to (?:INT|UINT)|can't be cast because the value is out of range|Overflow/i,
    make: () => error(8115, 'Arithmetic overflow error converting expression to data type int.'),
  },
  {
    pattern: /Could not convert string '(.*)' to (INT|DECIMAL|DOUBLE|FLOAT)/,
    make: ([, value = '', type]) =>
      type === 'INT'
        ? error(
            245,
            `Conversion failed when converting the varchar value '${value}' to data type int.`,
          )
        : error(8114, 'Error converting data type varchar to numeric.'),
  },
];

/** What to report for something that DuckDB (or the translation) threw. `siteOf` knows where a name stands. */
export function asSqlServerError(thrown: unknown, siteOf: SiteOf): SqlServerError {
  if (thrown instanceof SqlServerError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  for (const { pattern, make } of translations) {
    const hit = pattern.exec(message);
    if (hit) return make(hit, siteOf);
  }
  return sandbox(message);
}
