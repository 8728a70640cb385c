import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';

/**
 * History in three levels. Each is one table clustered by its key: a row table with an index beside it would take twice
 * the room, and every question names the series first.
 */
export async function history(db: Kysely<Tables>): Promise<void> {
  await sql`
    create table point_by_series (
      series bigint not null references series (id) on delete cascade,
      at bigint not null,
      value double precision not null,
      primary key (series, at)
    ) without rowid`.execute(db);
  await sql`
    insert into point_by_series (series, at, value)
    select series, at, value from point order by series, at`.execute(db);
  await db.schema.dropTable('point').execute();
  await db.schema.alterTable('point_by_series').renameTo('point').execute();

  for (const level of ['hourly', 'daily']) {
    await sql`
      create table ${sql.table(level)} (
        series bigint not null references series (id) on delete cascade,
        slot integer not null,
        least double precision not null,
        most double precision not null,
        total double precision not null,
        count integer not null,
        primary key (series, slot)
      ) without rowid`.execute(db);
  }

  await db.schema
    .createTable('history_mark')
    .addColumn('level', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kept_since', 'bigint')
    .addColumn('complete_to', 'bigint')
    .execute();
}
