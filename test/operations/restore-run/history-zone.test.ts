import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zoneOffset } from '../../../src/app/zone-offset.ts';
import { HOUR, MINUTE } from '../../../src/domain/time.ts';
import type { BackupSet } from '../../../src/operations/restore/backup-set.ts';
import { historyZone } from '../../../src/operations/restore-run/history-zone.ts';
import { setsOf, usualSets } from './restore-facts.ts';

const [anySet] = setsOf(usualSets);
const server = 'SQL-PROD';

/** A set begun at an instant, as a server in a zone writes it. */
function begunAt(instant: number, zone: string): BackupSet {
  if (anySet === undefined) throw new Error('no set');
  const offset = zoneOffset(zone, instant);
  return { ...anySet, startedAt: instant + offset, timeZone: offset / (15 * MINUTE) };
}

const year = Date.UTC(2026, 0, 1);
const hourly = (zone: string) =>
  Array.from({ length: 365 * 24 }, (_, hour) => begunAt(year + hour * HOUR + 7 * MINUTE, zone));

describe('the server’s zone by its backups', () => {
  it.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'])(
    'S26 agrees with the clock of %s wherever there were backups around',
    (zone) => {
      const present = { at: year + 365 * 24 * HOUR, offset: zoneOffset(zone, year), server };
      const offsetAt = historyZone(hourly(zone), present);
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 364 * 24 * 60 }), (minute) => {
          const instant = year + HOUR + minute * MINUTE;
          // Half-hour zones change within the hour; everywhere else to the minute.
          const near = [instant - HOUR, instant, instant + HOUR].map((at) => zoneOffset(zone, at));
          expect(near).toContain(offsetAt(instant));
          if (new Set(near).size === 1) expect(offsetAt(instant)).toBe(near[0]);
        }),
      );
    },
  );

  it('S26 finds the change to the minute where clocks change at the hour', () => {
    const change = Date.UTC(2026, 2, 29, 1);
    const present = { at: year + 365 * 24 * HOUR, offset: HOUR, server };
    const offsetAt = historyZone(hourly('Europe/Berlin'), present);
    expect([offsetAt(change - 1), offsetAt(change)]).toEqual([HOUR, 2 * HOUR]);
  });

  it('takes the present offset where no backup tells', () => {
    const offsetAt = historyZone([], { at: year, offset: 2 * HOUR, server });
    expect(offsetAt(0)).toBe(2 * HOUR);
  });

  it('S17 S26 takes no word of another server’s sets for this one’s clock', () => {
    const foreign = hourly('Asia/Kolkata').map((set) => ({ ...set, server: 'SQL-OTHER' }));
    const offsetAt = historyZone(foreign, { at: year, offset: 2 * HOUR, server });
    expect(offsetAt(year + 99 * HOUR)).toBe(2 * HOUR);
  });
});
