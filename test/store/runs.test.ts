import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { OperationName } from '../../src/domain/plan.ts';
import type { Run } from '../../src/domain/run.ts';
import { migrations } from '../../src/store/migrations/migrations.ts';
import { openStore } from '../../src/store/open-store.ts';
import { fakeLogger } from '../fakes/fake-logger.ts';
import { ada, aRun, ben } from '../fakes/runs.ts';
import { silent, temporaryDirectory, temporaryStore } from './temporary-store.ts';

const key = 'a secret of the machine';
const approval = (by: Run['order']['by'], hash: string, at = 5) => ({ by, at, hash });

/** Changes the file behind the store's back. */
function tamper(file: string, statement: string): void {
  const database = new DatabaseSync(file);
  database.exec(statement);
  database.close();
}

const waiting = (id: string, more: Partial<Run> = {}): Run =>
  aRun({ id, state: 'waiting', version: 1, approvals: [], ...more });

describe('runs in the store', () => {
  it('get a number that is never given twice, also after a restart, however many ask', async () => {
    const first = await temporaryStore();
    const many = await Promise.all(Array.from({ length: 20 }, () => first.runs.nextId()));
    expect(new Set(many).size).toBe(20);
    await first.close();
    const second = await temporaryStore({ file: first.file });
    expect(await second.runs.nextId()).toBe('R21');
  });

  it('come back as they were, by an id of either case; what is no id finds none', async () => {
    const { runs } = await temporaryStore();
    const run = waiting('R7', { approvals: [approval(ada, 'h', 1), approval(ben, 'h', 2)] });
    await runs.insert(run);
    expect(await runs.find('R7')).toEqual(run);
    expect(await runs.find('r7')).toEqual(run);
    for (const id of ['R8', '7', 'R07', 'R7;', '', 'R99999999999'])
      expect(await runs.find(id)).toBeNull();
  });

  it('change once a version: of many who replace the same one, one wins', async () => {
    const { runs } = await temporaryStore();
    await runs.insert(waiting('R1'));
    const won = await Promise.all(
      [1, 2, 3, 4].map((at) => runs.replace(waiting('R1', { version: 2, confirmedAt: at }))),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await runs.replace(waiting('R1', { version: 2 }))).toBe(false);
    expect(await runs.replace(waiting('R9', { version: 2 }))).toBe(false);
    expect((await runs.find('R1'))?.version).toBe(2);
  });

  it('are listed newest first, those not over before the others, by environment', async () => {
    const { runs } = await temporaryStore();
    const order = aRun().order;
    await runs.insert(waiting('R1'));
    await runs.insert(waiting('R2', { state: 'done' }));
    await runs.insert(waiting('R3', { order: { ...order, environment: 'staging' } }));
    await runs.insert(waiting('R4', { state: 'expired' }));
    await runs.insert(waiting('R5', { state: 'running' }));
    const ids = async (environment: string | null, limit: number) =>
      (await runs.list(environment, limit)).map(({ id }) => id);
    expect(await ids('production', 10)).toEqual(['R5', 'R1', 'R4', 'R2']);
    expect(await ids(null, 3)).toEqual(['R5', 'R3', 'R1']);
    expect((await runs.open()).map(({ id }) => id)).toEqual(['R1', 'R3', 'R5']);
  });

  it('are found by what they were, however many others came since', async () => {
    const store = await temporaryStore();
    const { runs } = store;
    const of = (id: string, operation: OperationName, environment = 'production') =>
      waiting(id, { order: { ...aRun().order, operation, environment }, state: 'done' });
    await runs.insert(of('R1', 'restore.copy'));
    await runs.insert(of('R2', 'restore.in-place', 'staging'));
    await runs.insert({ ...of('R3', 'restore.in-place'), state: 'waiting' });
    await store.transaction(async () => {
      for (let number = 4; number < 400; number += 1)
        await runs.insert(of(`R${number}`, 'backup.log'));
    });
    await runs.insert(of('R400', 'restore.copy'));
    const ids = async (limit: number) =>
      (await runs.past('production', ['restore.copy', 'restore.in-place'], limit)).map(
        ({ id }) => id,
      );
    expect(await ids(10)).toEqual(['R400', 'R3', 'R1']);
    expect(await ids(2)).toEqual(['R400', 'R3']);
    expect(await runs.past('production', ['resync'], 10)).toEqual([]);
  });

  it('of a store from before they told their operation are found by it too', async () => {
    const file = join(temporaryDirectory(), 'hart.db');
    const url = `sqlite:${file}`;
    const old = await openStore({
      url,
      now: () => 0,
      log: silent,
      migrations: migrations.slice(0, 3),
    });
    await old.close();
    const { approvals: _, ...run } = waiting('R1');
    const json = JSON.stringify(run).replaceAll("'", "''");
    tamper(
      file,
      `insert into run (number, environment, over, version, json) values (1, 'production', 0, 1, '${json}')`,
    );
    const { runs } = await temporaryStore({ file });
    const found = await runs.past('production', [run.order.operation], 1);
    expect(found).toEqual([waiting('R1')]);
  });

  it('keep nothing of a transaction that failed', async () => {
    const store = await temporaryStore();
    const { runs } = store;
    await runs.insert(waiting('R1'));
    const failing = store.transaction(async () => {
      await runs.replace(waiting('R1', { version: 2, approvals: [approval(ada, 'h')] }));
      throw new Error('disk full');
    });
    await expect(failing).rejects.toThrow('disk full');
    expect(await runs.find('R1')).toMatchObject({ version: 1, approvals: [] });
  });
});

describe('S45 approvals carry a seal', () => {
  async function sealed() {
    const log = fakeLogger();
    const store = await temporaryStore({ secretKey: key, log });
    await store.runs.insert(waiting('R1', { approvals: [approval(ada, 'h')] }));
    await store.runs.insert(waiting('R2'));
    const approvals = async (id: string) =>
      ((await store.runs.find(id))?.approvals ?? []).map(({ by }) => by.person);
    return { store, log, approvals };
  }

  it('that holds as long as nobody touches them', async () => {
    const { approvals, log } = await sealed();
    expect(await approvals('R1')).toEqual(['ada']);
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  for (const [what, statement] of [
    ['another plan', `update approval set json = replace(json, '"hash":"h"', '"hash":"g"')`],
    [
      'another person',
      `update approval set person = 'ben', json = replace(json, '"person":"ada"', '"person":"ben"')`,
    ],
    ['another time', `update approval set json = replace(json, '"at":5', '"at":6')`],
    ['another run', `update approval set run = 2`],
    ['no seal', `update approval set seal = null`],
    ['a seal of another length', `update approval set seal = 'abcd'`],
  ] as const)
    it(`and counts as none, loudly, with ${what}`, async () => {
      const { store, approvals, log } = await sealed();
      tamper(store.file, statement);
      expect([...(await approvals('R1')), ...(await approvals('R2'))]).toEqual([]);
      expect(log.lines.some(({ level }) => level === 'error')).toBe(true);
    });

  it('nor can one be written in by whoever has the file alone', async () => {
    const { store, approvals } = await sealed();
    const json = JSON.stringify(approval(ben, 'h'));
    tamper(
      store.file,
      `insert into approval (run, person, json, seal) values (1, 'ben', '${json}', '${'0'.repeat(64)}')`,
    );
    expect(await approvals('R1')).toEqual(['ada']);
  });

  it('and a true approval of the same person takes the place of a false one', async () => {
    const { store, approvals } = await sealed();
    tamper(store.file, 'update approval set seal = null');
    const run = await store.runs.find('R1');
    if (run === null) throw new Error('gone');
    await store.runs.replace({ ...run, version: 2, approvals: [approval(ada, 'h', 9)] });
    expect(await approvals('R1')).toEqual(['ada']);
  });

  it('does not hold under another key; without one they are taken as they stand', async () => {
    const { store } = await sealed();
    await store.close();
    const other = await temporaryStore({ file: store.file, secretKey: 'another' });
    expect((await other.runs.find('R1'))?.approvals).toEqual([]);
    await other.close();
    const none = await temporaryStore({ file: store.file });
    expect((await none.runs.find('R1'))?.approvals).toHaveLength(1);
  });
});
