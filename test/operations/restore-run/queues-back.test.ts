import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/domain/plan.ts';
import type { RestoreFacts } from '../../../src/operations/restore-run/facts.ts';
import { planBeside } from '../../../src/operations/restore-run/plan-beside.ts';
import { planInPlace } from '../../../src/operations/restore-run/plan-in-place.ts';
import { recorded, recordedIn } from '../../../src/operations/restore-run/recorded.ts';
import { aFile, anOrder, aQueue, at, theContext, theDatabase, theFacts } from './restore-facts.ts';

const queues = [
  aQueue('ActQueue', { receive: false }),
  aQueue('LearnQueue', { activation: false }),
  aQueue('InitiatorQueue', { activation: false, procedure: null }),
];
const installed = [{ name: 'hart_SetQueue', sinceLocal: '2025-12-01T00:00:00' }];
const byMe = theFacts({ queues, installed });

function planned(facts: RestoreFacts, way: 'over' | 'beside' = 'over', more = {}): Plan {
  const plan = way === 'over' ? planInPlace : planBeside;
  const order = anOrder({ way, end: { kind: 'moment', at: at(9, 30) }, ...more });
  const answer = plan(order, facts, theContext);
  if ('rule' in answer) throw new Error(`${answer.rule}: ${answer.message}`);
  return answer;
}

const stepsAbout = ({ steps }: Plan) =>
  steps.filter(({ id }) => id.startsWith('queues')).map(({ id, by }) => `${id} ${by}`);
const brokerOf = ({ steps }: Plan) => {
  const { by, title } = steps.find(({ id }) => id === 'broker') ?? {};
  return { by, title };
};
const places = ({ steps }: Plan, ...ids: readonly string[]) =>
  ids.map((id) => steps.findIndex((step) => step.id === id));

describe('S9 the queues of a database that is restored in place', () => {
  it.each(['over', 'beside'] as const)(
    'are set as before ahead of the broker, and looked at once it is open: %s',
    (way) => {
      const plan = planned(byMe, way);
      expect(stepsAbout(plan)).toEqual(['queues bot', 'queues-seen bot']);
      const order = places(plan, 'prove', 'queues', 'broker', 'doors', 'queues-seen', 'activation');
      expect(order).toEqual(order.toSorted((a, b) => a - b));
      expect(order).not.toContain(-1);
      expect(plan.notes).toEqual(
        expect.arrayContaining([
          'Switched off now, and so again afterwards: `ActQueue`.',
          'Starts no procedure now, nor afterwards: `LearnQueue`.',
        ]),
      );
      expect(recordedIn(plan.memory)?.queues).toEqual(queues);
    },
  );

  it('are the DBA’s where the procedure is not installed, or does not reach: each by its statement', () => {
    const other = aQueue('Other]Queue', { schema: 'product', receive: false, activation: false });
    const without = planned(theFacts({ queues: [...queues, other] }));
    expect(without.steps.find(({ id }) => id === 'queues-by-dba')).toMatchObject({
      by: 'dba',
      statements: [
        'ALTER QUEUE [Hartonomous].[dbo].[ActQueue] WITH STATUS = OFF, ACTIVATION (STATUS = ON)',
        'ALTER QUEUE [Hartonomous].[dbo].[LearnQueue] WITH STATUS = ON, ACTIVATION (STATUS = OFF)',
        'ALTER QUEUE [Hartonomous].[dbo].[InitiatorQueue] WITH STATUS = ON',
        'ALTER QUEUE [Hartonomous].[product].[Other]]Queue] WITH STATUS = OFF, ACTIVATION (STATUS = OFF)',
      ],
    });
    expect(stepsAbout(without)).toEqual(['queues-by-dba dba', 'queues-seen bot']);
    expect(brokerOf(without)).toEqual({
      by: 'dba',
      title: 'Enable the broker, once `ActQueue`, `LearnQueue`, `Other]Queue` are as before',
    });
    expect(brokerOf(planned(theFacts({ queues: [aQueue('ActQueue')] })))).toMatchObject({
      by: 'bot',
    });
    const partly = planned(theFacts({ queues: [...queues, other], installed }));
    expect(stepsAbout(partly)).toEqual(['queues bot', 'queues-by-dba dba', 'queues-seen bot']);
  });

  it('are left alone where nobody knows how they were', () => {
    expect(stepsAbout(planned(theFacts({ queues: null, installed })))).toEqual([]);
    expect(recordedIn(planned(theFacts({ queues: null })).memory)?.queues).toBeNull();
  });

  it('are those of before the first run where another goes on with it', () => {
    const facts = theFacts({
      as: { state: 'RESTORING', broker: false },
      files: [aFile({ logical: 'Hartonomous', path: 'D:\\x.mdf', redoStartLsn: '805' })],
      queues: null,
      // Nobody can look into it: that it is there shows when it is called.
      installed: null,
    });
    const was = recorded({ ...theDatabase, queues });
    const plan = planned(facts, 'over', { was });
    expect(stepsAbout(plan)).toEqual(['queues bot', 'queues-seen bot']);
    expect(recordedIn(plan.memory)?.queues).toEqual(queues);
  });
});
