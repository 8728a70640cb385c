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

  it('prepares a query once, however often it is asked', async () => {
    const database = new DatabaseSync(':memory:');
    const prepared: string[] = [];
    const prepare = database.prepare.bind(database);
    database.prepare = (text) => {
      prepared.push(text);
      return prepare(text);
    };
    const db = new Kysely({ dialect: sqliteDialect(database) });
    for (const value of [1, 2, 3])
      expect((await sql`select ${value} as v`.execute(db)).rows).toEqual([{ v: value }]);
    expect(prepared).toEqual(['select ? as v']);

    // Whatever is asked meanwhile: what is kept has an end.
    for (let count = 0; count < 300; count += 1) await sql.raw(`select ${count} as v`).execute(db);
    await sql`select ${4} as v`.execute(db);
    expect(prepared.filter((text) => text === 'select ? as v')).toHaveLength(2);
    await db.destroy();
  });

  it('sees a column that was added after the query was first asked', async () => {
    const db = openInMemory();
    const columns = async () =>
      (await sql`select * from t`.execute(db)).rows.map((row) => Object.keys(row ?? {}));
    await sql`create table t (id integer)`.execute(db);
    await sql`insert into t values (1)`.execute(db);
    expect(await columns()).toEqual([['id']]);
    await sql`alter table t add column name text`.execute(db);
    expect(await columns()).toEqual([['id', 'name']]);
    await db.destroy();
  });

  it('goes on after a query that failed', async () => {
    const db = openInMemory();
    await sql`create table t (id integer primary key)`.execute(db);
    const insert = () => sql`insert into t values (${1})`.execute(db);
    await insert();
    await expect(insert()).rejects.toThrow('UNIQUE');
    await sql`delete from t`.execute(db);
    await insert();
    expect((await sql`select id from t`.execute(db)).rows).toEqual([{ id: 1 }]);
    await db.destroy();
  });
});
