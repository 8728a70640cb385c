import { describe, expect, it } from 'vitest';
import type { Acted } from '../../../src/domain/acting.ts';
import type { Run } from '../../../src/domain/run.ts';
import { aPlan } from '../../fakes/runs.ts';
import { actingBench, type Bench, person, refusal, threeSteps } from './acting-bench.ts';

const otto = person('otto');
const ada = person('ada');
const ben = person('ben');
const given = (run: Run) => ({ hash: run.hash, typedName: 'production/Hartonomous' });
const rule = (acted: Acted) => ('rule' in acted ? acted.rule : acted.state);
const refusals = ({ audited }: Bench) =>
  audited.filter(({ outcome }) => outcome === 'refused').map(({ detail }) => detail['rule']);

describe('S40 who agrees', () => {
  it('is never the requester, whatever identity they use', async () => {
    const bench = await actingBench();
    const run = await bench.agreed(otto, []);
    expect(rule(await bench.acting.approve(run.id, otto, given(run)))).toBe('S40');
    const terminal = { person: 'otto', actor: 'os:otto', slackUserId: null };
    expect(rule(await bench.acting.approve(run.id, terminal, given(run)))).toBe('S40');
    expect(await bench.acting.approve(run.id, otto, given(run))).toMatchObject({
      hint: 'Those who may: ada, ben, cleo.',
    });
    expect(refusals(bench)).toEqual(['S40', 'S40', 'S40']);
    await bench.close();
  });

  it('is a different person each time, whatever identity they use', async () => {
    const bench = await actingBench();
    const run = await bench.agreed(otto, [ada]);
    expect(rule(await bench.acting.approve(run.id, ada, given(run)))).toBe('S40');
    const terminal = { person: 'ada', actor: 'os:ada', slackUserId: null };
    expect(rule(await bench.acting.approve(run.id, terminal, given(run)))).toBe('S40');
    expect(rule(await bench.acting.approve(run.id, ben, given(run)))).toBe('approved');
    await bench.close();
  });

  it('is a person: an identity that hart does not know changes nothing', async () => {
    const bench = await actingBench();
    const nobody = { person: '', actor: 'slack:T1/U9', slackUserId: 'U9' };
    const order = {
      operation: 'restore.in-place',
      environment: 'production',
      options: {},
    } as const;
    expect(rule(await bench.acting.propose({ ...order, by: nobody }))).toBe('S40');
    const run = await bench.agreed(otto, []);
    expect(rule(await bench.acting.approve(run.id, nobody, given(run)))).toBe('S40');
    expect(rule(await bench.acting.reject(run.id, nobody, 'no'))).toBe('S40');
    await bench.close();
  });

  it('lets only the requester confirm, start and withdraw', async () => {
    const bench = await actingBench();
    const run = await bench.agreed(otto, [ada, ben]);
    expect(rule(await bench.acting.start(run.id, ada))).toBe('requester');
    expect(rule(await bench.acting.withdraw(run.id, ada))).toBe('requester');
    expect(rule(await bench.acting.confirm(run.id, ada, given(run)))).toBe('requester');
    expect(rule(await bench.acting.withdraw(run.id, otto))).toBe('withdrawn');
    await bench.close();
  });
});

describe('S41 and S42 looking people up anew', () => {
  it('S41 asks whether an approver of critical risk is listed by name', async () => {
    const asked: (readonly [string, boolean])[] = [];
    const bench = await actingBench({
      parts: {
        async mayStill({ person: name }, as, _, critical) {
          asked.push([`${name} ${as}`, critical]);
          return null;
        },
      },
    });
    await bench.agreed(otto, [ada]);
    expect(asked).toEqual([
      ['otto operator', false],
      ['ada approver', true],
    ]);
    await bench.close();
  });

  it('S42 refuses at the click who may not any more, and whoever could not be looked up', async () => {
    const bench = await actingBench();
    const run = await bench.agreed(otto, []);
    bench.restart({ mayStill: async () => refusal('role-missing') });
    expect(rule(await bench.acting.approve(run.id, ada, given(run)))).toBe('role-missing');
    bench.restart({ mayStill: () => Promise.reject(new Error('ratelimited')) });
    expect(rule(await bench.acting.approve(run.id, ada, given(run)))).toBe('S42');
    expect((await bench.acting.find(run.id))?.approvals).toEqual([]);
    await bench.close();
  });

  it('S42 looks everyone up again at the start: the requester, and each whose approval counts', async () => {
    const bench = await actingBench();
    const run = await bench.agreed(otto, [ada, ben]);
    for (const gone of ['otto', 'ada', 'ben']) {
      bench.restart({
        mayStill: async ({ person: name }) => (name === gone ? refusal('role-missing') : null),
      });
      const acted = await bench.acting.start(run.id, otto);
      expect(acted).toMatchObject({ rule: 'role-missing' });
    }
    expect(bench.place.order).toEqual([]);
    expect(bench.sessions.size).toBe(0);
    expect((await bench.acting.find(run.id))?.state).toBe('approved');
    await bench.close();
  });
});

describe('S43 what is agreed to', () => {
  it('is the stored plan: what was shown differently is refused', async () => {
    const bench = await actingBench();
    const run = await bench.agreed(otto, []);
    const forged = { hash: run.hash.replace(/^./, (first) => (first === '0' ? '1' : '0')) };
    expect(rule(await bench.acting.approve(run.id, ada, forged))).toBe('S43');
    expect(rule(await bench.acting.approve(run.id, ada, { hash: run.hash.slice(0, 8) }))).toBe(
      'S43',
    );
    await bench.close();
  });

  it('is void at the start when it is not true any more, and says what differs', async () => {
    const bench = await actingBench();
    const run = await bench.agreed(otto, [ada, ben]);
    bench.place.plan = aPlan({
      steps: threeSteps,
      binding: { moment: 'noon', loses: 'an hour', fork: 'f2' },
    });
    const acted = await bench.acting.start(run.id, otto);
    expect(acted).toMatchObject({ rule: 'S43', message: expect.stringContaining('fork, loses') });
    expect(await bench.acting.find(run.id)).toMatchObject({
      state: 'void',
      endedBy: { why: 'what was agreed to has changed: fork, loses' },
    });
    expect(bench.place.order).toEqual([]);
    await bench.close();
  });

  it('is void when the risk or the target is another', async () => {
    for (const changed of [
      aPlan({ steps: threeSteps, binding: { moment: 'noon', loses: 'nothing' }, risk: 'high' }),
      aPlan({
        steps: threeSteps,
        binding: { moment: 'noon', loses: 'nothing' },
        target: {
          kind: 'sql-server',
          server: 'SQL-PROD',
          database: 'Hartonomous',
          identity: 'x/8',
        },
      }),
    ]) {
      const bench = await actingBench();
      const run = await bench.agreed(otto, [ada, ben]);
      bench.place.plan = changed;
      expect(rule(await bench.acting.start(run.id, otto))).toBe('S43');
      await bench.close();
    }
  });

  it('S7 holds when only what may grow did: the newer plan is run', async () => {
    const steps = threeSteps.map((step) => ({ ...step, grows: true as const }));
    const bench = await actingBench({ plan: { steps } });
    const run = await bench.agreed(otto, [ada, ben]);
    const grown = steps.map((step) => ({ ...step, statements: [...step.statements, '-- newer'] }));
    bench.place.plan = aPlan({ steps: grown, binding: { moment: 'noon', loses: 'nothing' } });
    expect(rule(await bench.acting.start(run.id, otto))).toBe('running');
    expect((await bench.over(run.id)).plan.steps[0]?.statements).toContain('-- newer');
    const entry = bench.audited.find(({ detail }) => detail['act'] === 'start');
    expect(entry?.detail['hash']).toBe(run.hash);
    expect(entry?.detail['runs']).toMatch(/^[0-9a-f]{64}$/);
    expect(entry?.detail['runs']).not.toBe(run.hash);
    await bench.close();
  });

  it('wants the name typed where the operation does', async () => {
    const bench = await actingBench({ consent: { typedName: true, approvals: 0 } });
    const run = await bench.acting.propose({
      operation: 'restore.in-place',
      environment: 'production',
      options: {},
      by: otto,
    });
    if ('rule' in run) throw new Error(run.message);
    for (const typedName of ['', 'production', 'staging/Hartonomous', 'production/hartonomous'])
      expect(rule(await bench.acting.confirm(run.id, otto, { hash: run.hash, typedName }))).toBe(
        'typed-name',
      );
    expect(rule(await bench.acting.confirm(run.id, otto, given(run)))).toBe('running');
    await bench.over(run.id);
    await bench.close();
  });

  it('S44 wants a code of each where the operation does, and asks for it last', async () => {
    const codes: string[] = [];
    const bench = await actingBench({
      consent: { stepUp: true },
      parts: {
        async stepUp({ person: name }, code) {
          codes.push(`${name} ${code ?? 'none'}`);
          return code === '123456' ? null : refusal('S44');
        },
      },
    });
    const run = await bench.acting.propose({
      operation: 'restore.in-place',
      environment: 'production',
      options: {},
      by: otto,
    });
    if ('rule' in run) throw new Error(run.message);
    const { acting } = bench;
    expect(rule(await acting.confirm(run.id, otto, { hash: 'x', code: '123456' }))).toBe('S43');
    expect(codes).toEqual([]);
    expect(rule(await acting.confirm(run.id, otto, given(run)))).toBe('S44');
    expect(rule(await acting.confirm(run.id, otto, { ...given(run), code: '123456' }))).toBe(
      'waiting',
    );
    expect(rule(await acting.approve(run.id, ada, given(run)))).toBe('S44');
    expect(rule(await acting.approve(run.id, ada, { ...given(run), code: '123456' }))).toBe(
      'waiting',
    );
    expect(codes).toEqual(['otto none', 'otto 123456', 'ada none', 'ada 123456']);
    await bench.close();
  });
});
