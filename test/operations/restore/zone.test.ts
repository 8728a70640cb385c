import { describe, expect, test } from 'vitest';
import { zoneOffset } from '../../../src/app/zone-offset.ts';
import {
  formatOffset,
  formatServerTime,
  formatStopAt,
  parseServerTime,
} from '../../../src/operations/restore/server-time.ts';
import { choicesFor, instantsOf, inUtc } from '../../../src/operations/restore/zone.ts';
import type { RawSet } from './oracle.ts';
import { log, parsed } from './scene.ts';

const berlin = (at: number) => zoneOffset('Europe/Berlin', at);
const local = (text: string) => parseServerTime(text)?.local ?? Number.NaN;
/** A set of the night on which the clock was put back. */
function autumn(
  id: string,
  startedAt: string,
  finishedAt: string,
  timeZone: number | null,
): RawSet {
  return log(id, '00:00', [1, 2], {
    startedAt: `2026-10-25T${startedAt}`,
    finishedAt: `2026-10-25T${finishedAt}`,
    timeZone,
  });
}
const instant = (text: string) => Date.parse(text);

describe('times of the server', () => {
  test.each([
    '2026-11-23T14:05:00',
    '2024-02-29T23:59:59',
    '1999-12-31T00:00:00',
    '2026-11-23T14:05:00.250',
  ])('%s is read and written as it is', (text) => {
    expect(formatServerTime(local(text))).toBe(text);
    expect(local(text)).toBe(Date.parse(`${text}Z`));
  });
  test('S26 STOPAT always has milliseconds', () => {
    expect(formatStopAt(local('2026-11-23T14:05:00'))).toBe('2026-11-23T14:05:00.000');
    expect(formatStopAt(local('2026-11-23T14:05:00.25'))).toBe('2026-11-23T14:05:00.250');
  });
  test.each([
    '2026-11-23',
    '2026-02-29T00:00:00',
    '2026-11-23T24:00:00',
    '2026-11-23T14:60:00',
    'yesterday',
    '2026-11-23T14:05:00+99:00',
  ])('%s is no time', (text) => {
    expect(parseServerTime(text)).toBeUndefined();
  });
  test.each([
    ['2026-11-23T14:05:00Z', 0],
    ['2026-11-23T14:05:00+01:00', 3_600_000],
    ['2026-11-23T14:05:00-05:30', -19_800_000],
  ])('%s names its offset', (text, offset) => {
    expect(parseServerTime(text)?.offset).toBe(offset);
    expect(text.endsWith(formatOffset(offset))).toBe(true);
  });
});

describe('S26 a server whose clock is put forward and back', () => {
  test.each([
    ['2026-07-01T12:00:00', ['2026-07-01T10:00:00Z']],
    ['2026-12-01T12:00:00', ['2026-12-01T11:00:00Z']],
    ['2026-10-25T01:59:59', ['2026-10-24T23:59:59Z']],
    ['2026-10-25T02:30:00', ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']],
    ['2026-10-25T03:00:00', ['2026-10-25T02:00:00Z']],
    ['2026-03-29T01:59:59', ['2026-03-29T00:59:59Z']],
    ['2026-03-29T02:30:00', []],
    ['2026-03-29T03:00:00', ['2026-03-29T01:00:00Z']],
  ])('%s in Berlin is %j', (text, instants) => {
    expect(instantsOf(local(text), berlin)).toEqual(instants.map(instant));
  });

  test('a time that was there twice has both as choices, one that never was those around', () => {
    expect(choicesFor(local('2026-10-25T02:30:00'), berlin)).toEqual([
      '2026-10-25T02:30:00+02:00',
      '2026-10-25T02:30:00+01:00',
    ]);
    expect(choicesFor(local('2026-03-29T02:30:00'), berlin)).toEqual([
      '2026-03-29T01:30:00',
      '2026-03-29T03:30:00',
    ]);
    expect(choicesFor(local('2026-07-01T02:30:00'), berlin)).toEqual([]);
  });

  test('the times of sets are told apart by the offset that they carry, and by their own order', () => {
    const sets = parsed([
      autumn('first', '02:10:00', '02:11:00', 8),
      autumn('second', '02:10:00', '02:11:00', 4),
      autumn('unknown', '02:10:00', '02:11:00', null),
      autumn('over', '02:58:00', '02:03:00', 8),
      autumn('no zone', '02:10:00', '02:11:00', 127),
    ]);
    const finishes = inUtc(sets, berlin).map(({ finishedAt }) =>
      new Date(finishedAt).toISOString().slice(11, 16),
    );
    expect(finishes).toEqual(['00:11', '01:11', '00:11', '01:03', '00:11']);
  });
});
