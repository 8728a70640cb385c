import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOUR } from '../../src/domain/time.ts';
import { type WatchedSqlServer, watchSqlServer } from './support/watched-sql-server.ts';

describe('restorability, over a simulated history', () => {
  let watched: WatchedSqlServer;
  beforeAll(async () => {
    watched = await watchSqlServer();
  });
  afterAll(() => watched.close());

  test('reaches to the newest log backup, from the oldest full on', async () => {
    const { rows } = await watched.look('restorability');
    const [row] = rows;

    expect(row?.labels).toEqual({ database: 'Hartonomous' });
    expect(row?.values).toMatchObject({
      broken: 0,
      why: null,
      holes: 0,
      files_unseen: 0,
      tail_reaches: 1,
      over_rto_minutes: 0,
      full_tested: 0,
    });
    // Logs every quarter of an hour, three minutes after one.
    expect(Number(row?.values['behind_minutes'])).toBeLessThanOrEqual(4);
    expect(Number(row?.values['worst_gap_minutes'])).toBeLessThanOrEqual(20);
    expect(Number(row?.values['restore_minutes'])).toBeGreaterThan(20);
    expect(Number(row?.values['restore_test_age_days'])).toBe(12);
  });

  test('S21 counts no set whose file the server does not see, and says so', async () => {
    const file = await newestLog(watched);
    const held = watched.world.disk.find(file);
    watched.world.disk.remove(file);
    watched.world.changed();

    const { rows, broken } = await watched.look('restorability');

    expect(broken).toContain('not-restorable critical database=Hartonomous');
    expect(rows[0]?.values).toMatchObject({ files_unseen: 1, broken: 1, tail_reaches: 0 });
    expect(rows[0]?.values['why']).toContain('does not see the files of 1 backups');
    if (held !== undefined) watched.world.disk.put(held);
    watched.world.changed();
    expect((await watched.look('restorability')).broken).toEqual([]);
  });

  test('tells of a gap beyond the RPO for a day, and then no more', async () => {
    watched.world.setFault('log-backups-missed', true);
    expect((await watched.look('restorability')).broken).toEqual([
      'rpo-missed warning database=Hartonomous',
    ]);

    watched.world.setFault('log-backups-missed', false);
    watched.world.advance(2 * HOUR);
    expect((await watched.look('restorability')).broken).toHaveLength(1);

    watched.world.advance(23 * HOUR);
    const { rows, broken } = await watched.look('restorability');
    expect(broken).toEqual([]);
    // The worst of the week is remembered for who looks.
    expect(Number(rows[0]?.values['worst_gap_minutes'])).toBeGreaterThan(40);
  });
});

async function newestLog({ world }: WatchedSqlServer): Promise<string> {
  await world.refresh();
  return world.backups.newest('Hartonomous', 'L')?.media.files[0] ?? '';
}
