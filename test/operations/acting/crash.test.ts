import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { isOver, type Run } from '../../../src/domain/run.ts';
import type { ActingParts } from '../../../src/operations/acting/ports.ts';
import {
  actingBench,
  type Bench,
  forever,
  person,
  until,
  withCompensation,
} from './acting-bench.ts';
import { statesOf } from './states-of.ts';

const otto = person('otto');
const ada = person('ada');
const ben = person('ben');

const isBegun = (run: Run, id: string) =>
  run.steps.some((step) => step.id === id && step.state === 'running');

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

async function untilEffect(bench: Bench, step: string): Promise<void> {
  while (!bench.place.effects.has(step)) await new Promise(setImmediate);
}
