import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zoneOffset } from '../../src/app/zone-offset.ts';
import { lastDue, nextDue } from '../../src/watching/daily-digest.ts';

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
    expect(iso(lastDue({ time, zone }, at(now), zoneOffset))).toBe(last);
    expect(iso(nextDue({ time, zone }, at(now), zoneOffset))).toBe(next);
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
          const last = lastDue({ time, zone }, now, zoneOffset);
          const next = nextDue({ time, zone }, now, zoneOffset);
          expect(last).toBeLessThanOrEqual(now);
          expect(next).toBeGreaterThan(now);
          expect(next - last).toBeLessThanOrEqual(49 * 3_600_000);
        },
      ),
    );
  });
});
