import { afterEach, describe, expect, it } from 'vitest';
import { statesOf } from '../acting/states-of.ts';
import { type RestoreBench, restoreBench } from './restore-bench.ts';
import { asBefore, database, queuesOff, setQueue } from './seen-by-admin.ts';

let bench: RestoreBench;
afterEach(() => bench.close());

/** Between the log backups of 07:30 and 07:45 by the server's clock. */
const end = { kind: 'moment', at: Date.UTC(2026, 0, 5, 6, 40) };

describe('a restore in place whose login lost a right on the way', () => {
  it('S4 S9 what the login may not after all is the DBA’s, and the run ends incomplete', async () => {
    bench = await restoreBench();
    // The signed procedure gives a database back to one owner only, the one at the time of installing.
    await bench.ask(
      'ALTER AUTHORIZATION ON DATABASE::[Hartonomous] TO [hart_operator]; SELECT 1 AS done',
    );
    await setQueue(bench, 'ActQueue', '@Enabled = 0');
    const { id, plan } = await bench.begin('restore.in-place', { end });
    expect(plan.steps.filter(({ by }) => by === 'dba')).toEqual([]);
    const lost = { login: 'hart_operator', permission: 'EXECUTE', object: 'dbo.hart_SetQueue' };
    bench.world.setFault('permission-denied', true, lost);
    const run = await bench.over(id);

    expect(statesOf(run)).toEqual(
      expect.arrayContaining([
        'owner by-dba',
        'queues by-dba',
        'broker by-dba',
        'queues-seen by-dba',
      ]),
    );
    expect(run.state).toBe('incomplete');
    // Of eight queues the one that is not as before: with the broker on it would act on what it holds.
    expect(await queuesOff(bench)).toEqual([]);
    expect(run.report?.left).toEqual([
      'ALTER AUTHORIZATION ON DATABASE::[Hartonomous] TO [hart_operator]',
      'ALTER QUEUE [Hartonomous].[dbo].[ActQueue] WITH STATUS = OFF, ACTIVATION (STATUS = ON)',
      'ALTER DATABASE [Hartonomous] SET ENABLE_BROKER WITH ROLLBACK IMMEDIATE',
    ]);
    expect(run.report?.title).toContain(', 3 steps left');
    expect(run.report?.next).toContainEqual(
      expect.objectContaining({ operation: 'broker.enable' }),
    );
    expect(await database(bench)).toEqual({ ...asBefore, broker: false });

    // S5: by itself it is held back too, until the queue is as it was; then it stays off.
    await expect(bench.begin('broker.enable', {})).rejects.toThrow(
      'S5: `ActQueue` was off, or started nothing, before R1 restored `Hartonomous`, and would act',
    );
    await setQueue(bench, 'ActQueue', '@Enabled = 0');
    const enabled = await bench.begin('broker.enable', {});
    expect(enabled.plan.notes).toContain(
      'Switched off, and stays so: `ActQueue`. What waits there is not acted on.',
    );
    expect(await bench.over(enabled.id)).toMatchObject({ state: 'done' });
    expect(await queuesOff(bench)).toEqual(['ActQueue off']);
    expect(await database(bench)).toEqual(asBefore);
  }, 120_000);
});
