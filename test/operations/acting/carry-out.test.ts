import { describe, expect, it } from 'vitest';
import type { Run } from '../../../src/domain/run.ts';
import { MINUTE, SECOND } from '../../../src/domain/time.ts';
import { aStep } from '../../fakes/runs.ts';
import {
  actingBench,
  type Bench,
  person,
  threeSteps,
  until,
  withCompensation,
} from './acting-bench.ts';
import { statesOf } from './states-of.ts';

const otto = person('otto');
const ada = person('ada');
const ben = person('ben');

async function started(bench: Bench): Promise<Run> {
  const run = await bench.agreed(otto, [ada, ben]);
  const running = await bench.acting.start(run.id, otto);
  if ('rule' in running) throw new Error(running.message);
  return running;
}

describe('a run', () => {
  it('does its steps in order, each recorded before and after, and reports', async () => {
    const bench = await actingBench();
    const { id } = await started(bench);
    const run = await bench.over(id);
    expect(run).toMatchObject({
      state: 'done',
      report: { title: `${id}: done` },
      worker: 'worker-1',
    });
    expect(run.memory).toEqual({ look: true, stop: true, copy: true });
    expect(bench.place.order).toEqual(['look', 'stop', 'copy']);
    expect(
      bench.audited.map(({ detail, outcome }) =>
        [detail['act'], detail['step'] ?? '', outcome].join(' '),
      ),
    ).toEqual([
      'propose  done',
      'confirm  done',
      'approve  done',
      'approve  done',
      'start  started',
      'step look started',
      'step look done',
      'step stop started',
      'step stop done',
      'step copy started',
      'step copy done',
      'end  done',
    ]);
    expect(bench.sessions.size).toBe(0);
    await bench.close();
  });

  it('leaves what the bot may not do to the DBA, and says incomplete', async () => {
    const bench = await actingBench({
      plan: { steps: [...threeSteps, aStep({ id: 'owner', does: 'write', by: 'dba' })] },
    });
    const run = await bench.over((await started(bench)).id);
    expect(run.state).toBe('incomplete');
    expect(statesOf(run)).toContain('owner by-dba');
    expect(bench.place.effects.has('owner')).toBe(false);
    await bench.close();
  });

  it('S30 undoes what a failed step leaves: what was stopped is started', async () => {
    const bench = await actingBench({
      plan: { steps: withCompensation },
      compensations: ['start'],
    });
    bench.place.inside = (id) => {
      if (id === 'copy') throw new Error('disk full');
    };
    const run = await bench.over((await started(bench)).id);
    expect(run.state).toBe('failed');
    expect(statesOf(run)).toEqual([
      'look done',
      'stop done',
      'copy failed',
      'start done',
      'prove skipped',
    ]);
    expect(JSON.stringify(run)).not.toContain('disk full');
    await bench.close();
  });

  it('shows how far a step is every 3 s at most, and not after its end', async () => {
    const bench = await actingBench();
    let late: () => void = () => undefined;
    bench.place.inside = async (id, when, _, progress) => {
      if (id !== 'stop' || when !== 'before') return;
      for (let percent = 1; percent <= 10; percent += 1) {
        bench.time.at += SECOND;
        progress({ percent, note: null, left: null });
        const due = percent - (percent % 3);
        if (due > 0) await until(bench.store, 'R1', (run) => run.steps[1]?.percent === due);
      }
      late = () => progress({ percent: 11, note: null, left: null });
    };
    const { id } = await started(bench);
    await bench.over(id);
    bench.time.at += MINUTE;
    late();
    await new Promise(setImmediate);
    const shown = bench.shown.flatMap(({ steps }) =>
      steps.filter((step) => step.id === 'stop').map(({ percent }) => percent),
    );
    expect([...new Set(shown)]).toEqual([null, 3, 6, 9, 100]);
    await bench.close();
  });
});
