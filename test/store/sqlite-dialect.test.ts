import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { sqliteDialect } from '../../src/store/sqlite-dialect.ts';

function openInMemory() {
  const dialect = sqliteDialect(new DatabaseSync(':memory:'));
  return new Kysely<{ t: { id: number; name: string | null } }>({ dialect });
}

describe('the SQLite dialect', () => {
  it('reads back what it wrote', async () => {
    const db = openInMemory();
    await db.schema
      .createTable('t')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('name', 'text')
      .execute();
    await db.insertInto('t').values({ id: 1, name: 'one' }).execute();
    expect(await db.selectFrom('t').selectAll().execute()).toEqual([{ id: 1, name: 'one' }]);
    expect(
      await db.updateTable('t').set({ name: null }).returning('id').executeTakeFirst(),
    ).toEqual({ id: 1 });
    expect((await db.deleteFrom('t').executeTakeFirst()).numDeletedRows).toBe(1n);
    await db.destroy();
  });

  it.each([[true], [undefined], [new Date()], [{}]])(
    'refuses to store %o, which SQLite has no type for',
    async (value) => {
      const db = openInMemory();
      await expect(sql`select ${value} as v`.execute(db)).rejects.toThrow('cannot store');
      await db.destroy();
    },
  );
});
