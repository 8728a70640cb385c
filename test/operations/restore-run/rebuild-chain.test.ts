import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RestoreOptions } from '../../../src/domain/restore-choices.ts';
import { chooseSets } from '../../../src/operations/restore-run/choose-sets.ts';
import { type Rebuilt, rebuildChain } from '../../../src/operations/restore-run/rebuild-chain.ts';
import {
  at,
  NOW,
  presentFork,
  type SetParts,
  setsOf,
  theFacts,
  usualSets,
} from './restore-facts.ts';

const latest: RestoreOptions = {
  fork: null,
  end: { kind: 'latest' },
  copy: null,
  moves: {},
  keep: null,
};
const tailFile = 'D:\\Backups\\tail.trn';
const tail: SetParts = {
  type: 'L',
  id: 'tail',
  finishedAt: NOW,
  firstLsn: 1105,
  lastLsn: 1150,
  base: 100,
  file: tailFile,
};

function agreedOn(options: RestoreOptions = latest) {
  const chosen = chooseSets(theFacts(), options, { withTail: true, continueFrom: null, now: NOW });
  if ('rule' in chosen) throw new Error(chosen.message);
  return chosen;
}

function rebuilt(sets: readonly SetParts[], options: RestoreOptions = latest): Rebuilt {
  return rebuildChain(
    { ...theFacts({ sets: setsOf(sets) }), database: null },
    options,
    agreedOn(options),
    tailFile,
    NOW,
  );
}

const idsIn = (answer: Rebuilt) =>
  answer.kind === 'chain' ? answer.chosen.sets.map(({ id }) => id) : answer.why;

describe('the list of sets after the tail', () => {
  it('S7 grows by the logs made since, and the tail', () => {
    const more: SetParts = {
      type: 'L',
      id: 'more',
      finishedAt: at(11, 30),
      firstLsn: 1105,
      lastLsn: 1130,
      base: 100,
    };
    const answer = rebuilt([...usualSets, more, { ...tail, firstLsn: 1130 }]);
    expect(idsIn(answer)).toEqual([
      'full',
      'diff',
      'log8',
      'log9',
      'log10',
      'log11',
      'more',
      'tail',
    ]);
    expect(answer).toMatchObject({ tail: { id: 'tail', files: [tailFile], firstLsn: '1130' } });
  });

  it('S7 stays as it was where the moment lies before its end', () => {
    const options: RestoreOptions = { ...latest, end: { kind: 'moment', at: at(9, 30) } };
    expect(idsIn(rebuilt([...usualSets, tail], options))).toEqual([
      'full',
      'diff',
      'log8',
      'log9',
      'log10',
    ]);
  });

  it('S7 takes no newer differential or full, which nobody agreed to', () => {
    const diff: SetParts = {
      type: 'I',
      id: 'diff2',
      finishedAt: at(11, 20),
      firstLsn: 1110,
      lastLsn: 1120,
      base: 100,
      baseId: 'full',
    };
    expect(idsIn(rebuilt([...usualSets, diff, tail]))).toEqual([
      'full',
      'diff',
      'log8',
      'log9',
      'log10',
      'log11',
      'tail',
    ]);
  });

  it('S7 refuses when a set of it is gone', () => {
    expect(rebuilt([...usualSets.filter(({ id }) => id !== 'diff'), tail]).kind).toBe('no');
  });

  const toNine: RestoreOptions = { ...latest, end: { kind: 'moment', at: at(9, 30) } };
  // The log from 1105 to 1150 is lost, and every one of these reaches beyond it.
  const late = { finishedAt: at(11, 45), firstLsn: 1155, lastLsn: 1160 } as const;
  const far: readonly (readonly [string, SetParts])[] = [
    ['a full that was not agreed to', { ...late, type: 'D', id: 'full2' }],
    [
      'a differential without its full',
      { ...late, type: 'I', id: 'lost', base: 1, baseId: 'gone' },
    ],
    ['a log beyond a gap', { ...late, type: 'L', id: 'log12', base: 100 }],
    [
      'a log of a stranger’s fork that ends on this one',
      { ...late, type: 'L', id: 'stray', firstFork: 'f2', lastFork: presentFork },
    ],
  ];

  it.each([latest, toNine])('S2 refuses a tail beyond the last log: %j', (options) => {
    expect(idsIn(rebuilt([...usualSets, { ...tail, firstLsn: 1110 }], options))).toBe(
      'the tail begins at LSN 1110, beyond the last set that leads to it (1105)',
    );
    expect(rebuilt([...usualSets, tail], options).kind).toBe('chain');
  });

  it.each(far)('S2 to the newest, does not take %s for what leads to the tail', (_, set) => {
    expect(idsIn(rebuilt([...usualSets, set, { ...tail, firstLsn: 1155, lastLsn: 1200 }]))).toBe(
      'the tail begins at LSN 1155, beyond the last set that leads to it (1105)',
    );
  });

  it.each(far.slice(1))('S2 to a moment long past, neither takes %s', (_, set) => {
    const sets = [...usualSets, set, { ...tail, firstLsn: 1155, lastLsn: 1200 }];
    expect(idsIn(rebuilt(sets, toNine))).toContain('the tail begins at LSN 1155, beyond');
  });

  it('S2 to a moment long past goes back by a newer full, where the chain of the moment ends before', () => {
    const [, full] = far[0] ?? [];
    if (full === undefined) throw new Error('no full');
    const answer = rebuilt(
      [...usualSets, full, { ...tail, firstLsn: 1155, lastLsn: 1200 }],
      toNine,
    );
    expect(idsIn(answer)).toEqual(['full', 'diff', 'log8', 'log9', 'log10']);
    expect(answer).toMatchObject({ back: [{ id: 'full2' }] });
  });

  it('S2 S8 says which sets lead back: all up to the tail, not only those of the moment', () => {
    const answer = rebuilt([...usualSets, tail], toNine);
    if (answer.kind === 'no') throw new Error(answer.why);
    expect(answer.back.map(({ id }) => id)).toEqual([
      'full',
      'diff',
      'log8',
      'log9',
      'log10',
      'log11',
    ]);
  });

  it('S2 takes a tail if and only if every log up to it is on hand, whatever else reaches further', () => {
    const log = (number: number): SetParts => ({
      type: 'L',
      id: `more${number}`,
      finishedAt: at(11, number + 1),
      firstLsn: 1105 + number * 10,
      lastLsn: 1115 + number * 10,
      base: 100,
    });
    const noise = fc.record({
      type: fc.constantFrom('D' as const, 'I' as const, 'L' as const),
      from: fc.integer({ min: 1100, max: 1400 }),
      fork: fc.constantFrom('f8', 'f9'),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 12 }),
        fc.option(fc.nat({ max: 11 }), { nil: null }),
        fc.array(noise, { maxLength: 4 }),
        fc.constantFrom(latest, toNine),
        (many, lost, others, options) => {
          const logs = Array.from({ length: many }, (_, number) => log(number));
          const kept = logs.filter((_, number) => number !== lost);
          const first = 1105 + many * 10;
          // None of it hangs on this database's fork.
          const strange = others.map(
            ({ type, from, fork }, number): SetParts => ({
              type,
              id: `noise${number}`,
              finishedAt: at(11, 30 + number),
              firstLsn: from,
              lastLsn: from + 50,
              firstFork: fork,
              ...(type === 'I' ? { base: 1, baseId: 'gone' } : {}),
            }),
          );
          const answer = rebuilt(
            [...usualSets, ...kept, ...strange, { ...tail, firstLsn: first, lastLsn: first + 9 }],
            options,
          );
          expect(answer.kind).toBe(kept.length === many ? 'chain' : 'no');
        },
      ),
    );
  });

  it('S7 refuses another STOPAT than the one that was agreed to', () => {
    const agreed = { ...agreedOn(toNine), stopAt: '2026-01-05T09:30:00.000' };
    const facts = { ...theFacts({ sets: setsOf([...usualSets, tail]) }), database: null };
    expect(idsIn(rebuildChain(facts, toNine, agreed, tailFile, NOW))).toMatch(
      /the moment is 2026-01-05T10:30:00.000 .* 2026-01-05T09:30:00.000 was agreed to/,
    );
  });

  it('S2 refuses a tail that msdb does not know', () => {
    expect(idsIn(rebuilt(usualSets))).toContain('msdb does not know the tail');
  });

  it('S7 does not follow the log onto another fork', () => {
    const stranger: SetParts = {
      type: 'L',
      id: 'stranger',
      finishedAt: at(11, 30),
      firstLsn: 1105,
      lastLsn: 1300,
      firstFork: 'f0000000-0000-0000-0000-000000000002',
    };
    expect(idsIn(rebuilt([...usualSets, stranger, tail]))).toEqual([
      'full',
      'diff',
      'log8',
      'log9',
      'log10',
      'log11',
      'tail',
    ]);
    expect(agreedOn().fork).toBe(presentFork);
  });
});
