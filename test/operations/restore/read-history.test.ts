import { describe, expect, test } from 'vitest';
import { readHistory } from '../../../src/operations/restore/read-history.ts';
import { full } from './scene.ts';

const set = full('F1', '08:00', [100, 120]);

describe('reading a history', () => {
  test('keeps all digits of an LSN', () => {
    const read = readHistory({ sets: [{ ...set, lastLsn: '17126786000011867500001' }] });
    expect(read).toMatchObject({ kind: 'history', sets: [{ lastLsn: 17126786000011867500001n }] });
  });

  test('needs id, database, type, times and LSNs, and nothing else', () => {
    const { id, database, type, startedAt, finishedAt, firstLsn, lastLsn } = set;
    const bare = { id, database, type, startedAt, finishedAt, firstLsn, lastLsn };
    expect(readHistory({ sets: [bare] })).toMatchObject({
      kind: 'history',
      sets: [{ setGuid: null, files: null }],
    });
    for (const name of Object.keys(bare)) {
      const read = readHistory({ sets: [{ ...bare, [name]: null }] });
      expect(read).toMatchObject({
        kind: 'bad',
        complaints: [{ path: `sets[0].${name}`, message: 'is missing' }],
      });
    }
  });

  test.each<[string, object, string, RegExp]>([
    ['an LSN that is a number', { firstLsn: 100 }, 'sets[0].firstLsn', /lost digits already/],
    ['an LSN that is no number', { lastLsn: '0x1F' }, 'sets[0].lastLsn', /decimal digits/],
    [
      'an LSN of 26 digits',
      { checkpointLsn: '1'.repeat(26) },
      'sets[0].checkpointLsn',
      /25 decimal digits/,
    ],
    ['LSNs in the wrong order', { firstLsn: '121' }, 'sets[0].firstLsn', /same row/],
    [
      'a time with a zone',
      { finishedAt: '2026-11-23T08:00:00Z' },
      'sets[0].finishedAt',
      /server-local/,
    ],
    [
      'a day that is not in the calendar',
      { finishedAt: '2026-02-30T08:00:00' },
      'sets[0].finishedAt',
      /server-local/,
    ],
    [
      'an end before the beginning',
      { startedAt: '2026-11-23T11:00:00' },
      'sets[0].finishedAt',
      /look at the row/,
    ],
    ['a flag that is a text', { isDamaged: 'no' }, 'sets[0].isDamaged', /true, false or null/],
    [
      'a family count that is no number',
      { familyCount: 1.5 },
      'sets[0].familyCount',
      /whole number/,
    ],
    ['files that are no list', { files: 'a.bak' }, 'sets[0].files', /\["…"\]/],
    [
      'families that are no numbers',
      { familySequences: ['1'] },
      'sets[0].familySequences',
      /\[1,2\]/,
    ],
    ['an empty id', { id: '' }, 'sets[0].id', /named by it/],
  ])('complains of %s', (_, changes, path, hint) => {
    const read = readHistory({ sets: [{ ...set, ...changes }] });
    expect(read).toMatchObject({
      kind: 'bad',
      complaints: [{ path, hint: expect.stringMatching(hint) }],
    });
  });

  test('lists everything that is wrong at once', () => {
    const read = readHistory({
      sets: [{ ...set, firstLsn: 1 }, 7, { ...set, id: 'F2', type: null }],
    });
    if (read.kind !== 'bad') throw new Error(read.kind);
    expect(read.complaints.map(({ path }) => path)).toEqual([
      'sets[0].firstLsn',
      'sets[1]',
      'sets[2].type',
    ]);
  });

  test('takes the same row twice for once, and two rows of one id for a contradiction', () => {
    expect(readHistory({ sets: [set, { ...set }] })).toMatchObject({ kind: 'history', sets: [{}] });
    expect(readHistory({ sets: [set, { ...set, lastLsn: '130' }] })).toMatchObject({
      kind: 'bad',
      complaints: [{ path: 'sets[1].id' }],
    });
  });

  test('takes an end up to an hour before the beginning for a clock that was set back', () => {
    const autumn = { startedAt: '2026-10-25T02:50:00', finishedAt: '2026-10-25T02:10:00' };
    expect(readHistory({ sets: [{ ...set, ...autumn }] }).kind).toBe('history');
  });

  test.each([[null], [[]], [{}], [{ sets: {} }], ['sets']])('calls %j no history', (document) => {
    expect(readHistory(document).kind).toBe('unreadable');
  });
});
