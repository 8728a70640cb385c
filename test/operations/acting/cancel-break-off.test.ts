import { describe, expect, it } from 'vitest';
import type { PlanStep } from '../../../src/domain/plan.ts';
import { aStep } from '../../fakes/runs.ts';
import { forever, until } from './acting-bench.ts';
import {
  ada,
  approved,
  ben,
  cleo,
  found,
  halfWay,
  inside,
  open,
  otto,
  rule,
  states,
  steps,
} from './cancel-bench.ts';

const brokenOff = 'The check of `Hartonomous` was broken off: it is not proven.';
const proven = 'restored and proven, not yet open';
/** Its proof takes hours, and only reads. */
const withProof = steps.map(
  (step): PlanStep => (step.id === 'prove' ? { ...step, brokenOff, safe: proven } : step),
);
const last = aStep({
  id: 'full-again',
  does: 'write',
  title: 'New full',
  brokenOff: 'No new full.',
});

describe('S12 a cancel of a step that may be broken off', () => {
  it('after the first overwriting step says so in its plan, and waits for nothing once it is agreed to', async () => {
    const bench = await open({ plan: { steps: withProof } });
    const { id } = await inside(bench, 'prove');
    const cancel = await approved(bench, id);
    const restored = '`Hartonomous` is: restored, not yet proven.';
    expect(cancel.plan).toMatchObject({
      title: `Stop ${id} on \`Hartonomous\` in the middle of “Prove it”`,
      warnings: ['Left out: “Prove it”.'],
      notes: [`Leaves: ${restored} ${brokenOff}`, expect.stringMatching(/^From there: /)],
    });
    expect(cancel.plan.steps.map(({ title }) => title)[0]).toBe(
      `Break “Prove it” of ${id} off where it is, and begin nothing more`,
    );
    // Nothing of it is sent any more.
    expect(cancel.plan.steps[0]?.statements).toEqual([]);
    expect(rule(await bench.acting.start(cancel.id, otto))).toBe('running');

    const run = await bench.over(id);
    expect(run.state).toBe('cancelled');
    expect(states(run).slice(3)).toEqual(['recover done', 'prove skipped', 'doors done']);
    expect(run.steps.find(({ id: step }) => step === 'prove')?.note).toBe(brokenOff);
    expect(run.report?.lines.slice(0, 2)).toEqual([
      `Stopped by ${cancel.id} in the middle of “Prove it”.`,
      `Left: ${restored} ${brokenOff}`,
    ]);
    expect((await bench.over(cancel.id)).report).toMatchObject({
      title: `${id} stopped in the middle of “Prove it”`,
      lines: [`Left: ${restored} ${brokenOff}`, expect.anything()],
    });
    expect(await bench.store.audit.verify()).toMatchObject({ ok: true });
    await bench.close();
  });

  it('lets a step end that overwrites, also where the one after it may be broken off', async () => {
    const bench = await open({ plan: { steps: withProof } });
    const { id, goOn } = await inside(bench, 'full');
    const cancel = await approved(bench, id);
    await bench.acting.start(cancel.id, otto);
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
    expect(states(await found(bench, id))[1]).toBe('full running');
    goOn();
    const run = await bench.over(id);
    expect(states(run)[1]).toBe('full done');
    expect(run.report?.lines[1]).toBe(`Left: ${halfWay.leaves}`);
    await bench.close();
  });

  it('goes on to the next place where what was before the step has no name', async () => {
    const unnamed = withProof.map(({ safe, ...step }) =>
      step.id === 'recover' || safe === undefined ? step : { ...step, safe },
    );
    const bench = await open({ plan: { steps: [...unnamed, last] } });
    const { id, goOn } = await inside(bench, 'prove');
    const cancel = await approved(bench, id);
    expect(cancel.plan.title).toMatch(/after “Prove it”$/);
    await bench.acting.start(cancel.id, otto);
    goOn();
    expect(states(await bench.over(id)).slice(4)).toEqual([
      'prove done',
      'doors done',
      'full-again skipped',
    ]);
    await bench.close();
  });

  it('tells of the proof that was quicker what it proved, not what the plan had feared', async () => {
    const bench = await open({ plan: { steps: [...withProof, last] } });
    const gate = Promise.withResolvers<void>();
    bench.place.inside = (id, when) =>
      id === 'prove' && when === 'after' ? gate.promise : undefined;
    const { id } = await bench.agreed(otto, [ada, ben]);
    await bench.acting.start(id, otto);
    await until(bench.store, id, () => bench.place.effects.has('prove'));
    const cancel = await approved(bench, id);
    await bench.acting.start(cancel.id, otto);
    gate.resolve();
    const run = await bench.over(id);
    expect(states(run).slice(4)).toEqual(['prove done', 'doors done', 'full-again skipped']);
    const lines = [
      `Stopped by ${cancel.id} after “Prove it”.`,
      `Left: \`Hartonomous\` is: ${proven}.`,
    ];
    expect(run.report?.lines.slice(0, 2)).toEqual(lines);
    expect((await bench.over(cancel.id)).report?.lines[0]).toBe(lines[1]);
    await bench.close();
  });

  it('is void when the run is in another step by then, though that too may be broken off', async () => {
    const two = [...withProof.slice(0, -1), { ...last, safe: 'open' }];
    const bench = await open({ plan: { steps: two } });
    const { id, goOn } = await inside(bench, 'prove');
    const cancel = await approved(bench, id);
    const gate = Promise.withResolvers<void>();
    bench.place.inside = (step) => (step === 'full-again' ? gate.promise : undefined);
    goOn();
    await until(bench.store, id, (run) => states(run).includes('full-again running'));
    expect(rule(await bench.acting.start(cancel.id, otto))).toBe('S43');
    expect((await found(bench, cancel.id)).state).toBe('void');
    expect((await found(bench, id)).cancelAsked).toBeNull();
    gate.resolve();
    expect((await bench.over(id)).state).toBe('done');
    await bench.close();
  });

  it('S13 holds after a crash in between: it is not done anew, and what undoes is', async () => {
    const bench = await open({ plan: { steps: withProof } });
    bench.place.inside = (id, when) =>
      id === 'prove' && when === 'before' ? forever() : undefined;
    const { id } = await bench.agreed(otto, [ada, ben]);
    await bench.acting.start(id, otto);
    await until(bench.store, id, (run) =>
      run.steps.some((each) => each.id === 'prove' && each.state === 'running'),
    );
    const cancel = await approved(bench, id);
    await bench.acting.start(cancel.id, otto);
    bench.place.inside = () => undefined;
    await bench.restart().recover();
    const run = await bench.over(id);
    expect(run.state).toBe('cancelled');
    expect(states(run).slice(4)).toEqual(['prove skipped', 'doors done']);
    expect(run.report?.lines[1]).toContain(brokenOff);
    expect(bench.place.effects.has('prove')).toBe(false);
    expect((await bench.over(cancel.id)).state).toBe('done');
    await bench.close();
  });

  it('before it needs a word alone, and the report says what was broken off', async () => {
    const check = aStep({ id: 'check', does: 'write', title: 'Read back', brokenOff: 'Not read.' });
    const bench = await open({ plan: { steps: [check, ...withProof] } });
    const { id } = await inside(bench, 'check');
    expect(rule(await bench.acting.cancel(id, cleo))).toBe('running');
    const run = await bench.over(id);
    expect(run.state).toBe('cancelled');
    expect(run.steps[0]).toMatchObject({ state: 'skipped', note: 'Not read.' });
    expect(run.report?.lines).toContain('“Read back” was broken off. Not read.');
    await bench.close();
  });
});
