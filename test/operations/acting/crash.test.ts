import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { isOver, type Run } from '../../../src/domain/run.ts';
import type { ActingParts } from '../../../src/operations/acting/ports.ts';
import { aStep } from '../../fakes/runs.ts';
import {
  actingBench,
  type Bench,
  forever,
  person,
  until,
  withCompensation,
} from './acting-bench.ts';

const otto = person('otto');
const ada = person('ada');
const ben = person('ben');

const isBegun = (run: Run, id: string) =>
  run.steps.some((step) => step.id === id && step.state === 'running');
const statesOf = (run: Run) => run.steps.map(({ id, state }) => `${id} ${state}`);

/** Starts what was agreed to, and does not wait for an answer: the process may die before it gives one. */
async function startAndDie(bench: Bench): Promise<string> {
  const { id } = await bench.agreed(otto, [ada, ben]);
  void bench.acting.start(id, otto);
  return id;
}

describe('S13 after a crash', () => {
  for (const when of ['before', 'after'] as const)
    for (const step of ['look', 'stop', 'copy'])
      it(`${when} the effect of ${step}, the target is asked, and no step is done twice`, async () => {
        const bench = await actingBench();
        bench.place.inside = (id, at) => (id === step && at === when ? forever() : undefined);
        const id = await startAndDie(bench);
        await until(bench.store, id, (run) => isBegun(run, step));
        if (when === 'after') await untilEffect(bench, step);
        bench.place.inside = () => undefined;
        await bench.restart().recover();
        const run = await bench.over(id);
        expect(run).toMatchObject({ state: 'done', worker: 'worker-2' });
        expect(bench.place.order).toEqual(['look', 'stop', 'copy']);
        expect(run.memory).toEqual({ look: true, stop: true, copy: true });
        await bench.close();
      });

  it('goes on from every write of a run, whether it was made or not, and no step is done twice', async () => {
    for (const side of ['before', 'after'] as const) {
      for (let nth = 0; ; nth += 1) {
        const bench = await actingBench({
          plan: { steps: withCompensation },
          compensations: ['start'],
        });
        let writes = -1;
        const inside = new AsyncLocalStorage<boolean>();
        const dying: ActingParts['transaction'] = async (work) => {
          // A process that hung inside a transaction would keep the connection; a dead one does not.
          if (writes < 0 || inside.getStore() === true) return bench.store.transaction(work);
          writes += 1;
          if (writes === nth + 1 && side === 'before') return forever();
          const result = await inside.run(true, () => bench.store.transaction(work));
          return writes === nth + 1 ? forever() : result;
        };
        bench.restart({ transaction: dying });
        const { id } = await bench.agreed(otto, [ada, ben]);
        writes = 0;
        void bench.acting.start(id, otto);
        await until(bench.store, id, ({ state }) => writes > nth || isOver(state));
        const diedInTime = writes > nth;
        // What the dead process would still have done in its last moment is done by now.
        for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
        await bench.restart().recover();
        let run = await bench.store.runs.find(id);
        if (run?.state === 'approved') await bench.acting.start(id, otto);
        run = await bench.over(id);
        expect(run.state, `${side} write ${nth}`).toBe('done');
        expect(bench.place.order).toEqual(['look', 'stop', 'copy', 'start', 'prove']);
        await bench.close();
        if (!diedInTime) break;
      }
    }
  });

  it('goes on undoing what a failure left', async () => {
    const bench = await actingBench({
      plan: { steps: withCompensation },
      compensations: ['start'],
    });
    bench.place.inside = (id, at) => {
      if (id === 'copy') throw new Error('full');
      return id === 'start' && at === 'before' ? forever() : undefined;
    };
    const id = await startAndDie(bench);
    await until(bench.store, id, (run) => isBegun(run, 'start'));
    bench.place.inside = () => undefined;
    await bench.restart().recover();
    expect(statesOf(await bench.over(id))).toEqual([
      'look done',
      'stop done',
      'copy failed',
      'start done',
      'prove skipped',
    ]);
    await bench.close();
  });

  it('S12 does not do again what was cancelled before', async () => {
    const bench = await actingBench({
      plan: { steps: withCompensation },
      compensations: ['start'],
    });
    bench.place.inside = (id) => (id === 'copy' ? forever() : undefined);
    const id = await startAndDie(bench);
    await until(bench.store, id, (run) => isBegun(run, 'copy'));
    await bench.acting.cancel(id, otto);
    bench.place.inside = () => undefined;
    await bench.restart().recover();
    const run = await bench.over(id);
    expect(run.state).toBe('cancelled');
    expect(bench.place.order).toEqual(['look', 'stop', 'start']);
    await bench.close();
  });

  it('stops where the truth is not clear, and does nothing more', async () => {
    const bench = await actingBench({
      plan: { steps: withCompensation },
      compensations: ['start'],
    });
    bench.place.inside = (id) => (id === 'copy' ? forever() : undefined);
    bench.place.examined.set('copy', 'unclear');
    const id = await startAndDie(bench);
    await until(bench.store, id, (run) => isBegun(run, 'copy'));
    await bench.restart().recover();
    const run = await bench.over(id);
    expect(run.state).toBe('stopped');
    expect(run.endedBy?.why).toContain('two truths');
    expect(run.report?.lines[0]).toContain('a person must look');
    expect(bench.place.order).toEqual(['look', 'stop']);
    await bench.close();
  });

  it('takes a failure that the target tells of as one', async () => {
    const bench = await actingBench();
    bench.place.inside = (id) => (id === 'stop' ? forever() : undefined);
    bench.place.examined.set('stop', 'failed');
    const id = await startAndDie(bench);
    await until(bench.store, id, (run) => isBegun(run, 'stop'));
    await bench.restart().recover();
    expect(statesOf(await bench.over(id))).toEqual(['look done', 'stop failed', 'copy skipped']);
    await bench.close();
  });

  it('S14 takes nothing over while a session of the dead process remains, says so once, and tries again', async () => {
    const bench = await actingBench();
    bench.place.inside = (id) => (id === 'stop' ? forever() : undefined);
    const id = await startAndDie(bench);
    await until(bench.store, id, (run) => isBegun(run, 'stop'));
    const second = bench.restart();
    bench.sessions.set(id, new AbortController());
    await second.recover();
    await second.tick();
    expect((await bench.store.runs.find(id))?.worker).toBe('worker-1');
    expect(bench.told.filter(({ line }) => line.includes('cannot be taken over yet'))).toHaveLength(
      1,
    );
    bench.sessions.clear();
    bench.place.inside = () => undefined;
    await second.tick();
    expect((await bench.over(id)).state).toBe('done');
    await bench.close();
  });

  it('asks the target when only the connection was lost: the failure of the step says nothing', async () => {
    const bench = await actingBench();
    let broken = false;
    bench.place.inside = (id, at) => {
      if (id !== 'stop' || at !== 'after' || broken) return;
      broken = true;
      for (const session of bench.sessions.values()) session.abort();
      throw new Error('ECONNRESET');
    };
    const { id } = await bench.agreed(otto, [ada, ben]);
    await bench.acting.start(id, otto);
    expect((await bench.over(id)).state).toBe('done');
    expect(bench.place.order).toEqual(['look', 'stop', 'copy']);
    await bench.close();
  });

  it('stops when the connection is lost and no other is to be had', async () => {
    const bench = await actingBench();
    bench.place.inside = (id) => {
      if (id !== 'stop') return;
      const [own] = bench.sessions;
      own?.[1].abort();
      // Somebody else was quicker.
      if (own !== undefined) bench.sessions.set(own[0], new AbortController());
      throw new Error('ECONNRESET');
    };
    const { id } = await bench.agreed(otto, [ada, ben]);
    await bench.acting.start(id, otto);
    const run = await bench.over(id);
    expect(run).toMatchObject({
      state: 'stopped',
      endedBy: { why: expect.stringContaining('lock') },
    });
    expect(bench.place.order).toEqual(['look']);
    await bench.close();
  });
});

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

async function untilEffect(bench: Bench, step: string): Promise<void> {
  while (!bench.place.effects.has(step)) await new Promise(setImmediate);
}
