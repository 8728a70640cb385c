import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatInstant, parseInstant } from '../../src/alerting/instant.ts';
import type { MuteTime, ZoneOffset } from '../../src/alerting/model.ts';
import { isAbout, isMuting, nextChange } from '../../src/alerting/mute.ts';
import { parseTimeOfDay } from '../../src/alerting/time-of-day.ts';
import { alertingSettings } from '../../src/app/alerting-settings.ts';
import { zoneOffset } from '../../src/app/zone-offset.ts';
import { parseConfig } from '../../src/config/load-config.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { blank, depths, sampleOf, saw } from './records.ts';

const example = `
environments:
  production:
    sqlServer: { server: sql }
    neo4j: { uri: 'bolt://neo4j:7687' }
    channels: { ops: C0123ABCD }
slack: { teamId: T0123ABCD }`;
const secrets = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-2',
  HART_PRODUCTION_SQL_READER_PASSWORD: '3',
  HART_PRODUCTION_NEO4J_PASSWORD: '4',
};
const clockChanges = ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z'].map(
  (text) => parseInstant(text) ?? 0,
);

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

describe('rule 22: a mute time is shown with its end', () => {
  test.each<[string, MuteTime, string, string | null]>([
    ['today', lunch, '2026-01-01T11:30:00Z', '2026-01-01T12:00:00Z'],
    ['or its beginning while it is off', lunch, '2026-01-01T12:00:00Z', '2026-01-02T11:00:00Z'],
    ['past midnight', nights, '2026-01-01T21:00:00Z', '2026-01-02T05:00:00Z'],
    ['through days that join', weekend, '2026-01-02T23:30:00Z', '2026-01-04T23:00:00Z'],
    ['in a week', fridayNight, '2026-01-03T05:00:00Z', '2026-01-09T21:00:00Z'],
    [
      'by the wall clock, the night that summer begins',
      nights,
      '2026-03-28T22:00:00Z',
      '2026-03-29T04:00:00Z',
    ],
    [
      'by the wall clock, the night that it ends',
      nights,
      '2026-10-24T22:00:00Z',
      '2026-10-25T05:00:00Z',
    ],
    [
      'before the hour that is skipped, of the next day',
      spring,
      '2026-03-29T00:30:00Z',
      '2026-03-30T00:00:00Z',
    ],
    ['never, when it is always on', window('00:00', '24:00'), '2026-01-01T00:00:00Z', null],
  ])('%s', (_, muteTime, moment, expected) => {
    const change = nextChange(muteTime, parseInstant(moment) ?? 0, berlin);

    expect(change === null ? null : formatInstant(change)).toBe(expected);
  });

  test('and that moment is the first at which it differs, on any minute of any day', () => {
    const times = fc.integer({ min: 0, max: 1439 });
    const year = fc.integer({ min: 0, max: 365 * 24 * 60 });
    fc.assert(
      fc.property(times, times, fc.subarray([0, 1, 2, 3, 4, 5, 6]), year, (from, to, on, at) => {
        const time = { ...lunch, from, to, weekdays: on };
        const now = (parseInstant('2026-01-01T00:00:00Z') ?? 0) + at * MINUTE;
        const change = nextChange(time, now, berlin);
        const isOn = isMuting(time, now, berlin);
        // The hour that is skipped has no minutes to begin or end at: there a change may be told late.
        const nearest = Math.min(...clockChanges.map((one) => Math.abs(now - one)));
        if (nearest < 9 * DAY) return;
        for (let later = now; later < (change ?? now + 8 * DAY); later += 7 * MINUTE)
          expect(isMuting(time, later, berlin)).toBe(isOn);
        if (change !== null) expect(isMuting(time, change, berlin)).toBe(!isOn);
      }),
      { numRuns: 100 },
    );
  });
});

describe('rule 22: by the zones of the machine', () => {
  test.each<[string, string, string, string, boolean]>([
    ['New York', 'America/New_York', '2026-03-08T06:59:59Z', 'before its summer begins', false],
    ['New York', 'America/New_York', '2026-03-08T07:00:00Z', 'after its summer began', true],
    ['New York', 'America/New_York', '2026-11-01T06:59:59Z', 'in the hour that comes again', false],
    ['New York', 'America/New_York', '2026-11-01T08:00:00Z', 'an hour later', true],
    ['Kathmandu', 'Asia/Kathmandu', '2026-06-01T21:15:00Z', 'at three by its quarter hours', true],
    ['Lord Howe', 'Australia/Lord_Howe', '2026-04-04T15:29:00Z', 'in the half hour again', false],
    ['Lord Howe', 'Australia/Lord_Howe', '2026-04-04T16:30:00Z', 'at three', true],
  ])('%s (%s) at %s, %s', (_, zone, moment, __, expected) => {
    const early = { ...window('03:00', '05:00'), zone };

    expect(isMuting(early, parseInstant(moment) ?? 0, zoneOffset)).toBe(expected);
  });

  test('its end is told by the wall clock of the zone', () => {
    const early = { ...window('22:00', '05:00'), zone: 'America/New_York' };
    const saturday = parseInstant('2026-03-08T03:00:00Z') ?? 0;

    expect(formatInstant(nextChange(early, saturday, zoneOffset) ?? 0)).toBe(
      '2026-03-08T09:00:00Z',
    );
  });
});

describe('unknown is never muted by the way', () => {
  const [instance] = saw(blank, sampleOf(0, depths({ A: 2000 }))).delta.changed;
  const spared = { ...nights, matchers: { severity: 'warning' }, spares: ['check-unknown'] };

  test('a mute time of all warnings leaves check-unknown alone', () => {
    if (instance === undefined) throw new Error('nothing fires');
    expect(isAbout(spared, instance)).toBe(true);
    expect(isAbout(spared, { ...instance, alert: 'check-unknown' })).toBe(false);
  });

  test.each([
    [{ severity: 'warning' }, ['check-unknown']],
    [{ alert: 'check-unknown' }, []],
  ])('the configured matchers %j spare %j', (matchers, spares) => {
    const text = `${example}\nalerting:\n  muteTimes:\n    - ${JSON.stringify({ name: 'n', matchers, from: '22:00', to: '06:00', days: ['Fri'] })}`;
    const loaded = parseConfig(text, secrets);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));

    expect(alertingSettings(loaded.config).muteTimes).toEqual([
      { name: 'n', matchers, zone: 'UTC', weekdays: [5], from: 1320, to: 360, spares },
    ]);
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
