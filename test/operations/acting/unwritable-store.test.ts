import { describe, expect, it } from 'vitest';
import type { ActingParts } from '../../../src/operations/acting/ports.ts';
import { aStep } from '../../fakes/runs.ts';
import { actingBench, person, until, withCompensation } from './acting-bench.ts';
import { statesOf } from './states-of.ts';

const otto = person('otto');
const ada = person('ada');
const ben = person('ben');

describe('S48 when the store cannot be written', () => {
  /** A store that refuses to write from `when` on, until it is mended. */
  async function failing(options: Parameters<typeof actingBench>[0]) {
    const bench = await actingBench(options);
    const broken = { on: false };
    const transaction: ActingParts['transaction'] = (work) =>
      broken.on ? Promise.reject(new Error('disk full')) : bench.store.transaction(work);
    const audit: ActingParts['audit'] = async (entry) => {
      if (broken.on) throw new Error('disk full');
      await bench.store.audit.append(entry);
    };
    bench.restart({ transaction, audit });
    return { bench, broken };
  }

  it('no step begins before its entry is durable; what was stopped is started all the same', async () => {
    const { bench, broken } = await failing({
      plan: { steps: withCompensation },
      compensations: ['start'],
    });
    bench.place.inside = (id, at) => {
      if (id === 'stop' && at === 'after') broken.on = true;
      if (id === 'start' && at === 'after') broken.on = false;
    };
    const { id } = await bench.agreed(otto, [ada, ben]);
    await bench.acting.start(id, otto);
    const run = await bench.over(id);
    expect(bench.place.order).toEqual(['look', 'stop', 'start']);
    expect(run.state).toBe('failed');
    expect(statesOf(run)).toEqual([
      'look done',
      'stop done',
      'copy failed',
      'start done',
      'prove skipped',
    ]);
    expect(bench.shouted).toHaveLength(1);
    await bench.close();
  });

  it('inside an overwriting it goes on to the next named safe state, and no further', async () => {
    const steps = [
      aStep({ id: 'full', does: 'write', overwrites: true }),
      aStep({ id: 'log', does: 'write', overwrites: true }),
      aStep({ id: 'online', does: 'write', overwrites: true, safe: 'restored, not yet proven' }),
      aStep({ id: 'prove', does: 'write' }),
    ];
    const { bench, broken } = await failing({ plan: { steps } });
    bench.place.inside = (id, at) => {
      if (id === 'full' && at === 'after') broken.on = true;
    };
    const { id } = await bench.agreed(otto, [ada, ben]);
    await bench.acting.start(id, otto);
    while (bench.place.order.length < 3) await new Promise(setImmediate);
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    expect(bench.place.order).toEqual(['full', 'log', 'online']);

    const refused = await bench.acting.withdraw(id, otto);
    expect(refused).toMatchObject({ rule: 'S48' });
    broken.on = false;
    const run = await bench.over(id);
    expect(statesOf(run)).toEqual(['full done', 'log done', 'online done', 'prove failed']);
    await bench.acting.tick();
    expect(await bench.acting.propose({ ...run.order, by: otto })).toMatchObject({
      state: 'planned',
    });
    await bench.close();
  });

  it('sends the head of the log elsewhere at every approval, and at start and end of a run', async () => {
    const bench = await actingBench();
    const { id } = await bench.agreed(otto, [ada, ben]);
    await until(bench.store, id, () => bench.anchored.length === 2);
    expect(bench.anchored.at(-1)).toBe(4);
    await bench.acting.start(id, otto);
    await bench.over(id);
    await until(bench.store, id, () => bench.anchored.length === 4);
    expect(bench.anchored.at(-1)).toBe((await bench.store.audit.head())?.sequence);
    await bench.close();
  });

  it('tries an anchor again that was not taken', async () => {
    const bench = await actingBench();
    let away = true;
    let taken = 0;
    bench.restart({
      async anchor() {
        if (away) throw new Error('away');
        taken += 1;
      },
    });
    await bench.agreed(otto, [ada]);
    await bench.acting.tick();
    expect(taken).toBe(0);
    away = false;
    await bench.acting.tick();
    await bench.acting.tick();
    expect(taken).toBe(1);
    await bench.close();
  });
});
