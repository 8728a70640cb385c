import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/domain/sample.ts';
import { fillHeadline, fillSummary, headlinePlaces } from '../../src/watching/template.ts';
import { aCheck } from '../fakes/a-check.ts';

const check = aCheck({
  labels: ['queue'],
  values: { depth: 'count', oldest: 'seconds', seen: 'utc', why: 'text', up: 'flag' },
});
const row = (queue: string, depth: number | null, seen: string | null = null): Row => ({
  labels: { queue },
  values: { depth, oldest: 90, seen, why: null, up: depth === null ? 0 : 1 },
});

describe('a headline', () => {
  const rows = [
    row('Act', 7, '2026-01-02T00:00:00'),
    row('Learn', 1480, '2026-01-01T00:00:00'),
    row('Idle', null),
  ];

  it.each([
    ['{worst(queue by depth)} {max(depth)} waiting', 'Learn 1,480 waiting'],
    ['{sum(depth)} in {count()} queues', '1,487 in 3 queues'],
    ['{min(depth)} at least', '7 at least'],
    ['{first(queue)} first', 'Act first'],
    ['oldest {max(oldest)}', 'oldest 1 min'],
    ['last {max(seen)}', 'last 2026-01-02 00:00:00 UTC'],
    ['{max(why)}', '–'],
    ['{sum(up)} of {count()} up', '2 of 3 up'],
  ])('%s reads "%s"', (headline, words) => {
    expect(fillHeadline({ ...check, headline }, rows)).toBe(words);
  });

  it('says nothing where a statement left its words empty, and – where there are none', () => {
    const headline = 'old{first(why)}';
    const silent = { labels: {}, values: { why: '' } };
    expect(fillHeadline({ ...check, headline }, [silent])).toBe('old');
    expect(fillHeadline({ ...check, headline }, [row('Act', 1)])).toBe('old–');
  });

  it('reads – where nothing was measured', () => {
    expect(
      fillHeadline({ ...check, headline: '{max(depth)} of {worst(queue by depth)}' }, []),
    ).toBe('– of –');
  });

  it('is null where the check has none', () => {
    expect(fillHeadline(check, rows)).toBeNull();
  });

  it('names its places', () => {
    expect(headlinePlaces('{worst(queue by depth)} {count()}')).toEqual([
      { verb: 'worst', column: 'queue', by: 'depth' },
      { verb: 'count', column: '', by: undefined },
    ]);
  });
});

describe('a summary', () => {
  it('takes labels, columns and the compared value, each in its unit', () => {
    const words = fillSummary(
      '{queue}: {depth}, {oldest} old, {value} looks, {nothing}',
      check,
      row('Act', 1480),
      {
        value: 3,
        unit: 'count',
      },
    );

    expect(words).toBe('Act: 1,480, 1 min old, 3 looks, –');
  });
});

describe('words on one of several replicas', () => {
  const every = aCheck({ labels: ['item', 'replica'], values: { used: 'percent', note: 'text' } });
  const of = (replica: string, used: number): Row => ({
    labels: { item: 'volume D:', replica },
    values: { used, note: 'LOG_BACKUP' },
  });
  const compared = { value: 91, unit: 'percent' } as const;

  it.each([
    ['{item} is {used} full', 'sql-2', 'volume D: on sql-2 is 91 % full'],
    ['It waits for {note}', 'sql-2', 'It waits for LOG_BACKUP on sql-2'],
    ['{used} on {replica}', 'sql-2', '91 % on sql-2'],
    ['{item} is {used} full', 'all', 'volume D: is 91 % full'],
  ])('say which: %s', (summary, replica, words) => {
    expect(fillSummary(summary, every, of(replica, 91), compared)).toBe(words);
  });

  it('say of the worst where it is', () => {
    const headline = '{worst(item by used)} {max(used)} full';

    expect(fillHeadline({ ...every, headline }, [of('sql-1', 40), of('sql-2', 91)])).toBe(
      'volume D: on sql-2 91 % full',
    );
  });
});
