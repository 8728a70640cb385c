import { describe, expect, it } from 'vitest';
import type { Run } from '../../../src/domain/run.ts';
import { SECOND } from '../../../src/domain/time.ts';
import { aStep } from '../../fakes/runs.ts';
import { actingBench, person, refusal, until, withCompensation } from './acting-bench.ts';
import { ada, ben, inside, isBegun, otto, rule } from './cancel-bench.ts';

describe('S12 cancel', () => {
  for (const by of [otto, ada])
    it(`by ${by.person}, before anything is overwritten, ends the run; what was stopped is started`, async () => {
      const bench = await actingBench({
        plan: { steps: withCompensation },
        compensations: ['start'],
      });
      const { id } = await inside(bench, 'copy');
      expect(rule(await bench.acting.cancel(id, by))).toBe('running');
      const run = await bench.over(id);
      expect(run.state).toBe('cancelled');
      expect(run.steps.map(({ id: step, state }) => `${step} ${state}`)).toEqual([
        'look done',
        'stop done',
        'copy skipped',
        'start done',
        'prove skipped',
      ]);
      await bench.close();
    });

  it('after the first overwriting step is refused: it is a plan of its own then', async () => {
    const steps = [
      aStep({ id: 'tail', does: 'write' }),
      aStep({ id: 'full', does: 'write', overwrites: true, title: 'Restore the full' }),
      aStep({ id: 'log', does: 'write', overwrites: true, title: 'Restore the log' }),
    ];
    const bench = await actingBench({ plan: { steps } });
    const { id, goOn } = await inside(bench, 'full');
    const acted = await bench.acting.cancel(id, ada);
    expect(acted).toMatchObject({
      rule: 'S12',
      message: expect.stringMatching(
        /Restore the full.*overwrite `Hartonomous`.*a plan of its own/,
      ),
    });
    goOn();
    expect((await bench.over(id)).state).toBe('done');
    await bench.close();
  });

  it('counts once, and only while it runs', async () => {
    const bench = await actingBench();
    const { id } = await inside(bench, 'copy');
    expect(rule(await bench.acting.cancel(id, otto))).toBe('running');
    expect(rule(await bench.acting.cancel(id, ada))).toBe('state');
    await bench.over(id);
    expect(rule(await bench.acting.cancel(id, otto))).toBe('state');
    await bench.close();
  });

  it('is refused to whoever is neither', async () => {
    const bench = await actingBench();
    const { id, goOn } = await inside(bench, 'copy');
    const stranger = bench.restart({ mayStill: async () => refusal('role-missing') });
    expect(rule(await stranger.cancel(id, person('vera')))).toBe('role-missing');
    goOn();
    await bench.close();
  });

  it('holds before the next step where the present one pays no heed', async () => {
    const bench = await actingBench();
    const gate = Promise.withResolvers<void>();
    const entered: string[] = [];
    bench.place.inside = (step, when) => {
      entered.push(step);
      return when === 'after' ? gate.promise : undefined;
    };
    const { id } = await bench.agreed(otto, [ada, ben]);
    await bench.acting.start(id, otto);
    while (!bench.place.effects.has('look')) await new Promise(setImmediate);
    await bench.acting.cancel(id, otto);
    gate.resolve();
    expect((await bench.over(id)).state).toBe('cancelled');
    expect(entered).toEqual(['look', 'look']);
    await bench.close();
  });

  it('that comes in the very moment in which an overwriting step begins is in time', async () => {
    const steps = [
      aStep({ id: 'look', does: 'write' }),
      aStep({ id: 'full', does: 'write', overwrites: true }),
    ];
    const bench = await actingBench({ plan: { steps } });
    const real = { ...bench.store.runs };
    let isNext = false;
    Object.assign(bench.store.runs, {
      async replace(run: Run) {
        isNext = run.steps.some(({ id, state }) => id === 'look' && state === 'done');
        return real.replace(run);
      },
      async find(id: string) {
        if (isNext) {
          // The engine reads the newest version to begin the step: just before that somebody cancels.
          isNext = false;
          expect(rule(await bench.acting.cancel(id, otto))).toBe('running');
        }
        return real.find(id);
      },
    });
    const { id } = await bench.agreed(otto, [ada, ben]);
    await bench.acting.start(id, otto);
    while ((await real.find(id))?.state === 'running') await new Promise(setImmediate);
    expect(await real.find(id)).toMatchObject({ state: 'cancelled' });
    expect(bench.place.order).toEqual(['look']);
    await bench.close();
  });

  it('does not end what was done before the cancel came', async () => {
    const bench = await actingBench();
    const gate = Promise.withResolvers<void>();
    bench.place.inside = (id, when) =>
      id === 'copy' && when === 'after' ? gate.promise : undefined;
    const { id } = await bench.agreed(otto, [ada, ben]);
    await bench.acting.start(id, otto);
    await until(bench.store, id, (run) => isBegun(run, 'copy'));
    while (!bench.place.effects.has('copy')) await new Promise(setImmediate);
    await bench.acting.cancel(id, otto);
    gate.resolve();
    expect((await bench.over(id)).state).toBe('done');
    await bench.close();
  });
});

describe('S14 one hand', () => {
  const claim = { key: 'SQL-PROD/c0ffee/7', mode: 'everything' } as const;

  it('refuses what excludes a running run, and names who holds it', async () => {
    const bench = await actingBench({ plan: { claims: [claim] } });
    const { id, goOn } = await inside(bench, 'copy');
    const other = await bench.agreed(ada, [ben, otto]);
    expect(await bench.acting.start(other.id, ada)).toMatchObject({
      rule: 'S14',
      message: expect.stringMatching(new RegExp(`^${id} .*started by otto`)),
    });
    expect((await bench.acting.find(other.id))?.state).toBe('approved');
    goOn();
    await bench.over(id);
    bench.place.inside = () => undefined;
    expect(rule(await bench.acting.start(other.id, ada))).toBe('running');
    await bench.over(other.id);
    await bench.close();
  });

  it('S8 holds the name too: after a swap another database bears it, with an id of its own', async () => {
    const bench = await actingBench({ plan: { claims: [claim] } });
    const { id, goOn } = await inside(bench, 'copy');
    const { plan } = bench.place;
    if ('rule' in plan) throw new Error(plan.message);
    const { server, database } = plan.target;
    const target = { ...plan.target, database: database.toLowerCase(), identity: 'c0ffee/9' };
    bench.place.plan = {
      ...plan,
      target,
      claims: [{ key: `${server}/${target.identity}`, mode: 'log-backup' }],
    };
    const other = await bench.agreed(ada, [ben, otto]);
    expect(await bench.acting.start(other.id, ada)).toMatchObject({
      rule: 'S14',
      message: expect.stringContaining(id),
    });
    goOn();
    await bench.over(id);
    await bench.close();
  });

  it('lets one of two that start in the same moment win', async () => {
    const bench = await actingBench({ plan: { claims: [claim] } });
    const one = await bench.agreed(otto, [ada, ben]);
    const two = await bench.agreed(ada, [otto, ben]);
    bench.place.inside = () => new Promise(() => undefined);
    const outcomes = await Promise.all([
      bench.acting.start(one.id, otto),
      bench.acting.start(two.id, ada),
    ]);
    expect(outcomes.map(rule).toSorted()).toEqual(['S14', 'running']);
    await bench.close();
  });

  it('leaves the run approved when the server’s lock is not to be had', async () => {
    const bench = await actingBench();
    const run = await bench.agreed(otto, [ada, ben]);
    bench.sessions.set(run.id, new AbortController());
    expect(await bench.acting.start(run.id, otto)).toMatchObject({
      rule: 'S14',
      message: expect.stringContaining('holds it'),
    });
    expect((await bench.acting.find(run.id))?.state).toBe('approved');
    await bench.close();
  });
});

describe('a stop', () => {
  it('waits for what runs, refuses what is new, and says nothing when all is done', async () => {
    const forever = () => new Promise<void>(() => undefined);
    const bench = await actingBench({ parts: { sleep: forever } });
    const { id, goOn } = await inside(bench, 'copy');
    const stopping = bench.acting.stop(30 * SECOND);
    const order = {
      operation: 'restore.in-place',
      environment: 'production',
      options: {},
    } as const;
    expect(rule(await bench.acting.propose({ ...order, by: otto }))).toBe('shutdown');
    goOn();
    await stopping;
    expect((await bench.acting.find(id))?.state).toBe('done');
    expect(bench.told.some(({ line }) => line.includes('hart stops'))).toBe(false);
    await bench.close();
  });

  it('leaves what takes longer, says so, lets go of the lock, and its successor goes on', async () => {
    const bench = await actingBench();
    const { id, goOn } = await inside(bench, 'copy');
    await bench.acting.stop(30 * SECOND);
    expect(bench.told.at(-1)?.line).toContain('hart stops while');
    expect(bench.sessions.size).toBe(0);
    goOn();
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    expect((await bench.acting.find(id))?.state).toBe('running');
    bench.place.inside = () => undefined;
    await bench.restart().recover();
    expect((await bench.over(id)).state).toBe('done');
    expect(bench.place.effects.get('copy')).toBe(1);
    await bench.close();
  });
});
