import { describe, expect, it } from 'vitest';
import { copiesDue } from '../../src/app/copies-due.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { OperationName } from '../../src/domain/plan.ts';
import type { Run, RunState } from '../../src/domain/run.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { aPlan, aRun } from '../fakes/runs.ts';
import { NOON } from '../fakes/views.ts';
import { temporaryStore } from '../store/temporary-store.ts';

const written = (at: number) => new Date(at).toISOString();

function over(operation: OperationName, memory: JsonObject, state: RunState = 'done'): Run {
  const plan = { ...aPlan(), operation };
  const order = { ...aRun().order, operation };
  return aRun({ id: 'R7', order, plan, state, endedAt: NOON - 10 * DAY, memory });
}

/** What is due, of these runs, where the server has these databases. */
async function due(runs: readonly Run[], databases: readonly string[] | null) {
  const store = await temporaryStore();
  await store.transaction(async () => {
    for (const run of runs) await store.runs.insert(run);
  });
  const ask = async () =>
    databases === null
      ? ({ ok: false, trouble: { kind: 'unreachable', detail: '', code: null } } as const)
      : ({ ok: true, value: databases.map((name) => ({ name })) } as const);
  const ports = { facts: { ask } };
  return copiesDue(store.runs, ports, 'production', NOON);
}

const copy = (expires: number, state: RunState = 'done') =>
  over('restore.copy', { copy: 'Hartonomous_R7', expires: written(expires) }, state);
const aside = over('restore.in-place', { before: 'Hartonomous_R7_before' });

describe('S16 what runs left', () => {
  it.each<[string, Run, readonly string[] | null, readonly string[]]>([
    [
      'a copy after its date',
      copy(NOON - 3 * DAY),
      ['master', 'hartonomous_r7'],
      ['the copy `Hartonomous_R7` is wanted no more for 3 d: drop it in R7'],
    ],
    [
      'on its day',
      copy(NOON - HOUR),
      ['Hartonomous_R7'],
      ['the copy `Hartonomous_R7` is wanted no more since today: drop it in R7'],
    ],
    ['before its date', copy(NOON + HOUR), ['Hartonomous_R7'], []],
    ['dropped by anyone', copy(NOON - DAY), ['Hartonomous'], []],
    ['of a run that failed', copy(NOON - DAY, 'failed'), ['Hartonomous_R7'], []],
    ['while the server does not answer', copy(NOON - DAY), null, []],
    [
      'the database that a restore set aside, after a week',
      aside,
      ['Hartonomous_R7_before'],
      ['the database of before `Hartonomous_R7_before` is wanted no more for 3 d: drop it in R7'],
    ],
    ['a restore that set none aside', over('restore.in-place', {}), ['Hartonomous'], []],
  ])('is told in the digest: %s', async (_, run, databases, words) => {
    expect(await due([run], databases)).toEqual(words);
  });

  it('is told also where a schedule has taken hundreds of backups since', async () => {
    const backups = Array.from({ length: 700 }, (_, at) => ({
      ...over('backup.log', {}),
      id: `R${at + 8}`,
    }));

    expect(await due([aside, ...backups], ['Hartonomous_R7_before'])).toHaveLength(1);
  });
});
