import type { Kysely } from 'kysely';
import type { Tables } from '../tables.ts';

/** Runs, and the approvals that let them: apart, so that each has a seal of its own and no person stands twice. */
export async function runs(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('run')
    .addColumn('number', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('environment', 'text', (column) => column.notNull())
    .addColumn('over', 'integer', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('json', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('run_by_environment')
    .on('run')
    .columns(['environment', 'over', 'number'])
    .execute();

  await db.schema
    .createTable('approval')
    .addColumn('run', 'integer', (column) => column.notNull().references('run.number'))
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('json', 'text', (column) => column.notNull())
    .addColumn('seal', 'text')
    .addPrimaryKeyConstraint('approval_key', ['run', 'person'])
    .execute();

  await db.schema
    .createTable('counter')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'integer', (column) => column.notNull())
    .execute();
}
