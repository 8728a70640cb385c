import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { temporaryStore } from './temporary-store.ts';

describe('transactions', () => {
  it('do everything or nothing', async () => {
    const store = await temporaryStore();
    const failing = store.transaction(async () => {
      await store.records.apply('k', '', { put: [{ id: 'a', json: '1' }] });
      await store.audit.append({
        at: 1,
        actor: 'bot',
        person: null,
        action: 'status',
        environment: null,
        outcome: 'done',
        detail: {},
      });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await store.records.load('k', '')).toEqual([]);
    expect(await store.audit.head()).toBeNull();
  });

  it('go one after another, whoever starts them, and lose no update', async () => {
    const store = await temporaryStore();
    const add = () =>
      store.transaction(async () => {
        const count = Number((await store.records.one('k', '', 'count')) ?? '0');
        await new Promise((resolve) => setImmediate(resolve));
        await store.records.apply('k', '', { put: [{ id: 'count', json: `${count + 1}` }] });
      });
    await Promise.all(Array.from({ length: 50 }, add));
    expect(await store.records.one('k', '', 'count')).toBe('50');
  });

  it('join the one around them, which then decides', async () => {
    const store = await temporaryStore();
    await expect(
      store.transaction(async () => {
        await store.transaction(() =>
          store.records.apply('k', '', { put: [{ id: 'a', json: '1' }] }),
        );
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await store.records.load('k', '')).toEqual([]);
  });

  it('do not hold up what was started in them and goes on after them', async () => {
    const store = await temporaryStore();
    let later: Promise<void> = Promise.resolve();
    await store.transaction(async () => {
      later = new Promise((resolve) => setTimeout(resolve, 20)).then(() =>
        store.records.apply('k', '', { put: [{ id: 'a', json: '1' }] }),
      );
      await store.records.load('k', '');
    });
    await later;
    expect(await store.records.load('k', '')).toHaveLength(1);
  });

  it('wait for another process that is writing', async () => {
    const store = await temporaryStore();
    const holder = spawn(process.execPath, ['-e', holdWriteLock, store.file]);
    await once(holder.stdout, 'data');
    await store.transaction(() => store.records.apply('k', '', { put: [{ id: 'a', json: '1' }] }));
    expect(await store.records.load('k', '')).toEqual([
      { id: 'a', json: '1' },
      { id: 'theirs', json: '1' },
    ]);
  });
});

const holdWriteLock = `
  const { DatabaseSync } = require('node:sqlite');
  const db = new DatabaseSync(process.argv[1]);
  db.exec("begin immediate; insert into record values ('k', '', 'theirs', '1')");
  console.log('held');
  setTimeout(() => db.exec('commit'), 200);
`;
