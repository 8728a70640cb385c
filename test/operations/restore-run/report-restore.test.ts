import { describe, expect, it } from 'vitest';
import { isRefusal } from '../../../src/domain/authority.ts';
import type { RunState, RunStepState } from '../../../src/domain/run.ts';
import { planInPlace } from '../../../src/operations/restore-run/plan-in-place.ts';
import { reportRestore } from '../../../src/operations/restore-run/report-restore.ts';
import { aRun, stepsOf } from '../../fakes/runs.ts';
import { planned } from './planned-in-place.ts';
import { anOrder, at, NOW, theContext, theFacts } from './restore-facts.ts';

/** A restore that ended in this state after so many of its steps. */
function ended(state: RunState, done: number, last: RunStepState = 'done') {
  const order = anOrder({ end: { kind: 'moment', at: at(9, 30) } });
  const plan = planInPlace(order, theFacts(), theContext);
  if (isRefusal(plan)) throw new Error(plan.message);
  const steps = stepsOf(plan).map((step, index) =>
    step.state === 'by-dba' || index >= done
      ? step
      : { ...step, state: index < done - 1 ? ('done' as const) : last, startedAt: NOW },
  );
  return reportRestore(aRun({ plan, steps, state, memory: plan.memory }));
}

/** The same where it failed in a step. */
function failedAt(id: string) {
  const ids = planned(theFacts()).steps.map((step) => step.id);
  return ended('failed', ids.indexOf(id) + 1, 'failed');
}

describe('the report of a restore in place', () => {
  it('leaves to the DBA what the bot may not do, once the database is there', () => {
    expect(ended('incomplete', 100).left.join('\n')).toContain('SET TRUSTWORTHY ON');
  });

  it('reminds of what was stopped for it and of the graph, and only once it is open', () => {
    expect(ended('done', 100).lines.slice(-2)).toEqual([
      'Where they were stopped for this, start the application and the workers, and enable the jobs that back up or clean up.',
      'Neo4j was not set back with it: once the workers run, resync it.',
    ]);
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
    // Died in it, and was cancelled by a word then: nobody wrote how it ended.
    expect(words(4, 'skipped')).toEqual(words(4));
    expect(words(5, 'running')).toEqual([
      expect.stringMatching(/^Nothing.* by: `RESTORE DATABASE \[Hartonomous\] WITH RECOVERY`, /),
    ]);
    expect(words(6)[0]).toContain(`${open}, ${statistics}.`);
    expect(words(7, 'running')).toEqual([]);
  });

  it('says what is between people and a database that is recovered, and not proven', () => {
    const steps = failedAt('prove');
    expect(steps.lines.join('\n')).toMatch(
      /closed to all but administrators\. “Restore anew…” begins again.*: “Give it back .*“Turn TRUSTWORTHY on again”, “Prove it.*“Let everyone in again”\./,
    );
    expect(steps.next.map(({ label }) => label)).toEqual(['Restore anew…']);
    expect(failedAt('restore-logs').next.map(({ label }) => label)).toEqual(['Go on…']);
    expect(failedAt('quiet').next.map(({ label }) => label)).toEqual(['New plan…']);
  });

  it('leaves nothing to the DBA that a database in restoring would refuse', () => {
    expect(ended('failed', 7).left).toEqual([]);
  });
});
