import type { Kysely } from 'kysely';
import type { Tables } from '../tables.ts';

/** The tables of the first release. */
export async function firstTables(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('record')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('environment', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('json', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('record_key', ['kind', 'environment', 'id'])
    .execute();

  await db.schema
    .createTable('message')
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('position', 'bigint', (column) => column.notNull().unique())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('thread', 'text')
    .addColumn('broadcast', 'integer', (column) => column.notNull())
    .addColumn('lane', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('wanted_at', 'bigint', (column) => column.notNull())
    .addColumn('ts', 'text')
    .addColumn('sent_version', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('sent_at', 'bigint')
    .addColumn('attempt_at', 'bigint')
    .addColumn('attempt_thread_ts', 'text')
    .addColumn('doubt_since', 'bigint')
    .addColumn('doubt_thread_ts', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('retry_at', 'bigint')
    .addColumn('why', 'text')
    .addColumn('rejected_at', 'bigint')
    .addColumn('plain', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('generation', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('replaced_ts', 'text')
    .execute();
  await db.schema.createIndex('message_thread').on('message').column('thread').execute();

  await db.schema
    .createTable('sample')
    .addColumn('environment', 'text', (column) => column.notNull())
    .addColumn('check_name', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('json', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('sample_key', ['environment', 'check_name'])
    .execute();

  await db.schema
    .createTable('series')
    .addColumn('id', 'bigint', (column) => column.primaryKey().notNull())
    .addColumn('environment', 'text', (column) => column.notNull())
    .addColumn('check_name', 'text', (column) => column.notNull())
    .addColumn('instance', 'text', (column) => column.notNull())
    .addColumn('column_name', 'text', (column) => column.notNull())
    .addUniqueConstraint('series_name', ['environment', 'check_name', 'column_name', 'instance'])
    .execute();
  await db.schema
    .createTable('point')
    .addColumn('series', 'bigint', (column) =>
      column.notNull().references('series.id').onDelete('cascade'),
    )
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('value', 'double precision', (column) => column.notNull())
    .addPrimaryKeyConstraint('point_key', ['series', 'at'])
    .execute();
  await db.schema.createIndex('point_at').on('point').column('at').execute();

  await db.schema
    .createTable('envelope')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('digest')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('environment', 'text', (column) => column.notNull())
    .addColumn('period', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('digest_key', ['kind', 'environment', 'period'])
    .execute();

  await db.schema
    .createTable('audit')
    .addColumn('sequence', 'bigint', (column) => column.primaryKey().notNull())
    .addColumn('entry', 'text', (column) => column.notNull())
    .addColumn('previous', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('clock')
    .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('highest', 'bigint', (column) => column.notNull())
    .execute();
}
