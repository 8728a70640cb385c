import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { Acted, Acting } from '../../../src/domain/acting.ts';
import type { Run } from '../../../src/domain/run.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { temporaryDirectory } from '../../store/temporary-store.ts';
import { actingBench, type Bench, person, refusal } from './acting-bench.ts';

const otto = person('otto');
const ada = person('ada');
const ben = person('ben');
const given = (run: Run) => ({ hash: run.hash, typedName: 'production/Hartonomous' });
const rule = (acted: Acted) => ('rule' in acted ? acted.rule : acted.state);

/** A bench over a real file, and a hand that writes into it behind the bot's back. */
async function onFile(options: Parameters<typeof actingBench>[0] = {}) {
  const file = join(temporaryDirectory(), 'hart.db');
  const bench = await actingBench({ ...options, file });
  const tamper = (statement: string) => {
    const database = new DatabaseSync(file);
    database.exec(statement);
    database.close();
  };
  return { bench, tamper };
}

const change = (from: string, to: string) =>
  `update run set json = replace(json, '${from}', '${to}')`;

describe('S43 a submission that is sent again', () => {
  const ends: readonly (readonly [string, (bench: Bench, run: Run) => Promise<unknown>])[] = [
    [
      'void',
      ({ acting, place }, run) => {
        place.plan = { ...run.plan, binding: { moment: 'another' } };
        return acting.start(run.id, otto);
      },
    ],
    ['withdrawn', ({ acting }, run) => acting.withdraw(run.id, otto)],
    ['rejected', ({ acting }, run) => acting.reject(run.id, ada, 'no')],
    [
      'expired',
      ({ acting, time }) => {
        time.at += 60 * MINUTE;
        return acting.tick();
      },
    ],
  ];
  for (const [state, end] of ends)
    it(`finds a run that is ${state} as it is, and changes nothing`, async () => {
      const bench = await actingBench();
      const run = await bench.agreed(otto, [ada, ben]);
      await end(bench, run);
      const before = await bench.acting.find(run.id);
      expect(before?.state).toBe(state);
      const { acting } = bench;
      const again = [
        await acting.confirm(run.id, otto, given(run)),
        await acting.approve(run.id, ada, given(run)),
        await acting.approve(run.id, person('cleo'), given(run)),
        await acting.reject(run.id, ben, 'no'),
        await acting.start(run.id, otto),
        await acting.withdraw(run.id, otto),
        await acting.cancel(run.id, otto),
      ];
      expect(again.map(rule)).toEqual(again.map(() => 'state'));
      expect(await bench.acting.find(run.id)).toEqual(before);
      expect(bench.place.order).toEqual([]);
      expect(bench.audited.filter(({ outcome }) => outcome === 'refused').length).toBeGreaterThan(
        6,
      );
      await bench.close();
    });
});

describe('S42 what happens between the plan that is made anew and the first step', () => {
  const meanwhile: readonly (readonly [string, (acting: Acting, run: Run) => Promise<Acted>])[] = [
    ['rejected', (acting, run) => acting.reject(run.id, ada, 'wait')],
    ['withdrawn', (acting, run) => acting.withdraw(run.id, otto)],
  ];
  for (const [state, act] of meanwhile)
    it(`counts: ${state} in that moment, it does not start`, async () => {
      const bench = await actingBench();
      const run = await bench.agreed(otto, [ada, ben]);
      let done = false;
      bench.restart({
        async mayStill({ person: name }) {
          if (name === 'ben' && !done) {
            done = true;
            expect(rule(await act(bench.acting, run))).toBe(state);
          }
          return null;
        },
      });
      expect(rule(await bench.acting.start(run.id, otto))).toBe('state');
      expect((await bench.acting.find(run.id))?.state).toBe(state);
      expect(bench.place.order).toEqual([]);
      expect(bench.sessions.size).toBe(0);
      await bench.close();
    });

  it('is no time for another approval: enough have agreed', async () => {
    const bench = await actingBench();
    const run = await bench.agreed(otto, [ada, ben]);
    expect(rule(await bench.acting.approve(run.id, person('cleo'), given(run)))).toBe('state');
    await bench.close();
  });
});

describe('S40 one person', () => {
  it('is the same by a second account, as requester and as approver', async () => {
    const bench = await actingBench();
    const run = await bench.agreed(otto, [ada]);
    for (const name of ['otto', 'ada']) {
      const second = { person: name, actor: `slack:T1/U${name}2`, slackUserId: `U${name}2` };
      expect(rule(await bench.acting.approve(run.id, second, given(run)))).toBe('S40');
    }
    await bench.close();
  });

  it('does not become the schedule by calling itself that', async () => {
    const bench = await actingBench({
      consent: { approvals: 0 },
      parts: { mayStill: async () => refusal('no-person') },
    });
    const disguised = { ...otto, actor: 'schedule' };
    const order = {
      operation: 'restore.in-place',
      environment: 'production',
      options: {},
    } as const;
    const run = await bench.acting.propose({ ...order, by: disguised });
    if ('rule' in run) throw new Error(run.message);
    expect(run.scheduled).toBe(false);
    const schedule = { person: '', actor: 'schedule', slackUserId: null };
    expect(rule(await bench.acting.confirm(run.id, schedule, given(run)))).toBe('requester');
    expect(rule(await bench.acting.confirm(run.id, disguised, given(run)))).toBe('no-person');
    expect(bench.place.order).toEqual([]);
    await bench.close();
  });
});

describe('S45 S46 whoever writes into the store by hand', () => {
  it.each([
    [
      'a weaker consent',
      `${change('"approvals":2', '"approvals":0')}; ${change('"state":"waiting"', '"state":"approved"')}`,
      'S40',
      [ada],
    ],
    [
      'a run that says it is approved',
      change('"state":"waiting"', '"state":"approved"'),
      'S40',
      [ada],
    ],
    ['another risk', change('"risk":"critical"', '"risk":"low"'), 'S43', [ada, ben]],
    [
      'another environment',
      change('"environment":"production"', '"environment":"staging"'),
      'S43',
      [ada, ben],
    ],
    ['another moment', change('"moment":"noon"', '"moment":"midnight"'), 'S43', [ada, ben]],
    [
      'an approval of their own',
      `insert into approval (run, person, json, seal) select number, 'ben', '{"by":{"person":"ben","actor":"slack:T1/UBEN","slackUserId":"UBEN"},"at":1,"hash":"' || json_extract(json, '$.hash') || '"}', null from run; ${change('"state":"waiting"', '"state":"approved"')}`,
      'S40',
      [ada],
    ],
  ])('starts nothing by %s', async (_, statement, wanted, approvers) => {
    const { bench, tamper } = await onFile({ secretKey: 'a secret of the machine' });
    const run = await bench.agreed(otto, approvers);
    tamper(statement);
    expect(rule(await bench.acting.start(run.id, otto))).toBe(wanted);
    expect(bench.place.order).toEqual([]);
    await bench.close();
  });

  it('cannot make another person the requester, who then starts it', async () => {
    const { bench, tamper } = await onFile();
    const run = await bench.agreed(otto, [ada, ben]);
    tamper(change('"person":"otto"', '"person":"mallory"'));
    expect(rule(await bench.acting.start(run.id, otto))).toBe('requester');
    expect(rule(await bench.acting.start(run.id, person('mallory')))).toBe('S43');
    expect((await bench.acting.find(run.id))?.state).toBe('void');
    await bench.close();
  });

  it('cannot take away the code or the name that is to be typed', async () => {
    const codes: string[] = [];
    const { bench, tamper } = await onFile({
      consent: { stepUp: true, typedName: true },
      parts: {
        async stepUp({ person: name }) {
          codes.push(name);
          return refusal('code-wanted');
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
    tamper(
      `${change('"stepUp":true', '"stepUp":false')}; ${change('"typedName":true', '"typedName":false')}`,
    );
    expect((await bench.acting.find(run.id))?.consent).toMatchObject({
      stepUp: false,
      typedName: false,
    });
    expect(rule(await bench.acting.confirm(run.id, otto, { hash: run.hash }))).toBe('typed-name');
    expect(rule(await bench.acting.confirm(run.id, otto, given(run)))).toBe('code-wanted');
    expect(codes).toEqual(['otto']);
    await bench.close();
  });
});

describe('S48 a store that takes no entries any more', () => {
  const full = `create trigger full before insert on audit begin select raise(abort, 'disk full'); end`;

  it('takes no approval and starts nothing, and goes on when it can', async () => {
    const { bench, tamper } = await onFile();
    const run = await bench.agreed(otto, [ada]);
    const ready = await bench.agreed(otto, [ada, ben]);
    tamper(full);
    await expect(bench.acting.approve(run.id, ben, given(run))).rejects.toThrow('disk full');
    await expect(bench.acting.start(ready.id, otto)).rejects.toThrow('disk full');
    expect((await bench.acting.find(run.id))?.approvals).toHaveLength(1);
    expect((await bench.acting.find(ready.id))?.state).toBe('approved');
    expect(bench.place.order).toEqual([]);
    expect(bench.sessions.size).toBe(0);
    tamper('drop trigger full');
    expect(rule(await bench.acting.approve(run.id, ben, given(run)))).toBe('approved');
    expect(rule(await bench.acting.start(ready.id, otto))).toBe('running');
    await bench.over(ready.id);
    expect(await bench.store.audit.verify()).toMatchObject({ ok: true });
    await bench.close();
  });

  it('shouts when not even a refusal can be kept, and refuses until it can', async () => {
    const { bench, tamper } = await onFile();
    const run = await bench.agreed(otto, []);
    tamper(full);
    expect(rule(await bench.acting.approve(run.id, otto, given(run)))).toBe('S40');
    expect(bench.shouted).toHaveLength(1);
    expect(rule(await bench.acting.approve(run.id, ada, given(run)))).toBe('S48');
    await bench.acting.tick();
    expect(rule(await bench.acting.approve(run.id, ada, given(run)))).toBe('S48');
    tamper('drop trigger full');
    await bench.acting.tick();
    expect(rule(await bench.acting.approve(run.id, ada, given(run)))).toBe('waiting');
    await bench.close();
  });
});

describe('S14 two bots on one store', () => {
  it('carry a run out once, whoever is asked to start it', async () => {
    const bench = await actingBench();
    const run = await bench.agreed(otto, [ada, ben]);
    const first = bench.acting;
    const second = bench.restart();
    const both = await Promise.all([first.start(run.id, otto), second.start(run.id, otto)]);
    expect(both.map(rule).filter((each) => each === 'running')).toHaveLength(1);
    await bench.over(run.id);
    expect(bench.place.order).toEqual(['look', 'stop', 'copy']);
    await bench.close();
  });
});
