import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/json.ts';
import type { Plan } from '../../../src/domain/plan.ts';
import { DAY } from '../../../src/domain/time.ts';
import type { RestoreFacts } from '../../../src/operations/restore-run/facts.ts';
import { planCopy } from '../../../src/operations/restore-run/plan-copy.ts';
import { aFile, anOrder, at, GB, theContext, theDatabase, theFacts } from './restore-facts.ts';

const toNine = { end: { kind: 'moment', at: at(9, 30) } };

const answerTo = (facts: RestoreFacts, options: JsonObject = {}) =>
  planCopy(anOrder({ ...toNine, ...options }, 'restore.copy'), facts, theContext);

function planned(facts: RestoreFacts = theFacts(), options: JsonObject = {}): Plan {
  const answer = answerTo(facts, options);
  if ('rule' in answer) throw new Error(`${answer.rule}: ${answer.message}`);
  return answer;
}

describe('the plan of a restore as a copy', () => {
  it('S5 S16 leaves the broker off, tames the queues, and marks the copy with its run and its end', () => {
    const { steps, memory } = planned();
    expect(steps.map(({ id }) => id)).toEqual([
      'check-sets',
      'restore-full',
      'restore-diff',
      'restore-logs',
      'recover',
      'mark',
      'tame',
      'lacks',
      'prove',
    ]);
    expect(memory).toMatchObject({ copy: 'Hartonomous_R205', expires: '2026-01-12T12:00:00Z' });
    expect(steps.flatMap(({ statements }) => statements).join('\n')).not.toMatch(
      /ENABLE_BROKER|REPLACE|NEW_BROKER/,
    );
  });

  it('says times and places so that they can be read', () => {
    const { notes, steps, title } = planned();
    expect(title).toMatch(/to \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \(server time, \d\d:\d\d:\d\d UTC\)$/);
    expect(notes.join(' ')).toContain(
      'until 2026-01-12 12:00:00 UTC; then dropping it is proposed',
    );
    expect(notes[0]).toMatch(/^Takes [\d.,]+ GB in `/);
    const words = [title, ...notes, ...steps.flatMap((step) => [step.title, step.undo ?? ''])];
    expect(words.filter((line) => /\dT\d/.test(line))).toEqual([]);
  });

  it('S12 overwrites nothing and loses nothing', () => {
    const { steps, loses } = planned();
    expect(steps.some(({ overwrites }) => overwrites)).toBe(false);
    expect(loses).toEqual([]);
  });

  it('proposes paths beside the originals, named after the copy, and takes others that were chosen', () => {
    expect(planned().memory['moves']).toEqual({
      Hartonomous: 'D:\\Data\\Hartonomous_R205_Hartonomous.mdf',
      Hartonomous_log: 'L:\\Log\\Hartonomous_R205_Hartonomous_log.ldf',
      Memory: 'D:\\Data\\Hartonomous_R205_Memory',
    });
    const moved = planned(theFacts(), { moves: { Memory: 'L:\\Log\\x' } });
    expect(moved.memory['moves']).toMatchObject({ Memory: 'L:\\Log\\x' });
  });

  it('keeps the copy as long as was asked', () => {
    expect(planned(theFacts(), { keep: DAY }).memory['expires']).toBe('2026-01-06T12:00:00Z');
  });

  it('locks its own name alone: backups of the original go on', () => {
    expect(planned().claims).toEqual([
      { key: 'SQL-PROD/copy/hartonomous_r205', mode: 'everything' },
    ]);
  });

  it.each([
    [
      'a name that there is',
      theFacts({ databases: [theDatabase, { ...theDatabase, id: 9, name: 'Hartonomous_r205' }] }),
      {},
      'restore: name taken',
    ],
    ['S4 a name that the operator may not say', theFacts(), { copy: 'Payroll' }, 'S4'],
    [
      'S3 a file of another database',
      theFacts({
        files: [
          ...theFacts().files,
          aFile({
            databaseId: 9,
            logical: 'x',
            path: 'd:\\data\\hartonomous_r205_hartonomous.MDF',
          }),
        ],
      }),
      {},
      'S3',
    ],
    ['S3 one path twice', theFacts(), { moves: { Hartonomous: 'D:\\a', Memory: 'd:\\A' } }, 'S3'],
    [
      'too little room',
      theFacts({
        volumes: [
          { mount: 'D:\\', freeBytes: 10 * GB },
          { mount: 'L:\\', freeBytes: 10 * GB },
        ],
      }),
      {},
      'restore: space',
    ],
    [
      'S11 memory-optimized tables that do not fit',
      theFacts({ memoryTables: [{ name: 'dbo.T', durable: true, bytes: 65 * GB }] }),
      {},
      'S11',
    ],
    [
      'S11 memory that nobody knows',
      theFacts({ memoryTables: [{ name: 'dbo.T', durable: true, bytes: 1 }], freeMemory: null }),
      {},
      'S11',
    ],
    [
      'S11 memory-optimized tables that nobody can see',
      theFacts({ memoryTables: null }),
      {},
      'S11',
    ],
    [
      'S11 memory-optimized tables whose size nobody knows',
      theFacts({ memoryTables: [{ name: 'dbo.T', durable: true, bytes: null }] }),
      {},
      'S11',
    ],
    [
      'a moment after the last log backup',
      theFacts(),
      { end: { kind: 'moment', at: at(11, 45) } },
      'restore: not-covered',
    ],
  ] as const)('refuses %s', (_, facts, options, rule) => {
    expect(answerTo(facts, options)).toMatchObject({ kind: 'refusal', rule });
  });
});
