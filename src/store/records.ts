import type { Connection } from './connection.ts';

/** A document of the bot's memory, as JSON text. */
export interface StoredRecord {
  readonly id: string;
  readonly json: string;
}

/** Documents by kind and environment: instances, groups, silences, incidents. */
export interface Records {
  /** All of a kind, by id. */
  load(kind: string, environment: string): Promise<readonly StoredRecord[]>;
  one(kind: string, environment: string, id: string): Promise<string | null>;
  /** Writes and removes together or not at all. A document that already says the same is not written again. */
  apply(
    kind: string,
    environment: string,
    change: { readonly put?: readonly StoredRecord[]; readonly remove?: readonly string[] },
  ): Promise<void>;
}

/** SQLite binds at most 32,766 values in a statement. */
const batch = 1000;

export function createRecords({ db, transaction }: Connection): Records {
  return {
    load: (kind, environment) =>
      db()
        .selectFrom('record')
        .select(['id', 'json'])
        .where('kind', '=', kind)
        .where('environment', '=', environment)
        .orderBy('id')
        .execute(),

    async one(kind, environment, id) {
      const row = await db()
        .selectFrom('record')
        .select('json')
        .where('kind', '=', kind)
        .where('environment', '=', environment)
        .where('id', '=', id)
        .executeTakeFirst();
      return row?.json ?? null;
    },

    async apply(kind, environment, { put = [], remove = [] }) {
      if (put.length === 0 && remove.length === 0) return;
      await transaction(async () => {
        for (const ids of batches(remove)) {
          await db()
            .deleteFrom('record')
            .where('kind', '=', kind)
            .where('environment', '=', environment)
            .where('id', 'in', ids)
            .execute();
        }
        // Two of one id in a single statement are an error to PostgreSQL: the last one counts.
        const newest = [...new Map(put.map((record) => [record.id, record])).values()];
        for (const records of batches(newest)) {
          await db()
            .insertInto('record')
            .values(records.map(({ id, json }) => ({ kind, environment, id, json })))
            .onConflict((conflict) =>
              conflict
                .columns(['kind', 'environment', 'id'])
                .doUpdateSet((eb) => ({ json: eb.ref('excluded.json') }))
                .whereRef('record.json', '!=', 'excluded.json'),
            )
            .execute();
        }
      });
    },
  };
}

function batches<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / batch) }, (_, index) =>
    items.slice(index * batch, (index + 1) * batch),
  );
}
