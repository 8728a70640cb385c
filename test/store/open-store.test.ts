import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../src/store/migrations/migrations.ts';
import { openStore } from '../../src/store/open-store.ts';
import { silent, temporaryDirectory, temporaryStore } from './temporary-store.ts';

const now = () => 1_000_000;

function open(file: string, list = migrations) {
  return openStore({ url: `sqlite:${file}`, now, log: silent, migrations: list });
}

describe('opening the store', () => {
  it('makes the directory and a file that only we may read', async () => {
    const file = join(temporaryDirectory(), 'a', 'b', 'hart.db');
    await temporaryStore({ file });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('makes none for those who only want to look', async () => {
    const file = join(temporaryDirectory(), 'hart.db');
    const looking = openStore({ url: `sqlite:${file}`, mustExist: true, now, log: silent });
    await expect(looking).rejects.toMatchObject({ code: 'store-unusable' });
    expect(existsSync(file)).toBe(false);
  });

  it('finds again what was written before it was closed', async () => {
    const first = await temporaryStore();
    await first.records.apply('silence', 'production', { put: [{ id: 'a', json: '{}' }] });
    await first.close();
    const second = await temporaryStore({ file: first.file });
    expect(await second.records.load('silence', 'production')).toEqual([{ id: 'a', json: '{}' }]);
  });

  it('writes ahead, waits for the disk and keeps foreign keys', async () => {
    const { file } = await temporaryStore();
    const other = new DatabaseSync(file);
    expect(other.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
    other.close();
  });

  it.each([
    ['a text file', 'this is not a database, however long it may be'.repeat(100)],
    ['half a database', 'SQLite format 3\0 and no more'],
  ])('refuses %s and says what to do', async (_, content) => {
    const file = join(temporaryDirectory(), 'hart.db');
    writeFileSync(file, content);
    const fault = await openStore({ url: `sqlite:${file}`, now, log: silent }).catch(
      (error: unknown) => error,
    );
    expect(fault).toMatchObject({
      code: 'store-unusable',
      hint: expect.stringContaining('rights'),
    });
  });

  it('refuses a damaged database', async () => {
    const store = await temporaryStore();
    await store.records.apply('k', '', {
      put: Array.from({ length: 500 }, (_, id) => ({ id: `${id}`, json: '"x"'.repeat(50) })),
    });
    await store.close();
    const bytes = new Uint8Array(4096).fill(7);
    const { file } = store;
    const handle = openSync(file, 'r+');
    for (const page of [4, 8, 12, 16, 20]) writeSync(handle, bytes, 0, 4096, page * 4096);
    closeSync(handle);
    await expect(openStore({ url: `sqlite:${file}`, now, log: silent })).rejects.toMatchObject({
      code: 'store-unusable',
    });
  });

  it("refuses somebody else's database and leaves it alone", async () => {
    const file = join(temporaryDirectory(), 'theirs.db');
    const theirs = new DatabaseSync(file);
    theirs.exec('create table invoices (id int)');
    await expect(openStore({ url: `sqlite:${file}`, now, log: silent })).rejects.toMatchObject({
      code: 'store-unusable',
    });
    expect(theirs.prepare('select name from sqlite_master').all()).toEqual([{ name: 'invoices' }]);
    theirs.close();
  });

  it.each(['postgres://localhost/hart', 'hart.db', 'sqlite:'])(
    'refuses the url %s',
    async (url) => {
      await expect(openStore({ url, now, log: silent })).rejects.toMatchObject({
        code: 'store-unusable',
      });
    },
  );
});

describe('migrations', () => {
  const newest = migrations.length;
  const next = {
    number: newest + 1,
    name: 'colours',
    up: (db: Parameters<(typeof migrations)[number]['up']>[0]) =>
      db.schema.createTable('colour').addColumn('name', 'text').execute(),
  };
  it('are numbered from 1 without a gap', () => {
    expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, index) => index + 1));
  });

  it('do not copy a store that is being made', async () => {
    const { file } = await temporaryStore();
    expect(readdirSync(join(file, '..')).filter((name) => name.includes('before'))).toEqual([]);
  });

  it('copy the store as it was before each', async () => {
    const store = await temporaryStore();
    const { file } = store;
    await store.records.apply('k', '', { put: [{ id: 'a', json: '1' }] });
    await store.close();
    await (await open(file, [...migrations, next])).close();
    const copy = new DatabaseSync(`${file}.before-${String(next.number).padStart(4, '0')}`);
    expect(copy.prepare('select id from record').all()).toEqual([{ id: 'a' }]);
    expect(copy.prepare('select max(number) as n from migration').get()).toEqual({ n: newest });
    copy.close();
  });

  it('that fail change nothing, and can be tried again', async () => {
    const store = await temporaryStore();
    const { file } = store;
    await store.close();
    const broken = {
      ...next,
      up: async (db: Parameters<typeof next.up>[0]) => {
        await next.up(db);
        throw new Error('the disk is full');
      },
    };
    const fault = await open(file, [...migrations, broken]).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'store-unusable' });
    await (await open(file, [...migrations, next])).close();
    const db = new DatabaseSync(file);
    expect(db.prepare('select number from migration order by 1').all()).toEqual(
      [...migrations, next].map(({ number }) => ({ number })),
    );
    db.close();
  });

  it('refuse a store of a newer hart and leave it as it is', async () => {
    const store = await temporaryStore();
    const { file } = store;
    await store.close();
    await (await open(file, [...migrations, next])).close();
    const before = statSync(file).mtimeMs;
    await expect(open(file)).rejects.toMatchObject({
      code: 'store-newer',
      message: expect.stringContaining(`version ${next.number}`),
    });
    expect(statSync(file).mtimeMs).toBe(before);
  });
});

describe('a backup', () => {
  it('is a whole store of its own, made while another transaction is under way', async () => {
    const store = await temporaryStore();
    const target = join(temporaryDirectory(), 'copy.db');
    const writing = store.transaction(async () => {
      await store.records.apply('k', '', { put: [{ id: 'a', json: '1' }] });
      await store.records.apply('k', '', { put: [{ id: 'b', json: '2' }] });
    });
    await Promise.all([writing, store.backup(target)]);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    const copy = await temporaryStore({ file: target });
    expect(await copy.records.load('k', '')).toHaveLength(2);
  });

  it('never overwrites', async () => {
    const store = await temporaryStore();
    const target = join(temporaryDirectory(), 'copy.db');
    writeFileSync(target, 'precious');
    await expect(store.backup(target)).rejects.toMatchObject({ code: 'store-unusable' });
    expect(existsSync(`${target}.partial`)).toBe(false);
  });
});
