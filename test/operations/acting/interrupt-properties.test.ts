import { setImmediate as nextTurn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Agent, isOver, type Run } from '../../../src/domain/run.ts';
import type { ActingParts } from '../../../src/operations/acting/ports.ts';
import { aStep } from '../../fakes/runs.ts';
import { actingBench, type Bench, forever } from './acting-bench.ts';
import { ada, ben, cleo, found, halfWay, otto, personDoes } from './cancel-bench.ts';

const overwrites = true as const;
const notProven = 'It is not proven.';
/** What only reads may be broken off; what overwrites pays no heed; a load is undone where it was the last. */
const steps = [
  aStep({ id: 'check', does: 'write', brokenOff: 'Not all was read back.' }),
  aStep({ id: 'tail', does: 'write' }),
  aStep({ id: 'full', does: 'write', overwrites, stop: halfWay }),
  aStep({ id: 'logs', does: 'write', overwrites, stop: { leaves: 'As it was.', goesOn: 'Ask.' } }),
  aStep({ id: 'undo-logs', does: 'write', undoes: 'logs' }),
  aStep({ id: 'recover', does: 'write', overwrites, safe: 'restored, not yet proven' }),
  aStep({ id: 'prove', does: 'write', safe: 'proven', brokenOff: notProven }),
  aStep({ id: 'doors', does: 'write', safe: 'open' }),
  aStep({ id: 'new-full', does: 'write', safe: 'open', brokenOff: 'There is no new full backup.' }),
];
const compensations = ['undo-logs', 'doors'];
const mayBreak = new Set(steps.flatMap(({ id, brokenOff }) => (brokenOff ? [id] : [])));

const kinds = ['plan', 'confirm', 'approve', 'approve', 'start', 'cancelled', 'cancelled'] as const;
const rest = ['word', 'advance', 'advance', 'advance', 'crash', 'tick', 'turns'] as const;

interface Deed {
  readonly kind: (typeof kinds)[number] | (typeof rest)[number];
  readonly by: Agent;
}

const deed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.constantFrom(...kinds, ...rest),
  by: fc.constantFrom(otto, ada, ben, cleo),
});

/** Each step waits before and after its effect until it is let go, or hears of a cancel where it may. */
async function begun(over: number) {
  let generation = 0;
  let isOpen = false;
  const held: (() => void)[] = [];
  const bench: Bench = await actingBench({ plan: { steps }, compensations, parts: alive(0) });

  /** What a dead process still has in hand comes to nothing. */
  function alive(mine: number): Partial<ActingParts> {
    const asLongAsItLives =
      <Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
      async (...args: Args): Promise<Result> => {
        if (mine !== generation) await forever();
        const result = await work(...args);
        return mine === generation ? result : await forever();
      };
    return {
      sleep: asLongAsItLives(() => nextTurn()),
      clock: asLongAsItLives(async () => bench.time),
    };
  }

  bench.place.inside = async (id, _, signal) => {
    if (isOpen || (mayBreak.has(id) && signal.aborted)) return;
    const gate = Promise.withResolvers<void>();
    const release = () => gate.resolve();
    if (mayBreak.has(id)) signal.addEventListener('abort', release, { once: true });
    held.push(release);
    await gate.promise;
    // Whoever heard of a cancel is not held any more.
    const at = held.indexOf(release);
    if (at >= 0) held.splice(at, 1);
  };
  const { id } = await bench.agreed(otto, [ada, ben]);
  await bench.acting.start(id, otto);
  const settled = async () => {
    for (let turn = 0; turn < 60; turn += 1) await nextTurn();
  };
  const advance = async () => {
    for (let turn = 0; turn < 200 && held.length === 0; turn += 1) await nextTurn();
    held.shift()?.();
  };
  const stage = {
    bench,
    id,
    advance,
    settled,
    /** The process dies where it stands, and another takes over: only once it stands in a step, or is done. */
    async crash() {
      await settled();
      for (let turn = 0; turn < 300 && held.length === 0; turn += 1) await nextTurn();
      generation += 1;
      held.length = 0;
      await bench.restart(alive(generation)).recover();
      await settled();
    },
    async goOn() {
      isOpen = true;
      for (const release of held.splice(0)) release();
      await bench.acting.recover();
    },
  };
  for (let step = 0; step < over; step += 1) await advance();
  return stage;
}

type Stage = Awaited<ReturnType<typeof begun>>;

async function obey(stage: Stage, cancels: string[], asked: Deed): Promise<void> {
  if (await personDoes(stage.bench, stage.id, cancels, asked)) return;
  switch (asked.kind) {
    // All of it at once, as it is when people are at hand.
    case 'cancelled':
      return await cancelledAtOnce(stage, cancels);
    case 'advance':
      return await stage.advance();
    case 'crash':
      return await stage.crash();
    default:
      return await stage.settled();
  }
}

async function cancelledAtOnce({ bench, id, settled }: Stage, cancels: string[]): Promise<void> {
  const does = (kind: string, by = otto) => personDoes(bench, id, cancels, { kind, by });
  await settled();
  await does('plan');
  await does('confirm');
  for (const each of [ada, ben]) await does('approve', each);
  await does('start');
}

function holds({ place }: Bench, run: Run, cancels: readonly Run[]): void {
  const did = (id: string) => place.effects.has(id);
  const stateOf = (id: string) => run.steps.find((step) => step.id === id)?.state;
  expect(['done', 'cancelled']).toContain(run.state);
  expect(Math.max(0, ...place.effects.values())).toBe(1);
  expect(did('doors')).toBe(true);
  const agreed = run.cancelAsked?.agreed;
  const told = run.report?.lines.join(' ') ?? '';
  for (const { id, brokenOff = '' } of steps) {
    // What took effect is told as done, and nothing else is.
    expect([id, stateOf(id)]).toEqual([id, did(id) ? 'done' : 'skipped']);
    const step = run.steps.find((each) => each.id === id);
    const isBroken = stateOf(id) === 'skipped' && step?.startedAt !== null;
    // A plan breaks off only what may be; a word also what heeds it before it does anything.
    const notes = mayBreak.has(id) ? [brokenOff] : ['gave way', 'nothing was there'];
    if (isBroken) expect(notes).toContain(step?.note);
    if (isBroken && agreed !== undefined) expect(mayBreak.has(id)).toBe(true);
    if (brokenOff !== '') expect([id, told.includes(brokenOff)]).toEqual([id, isBroken]);
  }
  // Past a word only a plan stops it, and then what is left has a name.
  if (did('full') && run.state === 'cancelled') expect(told).toMatch(/Left: \S.*From there: \S/);
  if (did('full')) expect(run.state === 'cancelled' && agreed === undefined).toBe(false);
  const begunLast = ['recover', 'prove', 'new-full'].every((id) => !did(id)) && did('logs');
  expect(did('undo-logs')).toBe(begunLast && run.state === 'cancelled');
  for (const cancel of cancels) {
    expect(isOver(cancel.state)).toBe(true);
    const people = new Set(cancel.approvals.map(({ by }) => by.person));
    if (agreed?.run === cancel.id) expect(people.size).toBeGreaterThanOrEqual(2);
    expect(people.has(cancel.order.by.person)).toBe(false);
  }
}

describe('S12 S13 steps that may be broken off, whoever cancels and however often the process dies', () => {
  it('end their run in a state with a name; none takes effect twice, and no report claims what was broken off', async () => {
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.nat(16),
        fc.array(deed, { minLength: 3, maxLength: 25 }),
        async (over, deeds) => {
          const stage = await begun(over);
          const { bench, id } = stage;
          const cancels: string[] = [];
          for (const each of deeds) await obey(stage, cancels, each);
          await stage.goOn();
          const run = await bench.over(id);
          await bench.acting.tick();
          const all: Run[] = [];
          for (const each of cancels) {
            // Those that nobody went on with wait until they expire.
            const cancel = await found(bench, each);
            all.push(cancel.state === 'running' ? await bench.over(each) : cancel);
          }
          holds(bench, await found(bench, id), all);
          const broken = run.steps.find(
            (step) => step.state === 'skipped' && step.startedAt !== null,
          );
          ends.add(`${run.state} ${broken?.id ?? ''}`);
          expect((await bench.store.audit.verify()).ok).toBe(true);
          await bench.close();
        },
      ),
      // Inside the proof, which chance seldom meets.
      { numRuns: 60, examples: [[10, [{ kind: 'cancelled', by: otto }]]] },
    );
    expect([...ends]).toEqual(expect.arrayContaining(['done ', 'cancelled ', 'cancelled prove']));
  }, 60_000);
});
