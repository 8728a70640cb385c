import type {
  DuckDBConnection,
  DuckDBPreparedStatement,
  DuckDBResultReader,
} from '@duckdb/node-api';

/** The statements that one connection has planned. */
export interface Plans {
  plan(sql: string): Promise<DuckDBPreparedStatement>;
  run(sql: string): Promise<DuckDBResultReader>;
  forget(): void;
}

const limit = 40;

/** Keeps plans for the next time: planning takes ten times as long as running. The oldest go first. */
export function createPlans(connection: DuckDBConnection): Plans {
  const kept = new Map<string, DuckDBPreparedStatement>();

  function drop(sql: string): void {
    kept.get(sql)?.destroySync();
    kept.delete(sql);
  }

  async function plan(sql: string): Promise<DuckDBPreparedStatement> {
    const known = kept.get(sql);
    if (known) {
      kept.delete(sql);
      kept.set(sql, known);
      return known;
    }
    const made = await connection.prepare(sql);
    kept.set(sql, made);
    const [oldest] = kept.keys();
    if (kept.size > limit && oldest !== undefined) drop(oldest);
    return made;
  }

  return {
    plan,
    run: async (sql) => {
      const planned = await plan(sql);
      try {
        return await planned.runAndReadAll();
      } catch (thrown) {
        drop(sql);
        throw thrown;
      }
    },
    forget: () => {
      for (const sql of kept.keys()) drop(sql);
    },
  };
}
