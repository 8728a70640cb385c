import { afterEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../../sandbox/world/random.ts';
import type { Run } from '../../../src/domain/run.ts';
import { backupOperations } from '../../../src/operations/backup/backup-operations.ts';
import { eventually } from '../../support/eventually.ts';
import { type RestoreBench, requester, restoreBench } from '../restore-run/restore-bench.ts';
import { type MayDie, withDeaths } from '../restore-run/with-deaths.ts';

let bench: RestoreBench;
afterEach(() => bench.close());

const open = async (actMs: number) => {
  bench = await restoreBench({ operations: backupOperations, actMs });
};
const isLong = process.env['HART_LONG'] === '1';

async function begin(kind: 'full' | 'log'): Promise<Run> {
  const asked = await bench.acting.propose({
    operation: `backup.${kind}`,
    environment: 'production',
    options: {},
    by: requester,
  });
  if ('rule' in asked) throw new Error(`${asked.rule}: ${asked.message}`);
  const begun = await bench.acting.confirm(asked.id, requester, { hash: asked.hash });
  if ('rule' in begun) throw new Error(`${begun.rule}: ${begun.message}`);
  return begun;
}

/** The whole sets of a run, as msdb has them. */
const setsOf = (run: Run) =>
  bench.ask(
    `SELECT f.physical_device_name AS [file] FROM msdb.dbo.backupset AS s
     JOIN msdb.dbo.backupmediafamily AS f ON f.media_set_id = s.media_set_id
     WHERE s.name = N'hart ${run.id}'`,
  );

/** There is one set of it, and the report has its size and reach. */
async function oneIsMade(run: Run): Promise<void> {
  expect(run.report?.title).toMatch(/done: .+, readable \(checksums\)\. Restorable to/);
  expect(await setsOf(run)).toHaveLength(1);
}

describe('S13 a backup whose process dies', () => {
  it('before and after each statement, and between each two steps, is made once and read back', async () => {
    await open(0);
    const struck = new Set<string>();
    const mayDie: MayDie = (what, place) => {
      const key = `${place} ${what.split(/ (?:FROM|\[)/)[0]}`;
      if (struck.has(key)) return 'no';
      struck.add(key);
      return 'now';
    };

    const { run, deaths } = await withDeaths(bench, () => begin('log'), mayDie);

    const statements = ['BACKUP LOG', 'RESTORE HEADERONLY', 'RESTORE VERIFYONLY'];
    const steps = ['write', 'header', 'verify', 'reach'];
    expect([...struck].toSorted()).toEqual(
      [
        ...statements.flatMap((each) => [`before ${each}`, `after ${each}`]),
        ...steps.map((each) => `between ${each}`),
      ].toSorted(),
    );
    expect(deaths).toBe(struck.size);
    expect(run.state).toBe('done');
    await oneIsMade(run);
  }, 120_000);

  it('at random moments within them is made, and no file is counted that is not whole', async () => {
    const random = createRandom(Number(process.env['HART_SEED'] ?? 11));
    await open(40);
    const wanted = isLong ? 60 : 3;
    for (let seen = 0; seen < wanted; ) {
      let left = 3;
      const { run, deaths } = await withDeaths(
        bench,
        () => begin('log'),
        (_, place) => {
          const at = [seen, left, bench.sent.length];
          if (place !== 'before' || left === 0 || random.unit('death', ...at) > 0.6) return 'no';
          left -= 1;
          return random.between(0, 60, 'when', ...at);
        },
      );
      seen += deaths;
      expect(run.state).toBe('done');
      await oneIsMade(run);
    }
  }, 1_200_000);

  it('S20 while the server writes begins anew in a new file, and says what the first attempt left', async () => {
    await open(500);
    const run = await begin('log');
    await eventually(() => expect(bench.world.running.size).toBe(1));

    const next = await bench.die();
    await eventually(() => expect(bench.world.running.size).toBe(0));
    await next.recover();
    const over = await bench.over(run.id);

    expect(over.state).toBe('done');
    await oneIsMade(over);
    expect(await setsOf(over)).toEqual([{ file: expect.stringMatching(/_log_again2\.trn$/) }]);
    expect(over.report?.lines.join('\n')).toContain('An earlier attempt left');
  }, 120_000);
});
