import { describe, expect, test } from 'vitest';
import { parseInstant } from '../../src/alerting/instant.ts';
import type { MuteTime, ZoneOffset } from '../../src/alerting/model.ts';
import { isMuting } from '../../src/alerting/mute.ts';
import { parseTimeOfDay } from '../../src/alerting/time-of-day.ts';
import { HOUR } from '../../src/domain/time.ts';

/** Berlin in 2026: summer time from 29 March to 25 October, 01:00 UTC. */
const berlin: ZoneOffset = (_, at) => {
  const summer = parseInstant('2026-03-29T01:00:00Z') ?? 0;
  const winter = parseInstant('2026-10-25T01:00:00Z') ?? 0;
  return at >= summer && at < winter ? 2 * HOUR : HOUR;
};

const nights = window('22:00', '06:00');
const lunch = window('12:00', '13:00');
const weekend = window('00:00', '24:00', [0, 6]);
const fridayNight = window('22:00', '06:00', [5]);
const spring = window('02:00', '03:00');

function window(from: string, to: string, weekdays: readonly number[] = []): MuteTime {
  const [begin = 0, end = 0] = [from, to].map(parseTimeOfDay);
  return {
    name: 'test',
    matchers: { alert: 'x' },
    zone: 'Europe/Berlin',
    weekdays,
    from: begin,
    to: end,
  };
}

describe('rule 22: a mute time', () => {
  test.each<[string, MuteTime, string, boolean]>([
    ['is on from its first minute', lunch, '2026-01-01T11:00:00Z', true],
    ['is off just before', lunch, '2026-01-01T10:59:59.999Z', false],
    ['is off at its end', lunch, '2026-01-01T12:00:00Z', false],
    ['keeps to the wall clock in summer', lunch, '2026-07-01T10:00:00Z', true],
    ['keeps to the wall clock in summer at its end', lunch, '2026-07-01T11:00:00Z', false],
    ['goes past midnight', nights, '2026-01-01T23:30:00Z', true],
    ['goes past midnight and ends', nights, '2026-01-02T05:00:00Z', false],
    ['holds all Saturday', weekend, '2026-01-03T22:59:00Z', true],
    ['begins with the local day', weekend, '2026-01-02T23:00:00Z', true],
    ['ends with the local day', weekend, '2026-01-04T23:00:00Z', false],
    ['belongs to the day on which it began', fridayNight, '2026-01-03T04:00:00Z', true],
    ['does not begin early on its day', fridayNight, '2026-01-02T04:00:00Z', false],
    ['in an hour that the clock skips never comes', spring, '2026-03-29T01:30:00Z', false],
    ['in an hour that the clock repeats comes once', spring, '2026-10-25T00:30:00Z', true],
    ['and comes again', spring, '2026-10-25T01:30:00Z', true],
  ])('%s', (_, muteTime, moment, expected) => {
    expect(isMuting(muteTime, parseInstant(moment) ?? 0, berlin)).toBe(expected);
  });
});

test.each([
  ['00:00', 0],
  ['22:15', 1335],
  ['24:00', 1440],
  ['24:01', undefined],
  ['9:00', undefined],
  ['12:60', undefined],
])('the time of day %s is %s', (text, minutes) => {
  expect(parseTimeOfDay(text)).toBe(minutes);
});
