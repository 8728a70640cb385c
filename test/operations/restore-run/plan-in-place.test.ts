import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../../src/domain/authority.ts';
import type { JsonObject } from '../../../src/domain/json.ts';
import { differences, type Plan } from '../../../src/domain/plan.ts';
import { namesOf, planDifferences } from '../../../src/operations/acting/plan-differences.ts';
import type { RestoreFacts, SessionFacts } from '../../../src/operations/restore-run/facts.ts';
import { planInPlace } from '../../../src/operations/restore-run/plan-in-place.ts';
import { readSets } from '../../../src/operations/restore-run/read-sets.ts';
import { recorded } from '../../../src/operations/restore-run/recorded.ts';
import {
  aFile,
  anOrder,
  at,
  GB,
  NOW,
  setRow,
  setsOf,
  theContext,
  theDatabase,
  theFacts,
  usualSets,
} from './restore-facts.ts';

const toNine = { end: { kind: 'moment', at: at(9, 30) } };

function answerTo(facts: RestoreFacts, options: JsonObject = toNine): Plan | Refusal {
  return planInPlace(anOrder(options), facts, theContext);
}

function planned(facts: RestoreFacts = theFacts(), options: JsonObject = toNine): Plan {
  const answer = answerTo(facts, options);
  if ('rule' in answer) throw new Error(`${answer.rule}: ${answer.message}`);
  return answer;
}

function refused(facts: RestoreFacts, options: JsonObject = toNine): Refusal {
  const answer = answerTo(facts, options);
  if (!('rule' in answer)) throw new Error('it was planned');
  return answer;
}

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
  it('that cannot be made says until when one can, with times as people write them', () => {
    const gap = theFacts({ sets: setsOf(usualSets.filter(({ type }) => type !== 'I')) });
    const { message } = refused(gap);

    expect(message).not.toMatch(/\dT\d/);
    expect(message).toMatch(/^2026-01-05 10:30:00 can’t be reached: the log .* is missing/);
    expect(message.split('2026-01-05 02:00:00')).toHaveLength(2);
    expect(message).toContain("Times are by the server's clock.");
  });

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

  it.each([
    ['an availability group', { inGroup: true }],
    ['mirrored', { mirrored: true }],
    ['published', { published: true }],
    ['CDC', { cdc: true }],
  ] as const)('S6 refuses where RESTORE would fail: %s', (word, as) => {
    expect(refused(theFacts({ as }))).toMatchObject({
      rule: 'S6',
      message: expect.stringContaining(word),
    });
  });

  it('S6 refuses a database whose log is shipped', () => {
    expect(refused(theFacts({ logShipped: true })).rule).toBe('S6');
    expect(refused(theFacts({ logShipped: null })).rule).toBe('S6');
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

  it('S10 refuses sets whose certificate the server lacks', () => {
    const rows = usualSets.map((set) => setRow({ ...set, encryptor: '0xAB' }));
    const encrypted = { ...theFacts(), ...readSets(rows) };
    expect(refused(encrypted)).toMatchObject({
      rule: 'S10',
      message: expect.stringContaining('0xab'),
    });
    expect(planned({ ...encrypted, thumbprints: new Set(['0xab']) }).steps).toHaveLength(21);
  });

  it('S17 refuses sets that were taken on another server', () => {
    const rows = usualSets.map((set) => ({ ...setRow(set), server_name: 'SQL-STAGING' }));
    expect(refused({ ...theFacts(), ...readSets(rows) })).toMatchObject({
      rule: 'S17',
      message: expect.stringContaining('`SQL-STAGING`'),
    });
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

  it.each([
    [
      'Azure',
      theFacts({ server: { name: 'x', engineEdition: 8, localNow: 0, offset: 0 } }),
      toNine,
      'restore: platform',
    ],
    ['a database that is not there', theFacts({ database: null }), toNine, 'restore: no database'],
    ['recovery model SIMPLE', theFacts({ as: { recoveryModel: 'SIMPLE' } }), toNine, 'S1'],
    ['a suspect database', theFacts({ as: { state: 'SUSPECT' } }), toNine, 'S1'],
    ['the future', theFacts(), { end: { kind: 'moment', at: NOW + 1 } }, 'restore: future'],
    [
      'a log that there is not',
      theFacts(),
      { end: { kind: 'before-log', setId: 'x' } },
      'restore: unknown log',
    ],
    ['no full', theFacts({ sets: setsOf(usualSets.slice(1)) }), toNine, 'restore: no-full'],
    [
      'a gap',
      theFacts({ sets: setsOf(usualSets.filter(({ id }) => id !== 'log9')) }),
      toNine,
      'restore: gap',
    ],
    ['what is no restore', theFacts(), { end: 'soon' }, 'restore: order'],
  ] as const)('refuses %s', (_, facts, options, rule) => {
    expect(refused(facts, options).rule).toBe(rule);
  });
});
