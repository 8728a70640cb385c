import type { Kysely } from 'kysely';
import type { Tables } from '../tables.ts';
import { firstTables } from './0001-first-tables.ts';
import { history } from './0002-history.ts';
import { runs } from './0003-runs.ts';
import { runOperations } from './0004-run-operations.ts';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly up: (db: Kysely<Tables>) => Promise<void>;
}

/**
 * Forward only; a released one is never changed. A new one is a new file and a new line here. Their SQL
 * speaks of the tables as they were then, so it goes through the schema builder or `sql` texts, not through `Tables`.
 */
export const migrations: readonly Migration[] = [
  { number: 1, name: 'first-tables', up: firstTables },
  { number: 2, name: 'history', up: history },
  { number: 3, name: 'runs', up: runs },
  { number: 4, name: 'run-operations', up: runOperations },
];
