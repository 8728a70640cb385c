import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json.ts';
import type { Plan } from '../../../src/domain/plan.ts';
import { readRestoreOptions, writeRestoreOptions } from '../../../src/domain/restore-options.ts';
import type { OperationSettings } from '../../../src/operations/acting/operation.ts';
import { planDifferences } from '../../../src/operations/acting/plan-differences.ts';
import { hashed } from '../../../src/operations/acting/plan-hash.ts';
import type { RestoreFacts, SourceFacts } from '../../../src/operations/restore-run/facts.ts';
import { placesFor } from '../../../src/operations/restore-run/places-for.ts';
import { planCopy } from '../../../src/operations/restore-run/plan-copy.ts';
import { restoreCopy } from '../../../src/operations/restore-run/restore-copy.ts';
import { restoreInPlace } from '../../../src/operations/restore-run/restore-in-place.ts';
import { portsAt } from '../acting/acting-bench.ts';
import { anOrder, at, GB, NOW, setsOf, theContext, theFacts, usualSets } from './restore-facts.ts';

const files = usualSets.map(({ id }) => `D:\\Backups\\${id}.bak`);
const usual = theFacts();

/** Production, whose backups are all seen in a directory of staging. */
const theSource: SourceFacts = {
  environment: 'production',
  server: usual.server,
  version: 16,
  versionHere: 16,
  database: usual.database,
  files: usual.files,
  sets: usual.sets,
  sizes: usual.sizes,
  encryptors: new Map(),
  encryptor: null,
  memoryTables: [],
  installed: [],
  seenAt: new Map(files.map((file) => [file, file.replace('D:\\Backups', 'D:\\FromProduction')])),
  unknown: [],
};

/** Staging: another server, an hour behind, with a database of its own and no backups. */
function staging(source: Partial<SourceFacts> = {}, changes: Partial<RestoreFacts> = {}) {
  return theFacts({
    server: { name: 'SQL-STAGING', engineEdition: 3, localNow: NOW, offset: 0 },
    files: [],
    sets: [],
    source: { ...theSource, ...source },
    ...changes,
  });
}

const settings: OperationSettings = {
  ...theContext.settings,
  environment: 'staging',
  allowedDirectories: ['D:\\FromProduction', 'D:\\Data', 'L:\\Log'],
  masking: 'dbo.MaskPeople',
};
const ownToNine = { end: { kind: 'moment', at: at(9, 30) } };
const toNine = { ...ownToNine, from: 'production' };

const answerTo = (
  facts: RestoreFacts,
  options: JsonObject = {},
  changed: Partial<OperationSettings> = {},
  usually: JsonObject = toNine,
) =>
  planCopy(
    { ...anOrder({ ...usually, ...options }, 'restore.copy'), environment: 'staging' },
    facts,
    { ...theContext, settings: { ...settings, ...changed } },
  );

function planned(...asked: Parameters<typeof answerTo>): Plan {
  const answer = answerTo(...asked);
  if ('rule' in answer) throw new Error(`${answer.rule}: ${answer.message}`);
  return answer;
}

const unmasked = (facts = staging()) => planned(facts, { unmasked: true }, { masking: null });

describe('S17 the plan of a copy of another environment', () => {
  it('restores the files where this server sees them, by the other one’s history and clock', () => {
    const { steps, title, target } = planned(staging());
    expect(title).toBe(
      'Restore `Hartonomous` of production (`SQL-PROD`) on `SQL-STAGING` as the copy `Hartonomous_R205` to 2026-01-05 10:30:00 (server time, 09:30:00 UTC)',
    );
    const sent = steps.flatMap(({ statements }) => statements).join('\n');
    expect(sent).toContain("DISK = N'D:\\FromProduction\\full.bak'");
    expect(sent).not.toContain('D:\\Backups');
    expect(sent).toContain("STOPAT = '2026-01-05T10:30:00.000'");
    expect(target).toMatchObject({ server: 'SQL-STAGING', database: 'Hartonomous_R205' });
  });

  it('keeps the copy shut until it is masked, and then opens it', () => {
    const { steps, loses, risk } = planned(staging());
    const ids = steps.map(({ id }) => id);
    expect(ids.slice(ids.indexOf('recover'))).toEqual([
      'recover',
      'mark',
      'tame',
      'mask',
      'open-copy',
      'lacks',
      'prove',
    ]);
    const statements = (id: string) => steps.find((step) => step.id === id)?.statements.join('\n');
    expect(statements('recover')).toMatch(/WITH RECOVERY, RESTRICTED_USER$/);
    expect(statements('mask')).toMatch(/EXEC \[Hartonomous_R205\]\.\[dbo\]\.\[MaskPeople\]$/);
    expect(statements('open-copy')).toMatch(/SET MULTI_USER$/);
    expect([loses, risk]).toEqual([[], 'medium']);
  });

  it('says at stake that nothing masks it, where that was ordered', () => {
    const { steps, loses, risk, binding } = unmasked();
    expect(steps.map(({ id }) => id)).not.toContain('mask');
    expect(loses).toEqual([
      'What protects the data of production: the copy holds it as it is, unmasked, for whoever may read on `SQL-STAGING`.',
    ]);
    expect(risk).toBe('high');
    expect(binding).toMatchObject({ from: 'production', masking: 'unmasked' });
  });

  it('wants an approver of both, whatever the consent of its own environment says', () => {
    expect(planned(staging())).toMatchObject({
      environment: 'staging',
      approversOf: ['production'],
      consent: { approvals: 1 },
    });
    expect(planned(theFacts(), {}, {}, ownToNine)).not.toHaveProperty('approversOf');
  });

  it('locks its own name on its own server alone', () => {
    expect(planned(staging()).claims).toEqual([
      { key: 'SQL-STAGING/copy/hartonomous_r205', mode: 'everything' },
    ]);
  });

  it('has another hash, and makes what was agreed to void, with what becomes of the data', () => {
    const masked = planned(staging());
    const others = {
      procedure: planned(staging(), {}, { masking: 'dbo.MaskLess' }),
      unmasked: unmasked(),
      server: planned(staging({ server: { ...usual.server, name: 'sql-prod' } })),
    };
    const order = anOrder({}, 'restore.copy');
    const textOf = (plan: Plan) => JSON.stringify(hashed(plan, order));
    for (const other of Object.values(others)) {
      expect(textOf(other)).not.toBe(textOf(masked));
      expect(planDifferences(masked, other)).not.toEqual([]);
    }
    const what = planDifferences(masked, others.procedure).map((found) => found.what);
    expect(what).toContain('masking');
    expect(planDifferences(masked, planned(staging()))).toEqual([]);
  });

  it.each<[why: string, rule: string, words: RegExp, ...asked: Parameters<typeof answerTo>]>([
    [
      'S17 nothing said of masking, with both ways',
      'S17',
      /backups\.masking.*--unmasked/,
      staging(),
      {},
      { masking: null },
    ],
    ['S17 masked and unmasked at once', 'S17', /says “unmasked”/, staging(), { unmasked: true }],
    [
      'S17 its own data as unmasked',
      'S17',
      /of its own environment/,
      theFacts(),
      { unmasked: true },
      {},
      ownToNine,
    ],
    [
      'S25 files that it does not see, by name, and where to put them',
      'S25',
      /doesn't see 5 files of these backups of production: `D:\\Backups\\full\.bak`.*Copy or mount them.*`D:\\FromProduction`/,
      staging({ seenAt: new Map() }),
    ],
    [
      'S25 one file of a chain that it does not see',
      'S25',
      /1 file of these backups of production: `D:\\Backups\\log9\.bak`/,
      staging({ seenAt: new Map([...theSource.seenAt].filter(([file]) => !/log9/.test(file))) }),
    ],
    ['S24 an older server', 'S24', /is version 16, .* is 15.*3169/, staging({ versionHere: 15 })],
    ['S24 a version that nobody knows', 'S24', /is not known/, staging({ version: null })],
    [
      'S10 a database encrypted by what the server lacks',
      'S10',
      /`SQL-STAGING` lacks \(thumbprint 0xaa\)/,
      staging({ encryptor: '0xaa' }),
    ],
    [
      'S10 an encrypted backup whose certificate the server lacks',
      'S10',
      /lacks the certificate with thumbprint 0xbb/,
      staging({ encryptors: new Map([['full', '0xbb']]) }),
    ],
    [
      'S11 memory that this server has not',
      'S11',
      /another 65/,
      staging({ memoryTables: [{ name: 'dbo.T', durable: true, bytes: 65 * GB }] }),
    ],
    ['no database there', 'restore: no database', /of production/, staging({ database: null })],
    [
      'too little room here',
      'restore: space',
      /needs/,
      staging(
        {},
        {
          volumes: [
            { mount: 'D:\\', freeBytes: GB },
            { mount: 'L:\\', freeBytes: GB },
          ],
        },
      ),
    ],
    [
      'S17 sets that the other server did not take either',
      'S17',
      /was taken on `SQL-THIRD`/,
      staging({ sets: setsOf(usualSets).map((set) => ({ ...set, server: 'SQL-THIRD' })) }),
    ],
  ])('refuses: %s', (_, rule, words, ...asked) => {
    const answer = answerTo(...asked);
    if (!('rule' in answer)) throw new Error('it was planned');
    expect(answer.rule).toBe(rule);
    expect(`${answer.message} ${answer.hint}`).toMatch(words);
  });
});

describe('S17 what is asked for', () => {
  it.each(['over', 'beside'])('is never in place (%s)', async (way) => {
    for (const options of [{ from: 'production' }, { unmasked: true }])
      expect(await refusedInPlace({ ...toNine, ...options, way })).toMatchObject({ rule: 'S17' });
  });

  it.each([
    ['its own environment', 'production', /its own backups need no naming/],
    ['one that there is not', 'nowhere', /There is no environment `nowhere`/],
  ])('refuses %s', async (_, from, words) => {
    const ports = { ...portsAt({ at: NOW }), other: () => null };
    const answer = await restoreCopy.propose(anOrder({ ...toNine, from }), 'R1', ports);
    expect(answer).toMatchObject({ rule: 'S17', message: expect.stringMatching(words) });
  });

  it('is carried by an order, and a name that is none is no order', () => {
    const written = writeRestoreOptions({
      fork: null,
      end: { kind: 'latest' },
      copy: 'X',
      moves: {},
      keep: null,
      from: 'production',
      unmasked: true,
    });
    expect(readRestoreOptions(written)).toMatchObject({ from: 'production', unmasked: true });
    expect(readRestoreOptions({ ...written, from: 7 })).toBeNull();
    expect(readRestoreOptions({ ...written, from: null })).toBeNull();
  });
});

/** Planned with facts that would do. */
async function refusedInPlace(options: JsonObject) {
  const ports = portsAt({ at: NOW });
  return restoreInPlace.propose(anOrder(options), 'R1', ports);
}

describe('S4 where a server may see the files of another', () => {
  it.each([
    ['D:\\Backups\\a.bak', ['D:\\Backups'], ['D:\\Backups\\a.bak']],
    ['D:\\Backups\\a.bak', ['E:\\In', 'D:\\Backups'], ['D:\\Backups\\a.bak', 'E:\\In\\a.bak']],
    ['D:\\Backups\\a.bak', ['/var/in'], ['/var/in/a.bak']],
    ['\\\\nas\\prod\\a.bak', ['\\\\nas\\prod\\'], ['\\\\nas\\prod\\a.bak']],
    ['D:\\BackupsOfAll\\a.bak', ['D:\\Backups'], ['D:\\Backups\\a.bak']],
    ['D:\\Backups\\a.bak', [], []],
  ])('%s with %j: %j', (file, directories, places) => {
    expect(placesFor(file, directories)).toEqual(places);
  });
});
