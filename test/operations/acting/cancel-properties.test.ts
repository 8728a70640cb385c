import { setImmediate as nextTurn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Agent, isOver, type Run } from '../../../src/domain/run.ts';
import { aStep } from '../../fakes/runs.ts';
import type { Bench } from './acting-bench.ts';
import { ada, ben, cleo, found, open, otto, personDoes, steps } from './cancel-bench.ts';

const kinds = [
  'plan',
  'plan',
  'confirm',
  'approve',
  'approve',
  'approve',
  'start',
  'start',
] as const;
const rest = ['withdraw', 'word', 'advance', 'advance', 'tick', 'turns'] as const;

interface Deed {
  readonly kind: (typeof kinds)[number] | (typeof rest)[number];
  readonly by: Agent;
  /** Of the cancels that were planned, counted from the newest. */
  readonly which: number;
}

const deed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.constantFrom(...kinds, ...rest),
  by: fc.constantFrom(otto, ada, ben, cleo),
  which: fc.nat(1),
});

/** The full ends in no state that has a name: a cancel within it lets the logs go on too. */
const unnamed = steps.map((step) =>
  step.id === 'full'
    ? aStep({ id: 'full', does: 'write', title: step.title, overwrites: true })
    : step,
);

/** Each step waits until it is let go; the run is begun, and so many of them are over. */
async function begun(over: number, isNamed: boolean) {
  const bench = await open(isNamed ? {} : { plan: { steps: unnamed } });
  const held: (() => void)[] = [];
  let isOpen = false;
  bench.place.inside = (_, when) =>
    isOpen || when !== 'before'
      ? undefined
      : new Promise<void>((resolve) => void held.push(resolve));
  const { id } = await bench.agreed(otto, [ada, ben]);
  await bench.acting.start(id, otto);
  const advance = async () => {
    for (let turn = 0; turn < 200 && held.length === 0; turn += 1) await nextTurn();
    held.shift()?.();
  };
  const goOn = () => {
    isOpen = true;
    for (const release of held.splice(0)) release();
  };
  for (let step = 0; step < over; step += 1) await advance();
  return { bench, id, advance, goOn };
}

async function obey(
  { bench, id, advance }: Awaited<ReturnType<typeof begun>>,
  cancels: string[],
  asked: Deed,
): Promise<void> {
  if (await personDoes(bench, id, cancels, asked)) return;
  if (asked.kind === 'advance') return await advance();
  for (let turn = 0; turn < 20; turn += 1) await nextTurn();
}

function holds({ place }: Bench, run: Run, cancels: readonly Run[]): void {
  expect(isOver(run.state)).toBe(true);
  expect(Math.max(0, ...place.effects.values())).toBeLessThanOrEqual(1);
  expect(place.effects.get('doors')).toBe(1);
  const agreed = run.cancelAsked?.agreed;
  for (const cancel of cancels) {
    const isIt = agreed?.run === cancel.id;
    // Whoever stopped it ran to its end; all others came to nothing.
    expect([cancel.id, isIt], cancel.state).toEqual([cancel.id, cancel.state === 'done']);
    const people = new Set(cancel.approvals.map(({ by }) => by.person));
    expect(people.has(cancel.order.by.person)).toBe(false);
    if (isIt) expect(people.size).toBeGreaterThanOrEqual(2);
  }
  const overwrote = place.effects.has('full');
  // By a word alone nothing stops that overwrites; by a plan it stops where the plan said.
  if (overwrote) expect(run.state === 'cancelled').toBe(agreed !== undefined);
  if (agreed === undefined) return;
  const last = steps.findIndex(({ id }) => id === agreed.after);
  for (const [index, { id }] of steps.entries())
    if (id !== 'doors') expect([id, place.effects.has(id)]).toEqual([id, index <= last]);
}

describe('S12 whatever is done to a run and to the plans of its cancel, in any order', () => {
  it('one of them at most stops it, by the approvals of others, where it said; the others are void', async () => {
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.nat(3),
        fc.boolean(),
        fc.array(deed, { minLength: 6, maxLength: 40 }),
        async (over, isNamed, deeds) => {
          const stage = await begun(over, isNamed);
          const { bench, id, goOn } = stage;
          const cancels: string[] = [];
          for (const each of deeds) await obey(stage, cancels, each);
          goOn();
          const run = await bench.over(id);
          await bench.acting.tick();
          const all: Run[] = [];
          for (const each of cancels) all.push(await bench.over(each));
          holds(bench, await found(bench, id), all);
          ends.add(`${run.state} ${run.cancelAsked?.agreed === undefined ? '' : 'by plan'}`);
          expect((await bench.store.audit.verify()).ok).toBe(true);
          await bench.close();
        },
      ),
      {
        numRuns: 30,
        examples: [
          [
            1,
            false,
            [
              { kind: 'turns', by: otto, which: 0 },
              { kind: 'plan', by: otto, which: 0 },
              { kind: 'confirm', by: otto, which: 0 },
              { kind: 'approve', by: ada, which: 0 },
              { kind: 'approve', by: ben, which: 0 },
              { kind: 'start', by: otto, which: 0 },
            ],
          ],
        ],
      },
    );
    expect(ends).toContain('cancelled by plan');
    expect(ends).toContain('done ');
  });
});
