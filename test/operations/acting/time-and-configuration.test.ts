import { describe, expect, it } from 'vitest';
import type { Acted } from '../../../src/domain/acting.ts';
import type { Run } from '../../../src/domain/run.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { actingBench, person, refusal } from './acting-bench.ts';

const otto = person('otto');
const ada = person('ada');
const ben = person('ben');
const given = (run: Run) => ({ hash: run.hash, typedName: 'production/Hartonomous' });
const rule = (acted: Acted) => ('rule' in acted ? acted.rule : acted.state);

describe('S46 another configuration', () => {
  it('voids what was agreed to under the one before, at the start and at any act', async () => {
    const bench = await actingBench();
    const first = await bench.agreed(otto, [ada]);
    const second = await bench.agreed(otto, [ada, ben]);
    bench.restart({ configHash: 'c2' });
    expect(rule(await bench.acting.approve(first.id, ben, given(first)))).toBe('S46');
    expect((await bench.acting.find(first.id))?.state).toBe('void');
    await bench.acting.recover();
    expect((await bench.acting.find(second.id))?.state).toBe('void');
    await bench.close();
  });

  it('counts what is wanted now, whatever stands in the store', async () => {
    const bench = await actingBench({ consent: { approvals: 1 } });
    const run = await bench.agreed(otto, [ada]);
    bench.restart({ consent: () => ({ approvals: 2, typedName: false, stepUp: false }) });
    expect(rule(await bench.acting.start(run.id, otto))).toBe('S40');
    await bench.close();
  });
});

describe('S47 time', () => {
  it('ends a plan, its approvals and the time to start it, each after 15 min', async () => {
    const bench = await actingBench();
    const { acting, time } = bench;
    const planned = await acting.propose({
      operation: 'restore.in-place',
      environment: 'production',
      options: {},
      by: otto,
    });
    if ('rule' in planned) throw new Error(planned.message);
    const waiting = await bench.agreed(otto, [ada]);
    const approved = await bench.agreed(otto, [ada, ben]);
    time.at += 15 * MINUTE - 1;
    await acting.tick();
    expect((await acting.find(waiting.id))?.state).toBe('waiting');
    time.at += 1;
    expect(rule(await acting.start(approved.id, otto))).toBe('S47');
    await acting.tick();
    for (const { id } of [planned, waiting, approved])
      expect((await acting.find(id))?.state).toBe('expired');
    const lines = bench.told.filter(({ line }) => line.includes('has expired'));
    expect(lines.map(({ run, to }) => [run, to])).toEqual([
      [approved.id, 'otto'],
      [waiting.id, 'otto'],
    ]);
    const again = await acting.askAgain(waiting.id, otto);
    expect(again).toMatchObject({ state: 'planned', order: waiting.order });
    await bench.close();
  });

  it('reminds once, at half time', async () => {
    const bench = await actingBench();
    const { acting, time } = bench;
    const { id } = await bench.agreed(otto, [ada]);
    const reminded = () => bench.shown.filter((run) => run.id === id && run.reminded).length;
    time.at += 7 * MINUTE;
    await acting.tick();
    expect(reminded()).toBe(0);
    time.at += MINUTE;
    await acting.tick();
    await acting.tick();
    expect(reminded()).toBe(1);
    await bench.close();
  });

  it('refuses everything while the clock is back, and ends nothing', async () => {
    const bench = await actingBench();
    const run = await bench.agreed(otto, [ada, ben]);
    bench.time.steppedBack = true;
    bench.time.at += 60 * MINUTE;
    expect(rule(await bench.acting.start(run.id, otto))).toBe('S47');
    await bench.acting.tick();
    bench.time.steppedBack = false;
    bench.time.at -= 60 * MINUTE;
    expect((await bench.acting.find(run.id))?.state).toBe('approved');
    await bench.close();
  });
});

describe('S49 a store older than its anchor', () => {
  it('voids what waits, stops what ran, and takes nothing on until it is acknowledged', async () => {
    const bench = await actingBench();
    const waiting = await bench.agreed(otto, [ada]);
    const running = await bench.agreed(otto, [ada, ben]);
    bench.place.inside = () => new Promise(() => undefined);
    await bench.acting.start(running.id, otto);
    let isBehind = true;
    bench.restart({ closed: async () => (isBehind ? refusal('S49') : null) });
    await bench.acting.recover();
    expect((await bench.acting.find(waiting.id))?.state).toBe('void');
    expect((await bench.acting.find(running.id))?.state).toBe('stopped');
    expect(rule(await bench.acting.propose({ ...waiting.order, by: otto }))).toBe('S49');
    isBehind = false;
    expect(rule(await bench.acting.propose({ ...waiting.order, by: otto }))).toBe('planned');
    await bench.close();
  });
});

describe('the schedule', () => {
  const schedule = { person: '', actor: 'schedule', slackUserId: null };
  const order = { operation: 'restore.in-place', environment: 'production', options: {} } as const;

  it('starts what needs no one, without looking anyone up', async () => {
    const bench = await actingBench({
      consent: { approvals: 0 },
      parts: { mayStill: () => Promise.reject(new Error('asked')) },
    });
    const run = await bench.acting.propose({ ...order, by: schedule });
    if ('rule' in run) throw new Error(run.message);
    expect(run.scheduled).toBe(true);
    expect(rule(await bench.acting.confirm(run.id, schedule, given(run)))).toBe('running');
    expect((await bench.over(run.id)).state).toBe('done');
    await bench.close();
  });

  it('may not even plan what people must agree to', async () => {
    const bench = await actingBench({ consent: { approvals: 1 } });
    expect(rule(await bench.acting.propose({ ...order, by: schedule }))).toBe('schedule');
    await bench.close();
  });
});
