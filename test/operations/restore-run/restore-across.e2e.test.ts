import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json.ts';
import type { Run } from '../../../src/domain/run.ts';
import { carryFiles } from '../../support/carry-files.ts';
import { person } from '../acting/acting-bench.ts';
import { type RestoreBench, requester, restoreBench } from './restore-bench.ts';

let production: RestoreBench;
let staging: RestoreBench;
afterEach(() => Promise.all([production.close(), staging.close()]));

const incoming = 'D:\\FromProduction';
const copy = 'Hartonomous_Rtest';
const order = { end: { kind: 'latest' }, copy, from: 'production' };

/** Two simulated servers, and the bot of the second that may read of the first. */
async function twoEnvironments(masking: string | null, version: 15 | 16 = 16): Promise<void> {
  production = await restoreBench({ seed: 7 });
  staging = await restoreBench({
    seed: 8,
    serverName: 'SQL-STAGING',
    version,
    other: (name) => (name === 'production' ? production.ports : null),
    settings: {
      environment: 'staging',
      masking,
      allowedDirectories: ['D:\\Backups', incoming, 'D:\\Data', 'L:\\Log'],
    },
  });
}

async function proposed(options: JsonObject = {}) {
  return staging.acting.propose({
    operation: 'restore.copy',
    environment: 'staging',
    options: { ...order, ...options },
    by: requester,
  });
}

async function run(options: JsonObject = {}): Promise<Run> {
  const { acting } = staging;
  const planned = await proposed(options);
  if ('rule' in planned) throw new Error(`${planned.rule}: ${planned.message} ${planned.hint}`);
  const given = { hash: planned.hash };
  await acting.confirm(planned.id, requester, given);
  await acting.approve(planned.id, person('bea'), given);
  const started = await acting.start(planned.id, requester);
  if ('rule' in started) throw new Error(`${started.rule}: ${started.message}`);
  return staging.over(planned.id);
}

async function requests(bench: RestoreBench, database: string) {
  const [row] = await bench.ask(
    `SELECT COUNT(*) AS n, SUM(CASE WHEN r.InputData = N'masked' THEN 1 ELSE 0 END) AS masked FROM [${database}].dbo.InferenceRequest AS r`,
  );
  return { all: Number(row?.['n']), masked: Number(row?.['masked']) };
}

async function standing(database: string): Promise<string> {
  const [row] = await staging.ask(
    `SELECT d.state_desc AS state, d.user_access_desc AS access, d.is_broker_enabled AS broker FROM sys.databases AS d WHERE d.name = N'${database}'`,
  );
  return row === undefined ? 'none' : [row['state'], row['access'], row['broker']].join(' ');
}

async function familyOf(bench: RestoreBench, database: string): Promise<unknown> {
  const [row] = await bench.ask(
    `SELECT s.family_guid AS family FROM sys.database_recovery_status AS s JOIN sys.databases AS d ON d.database_id = s.database_id WHERE d.name = N'${database}'`,
  );
  return row?.['family'];
}

describe('a copy of another environment, on two simulated servers', () => {
  it('S17 is masked while it is shut, and then opened; nothing of the other server is touched', async () => {
    await twoEnvironments('dbo.MaskRequests');
    carryFiles(production.world, staging.world, incoming);
    let before = '';
    let shut = '';
    staging.beforeSend = async (statement) => {
      if (!statement.includes('MaskRequests')) return;
      shut = await standing(copy);
      before = JSON.stringify(await requests(staging, copy));
    };

    const done = await run();

    expect(done.report?.lines.join(' ')).toContain('Masked by `dbo.MaskRequests` before anyone');
    expect(['done', 'incomplete']).toContain(done.state);
    expect(shut).toBe('ONLINE RESTRICTED_USER false');
    expect(JSON.parse(before)).toMatchObject({ masked: 0 });
    const after = await requests(staging, copy);
    expect(after.all).toBeGreaterThan(0);
    expect(after.masked).toBe(after.all);
    expect(await standing(copy)).toBe('ONLINE MULTI_USER false');
    // It is production's database, and staging's own is as it was.
    expect(await familyOf(staging, copy)).toBe(await familyOf(production, 'Hartonomous'));
    expect(await familyOf(staging, 'Hartonomous')).not.toBe(await familyOf(staging, copy));
    expect(await requests(staging, 'Hartonomous')).toMatchObject({ masked: 0 });
    expect(production.sent).toEqual([]);
    const marks = await staging.ask(
      `SELECT e.name, CONVERT(nvarchar(100), e.value) AS value FROM [${copy}].sys.extended_properties AS e WHERE e.name = N'hart_masked'`,
    );
    expect(marks).toEqual([{ name: 'hart_masked', value: `${done.id} dbo.MaskRequests` }]);
    const entries = staging.audited.filter(({ detail }) => detail['run'] === done.id);
    expect(new Set(entries.map(({ environment }) => environment))).toEqual(new Set(['staging']));
    expect(new Set(entries.map(({ detail }) => detail['with']))).toEqual(new Set(['production']));
    // A restore of its own is of its own backups: only room is what a second copy lacks.
    const own = await staging.acting.propose({
      operation: 'restore.copy',
      environment: 'staging',
      options: { end: { kind: 'latest' }, copy: 'Hartonomous_Rown' },
      by: requester,
    });
    expect(own).toMatchObject({ rule: 'restore: space' });
  }, 120_000);

  it('S17 stays restricted where masking fails, says that it is unmasked, and offers to drop it', async () => {
    await twoEnvironments('dbo.MaskNothing');
    carryFiles(production.world, staging.world, incoming);

    const failed = await run();

    expect(failed.state).toBe('failed');
    const words = failed.report?.lines.join(' ') ?? '';
    expect(words).toContain('Masking by `dbo.MaskNothing` failed (error 2812)');
    expect(words).toContain('holds the data unmasked. It stays restricted');
    expect(words).not.toContain('SET MULTI_USER');
    expect(await standing(copy)).toBe('ONLINE RESTRICTED_USER false');
    expect(failed.report?.next).toMatchObject([
      { operation: 'copy.drop', options: { copy, madeBy: failed.id } },
    ]);
  }, 120_000);

  it('S17 is open and says that it is unmasked, where that was ordered and agreed to', async () => {
    await twoEnvironments(null);
    carryFiles(production.world, staging.world, incoming);

    const done = await run({ unmasked: true });

    expect(done.report?.lines.join(' ')).toContain('data of production as it is, unmasked');
    expect(await requests(staging, copy)).toMatchObject({ masked: 0 });
    expect(await standing(copy)).toBe('ONLINE MULTI_USER false');
  }, 120_000);

  it('S25 is refused until the server sees the files, which are named; S24 never on an older server', async () => {
    await twoEnvironments('dbo.MaskRequests');
    const answer = await proposed();
    expect(answer).toMatchObject({
      rule: 'S25',
      message: expect.stringMatching(/^`SQL-STAGING` doesn't see \d+ files? of these backups/),
      hint: expect.stringContaining(incoming.replaceAll('\\', '\\')),
    });
    carryFiles(production.world, staging.world, incoming);
    const planned = await proposed();
    expect(planned).toMatchObject({ state: 'planned' });
    await staging.close();
    await production.close();

    await twoEnvironments('dbo.MaskRequests', 15);
    carryFiles(production.world, staging.world, incoming);
    expect(await proposed()).toMatchObject({ rule: 'S24' });
  }, 120_000);
});
