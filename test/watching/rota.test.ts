import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zoneOffset } from '../../src/app/zone-offset.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { shiftAt } from '../../src/watching/rota.ts';

const rota = { timeZone: 'Europe/Berlin', handover: 'Mon 09:00', people: ['otto', 'vera', 'ada'] };
const at = (text: string) => Date.parse(text);

describe('a rota of weeks', () => {
  // Week 2,933 since Monday 1970-01-05 begins on 2026-03-23; the third of three has it.
  // Clocks in Berlin: UTC+1 in winter, UTC+2 from 2026-03-29 to 2026-10-25.
  it.each([
    ['a second before the handover', '2026-03-23T07:59:59Z', 'vera', '2026-03-23T08:00:00Z'],
    ['at the handover', '2026-03-23T08:00:00Z', 'ada', '2026-03-30T07:00:00Z'],
    [
      'in the week in which clocks go forward',
      '2026-03-29T12:00:00Z',
      'ada',
      '2026-03-30T07:00:00Z',
    ],
    ['at 09:00 of summer', '2026-03-30T07:00:00Z', 'otto', '2026-04-06T07:00:00Z'],
    ['in the week in which clocks go back', '2026-10-25T12:00:00Z', 'ada', '2026-10-26T08:00:00Z'],
    ['at 09:00 of winter', '2026-10-26T08:00:00Z', 'otto', '2026-11-02T08:00:00Z'],
  ])('%s', (_, now, person, until) => {
    const shift = shiftAt(rota, at(now), zoneOffset);

    expect(shift?.people[0]).toBe(person);
    expect(shift?.until).toBe(at(until));
  });

  it('names those whose weeks follow, in their order', () => {
    expect(shiftAt(rota, at('2026-03-30T07:00:00Z'), zoneOffset)?.people).toEqual([
      'otto',
      'vera',
      'ada',
    ]);
  });

  it('is nobody for an empty list', () => {
    expect(shiftAt({ ...rota, people: [] }, 0, zoneOffset)).toBeNull();
  });

  it('changes at its end and not before, on every day of the week and in every zone', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Auckland');
    const handovers = fc.constantFrom('Sun 00:00', 'Mon 09:00', 'Wed 17:30', 'Fri 23:59');
    const moments = fc.integer({ min: at('2026-01-01'), max: at('2027-12-31') });
    fc.assert(
      fc.property(zones, handovers, moments, (timeZone, handover, now) => {
        const turns = { timeZone, handover, people: ['a', 'b', 'c'] };
        const shift = shiftAt(turns, now, zoneOffset);
        if (shift === null) throw new Error('somebody is on call');
        expect(shift.until).toBeGreaterThan(now);
        expect(shift.until - now).toBeLessThanOrEqual(7 * DAY + HOUR);
        expect(shiftAt(turns, shift.until - 1, zoneOffset)?.people[0]).toBe(shift.people[0]);
        expect(shiftAt(turns, shift.until, zoneOffset)?.people[0]).toBe(shift.people[1]);
      }),
    );
  });
});
