import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Acted } from '../../../src/domain/acting.ts';
import type { Agent, Run } from '../../../src/domain/run.ts';
import { planDifferences } from '../../../src/operations/acting/plan-differences.ts';
import type { MayStill } from '../../../src/operations/acting/ports.ts';
import { createApprovalSeal } from '../../../src/store/approval-seal.ts';
import { aPlan } from '../../fakes/runs.ts';
import { actingBench, type Bench, person, refusal } from './acting-bench.ts';

const otto = person('otto');
const given = (run: Run) => ({ hash: run.hash, typedName: 'production/Hartonomous' });
const rule = (acted: Acted) => ('rule' in acted ? acted.rule : acted.state);

/** The run is of `production`; what it takes is of `source`. */
const holds: Readonly<Record<string, readonly string[]>> = {
  ada: ['production'],
  ben: ['production'],
  sam: ['source'],
  sue: ['source'],
  bea: ['production', 'source'],
  nan: [],
  otto: ['production', 'source'],
};

function rolesBy(lists: Readonly<Record<string, readonly string[]>>): MayStill {
  return async ({ person: name }, as, environment) =>
    as === 'operator' || lists[name]?.includes(environment) === true
      ? null
      : refusal('role-missing');
}

async function crossing(approvals: number, mayStill: MayStill = rolesBy(holds)) {
  const bench = await actingBench({
    consent: { approvals },
    plan: { approversOf: ['source'] },
    parts: { mayStill },
  });
  const run = await bench.agreed(otto, []);
  const approve = async (by: Agent) => rule(await bench.acting.approve(run.id, by, given(run)));
  return { bench, run, approve };
}

describe('S17 approvers of both', () => {
  it.each<[approvals: number, who: readonly string[], state: string]>([
    [1, ['bea'], 'approved'],
    [1, ['ada'], 'waiting'],
    [1, ['sam'], 'waiting'],
    [1, ['ada', 'sam'], 'approved'],
    [1, ['sam', 'ada'], 'approved'],
    [1, ['sam', 'bea'], 'approved'],
    [2, ['bea'], 'waiting'],
    [2, ['bea', 'sam'], 'waiting'],
    [2, ['bea', 'ada'], 'approved'],
    [2, ['ada', 'ben'], 'waiting'],
    [2, ['ada', 'ben', 'sam'], 'approved'],
    [2, ['sam', 'sue', 'ada'], 'waiting'],
    [1, ['nan'], 'waiting'],
    [1, ['otto'], 'waiting'],
  ])('%i wanted, agreed to by %j: %s', async (approvals, who, state) => {
    const { bench, run, approve } = await crossing(approvals);
    for (const name of who) await approve(person(name));
    expect((await bench.store.runs.find(run.id))?.state).toBe(state);
    await bench.close();
  });

  it('refuses what brings nothing, who is neither, and the requester, whatever they hold', async () => {
    const { bench, approve } = await crossing(1);
    expect(await approve(person('nan'))).toBe('role-missing');
    expect(await approve(otto)).toBe('S40');
    expect(await approve(person('ada'))).toBe('waiting');
    expect(await approve(person('ben'))).toBe('S17');
    expect(await approve(person('sue'))).toBe('approved');
    await bench.close();
  });

  it('says what is missing still, and records as whose approver each agreed', async () => {
    const { bench, approve } = await crossing(1);
    await approve(person('ada'));
    await approve(person('sam'));
    const lines = bench.told.map(({ line }) => line).filter((line) => line.includes('approved'));
    expect(lines[0]).toMatch(/1 of 1; missing is an approver of source\)/);
    expect(lines[1]).toMatch(/1 of 1\)/);
    const entries = bench.audited.filter(({ detail }) => detail['approverOf'] !== undefined);
    expect(entries.map(({ person: who, detail }) => [who, detail['approverOf']])).toEqual([
      ['ada', 'production'],
      ['sam', 'source'],
    ]);
    expect(entries.map(({ detail }) => detail['with'])).toEqual(['source', 'source']);
    await bench.close();
  });

  it('refuses while either side cannot be looked up, so that nobody is recorded for half', async () => {
    const { bench, run, approve } = await crossing(1, async (by, as, environment, critical) =>
      environment === 'source' && as === 'approver'
        ? refusal('group-unknown')
        : await rolesBy(holds)(by, as, environment, critical),
    );
    expect(await approve(person('bea'))).toBe('group-unknown');
    expect((await bench.store.runs.find(run.id))?.approvals).toEqual([]);
    await bench.close();
  });

  it('looks both sides up again at the start', async () => {
    const lists = { ...holds };
    const { bench, run, approve } = await crossing(1, (...asked) => rolesBy(lists)(...asked));
    await approve(person('bea'));
    lists['bea'] = ['production'];
    expect(rule(await bench.acting.start(run.id, otto))).toBe('role-missing');
    lists['bea'] = ['production', 'source'];
    expect(rule(await bench.acting.start(run.id, otto))).toBe('running');
    await bench.over(run.id);
    await bench.close();
  });

  it('starts nothing that the store alone says is approved', async () => {
    const { bench, run, approve } = await crossing(1);
    await approve(person('ada'));
    const stored = await bench.store.runs.find(run.id);
    if (stored === null) throw new Error('no run');
    await bench.store.runs.replace({ ...stored, state: 'approved', version: stored.version + 1 });
    expect(rule(await bench.acting.start(run.id, otto))).toBe('S17');
    await bench.close();
  });

  it('lets an approver of either reject it', async () => {
    for (const name of ['ada', 'sam']) {
      const { bench, run } = await crossing(1);
      expect(rule(await bench.acting.reject(run.id, person(name), 'no'))).toBe('rejected');
      await bench.close();
    }
    const { bench, run } = await crossing(1);
    expect(rule(await bench.acting.reject(run.id, person('nan'), 'no'))).toBe('role-missing');
    await bench.close();
  });

  it('is approved exactly when enough of its own and one of the other agreed, in any order', async () => {
    const names = ['ada', 'ben', 'sam', 'sue', 'bea', 'nan', 'otto'];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(names),
        fc.integer({ min: 1, max: 3 }),
        async (who, approvals) => {
          const { bench, run, approve } = await crossing(approvals);
          for (const name of who) await approve(person(name));
          const state = (await bench.store.runs.find(run.id))?.state;
          await bench.close();
          const of = (side: string) =>
            who.filter((name) => name !== 'otto' && holds[name]?.includes(side)).length;
          expect(state === 'approved').toBe(of('production') >= approvals && of('source') >= 1);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('makes what was agreed to void when another side is wanted by now', () => {
    const whose = (approversOf: readonly string[]) =>
      planDifferences(aPlan({ approversOf: ['source'] }), aPlan({ approversOf })).map(
        ({ what }) => what,
      );
    expect(whose(['source'])).toEqual([]);
    expect(whose([])).toEqual(['whose approvers must agree']);
    expect(whose(['source', 'third'])).toEqual(['whose approvers must agree']);
  });

  it('seals as whose approver someone agreed, and holds what was sealed before', () => {
    const seal = createApprovalSeal('a secret key that is long enough');
    const approval = { by: person('ada'), at: 1, hash: 'aa' };
    const made = seal.make('R1', { ...approval, approverOf: ['production'] });
    const holdsFor = (approverOf: readonly string[]) =>
      seal.holds('R1', { ...approval, approverOf }, made);

    expect(holdsFor(['production'])).toBe(true);
    expect(holdsFor(['production', 'source'])).toBe(false);
    expect(seal.holds('R1', approval, made)).toBe(false);
    expect(seal.holds('R1', approval, seal.make('R1', approval))).toBe(true);
  });
});

it('S40 asks only its own approvers where a plan takes nothing of others', async () => {
  const asked: string[] = [];
  const bench: Bench = await actingBench({
    parts: {
      mayStill: async (_, as, environment) => {
        asked.push(`${as} ${environment}`);
        return null;
      },
    },
  });
  const run = await bench.agreed(otto, [person('ada'), person('ben')]);
  expect(new Set(asked)).toEqual(new Set(['operator production', 'approver production']));
  expect((await bench.store.runs.find(run.id))?.approvals[0]).not.toHaveProperty('approverOf');
  await bench.close();
});
