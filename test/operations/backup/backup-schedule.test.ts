import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zoneOffset } from '../../../src/app/zone-offset.ts';
import { DAY, HOUR, MINUTE } from '../../../src/domain/time.ts';
import {
  type BackupTime,
  dueBackups,
  lastSlot,
} from '../../../src/operations/backup/backup-schedule.ts';

const utc = () => 0;
const berlin = (at: number) => zoneOffset('Europe/Berlin', at);
const daily: BackupTime = { kind: 'daily', time: '01:00' };
const every = (interval: number): BackupTime => ({ kind: 'every', interval });
const on = (text: string) => Date.parse(`2026-${text}Z`);

describe('when a backup is due', () => {
  it.each<readonly [string, BackupTime, string, string]>([
    ['daily, later that day', daily, '11-23T14:00:00', '11-23T01:00:00'],
    ['daily, before its time', daily, '11-23T00:59:59', '11-22T01:00:00'],
    ['daily, at its time', daily, '11-23T01:00:00', '11-23T01:00:00'],
    ['every 15 minutes', every(15 * MINUTE), '11-23T14:14:59', '11-23T14:00:00'],
    ['every 6 hours, from midnight', every(6 * HOUR), '11-23T14:00:00', '11-23T12:00:00'],
    ['every 7 hours, from midnight anew', every(7 * HOUR), '11-24T06:00:00', '11-24T00:00:00'],
  ])('%s', (_, time, now, slot) => {
    expect(lastSlot(time, on(now), utc)).toBe(on(slot));
  });

  it('goes by the clocks of its zone, in summer and in winter', () => {
    expect(lastSlot(daily, on('07-01T12:00:00'), berlin)).toBe(on('06-30T23:00:00'));
    expect(lastSlot(daily, on('12-01T12:00:00'), berlin)).toBe(on('12-01T00:00:00'));
  });

  it('a full makes the differential of that moment needless; the log goes its way', () => {
    const schedule = { full: daily, diff: every(6 * HOUR), log: every(15 * MINUTE) };
    const kinds = dueBackups(schedule, {}, on('11-23T14:05:00'), utc).map(({ kind }) => kind);

    expect(kinds).toEqual(['full', 'log']);
  });

  it('what was missed for hours is taken once', () => {
    const seen = { log: on('11-23T03:00:00') };
    const due = dueBackups({ log: every(15 * MINUTE) }, seen, on('11-23T14:05:00'), utc);

    expect(due).toEqual([{ kind: 'log', slot: on('11-23T14:00:00') }]);
  });

  it('what was looked after is not due again', () => {
    const seen = { log: on('11-23T14:00:07') };

    expect(dueBackups({ log: every(15 * MINUTE) }, seen, on('11-23T14:14:00'), utc)).toEqual([]);
  });

  it('is never in the future nor older than its pace, in any zone', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata');
    fc.assert(
      fc.property(
        zones,
        fc.integer({ min: on('01-01T00:00:00'), max: on('12-31T00:00:00') }),
        fc.constantFrom(daily, every(15 * MINUTE), every(HOUR), every(6 * HOUR)),
        (zone, now, time) => {
          const slot = lastSlot(time, now, (at) => zoneOffset(zone, at));
          const pace = time.kind === 'daily' ? DAY : time.interval;
          expect(slot).toBeLessThanOrEqual(now);
          // An hour more or less where clocks are changed.
          expect(now - slot).toBeLessThanOrEqual(pace + HOUR);
        },
      ),
    );
  });
});
