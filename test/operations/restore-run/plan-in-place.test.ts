import { describe, expect, it } from 'vitest';
import { differences, type Plan } from '../../../src/domain/plan.ts';
import { namesOf, planDifferences } from '../../../src/operations/acting/plan-differences.ts';
import type { SessionFacts } from '../../../src/operations/restore-run/facts.ts';
import { recorded } from '../../../src/operations/restore-run/recorded.ts';
import { planned, toNine } from './planned-in-place.ts';
import { aFile, at, GB, NOW, setsOf, theDatabase, theFacts, usualSets } from './restore-facts.ts';

const session: SessionFacts = {
  id: 61,
  login: 'app',
  program: 'Api',
  host: null,
  disabled: false,
  activated: false,
  openTransactions: 0,
  logBytes: 0,
  rollingBack: false,
};
const ids = ({ steps }: Plan) => steps.map(({ id }) => id);
const statements = ({ steps }: Plan) => steps.flatMap(({ statements: all }) => all);

describe('the plan of a restore in place', () => {
  it('S1 S5 reads back, looks, takes the tail, checks it, and only then restores; the broker comes last', () => {
    expect(ids(planned())).toEqual([
      'jobs',
      'stopped',
      'check-sets',
      'quiet',
      'tail',
      'check-tail',
      'restore-full',
      'restore-diff',
      'restore-logs',
      'recover',
      'options',
      'owner',
      'trustworthy',
      'prove',
      'broker',
      'doors',
      'activation',
      'lacks',
      'new-full',
      'new-full-header',
      'new-full-verify',
    ]);
  });

  it('S12 overwrites from the first restore on and not before', () => {
    const { steps } = planned();
    expect(steps.find(({ overwrites }) => overwrites)?.id).toBe('restore-full');
    expect(steps.filter(({ overwrites }) => overwrites).map(({ id }) => id)).toEqual([
      'restore-full',
      'restore-diff',
      'restore-logs',
      'recover',
    ]);
  });

  it('S48 names what it can be left as from recovery on', () => {
    const { steps } = planned();
    const from = steps.findIndex(({ id }) => id === 'recover');
    const named = steps.slice(from, -1).map(({ safe }) => safe);
    expect(named).not.toContain(undefined);
  });

  it('S3 has no REPLACE with a tail, and STOPAT on the last log alone', () => {
    const all = statements(planned());
    expect(all.filter((text) => text.includes('REPLACE'))).toEqual([]);
    const stops = all.filter((text) => text.includes('STOPAT'));
    expect(stops).toEqual([
      "RESTORE LOG [Hartonomous] FROM DISK = N'D:\\Backups\\log10.bak' WITH NORECOVERY, CHECKSUM, FILE = 1, STOPAT = '2026-01-05T10:30:00.000', STATS = 1",
    ]);
  });

  it('S3 has REPLACE only when it was ordered without the tail, says what is lost, and moves every file where it belongs', () => {
    const plan = planned(theFacts(), { ...toNine, withoutTail: true });
    expect(ids(plan)).not.toContain('tail');
    expect(statements(plan).filter((text) => text.includes('REPLACE'))).toEqual([
      "RESTORE DATABASE [Hartonomous] FROM DISK = N'D:\\Backups\\full.bak' WITH REPLACE, NORECOVERY, CHECKSUM, FILE = 1, MOVE N'Hartonomous' TO N'D:\\Data\\Hartonomous.mdf', MOVE N'Hartonomous_log' TO N'L:\\Log\\Hartonomous_log.ldf', MOVE N'Memory' TO N'D:\\Data\\Memory', STATS = 1",
    ]);
    expect(plan.loses).toEqual([
      'Everything that is not in a backup yet: no tail of the log is taken.',
    ]);
    expect(plan.title).toContain('without the tail of its log');
    expect(differences(planned().binding, plan.binding)).toContain('mode');
  });

  it('S4 leaves to the DBA what the login may not, with the statement, before anyone approves', () => {
    const byDba = planned(theFacts({ as: { chaining: true } })).steps.filter(
      ({ by }) => by === 'dba',
    );
    expect(byDba.map(({ id, statements: all }) => [id, ...all])).toEqual([
      ['owner', 'ALTER AUTHORIZATION ON DATABASE::[Hartonomous] TO [HartonomousOwner]'],
      ['trustworthy', 'ALTER DATABASE [Hartonomous] SET TRUSTWORTHY ON'],
      ['chaining', 'ALTER DATABASE [Hartonomous] SET DB_CHAINING ON'],
    ]);
    const signed = planned(theFacts({ rights: { setOwner: true, setTrustworthy: true } }));
    expect(signed.steps.filter(({ by }) => by === 'dba')).toEqual([]);
    expect(namesOf(planDifferences(planned(), signed))).toMatch(
      /^by hart now: “[^”]+”, by hart now: “[^”]+”$/,
    );
  });

  it('S8 says why it does not restore beside', () => {
    const small = theFacts({ volumes: [{ mount: 'D:\\', freeBytes: 60 * GB }] });
    expect(planned(small).notChosen).toEqual([
      {
        what: 'restore beside, then change names',
        why: expect.stringMatching(/needs \d+ GB on D:\\, has 60 GB/),
      },
    ]);
    expect(planned().notChosen[0]?.why).toContain('it would fit');
  });

  it('S8 says what leads back, and which jobs would disturb', () => {
    const plan = planned(theFacts({ jobs: ['Nightly cleanup'] }));
    expect(plan.notes.join(' ')).toContain('Undo: the tail and 5 backup sets');
    expect(plan.warnings.join(' ')).toContain('`Nightly cleanup`');
  });

  it('S9 carries what was, and puts back each option', () => {
    const plan = planned();
    expect(plan.memory['was']).toMatchObject({
      owner: 'HartonomousOwner',
      trustworthy: true,
      asyncStatistics: true,
      broker: true,
    });
    expect(plan.steps.find(({ id }) => id === 'options')?.statements).toEqual([
      'ALTER DATABASE [Hartonomous] SET RECOVERY FULL',
      'ALTER DATABASE [Hartonomous] SET COMPATIBILITY_LEVEL = 160',
      'ALTER DATABASE [Hartonomous] SET READ_COMMITTED_SNAPSHOT ON',
      'ALTER DATABASE [Hartonomous] SET ALLOW_SNAPSHOT_ISOLATION OFF',
      'ALTER DATABASE [Hartonomous] SET QUERY_STORE = ON',
      'ALTER DATABASE [Hartonomous] SET AUTO_UPDATE_STATISTICS_ASYNC ON',
    ]);
  });

  it('S5 leaves a broker off that was off', () => {
    expect(ids(planned(theFacts({ as: { broker: false } })))).not.toContain('broker');
  });

  it('S26 says the moment by the server and by UTC, and STOPAT in the one form', () => {
    const { title, loses } = planned();
    expect(title).toBe(
      'Restore `Hartonomous` on `SQL-PROD` in place to 2026-01-05 10:30:00 (server time, 09:30:00 UTC)',
    );
    expect(loses).toEqual(['Everything after 2026-01-05 10:30:00 server time (2 h 30 min).']);
  });

  it('S7 is bound to base, fork and moment, and not to logs, sessions or hours', () => {
    const latest = { end: { kind: 'latest' } };
    const more = setsOf([
      ...usualSets,
      { type: 'L', id: 'log12', finishedAt: NOW, firstLsn: 1105, lastLsn: 1205, base: 100 },
    ]);
    const later = planned(theFacts({ sets: more, sessions: [session] }), latest);
    expect(differences(planned(theFacts(), latest).binding, later.binding)).toEqual([]);
    expect(differences(planned().binding, planned(theFacts(), latest).binding)).toEqual(['moment']);
    const otherBase = setsOf(
      usualSets
        .filter(({ id }) => id !== 'diff')
        .concat(
          [2, 3, 4, 5, 6, 7].map((hour) => ({
            type: 'L' as const,
            id: `log${hour}`,
            finishedAt: at(hour),
            firstLsn: (hour - 1) * 100 + 5,
            lastLsn: hour * 100 + 5,
            base: 100,
          })),
        ),
    );
    expect(
      differences(planned().binding, planned(theFacts({ sets: otherBase })).binding),
    ).toContain('diff');
  });

  it('takes the tail for a moment after the last log backup', () => {
    const plan = planned(theFacts(), { end: { kind: 'moment', at: at(11, 45) } });
    expect(plan.memory['stopAt']).toBe('2026-01-05T12:45:00.000');
    expect(plan.notes).toContain(
      'The moment lies after the last log backup: the tail leads to it.',
    );
    expect(plan.steps.find(({ id }) => id === 'restore-logs')?.title).toContain(
      'and every one made until the start; the last WITH STOPAT',
    );
  });

  it('S13 goes on with a database in RESTORING, without a tail, with what was recorded', () => {
    const facts = theFacts({
      as: { state: 'RESTORING', trustworthy: false, broker: false },
      files: [aFile({ logical: 'Hartonomous', path: 'D:\\x.mdf', redoStartLsn: '805' })],
    });
    const was = recorded(theDatabase);
    const plan = planned(facts, { ...toNine, was });
    expect(ids(plan).slice(0, 3)).toEqual(['check-sets', 'restore-logs', 'recover']);
    expect(plan.memory['sets']).toMatchObject([{ id: 'log9' }, { id: 'log10' }]);
    expect(ids(plan)).toContain('broker');
    expect(plan.title).toMatch(/^Go on restoring/);
  });
});
