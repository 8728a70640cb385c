import { describe, expect, it } from 'vitest';
import type { Run } from '../../../src/domain/run.ts';
import { aStep } from '../../fakes/runs.ts';
import { actingBench, type Bench, person, threeSteps, withCompensation } from './acting-bench.ts';

const otto = person('otto');
const ada = person('ada');
const ben = person('ben');

const statesOf = (run: Run) => run.steps.map(({ id, state }) => `${id} ${state}`);

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
});
