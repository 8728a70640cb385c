import type { Kysely } from 'kysely';
import { Fault } from '../domain/fault.ts';
import type { Logger } from '../domain/logger.ts';
import type { Instant } from '../domain/time.ts';
import type { Migration } from './migrations/migrations.ts';
import type { Tables } from './tables.ts';

/**
 * Brings the store up to the newest migration, each in a transaction of its own, after `copy` has kept the state
 * before. An empty store is not copied.
 *
 * @throws Fault `store-newer` when the store was written by a newer hart; nothing has been changed then.
 */
export async function migrate(options: {
  readonly db: Kysely<Tables>;
  readonly migrations: readonly Migration[];
  readonly copy: (before: Migration) => Promise<void>;
  readonly now: () => Instant;
  readonly log: Logger;
}): Promise<void> {
  const { db, migrations, copy, now, log } = options;
  const at = await version(db);
  const newest = migrations.at(-1)?.number ?? 0;
  if (at > newest) {
    throw new Fault('store-newer', `The store is at version ${at}; this hart knows ${newest}.`, {
      hint: 'Run the newer hart that wrote it, or restore the copy kept beside it from before that version.',
    });
  }
  for (const migration of migrations.filter(({ number }) => number > at)) {
    if (at > 0) await copy(migration);
    await db.transaction().execute(async (inner) => {
      if (migration.number === 1) await createMigrationTable(inner);
      await migration.up(inner);
      await inner
        .insertInto('migration')
        .values({ number: migration.number, name: migration.name, at: now() })
        .execute();
    });
    log.info({ number: migration.number, migration: migration.name }, 'Migrated the store');
  }
}

async function version(db: Kysely<Tables>): Promise<number> {
  const tables = await db.introspection.getTables();
  if (!tables.some(({ name }) => name === 'migration')) {
    if (tables.length === 0) return 0;
    throw new Fault(
      'store-unusable',
      'The database holds tables, but they are not those of hart.',
      {
        hint: 'Point `store` in hart.yml at a file of its own.',
      },
    );
  }
  const row = await db
    .selectFrom('migration')
    .select(({ fn }) => fn.max('number').as('newest'))
    .executeTakeFirst();
  return row?.newest ?? 0;
}

async function createMigrationTable(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('migration')
    .addColumn('number', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
}
