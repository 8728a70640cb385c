import { afterEach, describe, expect, it } from 'vitest';
import { type RestoreBench, restoreBench } from './restore-bench.ts';

let bench: RestoreBench;
afterEach(() => bench.close());

describe('a database that cannot be opened', () => {
  it('S3 S9 is restored without the tail of its log, and the plan says what is not known of it', async () => {
    bench = await restoreBench();
    bench.world.databases.change('Hartonomous', { state: 'SUSPECT' }, bench.world.now());
    bench.world.changed();

    const options = { end: { kind: 'latest' }, withoutTail: true, whileJobsRun: true };
    const { id, plan } = await bench.begin('restore.in-place', options);
    const run = await bench.over(id);

    expect(plan.warnings.join('\n')).toContain('Not known, since `Hartonomous` is SUSPECT:');
    expect(plan.steps.find(({ id: step }) => step === 'quiet')?.statements).toEqual([]);
    expect(run.steps.filter(({ state }) => state === 'failed')).toEqual([]);
    const [row] = await bench.ask(
      `SELECT d.state_desc AS state, d.user_access_desc AS access FROM sys.databases AS d WHERE d.name = N'Hartonomous'`,
    );
    expect(row).toEqual({ state: 'ONLINE', access: 'MULTI_USER' });

    // Another that ends before it does anything: what was restored earlier is not its doing.
    const next = await bench.begin('restore.in-place', { end: options.end, whileJobsRun: false });
    const idle = await bench.over(next.id);
    expect(idle.steps.find(({ state }) => state === 'failed')?.id).toBe('jobs');
    expect(idle.steps.find(({ id: step }) => step === 'doors')?.note).toBe(
      '`Hartonomous` was not touched and is online.',
    );
  }, 60_000);
});
