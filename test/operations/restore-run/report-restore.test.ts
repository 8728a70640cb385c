import { describe, expect, it } from 'vitest';
import { isRefusal } from '../../../src/domain/authority.ts';
import type { RunState, RunStepState } from '../../../src/domain/run.ts';
import { planInPlace } from '../../../src/operations/restore-run/plan-in-place.ts';
import { reportRestore } from '../../../src/operations/restore-run/report-restore.ts';
import { aRun, stepsOf } from '../../fakes/runs.ts';
import { anOrder, at, theContext, theFacts } from './restore-facts.ts';

/** A restore that ended in this state after so many of its steps. */
function ended(state: RunState, done: number, last: RunStepState = 'done') {
  const order = anOrder({ end: { kind: 'moment', at: at(9, 30) } });
  const plan = planInPlace(order, theFacts(), theContext);
  if (isRefusal(plan)) throw new Error(plan.message);
  const steps = stepsOf(plan).map((step, index) =>
    step.state === 'by-dba' || index >= done
      ? step
      : { ...step, state: index < done - 1 ? ('done' as const) : last },
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

  it('S1 S2 names what gives back a database of which nothing was overwritten, as far as it came', () => {
    const words = (done: number, last?: RunStepState) =>
      ended('stopped', done, last).lines.filter((line) =>
        line.startsWith('Nothing was overwritten'),
      );
    // Jobs, stopped, check-sets, quiet, tail, check-tail, and the first RESTORE.
    expect(words(3)).toEqual([]);
    const statistics = '`ALTER DATABASE [Hartonomous] SET AUTO_UPDATE_STATISTICS_ASYNC ON`';
    const open = '`ALTER DATABASE [Hartonomous] SET MULTI_USER WITH ROLLBACK IMMEDIATE`';
    const begins = 'Nothing was overwritten. What of it is not as it was, the DBA gives back by: ';
    expect(words(4)).toEqual([`${begins}${statistics}.`]);
    expect(words(4, 'running')).toEqual(words(4));
    expect(words(5, 'running')).toEqual([
      expect.stringMatching(/^Nothing.* by: `RESTORE DATABASE \[Hartonomous\] WITH RECOVERY`, /),
    ]);
    expect(words(6)[0]).toContain(`${open}, ${statistics}.`);
    expect(words(7, 'running')).toEqual([]);
  });

  it('leaves nothing to the DBA that a database in restoring would refuse', () => {
    expect(ended('failed', 7).left).toEqual([]);
  });
});
