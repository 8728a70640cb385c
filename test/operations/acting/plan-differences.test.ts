import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan, PlanStep } from '../../../src/domain/plan.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { namesOf, planDifferences } from '../../../src/operations/acting/plan-differences.ts';
import { aPlan, aStep } from '../../fakes/runs.ts';
import { actingBench, person } from './acting-bench.ts';

const otto = person('otto');
const approvers = [person('ada'), person('ben')];

const sent = {
  input: { owner: 'x', file: 'x_1201Z.trn', minutes: 10 },
  counts: ['minutes'],
};
const agreed: Plan = aPlan({
  steps: [
    aStep({ id: 'tail', does: 'write', statements: ["BACKUP LOG TO N'x_1201Z.trn'"], ...sent }),
    aStep({ id: 'full', does: 'write', statements: ['RESTORE full', 'RESTORE diff'], ...sent }),
    aStep({
      id: 'logs',
      does: 'write',
      ...sent,
      statements: ['RESTORE log 1', 'RESTORE log 2'],
      later: ['RESTORE LOG FROM $(HartDevices)', "RESTORE N'x_1201Z.trn'"],
      grows: true,
    }),
  ],
  loses: ['everything after 11:50 (10 min)'],
  binding: { moment: 'noon', full: 'f1', files: { data: 'D:\\data.mdf' } },
  growing: { logs: ['l1', 'l2'] },
  varies: { moment: '1201Z', behind: ' (10 min)' },
  claims: [{ key: 'SQL-PROD/c0ffee/7', mode: 'everything' }],
});

function withStep(plan: Plan, index: number, change: Partial<PlanStep>): Plan {
  const steps = plan.steps.map((step, at_) => (at_ === index ? { ...step, ...change } : step));
  return { ...plan, steps };
}

const position = fc.nat(2);
const words = fc.string({ minLength: 1, maxLength: 12 });

/** One letter put in, anywhere in a text. */
function spoilt(text: string, where: number, letter: string): string {
  const cut = where % (text.length + 1);
  return `${text.slice(0, cut)}${letter}${text.slice(cut)}`;
}

/** Whatever would be carried out differently. */
const material: fc.Arbitrary<Plan> = fc.oneof(
  fc
    .tuple(position, fc.nat(40), fc.constantFrom('x', ' ', ';', '-'))
    .map(([index, where, letter]) =>
      withStep(agreed, index, {
        statements: (agreed.steps[index]?.statements ?? []).map((text, at_) =>
          at_ === 0 ? spoilt(text, where, letter) : text,
        ),
      }),
    ),
  fc.tuple(fc.nat(40), fc.constantFrom('x', ' ', ';')).map(([where, letter]) =>
    withStep(agreed, 2, {
      later: (agreed.steps[2]?.later ?? []).map((text) => spoilt(text, where, letter)),
    }),
  ),
  position.map((index) =>
    withStep(agreed, index, { statements: agreed.steps[index]?.statements.slice(1) ?? [] }),
  ),
  fc
    .constantFrom(0, 1)
    .map((index) =>
      withStep(agreed, index, { statements: [...(agreed.steps[index]?.statements ?? []), 'DROP'] }),
    ),
  position.map((index) => withStep(agreed, index, { does: 'other' })),
  position.chain((index) =>
    words.map((name) =>
      withStep(agreed, index, { input: { owner: `other ${name}`, file: 'x_1201Z.trn' } }),
    ),
  ),
  position.map((index) => withStep(agreed, index, { input: {} })),
  position.map((index) => withStep(agreed, index, { by: 'dba' })),
  position.map((index) => withStep(agreed, index, { overwrites: true })),
  position.map((index) => withStep(agreed, index, { id: 'other' })),
  position.map((index) => ({ ...agreed, steps: agreed.steps.filter((_, at_) => at_ !== index) })),
  position.map((index) => ({
    ...agreed,
    steps: agreed.steps.toSpliced(index, 0, aStep({ id: 'new', does: 'write' })),
  })),
  fc
    .shuffledSubarray([...agreed.steps], { minLength: 3 })
    .filter((steps) => steps.some((step, index) => step !== agreed.steps[index]))
    .map((steps) => ({ ...agreed, steps })),
  fc.constantFrom('server', 'database', 'identity').map((name) => ({
    ...agreed,
    target: { ...agreed.target, [name]: 'another' },
  })),
  fc.constantFrom('moment', 'full', 'diff', 'files').chain((name) =>
    words.map((value) => ({
      ...agreed,
      binding: { ...agreed.binding, [name]: `other ${value}` },
    })),
  ),
  fc.constantFrom(['l1'], ['l2', 'l1'], ['l1', 'l3'], ['l0', 'l1', 'l2'], []).map((logs) => ({
    ...agreed,
    growing: { logs },
  })),
  fc.constant({ ...agreed, risk: 'high' as const }),
  fc.constant({ ...agreed, loses: ['everything after 11:40 (20 min)'], varies: {} }),
  fc.constant({ ...agreed, loses: [] }),
  fc.constant({ ...agreed, claims: [] }),
  fc.constant({ ...agreed, mutes: [{ alert: 'queue-backlog' }] }),
  fc.constant({ ...agreed, consent: { approvals: 0, typedName: false, stepUp: false } }),
);

/** Planned again a while later: what people read changes, what is done does not. */
const informative: fc.Arbitrary<Plan> = fc
  .record({
    words,
    warnings: fc.array(words, { maxLength: 2 }),
    minutes: fc.integer({ min: 11, max: 99 }),
    newer: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ words: text, warnings, minutes, newer }) => {
    const logs = Array.from({ length: newer }, (_, index) => `l${index + 3}`);
    const behind = ` (${minutes} min)`;
    const moment = `12${minutes}Z`;
    return {
      ...agreed,
      title: text,
      notes: warnings,
      warnings,
      expected: minutes * MINUTE,
      notChosen: [{ what: text, why: text }],
      loses: [`everything after 11:50${behind}`],
      growing: { logs: ['l1', 'l2', ...logs] },
      varies: { moment, behind },
      memory: { text },
      steps: agreed.steps.map((step) => ({
        ...step,
        title: text,
        why: text,
        undo: text,
        expected: minutes,
        input: { ...step.input, minutes, file: `x_${moment}.trn` },
        statements: [
          ...step.statements.map((statement) => statement.replace('1201Z', moment)),
          ...(step.grows === true ? logs.map((log) => `RESTORE ${log}`) : []),
        ],
        ...(step.later === undefined
          ? {}
          : { later: step.later.map((statement) => statement.replace('1201Z', moment)) }),
      })),
    };
  });

describe('S43 what an approval is bound to', () => {
  it('is every statement, each step in its order, target, loss and sets: any other is another plan', () => {
    fc.assert(
      fc.property(material, (plan) => {
        expect(namesOf(planDifferences(agreed, plan))).not.toBe('');
      }),
      { numRuns: 600 },
    );
  });

  it('S7 is not what only informs, nor how many logs come until the start', () => {
    fc.assert(
      fc.property(informative, (plan) => {
        expect(planDifferences(agreed, plan)).toEqual([]);
      }),
    );
  });

  it('is what the engine starts: any other is void, and is kept beside it to be shown', async () => {
    const bench = await actingBench();
    await fc.assert(
      fc.asyncProperty(fc.oneof(material, informative), async (plan) => {
        bench.place.plan = agreed;
        bench.place.order.length = 0;
        const run = await bench.agreed(otto, approvers);
        bench.place.plan = plan;
        const isSame = planDifferences(agreed, plan).length === 0;
        const started = await bench.acting.start(run.id, otto);
        if (isSame) {
          expect(started).toMatchObject({ state: 'running' });
          await bench.over(run.id);
          return;
        }
        expect(started).toMatchObject({ rule: 'S43' });
        const kept = await bench.acting.find(run.id);
        expect(kept).toMatchObject({ state: 'void', plan: agreed });
        expect(kept?.planNow).toEqual(plan);
        expect(bench.place.order).toEqual([]);
      }),
      { numRuns: 40 },
    );
    await bench.close();
  });

  it('says by name what became of which step', () => {
    const [tail, full, logs] = agreed.steps;
    if (tail === undefined || full === undefined || logs === undefined) throw new Error('no steps');
    const now = {
      ...agreed,
      binding: { ...agreed.binding, full: 'f2' },
      steps: [
        { ...tail, by: 'dba' as const },
        { ...logs, statements: ['RESTORE log 2'] },
        aStep({ id: 'prove', does: 'write', title: 'Prove it' }),
      ],
    };
    expect(planDifferences(agreed, now)).toEqual([
      { what: 'full', was: 'f1', is: 'f2', step: null },
      { what: 'no longer “Do full”', was: null, is: null, step: 'full' },
      { what: 'new “Prove it”', was: null, is: null, step: 'prove' },
      { what: 'by the DBA now: “Do tail”', was: null, is: null, step: 'tail' },
      { what: 'what is sent by “Do logs”', was: null, is: null, step: 'logs' },
    ]);
  });
});

describe('S43 what an approval is given to', () => {
  const changes: readonly [string, (plan: Plan) => Plan][] = [
    ['a title', (plan) => ({ ...plan, title: 'Nothing to see here' })],
    ['a warning', (plan) => ({ ...plan, warnings: [] })],
    ['a text of a step', (plan) => withStep(plan, 0, { why: 'so that all is well' })],
    ['a statement', (plan) => withStep(plan, 1, { statements: ['DROP DATABASE [x]'] })],
    ['what a step is given', (plan) => withStep(plan, 1, { input: { file: 'other.bak' } })],
    ['what is carried to the steps', (plan) => ({ ...plan, memory: { sets: [] } })],
  ];
  it.each(changes)(
    'is the whole plan as it is kept: %s may not change in the store',
    async (_, to) => {
      const bench = await actingBench({ plan: agreed });
      const run = await bench.agreed(otto, approvers);
      await bench.store.runs.replace({ ...run, plan: to(run.plan), version: run.version + 1 });
      expect(await bench.acting.start(run.id, otto)).toMatchObject({
        rule: 'S43',
        message: expect.stringContaining('its plan is not as it was kept'),
      });
      expect(bench.place.order).toEqual([]);
      await bench.close();
    },
  );

  it('is the order too: what it is planned anew from', async () => {
    const bench = await actingBench();
    const run = await bench.agreed(otto, approvers);
    const order = { ...run.order, options: { withoutTail: true } };
    await bench.store.runs.replace({ ...run, order, version: run.version + 1 });
    expect(await bench.acting.start(run.id, otto)).toMatchObject({ rule: 'S43' });
    await bench.close();
  });
});
