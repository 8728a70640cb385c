import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Acted } from '../../../src/domain/acting.ts';
import { type Agent, follows, type Run, type RunState } from '../../../src/domain/run.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { nextMove } from '../../../src/operations/acting/next-move.ts';
import { aPlan, aRun, aStep } from '../../fakes/runs.ts';
import { actingBench, type Bench, person, threeSteps } from './acting-bench.ts';

const people = ['otto', 'ada', 'ben', 'cleo'].map(person);
/** The same person, come another way. */
const identities: readonly Agent[] = [
  ...people,
  { person: 'otto', actor: 'os:otto', slackUserId: null },
  { person: 'ada', actor: 'os:ada', slackUserId: null },
  { person: '', actor: 'slack:T1/UNOBODY', slackUserId: 'UNOBODY' },
];

const acts = [
  'confirm',
  'approve',
  'approve',
  'approve',
  'start',
  'start',
  'reject',
  'withdraw',
  'cancel',
  'askAgain',
  'tick',
  'wait',
  'restart',
  'change',
] as const;

interface Order {
  readonly act: (typeof acts)[number];
  readonly by: Agent;
  readonly hash: 'right' | 'old' | 'forged';
}

const order: fc.Arbitrary<Order> = fc.record({
  act: fc.constantFrom(...acts),
  by: fc.constantFrom(...identities),
  hash: fc.constantFrom('right', 'right', 'right', 'old', 'forged'),
});

const otto = person('otto');

/** Null: the order is none to a run. */
async function obey(bench: Bench, id: string, { act, by, hash }: Order): Promise<Acted | null> {
  const { acting, time, place } = bench;
  const run = await acting.find(id);
  const known = { right: run?.hash ?? '', old: 'f'.repeat(64), forged: '' };
  const given = { hash: known[hash], typedName: 'production/Hartonomous' };
  switch (act) {
    case 'confirm':
      return acting.confirm(id, by, given);
    case 'approve':
      return acting.approve(id, by, given);
    case 'start':
      return acting.start(id, by);
    case 'reject':
      return acting.reject(id, by, 'no');
    case 'withdraw':
      return acting.withdraw(id, by);
    case 'cancel':
      return acting.cancel(id, by);
    case 'askAgain':
      return acting.askAgain(id, by);
    case 'tick':
      await acting.tick();
      return null;
    case 'wait':
      time.at += 4 * MINUTE;
      return null;
    case 'restart':
      await bench.restart().recover();
      return null;
    default:
      place.plan = aPlan({ steps: threeSteps, binding: { moment: String(time.at) } });
      return null;
  }
}

/** What must be true whatever anyone does. */
function holds(states: ReadonlyMap<string, readonly Run[]>): void {
  for (const versions of states.values()) {
    versions.forEach((run, index) => {
      const before = versions[index - 1];
      if (before === undefined) return;
      expect(run.version).toBe(before.version + 1);
      if (run.state !== before.state) expect(follows[before.state]).toContain(run.state);
    });
    const first = versions.find(({ state }) => state === 'running');
    if (first === undefined) continue;
    const counted = first.approvals.filter(
      ({ by, hash }) => hash === first.hash && by.person !== '' && by.person !== 'otto',
    );
    expect(new Set(counted.map(({ by }) => by.person)).size).toBeGreaterThanOrEqual(2);
    expect(versions.filter(({ state }) => isEnd(state)).length).toBeLessThanOrEqual(1);
  }
}

function isEnd(state: RunState): boolean {
  return follows[state].length === 0;
}

/** A bench that keeps every version of every run. */
async function watched() {
  const versions = new Map<string, Run[]>();
  const bench = await actingBench();
  const real = { ...bench.store.runs };
  Object.assign(bench.store.runs, {
    async insert(run: Run) {
      await real.insert(run);
      versions.set(run.id, [run]);
    },
    async replace(run: Run) {
      const won = await real.replace(run);
      if (won) versions.get(run.id)?.push(run);
      return won;
    },
  });
  return { bench, versions };
}

describe('whatever anyone does, in any order', () => {
  it('S40 nothing runs without two approvals of others on the plan as it is, and states only follow', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(order, { minLength: 5, maxLength: 25 }), async (orders) => {
        const { bench, versions } = await watched();
        const planned = await bench.acting.propose({
          operation: 'restore.in-place',
          environment: 'production',
          options: {},
          by: otto,
        });
        if ('rule' in planned) throw new Error(planned.message);
        // Most rows of chance would never come to a confirmation.
        if (orders.length % 4 !== 0)
          await bench.acting.confirm(planned.id, otto, { hash: planned.hash });
        for (const each of orders) await obey(bench, planned.id, each);
        holds(versions);
        const run = await bench.acting.find(planned.id);
        if (run?.state === 'running') await bench.over(planned.id);
        expect(Math.max(0, ...bench.place.effects.values())).toBeLessThanOrEqual(1);
        await bench.close();
      }),
      { numRuns: 120 },
    );
  });

  it('the same at the same moment: each act has one outcome, and each refusal is in the log', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(order, { minLength: 2, maxLength: 10 }), async (orders) => {
        const { bench, versions } = await watched();
        const run = await bench.agreed(otto, [person('ada')]);
        const outcomes = await Promise.all(orders.map((each) => obey(bench, run.id, each)));
        await bench.acting.start(run.id, otto);
        const now = await bench.acting.find(run.id);
        if (now?.state === 'running') await bench.over(run.id);
        holds(versions);
        const refused = outcomes.filter((acted) => acted !== null && 'rule' in acted).length;
        const logged = bench.audited.filter(({ outcome }) => outcome === 'refused').length;
        expect(logged).toBeGreaterThanOrEqual(refused);
        expect(Math.max(0, ...bench.place.effects.values())).toBeLessThanOrEqual(1);
        expect((await bench.store.audit.verify()).ok).toBe(true);
        await bench.close();
      }),
      { numRuns: 60 },
    );
  });

  for (const times of [2, 5])
    it(`${times} presses of one button at once are one act`, async () => {
      const bench = await actingBench();
      const { acting } = bench;
      const planned = await bench.acting.propose({
        operation: 'restore.in-place',
        environment: 'production',
        options: {},
        by: otto,
      });
      if ('rule' in planned) throw new Error(planned.message);
      const { id, hash } = planned;
      const ada = person('ada');
      const ben = person('ben');
      const one = async (press: () => Promise<Acted>) => {
        const outcomes = await Promise.all(Array.from({ length: times }, press));
        expect(outcomes.filter((acted) => !('rule' in acted))).toHaveLength(1);
      };
      await one(() => acting.confirm(id, otto, { hash }));
      await one(() => acting.approve(id, ada, { hash }));
      await one(() => acting.approve(id, ben, { hash }));
      bench.place.inside = () => new Promise(() => undefined);
      await one(() => acting.start(id, otto));
      await one(() => acting.cancel(id, otto));
      await bench.close();
    });

  it('of the last approval, a rejection and a withdrawal at once, one holds', async () => {
    const bench = await actingBench();
    for (let round = 0; round < 20; round += 1) {
      const { id, hash } = await bench.agreed(otto, [person('ada')]);
      const all = [
        () => bench.acting.approve(id, person('ben'), { hash }),
        () => bench.acting.reject(id, person('cleo'), 'no'),
        () => bench.acting.withdraw(id, otto),
      ];
      const turned = [...all.slice(round % 3), ...all.slice(0, round % 3)];
      const outcomes = await Promise.all(turned.map((act) => act()));
      const done = outcomes.flatMap((acted) => ('rule' in acted ? [] : [acted.state]));
      const { state } = (await bench.acting.find(id)) ?? {};
      expect(done).toContain(state);
      // An approval may still be taken back; what ended a run is its end.
      expect(done.filter(isEnd)).toHaveLength(1);
    }
    await bench.close();
  });
});

describe('what a running run does next', () => {
  const ids = ['a', 'b', 'c', 'd'];
  const run = fc
    .record({
      states: fc.array(fc.constantFrom('waiting', 'done', 'failed', 'skipped', 'by-dba'), {
        minLength: 4,
        maxLength: 4,
      }),
      cancelled: fc.boolean(),
      compensations: fc.subarray(ids),
    })
    .map(({ states, cancelled, compensations }) => ({
      compensations,
      run: aRun({
        state: 'running',
        plan: aPlan({ steps: ids.map((id) => aStep({ id, does: 'write' })) }),
        steps: ids.map((id, index) => ({
          id,
          state: states[index] ?? 'waiting',
          startedAt: null,
          endedAt: null,
          percent: null,
          note: null,
        })),
        cancelAsked: cancelled ? { by: otto, at: 0 } : null,
      }),
    }));

  it('is never a step that was done, and after a failure only what undoes', () => {
    fc.assert(
      fc.property(run, ({ run: it_, compensations }) => {
        const move = nextMove(it_, compensations);
        const failed = it_.steps.some(({ state }) => state === 'failed');
        if (move.kind === 'perform') {
          const step = it_.steps.find(({ id }) => id === move.step.id);
          expect(step?.state).toBe('waiting');
          if (failed) expect(compensations).toContain(move.step.id);
        }
        if (move.kind === 'end' && failed) expect(move.state).toBe('failed');
        if (move.kind === 'end' && move.state === 'done')
          expect(it_.steps.every(({ state }) => state === 'done' || state === 'skipped')).toBe(
            true,
          );
      }),
    );
  });
});
