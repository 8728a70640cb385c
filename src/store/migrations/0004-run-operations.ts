import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';

/**
 * What each run was, to be asked for by it: a schedule of log backups makes hundreds of runs between two restores, and
 * whoever looks through the newest of all finds the restore no more.
 */
export async function runOperations(db: Kysely<Tables>): Promise<void> {
  await sql`alter table run add column operation text not null default ''`.execute(db);
  await sql`update run set operation = json_extract(json, '$.order.operation')`.execute(db);
  await db.schema
    .createIndex('run_by_operation')
    .on('run')
    .columns(['environment', 'operation', 'number'])
    .execute();
}
