import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json.ts';
import type { Plan } from '../../../src/domain/plan.ts';
import { planDifferences } from '../../../src/operations/acting/plan-differences.ts';
import type { RestoreFacts } from '../../../src/operations/restore-run/facts.ts';
import { planCopy } from '../../../src/operations/restore-run/plan-copy.ts';
import { planInPlace } from '../../../src/operations/restore-run/plan-in-place.ts';
import { anOrder, at, theContext, theFacts } from './restore-facts.ts';

function planned(facts: RestoreFacts, end: object = { kind: 'moment', at: at(9, 30) }): Plan {
  const answer = planInPlace(anOrder({ end: { ...end } }), facts, theContext);
  if ('rule' in answer) throw new Error(`${answer.rule}: ${answer.message}`);
  return answer;
}

describe('S10 what a database relies on outside of it', () => {
  it('is told before anyone approves, with what is not known', () => {
    const facts = theFacts({ reliesOn: { users: ['report'], assemblies: ['Hartonomous.Clr'] } });
    const words = planned(facts).notes.join('\n');

    expect(words).toContain('Users without a login on this server: `report`.');
    expect(words).toContain('It uses `Hartonomous.Clr`. Not known: whether the server trusts them');
    const copy = planCopy(anOrder({ copy: 'Hartonomous_R1' }, 'restore.copy'), facts, theContext);
    expect('rule' in copy ? [] : copy.notes).toContain(
      'Users without a login on this server: `report`.',
    );
    expect(planned(theFacts()).notes.join('\n')).not.toContain('login on this server');
  });
});

describe('S18 our own objects', () => {
  // The server is an hour ahead: the moment is 10:30 there.
  const since = (name: string, clock: string) => ({ name, sinceLocal: `2026-01-05T${clock}` });
  const facts = theFacts({
    installed: [
      since('hart_SetQueue', '10:30:01'),
      since('hart_TakeMessage', '11:00:00'),
      since('hart_ProveRestore', '10:29:59'),
      since('OODALoopMetrics', '10:45:00'),
    ],
  });

  it('that are newer than the moment are installed again by the DBA', () => {
    const plan = planned(facts);
    expect(plan.steps.find(({ id }) => id === 'reinstall')).toMatchObject({
      by: 'dba',
      title:
        'Install again what is newer than the moment: `hart_SetQueue`, `hart_TakeMessage`, `OODALoopMetrics`',
      statements: [
        'sqlcmd -S SQL-PROD -E -b -i sql/install/04-monitoring-objects.sql',
        'sqlcmd -S SQL-PROD -E -b -i sql/install/07-repair-procedures.sql',
      ],
    });
    // What nobody agreed to install, nobody is asked for later.
    expect(planDifferences(planned(theFacts()), plan).map(({ step }) => step)).toEqual([
      'reinstall',
    ]);
  });

  it('stay as they are in a restore to the newest moment, and are not spoken of where nobody knows', () => {
    const ids = (plan: Plan) => plan.steps.map(({ id }) => id);
    expect(ids(planned(facts, { kind: 'latest' }))).not.toContain('reinstall');
    expect(ids(planned(theFacts({ installed: null })))).not.toContain('reinstall');
  });

  it('are lost as well where the newest is restored without the tail of the log', () => {
    const steps = (options: JsonObject, changed = {}) => {
      const answer = planInPlace(
        anOrder({ end: { kind: 'latest' }, ...options }),
        { ...facts, installed: [since('hart_SetQueue', '13:00:00')], ...changed },
        theContext,
      );
      return 'steps' in answer ? answer.steps.map(({ id }) => id) : [answer.message];
    };
    expect(steps({ withoutTail: true })).toContain('reinstall');
    expect(steps({ withoutTail: true }, { installed: [] })).not.toContain('reinstall');
    expect(steps({ way: 'beside' })).not.toContain('reinstall');
  });

  it('are not put into a copy, which is told what it lacks of them', () => {
    const notes = (moment: string, installed: RestoreFacts['installed'] = facts.installed) => {
      const [hour = 0, minute = 0] = moment.split(':').map(Number);
      const answer = planCopy(
        anOrder(
          { end: { kind: 'moment', at: at(hour, minute) }, copy: 'Hartonomous_R1' },
          'restore.copy',
        ),
        { ...facts, installed },
        theContext,
      );
      return 'notes' in answer ? answer.notes.filter((note) => note.includes('In the copy')) : null;
    };
    expect(notes('9:30')).toEqual([
      'In the copy as they were at that moment, or missing: `hart_SetQueue`, `hart_TakeMessage`, `OODALoopMetrics`. It needs none of them while it is a copy; before it takes anyone’s place, run `sql/install` in it again.',
    ]);
    expect(notes('9:29')?.[0]).toContain('The proof of CLR');
    expect(notes('9:30', [])).toEqual([]);
    expect(notes('9:30', null)).toEqual([]);
  });
});
