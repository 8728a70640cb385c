import { describe, expect, it } from 'vitest';
import type { Run } from '../../../src/domain/run.ts';
import { enableBroker } from '../../../src/operations/restore-run/enable-broker.ts';
import { heldBy, letGo } from '../../../src/operations/restore-run/held-queues.ts';
import { recorded } from '../../../src/operations/restore-run/recorded.ts';
import { aPlan, aRun, aStep } from '../../fakes/runs.ts';
import { anOrder, aQueue, theDatabase } from './restore-facts.ts';

const off = aQueue('ActQueue', { receive: false });
const idle = aQueue('LearnQueue', { activation: false });
const was = [off, idle, aQueue('InferenceQueue')];

type States = Readonly<Record<string, Run['steps'][number]['state']>>;

function aRestore(id: string, states: States, parts: Partial<Run> = {}): Run {
  const steps = Object.entries(states).map(([step, state]) => ({
    id: step,
    state,
    startedAt: 0,
    endedAt: 0,
    percent: null,
    note: null,
  }));
  const plan = aPlan({ steps: Object.keys(states).map((step) => aStep({ id: step })) });
  const memory = { was: recorded({ ...theDatabase, broker: true, queues: was }), ...parts.memory };
  return aRun({ id, plan, order: anOrder({}), state: 'incomplete', ...parts, steps, memory });
}
const beside = { memory: { way: 'beside' } };
const enabled = (state: Run['state']) =>
  aRestore('R9', {}, { order: { ...anOrder({}), operation: 'broker.enable' }, state });

describe('S5 S9 queues that a restore left to the DBA', () => {
  const left = aRestore('R5', { recover: 'done', broker: 'by-dba' });

  it.each([
    ['that left the broker to the DBA', [left], 'R5'],
    [
      'that failed before the broker',
      [aRestore('R5', { recover: 'done', broker: 'skipped' })],
      'R5',
    ],
    ['beside, whose names were changed', [aRestore('R5', { 'take-name': 'done' }, beside)], 'R5'],
    ['beside, given up before that', [aRestore('R5', { recover: 'done' }, beside)], null],
    [
      'beside, whose names were changed back',
      [aRestore('R5', { 'take-name': 'done' }, { memory: { way: 'beside', swappedBack: true } })],
      null,
    ],
    ['that never came to overwrite', [aRestore('R5', { recover: 'skipped' })], null],
    ['that enabled the broker itself', [aRestore('R5', { recover: 'done', broker: 'done' })], null],
    ['since which the broker was enabled', [enabled('done'), left], null],
    ['since which enabling it failed', [enabled('failed'), left], 'R5'],
    [
      'older than one that enabled it',
      [aRestore('R7', { recover: 'done', broker: 'done' }), left],
      null,
    ],
  ] as const)('are held by the newest one %s', (_, runs, by) => {
    expect(heldBy(runs)?.run ?? null).toBe(by);
    if (by !== null) expect(heldBy(runs)?.queues).toEqual([off, idle]);
  });

  it('are held on by an older restore where the next one found the broker off, or no queues', () => {
    const on = was.map(({ name }) => aQueue(name));
    const again = (parts: object) =>
      aRestore(
        'R7',
        { recover: 'done', broker: 'by-dba' },
        {
          memory: { was: recorded({ ...theDatabase, queues: on, ...parts }) },
        },
      );
    expect(heldBy([again({ broker: false }), left])).toEqual({ run: 'R5', queues: [off, idle] });
    expect(heldBy([again({ queues: null }), left])).toEqual({ run: 'R5', queues: [off, idle] });
    expect(heldBy([again({ broker: true }), left])).toBeNull();
    const newer = aQueue('INFERENCEQUEUE', { receive: false });
    expect(heldBy([again({ broker: false, queues: [newer] }), left])).toEqual({
      run: 'R7 and R5',
      queues: [newer, off, idle],
    });
  });

  it('are let go where they receive or start something again, and not where they are gone', () => {
    const held = { run: 'R5', queues: [off, idle] };
    expect(letGo(held, was)).toEqual([]);
    expect(letGo(held, [])).toEqual([]);
    expect(letGo(held, [aQueue('actqueue'), idle])).toEqual([off]);
    expect(letGo(held, [off, aQueue('LearnQueue')])).toEqual([idle]);
    // Switched off altogether is safer than it was.
    expect(letGo(held, [off, { ...idle, receive: false }])).toEqual([]);
  });

  it('are asked of the engine by the operation that enables the broker', () => {
    expect(enableBroker).toMatchObject({ name: 'broker.enable', consent: { approvals: 1 } });
  });
});
