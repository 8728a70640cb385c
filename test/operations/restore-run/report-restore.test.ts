import { describe, expect, it } from 'vitest';
import { isRefusal } from '../../../src/domain/authority.ts';
import type { RunState } from '../../../src/domain/run.ts';
import { planInPlace } from '../../../src/operations/restore-run/plan-in-place.ts';
import { reportRestore } from '../../../src/operations/restore-run/report-restore.ts';
import { aRun, stepsOf } from '../../fakes/runs.ts';
import { anOrder, at, theContext, theFacts } from './restore-facts.ts';

/** A restore that ended in this state after so many of its steps. */
function ended(state: RunState, done: number) {
  const order = anOrder({ end: { kind: 'moment', at: at(9, 30) } });
  const plan = planInPlace(order, theFacts(), theContext);
  if (isRefusal(plan)) throw new Error(plan.message);
  const steps = stepsOf(plan).map((step, index) =>
    step.state === 'by-dba' || index >= done ? step : { ...step, state: 'done' as const },
  );
  return reportRestore(aRun({ plan, steps, state, memory: plan.memory }));
}

describe('the report of a restore in place', () => {
  it('leaves to the DBA what the bot may not do, once the database is there', () => {
    expect(ended('incomplete', 100).left.join('\n')).toContain('SET TRUSTWORTHY ON');
  });

  it('reminds of what was stopped for it, and only once it is open', () => {
    expect(ended('done', 100).lines.at(-1)).toBe(
      'Where they were stopped for this, start the application and the workers, and enable the jobs that back up or clean up.',
    );
    expect(ended('failed', 7).lines.join('\n')).not.toContain('start the application');
  });

  it('leaves nothing to the DBA that a database in restoring would refuse', () => {
    expect(ended('failed', 7).left).toEqual([]);
  });
});
