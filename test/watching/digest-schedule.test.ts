import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zoneOffset } from '../../src/app/zone-offset.ts';
import { lastDue, nextDue } from '../../src/watching/digest-schedule.ts';

const at = (text: string) => Date.parse(text);
const iso = (instant: number) => new Date(instant).toISOString().replace('.000Z', 'Z');

describe('the daily time', () => {
  it.each([
    [
      'the same day, after it',
      'UTC',
      '08:00',
      '2026-11-23T09:00:00Z',
      '2026-11-23T08:00:00Z',
      '2026-11-24T08:00:00Z',
    ],
    [
      'the same day, before it',
      'UTC',
      '08:00',
      '2026-11-23T07:59:59Z',
      '2026-11-22T08:00:00Z',
      '2026-11-23T08:00:00Z',
    ],
    [
      'at the very moment',
      'UTC',
      '08:00',
      '2026-11-23T08:00:00Z',
      '2026-11-23T08:00:00Z',
      '2026-11-24T08:00:00Z',
    ],
    [
      'in a zone ahead',
      'Europe/Berlin',
      '08:00',
      '2026-11-23T09:00:00Z',
      '2026-11-23T07:00:00Z',
      '2026-11-24T07:00:00Z',
    ],
    [
      'in a zone behind, where it is still yesterday',
      'America/New_York',
      '20:00',
      '2026-11-24T00:30:00Z',
      '2026-11-23T01:00:00Z',
      '2026-11-24T01:00:00Z',
    ],
    [
      'over the start of summer time',
      'Europe/Berlin',
      '08:00',
      '2026-03-28T12:00:00Z',
      '2026-03-28T07:00:00Z',
      '2026-03-29T06:00:00Z',
    ],
    [
      'over its end',
      'Europe/Berlin',
      '08:00',
      '2026-10-24T12:00:00Z',
      '2026-10-24T06:00:00Z',
      '2026-10-25T07:00:00Z',
    ],
  ])('%s', (_, zone, time, now, last, next) => {
    const schedule = { kind: 'daily', time, zone } as const;
    expect(iso(lastDue(schedule, at(now), zoneOffset).at)).toBe(last);
    expect(iso(nextDue(schedule, at(now), zoneOffset).at)).toBe(next);
  });

  it('is never more than 25 hours apart from the next, and the next is never now', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'Pacific/Apia',
      'Australia/Lord_Howe',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') }),
        (zone, hour, minute, now) => {
          const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
          const schedule = { kind: 'daily', time, zone } as const;
          const last = lastDue(schedule, now, zoneOffset).at;
          const next = nextDue(schedule, now, zoneOffset).at;
          expect(last).toBeLessThanOrEqual(now);
          expect(next).toBeGreaterThan(now);
          expect(next - last).toBeLessThanOrEqual(49 * 3_600_000);
        },
      ),
    );
  });
});

describe('the weekly and the monthly time', () => {
  const weekly = { kind: 'weekly', time: '08:00', zone: 'Europe/Berlin', day: 1 } as const;
  const monthly = { kind: 'monthly', time: '08:00', zone: 'Europe/Berlin', day: 1 } as const;

  it.each([
    ['on its day, after it', weekly, '2026-11-23T09:00:00Z', '2026-11-23T07:00:00Z', '2026-W48'],
    ['on its day, before it', weekly, '2026-11-23T06:59:59Z', '2026-11-16T07:00:00Z', '2026-W47'],
    ['six days later', weekly, '2026-11-29T22:00:00Z', '2026-11-23T07:00:00Z', '2026-W48'],
    [
      'in the first days of a year',
      weekly,
      '2027-01-02T09:00:00Z',
      '2026-12-28T07:00:00Z',
      '2026-W53',
    ],
    ['in summer time', weekly, '2026-03-30T06:00:00Z', '2026-03-30T06:00:00Z', '2026-W14'],
    ['on the first', monthly, '2026-11-01T07:00:00Z', '2026-11-01T07:00:00Z', '2026-11'],
    ['on the last', monthly, '2026-10-31T23:30:00Z', '2026-10-01T06:00:00Z', '2026-10'],
  ])('%s', (_, schedule, now, last, period) => {
    const due = lastDue(schedule, at(now), zoneOffset);
    expect([iso(due.at), due.period]).toEqual([last, period]);
    expect(nextDue(schedule, due.at - 1, zoneOffset)).toEqual(due);
  });

  it('comes once a period, in whatever zone, and every moment lies between two of them', () => {
    const schedule = fc.record({
      kind: fc.constantFrom('daily' as const, 'weekly' as const, 'monthly' as const),
      zone: fc.constantFrom(
        'UTC',
        'Europe/Berlin',
        'America/St_Johns',
        'Australia/Lord_Howe',
        'Africa/Cairo',
      ),
      time: fc.constantFrom('00:00', '00:30', '02:30', '08:00', '23:59'),
      day: fc.integer({ min: 1, max: 6 }),
    });
    const moment = fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') });
    fc.assert(
      fc.property(schedule, moment, (wanted, now) => {
        const last = lastDue(wanted, now, zoneOffset);
        const next = nextDue(wanted, now, zoneOffset);
        expect(last.at).toBeLessThanOrEqual(now);
        expect(next.at).toBeGreaterThan(now);
        expect(next.period > last.period).toBe(true);
        expect(lastDue(wanted, next.at - 1, zoneOffset)).toEqual(last);
        expect(lastDue(wanted, next.at, zoneOffset)).toEqual(next);
      }),
    );
  });
});
