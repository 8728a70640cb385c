import { AsyncLocalStorage } from 'node:async_hooks';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** The one connection, and who is inside a transaction on it. */
export interface Connection {
  /** The transaction around the caller, or else the connection itself. */
  readonly db: () => Kysely<Tables>;
  /** Everything that `work` awaits is one transaction; inside another it joins that one. */
  readonly transaction: <T>(work: () => Promise<T>) => Promise<T>;
}

interface Scope {
  db: Kysely<Tables> | null;
}

/**
 * There is one connection, and a transaction holds it. A call that did not know of the transaction around it would wait
 * for ever for the connection which that transaction will not give back; so calls find theirs by where they come from.
 */
export function createConnection(root: Kysely<Tables>): Connection {
  const scopes = new AsyncLocalStorage<Scope>();
  const db = () => scopes.getStore()?.db ?? root;

  async function transaction<T>(work: () => Promise<T>): Promise<T> {
    if (scopes.getStore()?.db) return work();
    return root.transaction().execute((inner) => {
      const scope: Scope = { db: inner };
      return scopes.run(scope, async () => {
        try {
          return await work();
        } finally {
          // What was started inside and not awaited goes on outside.
          scope.db = null;
        }
      });
    });
  }

  return { db, transaction };
}
