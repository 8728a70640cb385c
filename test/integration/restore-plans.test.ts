import * as fc from 'fast-check';
import sql from 'mssql';
import { expect, onTestFinished, test } from 'vitest';
import { type GivenSet, loadHistory } from '../../sandbox/world/given-history.ts';
import { createSqlServer } from '../../sandbox/world/sql-server.ts';
import { createWorld } from '../../sandbox/world/world.ts';
import { planRestore } from '../../src/operations/restore/plan-restore.ts';
import { readHistory } from '../../src/operations/restore/read-history.ts';
import type { RestorePlan } from '../../src/operations/restore/request.ts';
import { parseServerTime } from '../../src/operations/restore/server-time.ts';
import type { RawSet } from '../operations/restore/oracle.ts';
import { historyArbitrary, momentAt } from '../operations/restore/simulated-history.ts';

const isLong = process.env['HART_LONG'] === '1';
const numRuns = isLong ? 300 : 25;

/** The generator names GUIDs by words; here they become what a server has. */
function guidOf(word: string | null | undefined): string | null {
  if (word === null || word === undefined) return null;
  const hex = Buffer.from(word.padEnd(16, '.')).toString('hex').slice(-32).toUpperCase();
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The sets as those of another database on this server, each in files of its own. */
function asGiven(sets: readonly RawSet[], database: string): readonly (RawSet & GivenSet)[] {
  return sets.map((set) => ({
    ...set,
    database,
    setGuid: guidOf(set.setGuid),
    differentialBaseGuid: guidOf(set.differentialBaseGuid),
    familyGuid: guidOf(set.familyGuid),
    firstForkGuid: guidOf(set.firstForkGuid),
    lastForkGuid: guidOf(set.lastForkGuid),
    files:
      set.files?.map((file, index) =>
        file === 'NUL' ? file : `E:\\${database}\\${set.id}_${index + 1}.bak`,
      ) ?? null,
  }));
}

function plan(sets: readonly RawSet[], database: string, moment: string): RestorePlan | null {
  const read = readHistory({ sets });
  if (read.kind !== 'history') throw new Error(JSON.stringify(read));
  const { local } = parseServerTime(moment) ?? { local: Number.NaN };
  const answer = planRestore(read.sets, {
    database,
    moment: { at: local, local, text: moment },
    exclude: { diff: false, log: false },
    fork: null,
    continueFrom: null,
  });
  return answer.ok ? answer : null;
}

test('every plan is restored by the server without an error, to its moment', {
  timeout: isLong ? 1_200_000 : 120_000,
}, async () => {
  const world = await createWorld({ now: () => Date.UTC(2026, 10, 24), seed: 3, actMs: 0 });
  const passwords = { hart_reader: 'reads', hart_operator: 'acts', sa: 'everything' };
  const server = await createSqlServer({ world, host: '127.0.0.1', port: 0, passwords });
  const pool = new sql.ConnectionPool({
    server: '127.0.0.1',
    port: server.port,
    user: 'hart_operator',
    password: passwords.hart_operator,
    database: 'master',
    pool: { min: 1, max: 1 },
    validateConnection: false,
    options: { encrypt: false, trustServerCertificate: true },
  });
  onTestFinished(async () => {
    await pool.close();
    await server.close();
    await world.close();
  });
  await pool.connect();
  let histories = 0;
  let restored = 0;
  await fc.assert(
    fc.asyncProperty(
      historyArbitrary,
      fc.integer({ min: 12, max: 40 }),
      async (generated, tick) => {
        const moment = momentAt(tick);
        const database = `Given${(histories += 1)}`;
        const sets = asGiven(generated, database);
        const answer = plan(sets, database, moment);
        fc.pre(answer !== null);
        if (!answer) return;
        loadHistory(world, sets);
        for (const statement of answer.statements) await pool.request().batch(statement);
        const [state] = (
          await pool
            .request()
            .query<{ state: string }>(
              `SELECT d.state_desc AS state FROM sys.databases AS d WHERE d.name = N'${database}'`,
            )
        ).recordset;
        expect(state).toEqual({ state: 'ONLINE' });
        const until = world.databases.get(database).body.windows.at(-1)?.until;
        expect(until).toBe(Date.parse(`${moment}Z`) - 3_600_000);
        await pool.request().batch(`DROP DATABASE [${database}]`);
        restored += 1;
      },
    ),
    { numRuns },
  );
  expect(restored).toBeGreaterThanOrEqual(numRuns);
});
