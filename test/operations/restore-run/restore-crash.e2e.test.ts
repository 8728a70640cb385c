import { afterEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../../sandbox/world/random.ts';
import type { Run } from '../../../src/domain/run.ts';
import { eventually } from '../../support/eventually.ts';
import { type RestoreBench, restoreBench } from './restore-bench.ts';
import { type MayDie, type Place, withDeaths } from './with-deaths.ts';

let bench: RestoreBench;
afterEach(() => bench.close());

/** Between the log backups of 07:30 and 07:45 by the server's clock. */
const end = { kind: 'moment', at: Date.UTC(2026, 0, 5, 6, 40) };
const isLong = process.env['HART_LONG'] === '1';

/** What changes something, by its words without names of files that are tried anew. */
const changing = /^(?:ALTER|BACKUP|EXEC|RESTORE (?:DATABASE|LOG))/;
const keyOf = (statement: string) => statement.replace(/_tail(?:_\d)?\.trn/, '_tail.trn');

/** A restore in place to its end, whose process dies where `mayDie` says so: at each place of a kind once at most. */
function restored(mayDie: MayDie): ReturnType<typeof withDeaths> {
  return withDeaths(
    bench,
    // On a busy machine the server may not answer in time what is asked for a plan: that is refused, and asked again.
    () => eventually(() => bench.begin('restore.in-place', { end })),
    (what, place) => (place === 'between' || changing.test(what) ? mayDie(what, place) : 'no'),
  );
}

/** Dies at every place of this kind, once. */
function atEach(kind: Place): MayDie {
  const struck = new Set<string>();
  return (what, place) => {
    if (place !== kind || struck.has(keyOf(what))) return 'no';
    struck.add(keyOf(what));
    return 'now';
  };
}

async function asTold({ state, steps }: Run): Promise<void> {
  const [row] = await bench.ask(
    `SELECT d.state_desc AS state, d.user_access_desc AS access, d.is_broker_enabled AS broker
     FROM sys.databases AS d WHERE d.name = N'Hartonomous'`,
  );
  const isOpen = row?.['state'] === 'ONLINE' && row['access'] === 'MULTI_USER';
  if (state === 'done') {
    expect(row).toEqual({ state: 'ONLINE', access: 'MULTI_USER', broker: true });
    return;
  }
  // Whatever it is, it is named, by the step that failed or by the one that gives it back.
  const told = steps.map(({ note }) => note ?? '').join(' ');
  expect(told).toContain(isOpen ? 'online' : String(row?.['state']));
}

/** As the server itself has it recorded, whoever was alive to hear of it: each set was restored once, and one tail taken. */
async function onlyOnce(run: Run): Promise<void> {
  const restores = await bench.ask(
    `SELECT h.backup_set_id AS [set], COUNT_BIG(*) AS times FROM msdb.dbo.restorehistory AS h
     WHERE h.destination_database_name = N'Hartonomous' AND h.user_name = N'hart_operator'
     GROUP BY h.backup_set_id`,
  );
  expect(restores.filter(({ times }) => Number(times) !== 1)).toEqual([]);
  const tails = await bench.ask(
    `SELECT s.backup_set_id FROM msdb.dbo.backupset AS s WHERE s.name = N'Hartonomous tail ${run.id}'`,
  );
  expect(tails.length).toBeLessThanOrEqual(1);
  if (run.state !== 'done') return;
  expect(restores).toHaveLength(5);
  expect(tails).toHaveLength(1);
}

describe('S13 a restore whose process dies', () => {
  it.each([
    ['S14 just before each statement that changes something goes on', 'before', 15],
    [
      'just after each of them took effect, and before that is recorded, finds that out',
      'after',
      15,
    ],
    ['between each two of its steps goes on with the next', 'between', 15],
  ] as const)(
    '%s, and does nothing twice',
    async (_, place, least) => {
      bench = await restoreBench();
      const { run, deaths } = await restored(atEach(place));

      expect(deaths).toBeGreaterThanOrEqual(least);
      expect(run.state).toBe('done');
      await asTold(run);
      await onlyOnce(run);
    },
    300_000,
  );

  it('at random moments within them ends right, or stops with the truth told, and does nothing twice', async () => {
    const random = createRandom(Number(process.env['HART_SEED'] ?? 11));
    const wanted = isLong ? 200 : 10;
    let seen = 0;
    for (let round = 0; seen < wanted; round += 1) {
      if (round > 0) await bench.close();
      bench = await restoreBench({ actMs: 40 });
      // Where there is time, four in a restore; else as many as there are in one, since a world is dear.
      let left = isLong ? 4 : wanted - seen;
      const odds = isLong ? 0.3 : 0.8;
      const struck = new Map<string, number>();
      const { run, deaths } = await restored((what, place) => {
        const times = struck.get(keyOf(what)) ?? 0;
        const at = [round, left, bench.sent.length];
        const falls = place === 'before' && left > 0 && random.unit('death', ...at) < odds;
        // After the fourth tail that broke off it takes no other name.
        if (!falls || times === 2) return 'no';
        left -= 1;
        struck.set(keyOf(what), times + 1);
        return random.between(0, 60, 'when', ...at);
      });
      seen += deaths;
      expect(['done', 'failed', 'stopped']).toContain(run.state);
      await asTold(run);
      await onlyOnce(run);
    }
  }, 3_600_000);
});
