import { setImmediate as nextTurn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../../src/domain/run.ts';
import { fakeLogger } from '../../fakes/fake-logger.ts';
import { eventually } from '../../support/eventually.ts';
import { forever, until } from './acting-bench.ts';
import { found, otto, rule, states, steps, stopping, toBeStopped } from './cancel-bench.ts';

describe('S12 a cancel that starts in the moment in which its run ends', () => {
  it('has one outcome: stopped and done, or done and void', async () => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.nat(60), fc.nat(60), async (early, late) => {
        // The last place but one: what is left out is a single step.
        const few = steps.filter(({ id }) => id !== 'logs' && id !== 'recover');
        const { bench, id, goOn, cancel } = await toBeStopped({ plan: { steps: few } });
        const turns = async (many: number) => {
          for (let turn = 0; turn < many; turn += 1) await nextTurn();
        };
        const starting = turns(early).then(() => bench.acting.start(cancel.id, otto));
        await turns(late);
        goOn();
        const acted = await starting;
        const run = await bench.over(id);
        const over = await bench.over(cancel.id);
        const outcome = `${run.state} ${over.state}`;
        outcomes.add(outcome);
        expect(['cancelled done', 'done void']).toContain(outcome);
        expect('rule' in acted).toBe(run.state === 'done');
        expect(run.cancelAsked === null).toBe(run.state === 'done');
        expect(bench.place.effects.get('prove') ?? 0).toBe(run.state === 'done' ? 1 : 0);
        expect(bench.place.effects.get('doors')).toBe(1);
        expect((await bench.store.audit.verify()).ok).toBe(true);
        await bench.close();
      }),
      {
        numRuns: 24,
        examples: [
          [0, 60],
          [60, 0],
        ],
      },
    );
    expect([...outcomes].toSorted()).toEqual(['cancelled done', 'done void']);
  });

  it('leaves both as they were when the store takes only one of the two', async () => {
    const { bench, id, goOn, cancel } = await toBeStopped();
    const real = { ...bench.store.runs };
    Object.assign(bench.store.runs, {
      replace: async (run: Run) =>
        run.id === id && run.cancelAsked !== null
          ? Promise.reject(new Error('disk full'))
          : real.replace(run),
    });
    await expect(bench.acting.start(cancel.id, otto)).rejects.toThrow('disk full');
    Object.assign(bench.store.runs, real);
    expect((await found(bench, cancel.id)).state).toBe('approved');
    expect((await found(bench, id)).cancelAsked).toBeNull();
    expect(rule(await bench.acting.start(cancel.id, otto))).toBe('running');
    goOn();
    expect((await bench.over(cancel.id)).state).toBe('done');
    await bench.close();
  });
});

describe('S13 a crash while a cancel goes on', () => {
  for (const effect of ['was done', 'was not done'])
    it(`is followed by the same end, where the step under way ${effect}`, async () => {
      const { bench, id, cancel } = await stopping();
      bench.place.inside = () => undefined;
      if (effect === 'was done') bench.place.effects.set('full', 1);
      await bench.restart().recover();
      const run = await bench.over(id);
      expect(run.state).toBe('cancelled');
      expect(bench.place.effects.get('full')).toBe(1);
      expect(states(run)).toEqual([
        'tail done',
        'full done',
        'logs skipped',
        'recover skipped',
        'prove skipped',
        'doors done',
      ]);
      expect((await bench.over(cancel.id)).state).toBe('done');
      await bench.close();
    });

  it('stops after the step that was named, also where the process dies inside what is owed', async () => {
    const { bench, id, goOn, cancel } = await stopping();
    bench.place.inside = (step) => (step === 'doors' ? forever() : undefined);
    goOn();
    await until(bench.store, id, (run) => states(run).includes('doors running'));
    bench.place.inside = () => undefined;
    await bench.restart().recover();
    expect((await bench.over(id)).state).toBe('cancelled');
    expect((await bench.over(cancel.id)).state).toBe('done');
    await bench.close();
  });

  it('is none where hart stops while the cancel waits: nothing broke, and the next start goes on', async () => {
    const log = fakeLogger();
    const { bench, id, cancel } = await stopping({ parts: { log } });
    const find = bench.store.runs.find.bind(bench.store.runs);
    bench.place.inside = () => forever();
    await bench.acting.stop(0);
    // The store is closed behind it.
    Object.assign(bench.store.runs, { find: () => Promise.reject(new Error('closed')) });
    const ours = () =>
      log.lines.filter(({ fields }) => 'run' in fields && fields.run === cancel.id);
    await eventually(() => expect(ours()).not.toEqual([]));
    expect(ours().map(({ level, message }) => `${level}: ${message}`)).toEqual([
      'info: A step was stopped with hart',
    ]);
    Object.assign(bench.store.runs, { find });
    bench.place.inside = () => undefined;
    await bench.restart().recover();
    expect((await bench.over(id)).state).toBe('cancelled');
    expect((await bench.over(cancel.id)).state).toBe('done');
    await bench.close();
  });

  it('says that it came to nothing where the run failed in the step that was to be the last', async () => {
    const { bench, id, cancel } = await stopping();
    bench.place.inside = () => undefined;
    bench.place.examined.set('full', 'failed');
    await bench.restart().recover();
    expect((await bench.over(id)).state).toBe('failed');
    const over = await bench.over(cancel.id);
    expect(over.state).toBe('done');
    expect(over.report?.title).toBe(`${cancel.id}: ${id} ended before it was stopped`);
    await bench.close();
  });
});
