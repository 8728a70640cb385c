import { afterEach, describe, expect, it } from 'vitest';
import { statesOf } from '../acting/states-of.ts';
import { type RestoreBench, requester, restoreBench } from './restore-bench.ts';

let bench: RestoreBench;
afterEach(() => bench.close());

const end = { kind: 'latest' };
const texts = () => bench.sent.map(({ statement }) => statement);
const thrownOut = () => texts().filter((text) => /SINGLE_USER|MULTI_USER|MODIFY NAME/.test(text));

/** Who of the application is in the database, and since when. */
const application = () =>
  bench.ask(
    `SELECT s.session_id AS id, CONVERT(varchar(23), s.login_time, 126) AS since
     FROM sys.dm_exec_sessions AS s WHERE s.login_name = N'HartonomousApp' ORDER BY s.session_id`,
  );

describe('whoever uses the database that is to be restored in place', () => {
  it('S1 S15 is not planned over what rolls back or holds the log, and throws nobody out: it waits, and says who is still there', async () => {
    bench = await restoreBench({ atWork: true });
    const refusal = async () => {
      const answer = await bench.acting.propose({
        operation: 'restore.in-place',
        environment: 'production',
        options: { end },
        by: requester,
      });
      return 'rule' in answer ? `${answer.rule}: ${answer.message}` : 'planned';
    };
    bench.world.setFault('rollback-running', true);
    expect(await refusal()).toBe(
      'S15: 1 session of the database is rolling back: `Microsoft SQL Server Management Studio` as `CORP\\analyst` (session 72, 270 MB of log). To end one makes it start again at recovery.',
    );
    bench.world.setFault('rollback-running', false);
    bench.world.setFault('log-not-truncating', true);
    expect(await refusal()).toMatch(
      /^S15: Open transactions hold 9\.0 GB of the log, more than 1\.0 GB: .*\(session 71, 9\.0 GB of log\)\.$/,
    );
    bench.world.setFault('log-not-truncating', false);
    bench.world.setFault('transaction-in-doubt', true);
    expect(await refusal()).toMatch(
      /^S15: 1 distributed transaction of `Hartonomous` without a session, in doubt: unit of work `[0-9a-f-]{36}`, prepared, open for 2 h, /,
    );
    bench.world.setFault('transaction-in-doubt', false);
    expect(await refusal()).toBe('planned');

    const before = await application();
    expect(before).toHaveLength(9);
    const { id } = await bench.begin('restore.in-place', { end });
    const run = await bench.over(id);

    expect(run.state).toBe('failed');
    const { note } = run.steps.find(({ id: step }) => step === 'stopped') ?? {};
    expect(note).toMatch(
      /^It goes no further: still in the database: `Hartonomous.Api` as `HartonomousApp` from `api-1` \(3\), .*`Hartonomous.Workers.Neo4jSync` as .*Stop the application and the workers\. Or let the DBA disable the login, and enable it afterwards: `ALTER LOGIN \[HartonomousApp\] DISABLE`\./,
    );
    expect(statesOf(run)).toContain('check-sets skipped');
    expect(texts().filter((text) => /SINGLE_USER|MULTI_USER|BACKUP|RESTORE/.test(text))).toEqual(
      [],
    );
    expect(await application()).toEqual(before);
  }, 120_000);

  it('S1 throws out whoever is in by a disabled login, and says that it has to be enabled again', async () => {
    bench = await restoreBench({ atWork: true });
    await bench.ask('ALTER LOGIN [HartonomousApp] DISABLE; SELECT 1 AS done');
    expect(await application()).toHaveLength(9);
    const { id, plan } = await bench.begin('restore.in-place', { end });
    expect(plan.notes.join(' ')).not.toContain('Stop the application');
    const run = await bench.over(id);

    expect(run.state).toBe('done');
    expect(await application()).toEqual([]);
    expect(run.report?.lines).toContain(
      'Disabled when it began; the DBA lets them in again: `ALTER LOGIN [HartonomousApp] ENABLE`.',
    );
  }, 120_000);

  it('S1 takes no tail when the application has come back since it was looked for', async () => {
    bench = await restoreBench();
    bench.afterSend((statement) => {
      if (!statement.includes('AUTO_UPDATE_STATISTICS_ASYNC OFF')) return;
      bench.world.setFault('application-stopped', false);
      bench.world.advance(5000);
    });
    const { id } = await bench.begin('restore.in-place', { end });
    const run = await bench.over(id);

    expect(run.state).toBe('failed');
    expect(statesOf(run)).toContain('tail failed');
    expect(thrownOut()).toEqual([]);
    expect(await application()).toHaveLength(9);
    expect(bench.readerOut.at(-1)).toBe(false);
  }, 120_000);

  it('S1 beside, people work until the copy is restored, and nobody is thrown out who has not stopped', async () => {
    bench = await restoreBench({ atWork: true });
    const { id, plan } = await bench.begin('restore.in-place', { end, way: 'beside' });
    expect(plan.notes[0]).toMatch(
      /^Stop the application and the workers once the copy is restored; it waits an hour for that/,
    );
    const run = await bench.over(id);

    expect(run.state).toBe('failed');
    expect(statesOf(run)).toEqual(
      expect.arrayContaining(['restore-full done', 'quiet failed', 'tail skipped']),
    );
    expect(thrownOut()).toEqual([]);
    expect(await application()).toHaveLength(9);
  }, 120_000);
});
