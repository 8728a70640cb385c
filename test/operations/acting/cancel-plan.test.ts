import { describe, expect, it } from 'vitest';
import type { Agent } from '../../../src/domain/run.ts';
import { aStep } from '../../fakes/runs.ts';
import { person, refusal, until } from './acting-bench.ts';
import {
  ada,
  approved,
  ben,
  cleo,
  found,
  given,
  halfWay,
  open,
  otto,
  planned,
  rule,
  runningAt,
  states,
  steps,
  toBeStopped,
} from './cancel-bench.ts';

describe('S12 a cancel after the first overwriting step', () => {
  it('is a plan with the same approvals, which names what it leaves, what still goes on, and what goes on from there', async () => {
    const bench = await open({ consent: { typedName: true } });
    const { id, goOn } = await runningAt(bench, 'full');
    expect(await bench.acting.cancel(id, otto)).toMatchObject({
      rule: 'S12',
      message: expect.stringContaining('a cancel is a plan of its own now'),
    });
    const cancel = await planned(bench, id, otto);
    expect(cancel.consent).toEqual({ approvals: 2, typedName: true, stepUp: false });
    expect(cancel.plan).toMatchObject({
      operation: 'cancel',
      risk: 'critical',
      title: `Stop ${id} on \`Hartonomous\` after “Restore the full”`,
      loses: [`What ${id} has overwritten by then: a cancel puts nothing back.`],
      warnings: ['Left out: “Restore the logs”, “Do recover”, “Prove it”.'],
      claims: [],
    });
    expect(cancel.plan.notes).toEqual([
      `Leaves: ${halfWay.leaves}`,
      `From there: ${halfWay.goesOn}`,
    ]);
    expect(cancel.plan.steps.map(({ statements }) => statements)).toEqual([
      ['-- full\nSELECT 1;'],
      ['-- doors\nSELECT 1;'],
    ]);
    goOn();
    await bench.over(id);
    await bench.close();
  });

  it('lets the step end that it named, then only what is owed; both say what is left', async () => {
    const { bench, id, goOn, cancel } = await toBeStopped();
    expect(rule(await bench.acting.start(cancel.id, otto))).toBe('running');
    expect((await found(bench, id)).cancelAsked).toMatchObject({
      by: otto,
      agreed: { run: cancel.id, after: 'full', ...halfWay },
    });
    goOn();
    const run = await bench.over(id);
    expect(run.state).toBe('cancelled');
    expect(states(run)).toEqual([
      'tail done',
      'full done',
      'logs skipped',
      'recover skipped',
      'prove skipped',
      'doors done',
    ]);
    expect(run.report?.lines.slice(0, 3)).toEqual([
      `Stopped by ${cancel.id} after “Restore the full”.`,
      `Left: ${halfWay.leaves}`,
      `From there: ${halfWay.goesOn}`,
    ]);
    const over = await bench.over(cancel.id);
    expect(over.state).toBe('done');
    expect(over.report).toMatchObject({
      title: `${id} stopped after “Restore the full”`,
      lines: [`Left: ${halfWay.leaves}`, `From there: ${halfWay.goesOn}`],
    });
    const entry = bench.audited.find(
      ({ detail }) => detail['act'] === 'cancel' && detail['run'] === id && 'cancel' in detail,
    );
    expect(entry?.detail).toMatchObject({ cancel: cancel.id, after: 'full' });
    expect(await bench.store.audit.verify()).toMatchObject({ ok: true });
    await bench.close();
  });

  it('goes on to the next place that has a name where the present step has none', async () => {
    const unnamed = steps.map(({ id, does, overwrites, safe }) =>
      aStep({ id, does, overwrites, ...(safe === undefined ? {} : { safe }) }),
    );
    const { bench, id, goOn, cancel } = await toBeStopped({ plan: { steps: unnamed } });
    expect(cancel.plan.binding['leaves']).toBe('`Hartonomous` is: restored, not yet proven.');
    await bench.acting.start(cancel.id, otto);
    goOn();
    expect(states(await bench.over(id)).slice(1)).toEqual([
      'full done',
      'logs done',
      'recover done',
      'prove skipped',
      'doors done',
    ]);
    await bench.close();
  });

  it('may be asked for by the requester and by approvers, and approved by others than its requester', async () => {
    const mayStill = async ({ person: name }: Agent, as: string) =>
      name === 'vera' || (as === 'operator' && name !== 'otto') ? refusal('role-missing') : null;
    const bench = await open({ parts: { mayStill } });
    const { id, goOn } = await runningAt(bench, 'full');
    const order = { operation: 'cancel', environment: 'production', options: { run: id } } as const;
    expect(rule(await bench.acting.propose({ ...order, by: person('vera') }))).toBe('role-missing');
    const cancel = await planned(bench, id, ada);
    expect(rule(await bench.acting.confirm(cancel.id, ada, given(cancel)))).toBe('waiting');
    expect(rule(await bench.acting.approve(cancel.id, ada, given(cancel)))).toBe('S40');
    expect(rule(await bench.acting.approve(cancel.id, ben, given(cancel)))).toBe('waiting');
    expect(rule(await bench.acting.start(cancel.id, ada))).toBe('state');
    expect(rule(await bench.acting.approve(cancel.id, cleo, given(cancel)))).toBe('approved');
    expect(rule(await bench.acting.start(cancel.id, otto))).toBe('requester');
    expect(rule(await bench.acting.start(cancel.id, ada))).toBe('running');
    goOn();
    expect((await bench.over(id)).state).toBe('cancelled');
    await bench.close();
  });

  it('S45 is not made easier by writing another consent into the store', async () => {
    const bench = await open();
    const { id, goOn } = await runningAt(bench, 'full');
    const cancel = await planned(bench, id, otto);
    const consent = { approvals: 0, typedName: false, stepUp: false };
    await bench.store.runs.replace({ ...cancel, consent, version: cancel.version + 1 });
    expect(rule(await bench.acting.confirm(cancel.id, otto, given(cancel)))).toBe('S40');
    expect((await found(bench, id)).cancelAsked).toBeNull();
    goOn();
    await bench.over(id);
    await bench.close();
  });

  it('is none before that step, of another environment, of nothing, nor of a cancel', async () => {
    const bench = await open();
    const { id, goOn } = await runningAt(bench, 'tail');
    const ask = (run: string, environment = 'production') =>
      bench.acting.propose({ operation: 'cancel', environment, options: { run }, by: otto });
    expect(rule(await ask(id))).toBe('state');
    expect(rule(await ask(id, 'staging'))).toBe('unknown-run');
    expect(rule(await ask('R99'))).toBe('unknown-run');
    goOn();
    await bench.over(id);
    expect(rule(await ask(id))).toBe('state');
    const second = await runningAt(bench, 'full');
    const cancel = await approved(bench, second.id);
    await bench.acting.start(cancel.id, otto);
    expect(rule(await ask(cancel.id))).toBe('state');
    expect(rule(await bench.acting.cancel(cancel.id, otto))).toBe('state');
    expect(rule(await bench.acting.cancel(second.id, otto))).toBe('state');
    second.goOn();
    await bench.over(cancel.id);
    await bench.close();
  });

  it('is none where nothing would be left out, or no place has a name', async () => {
    const bench = await open({ compensations: ['prove', 'doors'] });
    const { id, goOn } = await runningAt(bench, 'recover');
    expect(
      rule(
        await bench.acting.propose({
          operation: 'cancel',
          environment: 'production',
          options: { run: id },
          by: otto,
        }),
      ),
    ).toBe('no-place');
    goOn();
    await bench.over(id);
    await bench.close();
  });
});

describe('S12 a run that goes on while its cancel is agreed to', () => {
  it('makes the plan void when the place is another by then, and shows the new one', async () => {
    const { bench, id, goOn, cancel } = await toBeStopped();
    const gate = Promise.withResolvers<void>();
    bench.place.inside = (step, when) =>
      step === 'logs' && when === 'before' ? gate.promise : undefined;
    goOn();
    await until(bench.store, id, (run) => states(run).includes('logs running'));
    expect(await bench.acting.start(cancel.id, otto)).toMatchObject({
      rule: 'S43',
      message: expect.stringContaining('after'),
    });
    const over = await found(bench, cancel.id);
    expect(over.state).toBe('void');
    expect(over.planNow?.title).toBe(`Stop ${id} on \`Hartonomous\` after “Restore the logs”`);
    expect((await found(bench, id)).cancelAsked).toBeNull();
    gate.resolve();
    expect((await bench.over(id)).state).toBe('done');
    await bench.close();
  });

  it('makes it void as soon as it ends, whether it was approved or still waits', async () => {
    const { bench, id, goOn, cancel: ready } = await toBeStopped();
    const waiting = await approved(bench, id, ada, [ben]);
    goOn();
    expect((await bench.over(id)).state).toBe('done');
    for (const cancel of [ready, waiting])
      expect(await bench.over(cancel.id)).toMatchObject({
        state: 'void',
        endedBy: { why: `${id} is over: there is nothing left to stop` },
      });
    expect(rule(await bench.acting.start(ready.id, otto))).toBe('state');
    await bench.close();
  });

  it('S13 also where the process died in between', async () => {
    const { bench, id, cancel } = await toBeStopped();
    const run = await found(bench, id);
    await bench.store.runs.replace({ ...run, state: 'failed', version: run.version + 1 });
    const { acting } = { acting: bench.restart() };
    expect(rule(await acting.start(cancel.id, otto))).toBe('state');
    expect((await found(bench, cancel.id)).state).toBe('void');
    const other = await runningAt(bench, 'full');
    const late = await approved(bench, other.id);
    const begun = await found(bench, other.id);
    await bench.store.runs.replace({ ...begun, state: 'failed', version: begun.version + 1 });
    await bench.acting.tick();
    expect((await found(bench, late.id)).state).toBe('void');
    await bench.close();
  });

  it('is stopped by one cancel: the others are void', async () => {
    const { bench, id, goOn, cancel: one } = await toBeStopped();
    const two = await approved(bench, id, ada, [ben, cleo]);
    const acted = await Promise.all([
      bench.acting.start(one.id, otto),
      bench.acting.start(two.id, ada),
    ]);
    expect(acted.map(rule).filter((each) => each === 'running')).toHaveLength(1);
    await bench.acting.tick();
    const cancels = [await found(bench, one.id), await found(bench, two.id)];
    expect(cancels.map(({ state }) => state).toSorted()).toEqual(['running', 'void']);
    goOn();
    expect((await bench.over(id)).state).toBe('cancelled');
    await bench.close();
  });
});
