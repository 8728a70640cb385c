import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runbook } from '../../src/domain/runbook.ts';
import { signedOff, type TaskRecord, tasksOf } from '../../src/watching/digest-tasks.ts';

const environment = 'production';
const yes = { verified: true, detail: 'measured' };
const no = { verified: false, detail: 'a phase did not run for 2 h' };
const monday = { environment, kind: 'daily', period: '2026-11-23', at: 1 } as const;
const tuesday = { environment, kind: 'daily', period: '2026-11-24', at: 2 } as const;
const names = (tasks: readonly TaskRecord[]) => tasks.map(({ name, state }) => `${name} ${state}`);

describe("the runbook's tasks of a digest", () => {
  it.each([
    ['daily', ['ooda-metrics open', 'query-performance open', 'backup-completion open']],
    [
      'weekly',
      ['benchmarks open', 'spatial-usage open', 'clr-updates open', 'storage-growth open'],
    ],
    [
      'monthly',
      ['disaster-recovery open', 'slow-queries open', 'old-partitions open', 'dependencies open'],
    ],
    ['now', []],
  ] as const)('come up in the %s one as the guide says', (kind, expected) => {
    expect(names(tasksOf({ environment, kind, period: 'p', at: 1 }, [], new Map()))).toEqual(
      expected,
    );
  });

  it('are ticked where the measurements verify them, and say by what', () => {
    const [ooda, queries] = tasksOf(
      monday,
      [],
      new Map([
        ['ooda-metrics', yes],
        ['query-performance', no],
      ]),
    );
    expect(ooda).toMatchObject({ state: 'verified', detail: 'measured' });
    expect(queries).toMatchObject({ state: 'open', detail: no.detail });
  });

  it('that stay open are carried over by name, once, with the period in which they came up', () => {
    const first = tasksOf(monday, [], new Map());
    const second = tasksOf(tuesday, first, new Map([['backup-completion', yes]]));
    expect(names(second)).toEqual([
      'ooda-metrics open',
      'query-performance open',
      'backup-completion verified',
    ]);
    expect(second.map(({ carriedFrom }) => carriedFrom)).toEqual(Array(3).fill('2026-11-23'));
    expect(second.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
  });

  it('of a week that stay open stand in the next daily digest too', () => {
    const weekly = tasksOf(
      { environment, kind: 'weekly', period: '2026-W48', at: 1 },
      [],
      new Map(),
    );
    const [, , , carried] = tasksOf(tuesday, weekly, new Map());
    expect(carried).toMatchObject({ name: 'benchmarks', state: 'open', carriedFrom: '2026-W48' });
  });

  it('of a day do not stand in the digest of a week, nor those that came up at the same moment', () => {
    const daily = tasksOf(monday, [], new Map());
    const weekly = tasksOf({ ...monday, kind: 'weekly', period: '2026-W48' }, daily, new Map());
    expect(weekly.map(({ every }) => every)).toEqual(['week', 'week', 'week', 'week']);
    expect(tasksOf(monday, weekly, new Map()).map(({ every }) => every)).toEqual([
      'day',
      'day',
      'day',
    ]);
  });

  it('come up anew after they were signed off', () => {
    const signed = tasksOf(monday, [], new Map()).flatMap(
      (task) => signedOff(task, 'otto', 5) ?? [],
    );
    const [fresh] = tasksOf(tuesday, signed, new Map());
    expect(fresh).toMatchObject({
      state: 'open',
      since: '2026-11-24',
      carriedFrom: null,
      signedBy: null,
    });
  });

  it('are signed off once', () => {
    const [task] = tasksOf(monday, [], new Map());
    const signed = task === undefined ? null : signedOff(task, 'otto', 5);
    expect(signed).toMatchObject({ state: 'signed', signedBy: 'otto', signedAt: 5 });
    expect(signed === null ? 0 : signedOff(signed, 'vera', 6)).toBeNull();
  });

  it('never double and never get lost, whatever is verified and signed off in whatever order of digests', () => {
    const kind = fc.constantFrom('daily' as const, 'weekly' as const, 'monthly' as const);
    const step = fc.record({
      kind,
      verified: fc.subarray(runbook.map(({ name }) => name)),
      sign: fc.nat(20),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let known: readonly TaskRecord[] = [];
        for (const [index, { kind: each, verified, sign }] of steps.entries()) {
          const longer = ['day', 'week', 'month'].slice(
            ['daily', 'weekly', 'monthly'].indexOf(each),
          );
          const wasOpen = known
            .filter(({ state, every }) => state === 'open' && longer.includes(every))
            .map(({ name }) => name);
          const period = `p${index}`;
          const tasks = tasksOf(
            { environment, kind: each, period, at: index },
            known,
            new Map(verified.map((name) => [name, yes])),
          );
          const told = tasks.map(({ name }) => name);
          expect(new Set(told).size).toBe(told.length);
          expect(told).toEqual(expect.arrayContaining(wasOpen));
          const signed = tasks.map((task, at) =>
            at === sign ? (signedOff(task, 'otto', index) ?? task) : task,
          );
          const ids = new Set(signed.map(({ id }) => id));
          known = [...known.filter(({ id }) => !ids.has(id)), ...signed];
          expect(new Set(known.map(({ id }) => id)).size).toBe(known.length);
        }
      }),
    );
  });
});
