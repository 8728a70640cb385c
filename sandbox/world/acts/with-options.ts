import { SqlServerError } from '../../tds/sql-server-error.ts';
import type { WireValue } from '../../tds/wire-value.ts';
import type { StatementReader } from './statement-reader.ts';

/** The options of a statement by upper-case name; true for one that stands alone. */
export type Options = ReadonlyMap<string, WireValue>;

/**
 * `WITH option [= value], …`, if it is there. `known` names the options that the statement has; any other is 155.
 * `special` reads options of a form of their own and answers whether it did.
 */
export function readOptions(
  reader: StatementReader,
  statement: string,
  known: readonly string[],
  special: (reader: StatementReader) => boolean = () => false,
): Options {
  const options = new Map<string, WireValue>();
  if (!reader.take('WITH')) return options;
  do {
    if (special(reader)) continue;
    const token = reader.peek();
    if (token.kind !== 'word') reader.fail();
    const name = reader.word();
    if (!known.includes(name)) {
      const message = `'${token.text}' is not a recognized ${statement} option.`;
      throw new SqlServerError({ number: 155, class: 15, message, line: token.line });
    }
    options.set(name, reader.take('=') ? reader.value() : true);
  } while (reader.take(','));
  return options;
}

/** The text of an option, or null if it was not given. */
export function textOption(options: Options, name: string): string | null {
  const value = options.get(name);
  return typeof value === 'string' ? value : null;
}

export function numberOption(options: Options, name: string): number | null {
  const value = options.get(name);
  return typeof value === 'number' ? value : null;
}
