import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BackupSet } from '../../../src/operations/restore/backup-set.ts';
import { planRestore } from '../../../src/operations/restore/plan-restore.ts';
import { readHistory } from '../../../src/operations/restore/read-history.ts';
import type {
  Moment,
  RestorePlan,
  RestoreRequest,
} from '../../../src/operations/restore/request.ts';
import { parseServerTime } from '../../../src/operations/restore/server-time.ts';
import { everyWay, type RawSet, type Restoring, restore, type Way } from './oracle.ts';
import { historyArbitrary, momentAt } from './simulated-history.ts';

const isLong = process.env['HART_LONG'] === '1';
const numRuns = isLong ? 10_000 : 500;
const timeout = isLong ? 600_000 : 60_000;

describe('a plan against a server that restores', () => {
  test('the verdict on a moment is that of trying every order of the sets', {
    timeout,
  }, () => {
    const verdicts = new Map<string, number>();
    fc.assert(
      fc.property(
        historyArbitrary,
        fc.integer({ min: 12, max: 40 }),
        fc.constantFrom('', '', 'diff'),
        (sets, tick, exclude) => {
          const moment = momentAt(tick);
          const diffs = exclude !== 'diff';
          const answer = planRestore(
            parsed(sets),
            request({ moment: at(moment), exclude: { diff: !diffs, log: false } }),
          );
          const ways = everyWay(sets, { moment, diffs });
          const reaching = ways.filter(({ database }) => database.stopped);
          const forks = forksOf(reaching);
          verdicts.set(
            answer.ok ? 'ok' : answer.reason,
            (verdicts.get(answer.ok ? 'ok' : answer.reason) ?? 0) + 1,
          );
          if (answer.ok) {
            expect(forks.length).toBeLessThan(2);
            const end = replay(sets, answer);
            expect(end).toMatchObject({ stopped: true, time: moment });
            expect(answer).toMatchObject({ pointInTime: true, reaches: moment });
            expect(answer.steps.length).toBe(Math.min(...reaching.map(({ ids }) => ids.length)));
            return;
          }
          expect([answer.reason, moment]).toEqual([
            expectedReason(sets, moment, diffs, reaching),
            moment,
          ]);
          if (answer.reason !== 'fork' && knowsForks(sets))
            expect(answer.newestReachable).toBe(newestOf(ways));
        },
      ),
      { numRuns },
    );
    if (isLong) console.info(Object.fromEntries(verdicts)); // oxlint-disable-line no-console -- the figures of the long run
  });

  test('a fork that covers the moment can be chosen, and another can not', { timeout }, () => {
    fc.assert(
      fc.property(
        historyArbitrary,
        fc.integer({ min: 12, max: 40 }),
        fc.integer({ min: 0, max: 3 }),
        (sets, tick, number) => {
          const moment = momentAt(tick);
          const fork = `fork-${number}`;
          const reaching = everyWay(sets, { moment }).filter(({ database }) => database.stopped);
          const answer = planRestore(
            parsed(sets),
            request({ moment: at(moment), fork: fork.toUpperCase() }),
          );
          const onFork = reaching.some(({ database }) => database.fork === fork);
          const unknown = reaching.some(({ database }) => database.fork === null);
          expect(answer.ok).toBe(onFork || unknown);
          if (!answer.ok) return;
          expect(answer.fork).toBe(onFork ? fork : null);
          expect(replay(sets, answer)).toMatchObject({ time: moment, stopped: true });
        },
      ),
      { numRuns },
    );
  });

  test('"latest" is the last moment that any order of the sets reaches', { timeout }, () => {
    fc.assert(
      fc.property(historyArbitrary, fc.boolean(), (sets, logs) => {
        fc.pre(knowsForks(sets));
        const ways = everyWay(sets, { moment: null, logs });
        const answer = planRestore(
          parsed(sets),
          request({ moment: null, exclude: { diff: false, log: !logs } }),
        );
        const newest = newestOf(ways);
        if (!answer.ok) {
          expect(['no-full', 'fork', 'unknown-database']).toContain(answer.reason);
          expect(answer.reason === 'fork' ? answer.newestReachable : null).toBe(newest);
          return;
        }
        expect(answer.pointInTime).toBe(false);
        expect(answer.reaches).toBe(newest);
        expect(replay(sets, answer).time).toBe(newest);
      }),
      { numRuns },
    );
  });

  test('a restore that stopped between two steps can be continued', { timeout }, () => {
    fc.assert(
      fc.property(
        historyArbitrary,
        fc.integer({ min: 12, max: 40 }),
        fc.nat({ max: 9 }),
        (sets, tick, count) => {
          const moment = momentAt(tick);
          const plan = planRestore(parsed(sets), request({ moment: at(moment) }));
          if (!plan.ok) return;
          const done = plan.steps
            .slice(0, 1 + (count % plan.steps.length))
            .slice(0, plan.steps.length - 1);
          if (done.length === 0) return;
          const here = run(
            sets,
            done.map(({ setId }) => [setId, null]),
          );
          const rest = planRestore(
            parsed(sets),
            request({
              moment: at(moment),
              fork: here.fork,
              continueFrom: {
                lsn: here.lsn,
                // The server knows its differential base, whatever the history says.
                diffBase: BigInt(here.full?.checkpointLsn ?? here.full?.firstLsn ?? 0),
              },
            }),
          );
          expect(rest).toMatchObject({ ok: true });
          if (!rest.ok) return;
          expect(replay(sets, rest, here)).toMatchObject({ stopped: true, time: moment });
        },
      ),
      { numRuns },
    );
  });
});

function parsed(sets: readonly RawSet[]): readonly BackupSet[] {
  const read = readHistory({ sets });
  if (read.kind !== 'history') throw new Error(JSON.stringify(read));
  return read.sets;
}

function request(changes: Partial<RestoreRequest>): RestoreRequest {
  return {
    database: 'Hartonomous',
    moment: null,
    exclude: { diff: false, log: false },
    fork: null,
    continueFrom: null,
    ...changes,
  };
}

function at(text: string): Moment {
  const { local } = parseServerTime(text) ?? { local: Number.NaN };
  return { at: local, local, text };
}

/** A log of an unknown fork fits all of them, and then neither LSNs nor times tell what is newest. */
function knowsForks(sets: readonly RawSet[]): boolean {
  return sets.every(({ lastForkGuid }) => lastForkGuid !== null);
}

/** Carries a plan out; an error of the server fails the test. */
function replay(sets: readonly RawSet[], plan: RestorePlan, from?: Restoring): Restoring {
  const stops = plan.steps.map(({ setId, stopAt }): [string, string | null] => [
    setId,
    stopAt?.slice(0, 19) ?? null,
  ]);
  expect(plan.steps.map(({ recovery }) => recovery)).toEqual(
    plan.steps.map((_, index) => (index === plan.steps.length - 1 ? 'recovery' : 'norecovery')),
  );
  expect(plan.steps.slice(0, -1).every(({ stopAt }) => stopAt === null)).toBe(true);
  expect(plan.statements.length).toBe(plan.steps.length + 1);
  expect(
    new Set([...stops.map(([id]) => id), ...plan.excluded.map(({ setId }) => setId)]).size,
  ).toBe(sets.length);
  return run(sets, stops, from);
}

function run(
  sets: readonly RawSet[],
  stops: readonly (readonly [string, string | null])[],
  from: Restoring | null = null,
): Restoring {
  let database = from;
  for (const [id, stopAt] of stops) {
    const set = sets.find((candidate) => candidate.id === id);
    if (set === undefined) throw new Error(`there is no set ${id}`);
    const outcome = restore(database, set, stopAt);
    if ('error' in outcome) throw new Error(`Msg ${outcome.error} at ${id}`);
    ({ database } = outcome);
  }
  if (database === null) throw new Error('nothing was restored');
  return database;
}

function forksOf(ways: readonly Way[]): readonly string[] {
  return [...new Set(ways.map(({ database }) => database.fork).filter((fork) => fork !== null))];
}

/** The newest moment at which a way ends that was not stopped. */
function newestOf(ways: readonly Way[]): string | null {
  const times = ways
    .filter(({ database }) => !database.stopped)
    .map(({ database }) => database.time);
  return times.toSorted().at(-1) ?? null;
}

function expectedReason(
  sets: readonly RawSet[],
  moment: string,
  diffs: boolean,
  reaching: readonly Way[],
): unknown {
  if (sets.length === 0) return 'unknown-database';
  const fulls = everyWay(sets, { moment, diffs: false, logs: false });
  if (fulls.length === 0) return 'no-full';
  if (forksOf(reaching).length > 1) return 'fork';
  const reaches = (leniency: { damage?: boolean; bulk?: boolean }) =>
    everyWay(sets, { moment, diffs, ...leniency }).some(({ database }) => database.stopped);
  if (reaches({ damage: true })) return 'damaged';
  if (reaches({ bulk: true })) return 'bulk-logged';
  return expect.stringMatching(/^(?:gap|not-covered)$/);
}
