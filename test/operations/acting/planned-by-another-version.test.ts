import { describe, expect, it } from 'vitest';
import type { Acted } from '../../../src/domain/acting.ts';
import type { Run } from '../../../src/domain/run.ts';
import { planFormat } from '../../../src/operations/acting/plan-hash.ts';
import { actingBench, type Bench, person } from './acting-bench.ts';

const [otto, ada, ben] = [person('otto'), person('ada'), person('ben')];
const rule = (acted: Acted) => ('rule' in acted ? acted.rule : acted.state);
const given = ({ hash }: Run) => ({ hash, typedName: 'production/Hartonomous' });

/** As a version before or after this one left it: its hash is made of something else. */
async function keptAs(bench: Bench, run: Run, changed: Partial<Run>): Promise<Run> {
  const hash = 'e'.repeat(64);
  const approvals = run.approvals.map((each) => ({ ...each, hash }));
  const kept = { ...run, hash, approvals, ...changed, version: run.version + 1 };
  await bench.store.runs.replace(kept);
  return kept;
}

describe('S43 what waits across an update of hart', () => {
  it('keeps by which form it was planned', async () => {
    const bench = await actingBench();
    expect(await bench.agreed(otto, [])).toMatchObject({ planFormat });
    const entry = bench.audited.find(({ detail }) => detail['act'] === 'propose');
    expect(entry?.detail).toMatchObject({ form: planFormat });
    await bench.close();
  });

  const acts: readonly (readonly [string, number, (bench: Bench, run: Run) => Promise<Acted>])[] = [
    ['a start', 2, ({ acting }, run) => acting.start(run.id, otto)],
    ['an approval', 1, ({ acting }, run) => acting.approve(run.id, ben, given(run))],
    ['a rejection', 1, ({ acting }, run) => acting.reject(run.id, ben, 'no')],
  ];
  it.each(acts)(
    'is void by %s, as planned by another version, and can be asked for again',
    async (_, approved, act) => {
      const bench = await actingBench();
      const run = await bench.agreed(otto, [ada, ben].slice(0, approved));
      const kept = await keptAs(bench, run, { planFormat: 'hart/plan/1' });
      expect(await act(bench, kept)).toMatchObject({
        rule: 'version',
        message: expect.stringContaining('planned by another version of hart'),
        hint: 'Ask again for a new plan.',
      });
      expect(await bench.acting.find(run.id)).toMatchObject({
        state: 'void',
        endedBy: { why: expect.stringContaining('another version') },
      });
      expect(JSON.stringify(bench.audited)).not.toContain('not as it was kept');
      expect(rule(await bench.acting.askAgain(run.id, otto))).toBe('planned');
      expect(bench.place.order).toEqual([]);
      await bench.close();
    },
  );

  it('is void at the start of the new version, before anybody presses', async () => {
    const bench = await actingBench();
    const old = await bench.agreed(otto, [ada, ben]);
    await keptAs(bench, old, { planFormat: 'hart/plan/3' });
    const fresh = await bench.agreed(otto, [ada, ben]);
    await bench.restart().recover();
    expect(await bench.acting.find(old.id)).toMatchObject({ state: 'void' });
    expect(bench.told.at(-1)?.line).toContain('planned by another version of hart');
    expect(await bench.acting.find(fresh.id)).toMatchObject({ state: 'approved' });
    await bench.close();
  });

  it.each([
    ['says its form', true],
    ['does not say it, as those before it', false],
  ])(
    'is told as changed in the store where it %s and its hash is not that of its plan',
    async (_, says) => {
      const bench = await actingBench();
      const run = await bench.agreed(otto, [ada, ben]);
      const { planFormat: form, ...before } = run;
      await keptAs(
        bench,
        says && form !== undefined ? { ...before, planFormat: form } : before,
        {},
      );
      expect(await bench.acting.start(run.id, otto)).toMatchObject({
        rule: 'S43',
        message: expect.stringContaining('its plan is not as it was kept'),
        hint: expect.stringContaining("somebody changed hart's store"),
      });
      await bench.close();
    },
  );

  it('starts where it does not say its form, and its hash is that of its plan', async () => {
    const bench = await actingBench();
    const run = await bench.agreed(otto, [ada, ben]);
    const { planFormat: _, ...before } = run;
    await bench.store.runs.replace({ ...before, version: run.version + 1 });
    expect(rule(await bench.acting.start(run.id, otto))).toBe('running');
    await bench.over(run.id);
    await bench.close();
  });
});
