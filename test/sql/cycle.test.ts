import { afterAll, beforeAll, expect, test } from 'vitest';
import { sqlChecks } from './support/all-checks.ts';
import { type WatchedSqlServer, watchSqlServer } from './support/watched-sql-server.ts';

let watched: WatchedSqlServer;
beforeAll(async () => {
  watched = await watchSqlServer();
  await cycle();
});
afterAll(() => watched.close());

async function cycle(): Promise<void> {
  await Promise.all([...sqlChecks.keys()].map((name) => watched.look(name)));
}

/** Without the driver's own first words on a new connection: beside a question that waits long another one is tried. */
function asked() {
  const all = watched.world.statements.list();
  return all.filter(({ text }) => !text.startsWith('set ansi_nulls on'));
}

test('one cycle sends each statement once, one for each check', async () => {
  watched.world.statements.clear();
  await cycle();

  const texts = asked()
    .filter(({ login }) => login === 'hart_reader')
    .map(({ text }) => text);
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.length).toBe(sqlChecks.size);
});

test('nothing that is sent could change anything, and no value is pasted into a statement', async () => {
  watched.world.statements.clear();
  await cycle();

  for (const { text, params } of asked()) {
    expect(text).toMatch(/^SET LOCK_TIMEOUT 2000; SET DEADLOCK_PRIORITY LOW;\s*(SELECT|WITH|--)/);
    for (const [, name = ''] of text.replace(/--.*$/gm, '').matchAll(/(?<![@\w])@(\w+)/g))
      expect(Object.keys(params ?? {})).toContain(name);
  }
});
