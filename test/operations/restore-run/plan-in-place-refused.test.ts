import { describe, expect, it } from 'vitest';
import { readSets } from '../../../src/operations/restore-run/read-sets.ts';
import { planned, refused, toNine } from './planned-in-place.ts';
import { NOW, setRow, setsOf, theFacts, usualSets } from './restore-facts.ts';

describe('the plan of a restore in place', () => {
  it('that cannot be made says until when one can, with times as people write them', () => {
    const gap = theFacts({ sets: setsOf(usualSets.filter(({ type }) => type !== 'I')) });
    const { message } = refused(gap);

    expect(message).not.toMatch(/\dT\d/);
    expect(message).toMatch(/^2026-01-05 10:30:00 can’t be reached: the log .* is missing/);
    expect(message.split('2026-01-05 02:00:00')).toHaveLength(2);
    expect(message).toContain("Times are by the server's clock.");
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

  it('S10 refuses sets whose certificate the server lacks', () => {
    const rows = usualSets.map((set) => setRow({ ...set, encryptor: '0xAB' }));
    const encrypted = { ...theFacts(), ...readSets(rows) };
    expect(refused(encrypted)).toMatchObject({
      rule: 'S10',
      message: expect.stringContaining('0xab'),
    });
    expect(planned({ ...encrypted, thumbprints: new Set(['0xab']) }).steps).toHaveLength(21);
  });

  it('S15 refuses while distributed transactions without a session are in doubt, and says how a DBA ends them', () => {
    const inDoubt = [
      { unit: 'a1b2', state: 'prepared', age: 7_200_000, logBytes: 0 },
      { unit: 'c3d4', state: null, age: null, logBytes: 2 ** 30 },
    ];
    const { rule, message, hint } = refused(theFacts({ inDoubt }));

    expect(rule).toBe('S15');
    expect(message).toContain(
      '2 distributed transactions of `Hartonomous` without a session, in doubt: unit of work `a1b2`, prepared, open for 2 h; unit of work `c3d4`, 1.0 GB of log.',
    );
    expect(hint).toContain(
      "`KILL 'a1b2' WITH COMMIT|ROLLBACK`, `KILL 'c3d4' WITH COMMIT|ROLLBACK`",
    );
    expect(refused(theFacts({ inDoubt: null }))).toMatchObject({ rule: 'S15' });
  });

  it('S17 refuses sets that were taken on another server', () => {
    const rows = usualSets.map((set) => ({ ...setRow(set), server_name: 'SQL-STAGING' }));
    expect(refused({ ...theFacts(), ...readSets(rows) })).toMatchObject({
      rule: 'S17',
      message: expect.stringContaining('`SQL-STAGING`'),
    });
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
