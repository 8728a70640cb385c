import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sqlChecks } from './support/all-checks.ts';
import { type WatchedSqlServer, watchSqlServer } from './support/watched-sql-server.ts';

describe.each([
  ['2022', 16],
  ['2019', 15],
] as const)('in the healthy world of SQL Server %s, asked as hart_reader', (_, version) => {
  let watched: WatchedSqlServer;
  beforeAll(async () => {
    watched = await watchSqlServer(version);
  });
  afterAll(() => watched.close());

  test.each([...sqlChecks.keys()])('%s is ok', async (name) => {
    const seen = await watched.look(name);

    expect(seen.detail).toBe('');
    expect(seen.broken).toEqual([]);
    expect(seen.state).toBe('ok');
    expect(seen.sample.replica).toBe('SQL-PROD');
    expect(Math.abs((seen.sample.serverTime ?? 0) - watched.world.now())).toBeLessThan(5000);
  });

  test.each(['backup-freshness', 'restorability'])(
    '%s is ok while a log backup is under way',
    async (name) => {
      const quarter = 15 * 60_000;
      watched.world.advance(quarter - (watched.world.now() % quarter) + 2000);
      const seen = await watched.look(name);

      expect([seen.state, seen.broken]).toEqual(['ok', []]);
    },
  );

  test('every check still is ok a day later', async () => {
    watched.world.advance(24 * 3_600_000 + 7 * 60_000);
    const states: Record<string, string> = {};
    for (const name of sqlChecks.keys()) {
      const seen = await watched.look(name);
      states[name] =
        seen.state === 'ok' ? 'ok' : `${seen.state}: ${seen.detail}${seen.broken.join()}`;
    }
    expect(states).toEqual(Object.fromEntries([...sqlChecks.keys()].map((name) => [name, 'ok'])));
  });
});
