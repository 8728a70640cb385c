import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/domain/time.ts';
import type { BackupSet } from '../../../src/operations/restore/backup-set.ts';
import { readHistory } from '../../../src/operations/restore/read-history.ts';
import {
  type RestorabilityQuestion,
  restorabilityOf,
} from '../../../src/operations/restore/restorability.ts';
import { parseServerTime } from '../../../src/operations/restore/server-time.ts';
import type { RawSet } from './oracle.ts';
import { diff, full, log, time } from './scene.ts';

const at = (clock: string): number => parseServerTime(time(clock))?.local ?? 0;

function setsOf(raw: readonly RawSet[]): readonly BackupSet[] {
  const read = readHistory({ sets: raw });
  if (read.kind !== 'history') throw new Error(JSON.stringify(read));
  return read.sets;
}

function of(raw: readonly RawSet[], changes: Partial<RestorabilityQuestion> = {}) {
  return restorabilityOf({
    sets: setsOf(raw),
    database: 'Hartonomous',
    localNow: at('12:00'),
    fork: 'A',
    recoveryModel: 'FULL',
    lastLogBackupLsn: '400',
    ...changes,
  });
}

const F = full('F', '08:00', [100, 120], { startedAt: time('07:40') });
const L1 = log('L1', '09:00', [110, 200]);
const L2 = log('L2', '10:00', [200, 300]);
const L3 = log('L3', '11:50', [300, 400]);

describe('what a history can restore', () => {
  it('reaches from the first full to the newest log, and a tail would reach now', () => {
    expect(of([F, L1, L2, L3])).toMatchObject({
      newest: at('11:50'),
      oldest: at('08:00'),
      behind: 10 * MINUTE,
      worstGap: 110 * MINUTE,
      isBroken: false,
      tailWouldReach: true,
      holes: [],
      sets: 4,
      // the full took 20 min
      restoreTakes: 30 * MINUTE,
    });
  });

  it('says where the chain is broken, and that what came after is worth nothing', () => {
    expect(of([F, L1, L3])).toMatchObject({
      newest: at('09:00'),
      isBroken: true,
      tailWouldReach: false,
      holes: [{ from: at('09:00'), to: null, fromLsn: 200n, toLsn: 300n }],
    });
  });

  it('is whole again after a differential, and remembers the hole for a week', () => {
    const D = diff('D', '11:40', [310, 350], F);
    const report = of([F, L1, L3, D]);

    expect(report).toMatchObject({ newest: at('11:50'), isBroken: false, tailWouldReach: true });
    expect(report.holes).toEqual([
      { from: at('09:00'), to: at('11:40'), fromLsn: 200n, toLsn: 300n },
    ]);
    expect(report.worstGap).toBe(160 * MINUTE);
    expect(of([F, L1, L3, D], { localNow: at('12:00') + 8 * DAY }).holes).toEqual([]);
  });

  it('S21 is broken where the server backed up a log that the history does not have', () => {
    expect(of([F, L1, L2, L3], { lastLogBackupLsn: '500' })).toMatchObject({
      isBroken: true,
      tailWouldReach: false,
      newest: at('11:50'),
    });
  });

  it('S21 counts nothing of an abandoned fork, however high its numbers', () => {
    const abandoned = log('X', '11:55', [400, 900], { firstForkGuid: 'B', lastForkGuid: 'B' });

    expect(of([F, L1, L2, L3, abandoned])).toMatchObject({ newest: at('11:50'), isBroken: false });
  });

  it('counts no damaged full', () => {
    expect(of([{ ...F, isDamaged: true }, L1])).toMatchObject({
      newest: null,
      oldest: null,
      behind: null,
      isBroken: true,
      why: expect.stringContaining('No usable full'),
    });
  });

  it('goes from base to base in SIMPLE, where no log is missed', () => {
    const D = diff('D', '11:00', [310, 350], F);

    expect(of([F, D], { recoveryModel: 'SIMPLE', lastLogBackupLsn: null })).toMatchObject({
      newest: at('11:00'),
      worstGap: 3 * HOUR,
      isBroken: false,
      tailWouldReach: false,
    });
  });

  it('takes a log that ran beside a full for what it is', () => {
    const during = log('L', '07:55', [60, 115]);
    const after = log('M', '08:30', [115, 400]);

    expect(of([F, during, after])).toMatchObject({ newest: at('08:30'), holes: [] });
  });

  it('never says that it reaches beyond a missing log, whichever is missing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 30 }), fc.nat(), (count, lost) => {
        const logs = Array.from({ length: count }, (_, index) =>
          log(`L${index}`, `09:${String(index).padStart(2, '0')}`, [
            index === 0 ? 110 : 100 + index * 100,
            200 + index * 100,
          ]),
        );
        const missing = lost % count;
        const kept = logs.filter((_, index) => index !== missing);
        const last = String(100 + count * 100);
        const report = of([F, ...kept], { lastLogBackupLsn: last });
        const reached =
          missing === 0 ? at('08:00') : at(`09:${String(missing - 1).padStart(2, '0')}`);

        expect(report.newest).toBe(reached);
        expect(report.isBroken).toBe(true);
        expect(of([F, ...logs], { lastLogBackupLsn: last }).isBroken).toBe(false);
      }),
    );
  });
});
