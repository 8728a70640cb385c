import { describe, expect, it } from 'vitest';
import { backupKeeper } from '../../src/app/backup-schedule.ts';
import type { Acting } from '../../src/domain/acting.ts';
import type { Run, RunOrder } from '../../src/domain/run.ts';
import { DAY, MINUTE } from '../../src/domain/time.ts';
import type { RunStore } from '../../src/operations/acting/ports.ts';
import type { BackupSchedule } from '../../src/operations/backup/backup-schedule.ts';
import { aRun, backupPlan } from '../fakes/runs.ts';
import { silentLogger } from '../fakes/silent-logger.ts';

const NOON = Date.UTC(2026, 10, 23, 12);
const every15 = { log: { kind: 'every', interval: 15 * MINUTE } } as const;

/** A keeper at a clock that is moved by hand, with an engine that remembers what it was asked. */
function scene(
  options: {
    readonly refuse?: string;
    readonly warnings?: readonly string[];
    readonly runs?: Run[];
    readonly times?: BackupSchedule;
  } = {},
) {
  const time = { now: NOON };
  const orders: RunOrder[] = [];
  const said: string[] = [];
  const runs: Run[] = options.runs ?? [];
  const given: { refuse: string | undefined } = { refuse: options.refuse };
  const acting: Pick<Acting, 'propose' | 'confirm' | 'list'> = {
    propose: async (order) => {
      orders.push(order);
      if (given.refuse !== undefined)
        return { kind: 'refusal', rule: 'S23', message: given.refuse, hint: 'Way out.' };
      const run = aRun({
        id: `R${orders.length}`,
        order,
        plan: backupPlan({ warnings: options.warnings ?? [] }),
        state: 'planned',
        askedAt: time.now,
        scheduled: true,
      });
      runs.unshift(run);
      return run;
    },
    confirm: async (id) => {
      const index = runs.findIndex((run) => run.id === id);
      const run = { ...(runs[index] ?? aRun()), state: 'running' as const };
      runs[index] = run;
      return run;
    },
    list: async (_, limit) => runs.slice(0, limit),
  };
  const past: RunStore['past'] = async (_, operations, limit) =>
    runs.filter(({ order }) => operations.includes(order.operation)).slice(0, limit);
  const keep = () =>
    backupKeeper(
      {
        acting,
        runs: { past },
        say: async (_, __, line) => void said.push(line),
        now: () => time.now,
        log: silentLogger,
      },
      'production',
      options.times ?? every15,
      'UTC',
    );
  const end = () =>
    runs.splice(0, runs.length, ...runs.map((run) => ({ ...run, state: 'done' as const })));
  return { time, orders, said, runs, keep, end, given };
}

describe('the schedule of backups', () => {
  it('takes what is due once, quietly, as the schedule', async () => {
    const { time, orders, said, keep, end } = scene();
    const look = keep();

    await look();
    end();
    time.now += MINUTE;
    await look();
    time.now = NOON + 15 * MINUTE;
    await look();

    expect(orders.map(({ operation, by }) => `${operation} ${by.actor}`)).toEqual([
      'backup.log schedule',
      'backup.log schedule',
    ]);
    expect(said).toEqual([]);
  });

  it('takes nothing twice after a restart', async () => {
    const { orders, keep, end } = scene();
    await keep()();
    end();

    await keep()();

    expect(orders).toHaveLength(1);
  });

  it('takes no weekly full after a restart, though hundreds of logs and a full by hand came since', async () => {
    const weekly = { full: { kind: 'every', interval: 7 * DAY } } as const;
    const { time, orders, runs, keep, end } = scene({ times: weekly });
    await keep()();
    end();
    const [full = aRun()] = runs;
    const later = (operation: 'backup.full' | 'backup.log', scheduled: boolean) =>
      aRun({ order: { ...full.order, operation }, state: 'done', scheduled });
    runs.unshift(later('backup.full', false));
    for (let count = 0; count < 300; count += 1) runs.unshift(later('backup.log', true));
    time.now += 2 * DAY;

    await keep()();

    expect(orders).toHaveLength(1);
  });

  it('waits for the one before of its kind, and says when that is late', async () => {
    const { time, orders, said, keep } = scene();
    const look = keep();

    await look();
    time.now += 16 * MINUTE;
    await look();
    await look();

    expect(orders).toHaveLength(1);
    expect(said).toEqual(['The scheduled log backup R1 is late: it has run for more than 15 min.']);
  });

  it('S23 says why it takes none, once, and again when the reason changes', async () => {
    const { time, said, keep, given } = scene({ refuse: 'Another tool is there.' });
    const look = keep();

    await look();
    time.now += 15 * MINUTE;
    await look();
    given.refuse = 'The disk is full.';
    time.now += 15 * MINUTE;
    await look();

    expect(said).toEqual([
      'No scheduled log backup: Another tool is there. Way out.',
      'No scheduled log backup: The disk is full. Way out.',
    ]);
  });

  it('S23 passes on what its plan warns of', async () => {
    const { said, keep } = scene({ warnings: ['Someone else takes backups too.'] });

    await keep()();

    expect(said).toEqual(['The scheduled log backup warns: Someone else takes backups too.']);
  });
});
