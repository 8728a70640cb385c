import { describe, expect, it } from 'vitest';
import { readBacks } from '../../src/app/read-backs.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { OperationName } from '../../src/domain/plan.ts';
import { aRun } from '../fakes/runs.ts';
import { temporaryStore } from '../store/temporary-store.ts';

const written = (operation: OperationName, memory: JsonObject) => ({ operation, memory });
const set = (guid: string, verified?: boolean) => ({
  set: { guid },
  ...(verified === undefined ? {} : { verified }),
});

/** What is known to be read back after these runs, oldest first. */
async function known(runs: readonly ReturnType<typeof written>[]) {
  const store = await temporaryStore();
  await store.transaction(async () => {
    for (const [at, { operation, memory }] of runs.entries()) {
      const order = { ...aRun().order, operation };
      await store.runs.insert(aRun({ id: `R${at + 1}`, order, state: 'done', memory }));
    }
  });
  return readBacks(store.runs, 'production');
}

describe('S21 sets that runs read back', () => {
  it('are those of backups, and of the full with which a restore ends', async () => {
    const found = await known([
      written('backup.full', set('A', true)),
      written('backup.diff', set('B')),
      written('backup.log', set('C', false)),
      written('restore.in-place', set('D', true)),
      written('backup.log', { verified: true }),
    ]);
    expect([...found].toSorted()).toEqual(['a', 'd']);
  });

  it('among them a weekly full, after hundreds of logs', async () => {
    const logs = Array.from({ length: 700 }, (_, at) => written('backup.log', set(`L${at}`, true)));

    const found = await known([written('backup.full', set('F', true)), ...logs]);

    expect(found.has('f')).toBe(true);
    expect(found.has('l699')).toBe(true);
  });
});
