import type { Parameter } from '../../tds/wire-value.ts';
import type { ActContext } from './act-context.ts';

/** The arguments of one call, by position or by name. */
export interface Arguments {
  /** The one in front of the procedure's name, or the session's. */
  readonly database: string;
  readonly given: readonly Parameter[];
  /** By name without `@`, else by position; undefined if it was not given. */
  find(name: string, position: number): Parameter | undefined;
}

/** A stored procedure of the simulated server, called by EXEC or as a remote procedure call. */
export interface Procedure {
  /** Lower case; without database and schema. */
  readonly name: string;
  /** Where it is installed: in the product's database (and copies of it) or in master; otherwise everywhere, for everyone. */
  readonly home?: 'product' | 'master';
  run(context: ActContext, args: Arguments): void | Promise<void>;
}

export function argumentsOf(given: readonly Parameter[], database: string): Arguments {
  return {
    database,
    given,
    find: (name, position) =>
      given.find((one) => one.name.toLowerCase() === name.toLowerCase()) ??
      (given[position]?.name === '' ? given[position] : undefined),
  };
}
