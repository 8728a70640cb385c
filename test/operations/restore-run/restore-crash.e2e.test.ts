import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../../sandbox/world/random.ts';
import { isOver, type Run } from '../../../src/domain/run.ts';
import { forever } from '../acting/acting-bench.ts';
import { type RestoreBench, restoreBench } from './restore-bench.ts';

let bench: RestoreBench;
afterEach(() => bench.close());

/** Between the log backups of 07:30 and 07:45 by the server's clock. */
const end = { kind: 'moment', at: Date.UTC(2026, 0, 5, 6, 40) };
const isLong = process.env['HART_LONG'] === '1';

/** What changes something, by its words without names of files that are tried anew. */
const changing = /^(?:ALTER|BACKUP|EXEC|RESTORE (?:DATABASE|LOG))/;
const keyOf = (statement: string) => statement.replace(/_tail(?:_\d)?\.trn/, '_tail.trn');

/** Lets the process die whenever `when` says so, until the run is over; answers it and how often that was. */
async function withDeaths(
  mayDie: (statement: string, side: 'before' | 'after') => 'now' | 'soon' | 'no',
): Promise<{ readonly run: Run; readonly deaths: number }> {
  let dead: (() => void) | null = null;
  let deaths = 0;
  const arm = (): Promise<void> => {
    const died = new Promise<void>((resolve) => {
      dead = resolve;
    });
    bench.beforeSend = (statement) => strike(statement, 'before');
    bench.afterSend((statement) => strike(statement, 'after'));
    return died;
  };
  async function strike(statement: string, side: 'before' | 'after'): Promise<void> {
    const how = changing.test(statement) ? mayDie(statement, side) : 'no';
    if (how === 'no') return;
    // Soon: while the statement is at work on the server.
    if (how === 'soon') void sleep(15).then(() => dead?.());
    else {
      dead?.();
      await forever();
    }
  }
  let died = arm();
  const { id } = await bench.begin('restore.in-place', { end });
  for (;;) {
    const ended = await Promise.race([bench.over(id), died.then(() => null)]);
    if (ended !== null) return { run: ended, deaths };
    deaths += 1;
    const acting = await bench.die();
    died = arm();
    // The server ends the sessions of the dead in its own time.
    for (let tries = 0; tries < 200; tries += 1) {
      await acting.recover();
      const run = await bench.store.runs.find(id);
      if (run !== null && (isOver(run.state) || run.worker === `worker-${deaths + 1}`)) break;
      await sleep(20);
    }
  }
}

const succeeded = () =>
  bench.sent.filter(({ answer }) => answer.ok).map(({ statement }) => keyOf(statement));

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

describe('S13 a restore whose process dies', () => {
  it('S14 just before each statement that changes something goes on, and does nothing twice', async () => {
    bench = await restoreBench();
    const struck = new Set<string>();
    const { run, deaths } = await withDeaths((statement, side) => {
      if (side === 'after' || struck.has(keyOf(statement))) return 'no';
      struck.add(keyOf(statement));
      return 'now';
    });

    expect(deaths).toBeGreaterThanOrEqual(15);
    expect(run.state).toBe('done');
    await asTold(run);
    onlyOnce();
  }, 300_000);

  it('just after each of them took effect, and before that is recorded, finds that out from the server', async () => {
    bench = await restoreBench();
    const struck = new Set<string>();
    const { run, deaths } = await withDeaths((statement, side) => {
      if (side === 'before' || struck.has(keyOf(statement))) return 'no';
      struck.add(keyOf(statement));
      return 'now';
    });

    expect(deaths).toBeGreaterThanOrEqual(15);
    expect(run.state).toBe('done');
    await asTold(run);
    onlyOnce();
  }, 300_000);

  it('at random moments within them ends right, or stops with the truth told', async () => {
    const random = createRandom(Number(process.env['HART_SEED'] ?? 11));
    const wanted = isLong ? 200 : 5;
    let seen = 0;
    for (let round = 0; seen < wanted; round += 1) {
      if (round > 0) await bench.close();
      bench = await restoreBench({ actMs: 40 });
      let left = 4;
      const { run, deaths } = await withDeaths((_, side) => {
        const falls =
          side === 'before' &&
          left > 0 &&
          random.unit('death', seen, round, left, bench.sent.length) < 0.3;
        if (!falls) return 'no';
        left -= 1;
        return 'soon';
      });
      seen += Math.max(1, deaths);
      expect(['done', 'failed', 'stopped']).toContain(run.state);
      await asTold(run);
    }
  }, 3_600_000);
});

/** Neither the tail nor any set of the plan. */
function onlyOnce(): void {
  const done = succeeded().filter((text) =>
    /BACKUP LOG|^RESTORE (?:DATABASE|LOG) .* FROM/.test(text),
  );
  expect(done.toSorted()).toEqual([...new Set(done)].toSorted());
  expect(done).toHaveLength(6);
}
