import { describe, expect, it } from 'vitest';
import { rememberedFiles } from '../../../src/app/fact-files.ts';
import { whyNotAllowed } from '../../../src/clients/allow-list.ts';
import type { PlannedSet } from '../../../src/operations/restore-run/planned-set.ts';
import {
  backupTail,
  headersOf,
  restoreSet,
  statementFrom,
  verify,
} from '../../../src/operations/restore-run/statements.ts';

const template = rememberedFiles('operations', 'sql');
const set: PlannedSet = {
  id: 'x',
  type: 'full',
  files: ["D:\\Backups\\Ola's.bak", 'D:\\Backups\\second.bak'],
  position: 2,
  isUrl: false,
  hasChecksums: true,
  firstLsn: '1',
  lastLsn: '2',
  finished: '',
  bytes: null,
};

describe('the statements of a restore', () => {
  it('name every stripe, the position, and quote what is in names', () => {
    expect(headersOf(template, set)).toBe(
      "RESTORE HEADERONLY FROM DISK = N'D:\\Backups\\Ola''s.bak', DISK = N'D:\\Backups\\second.bak'",
    );
    expect(restoreSet(template, 'Hart]onomous', set)).toMatch(
      /^RESTORE DATABASE \[Hart\]\]onomous\] FROM .* WITH NORECOVERY, CHECKSUM, FILE = 2, STATS = 1$/,
    );
  });

  it('ask for checksums only where the set has some (3187)', () => {
    expect(verify(template, { ...set, hasChecksums: false })).not.toContain('CHECKSUM');
    expect(verify(template, set)).toContain('CHECKSUM');
  });

  it('S3 have STOPAT on a log alone, and MOVE on a full alone', () => {
    const options = { stopAt: '2026-01-05T10:30:00.000', moves: { a: 'b' } };
    const [full, diff, log] = (['full', 'diff', 'log'] as const).map((type) =>
      restoreSet(template, 'x', { ...set, type }, options),
    );
    expect([full, diff, log].map((text) => text?.includes('STOPAT'))).toEqual([false, false, true]);
    expect([full, diff, log].map((text) => text?.includes('MOVE'))).toEqual([true, false, false]);
  });

  it('take nothing within a filled text for a place', () => {
    expect(statementFrom('a $(One) [$(Two)]', { Two: '$(One)' }, { One: '[$(Two)]' })).toBe(
      'a [$(Two)] [$(One)]',
    );
    expect(() => statementFrom('$(Other)', {})).toThrow('Nothing fills the place $(Other)');
  });

  it('S4 pass the list of what the operator may say, and no other database or directory does', () => {
    const allowed = { databases: ['Hartonomous', 'Hartonomous_R*'], directories: ['D:\\Backups'] };
    const tail = (database: string, file: string) =>
      whyNotAllowed(backupTail(template, database, file, 'R1'), {}, allowed);
    expect(tail('Hartonomous', 'D:\\Backups\\t.trn')).toBeNull();
    expect(tail('Payroll', 'D:\\Backups\\t.trn')).toContain('Payroll');
    expect(tail('Hartonomous', 'C:\\t.trn')).toContain('outside');
    for (const name of [
      'standing',
      'restores-since',
      'backup-sets-again',
      'set-owner',
      'set-trustworthy',
    ])
      expect(whyNotAllowed(template(name), {}, allowed), name).toBeNull();
    for (const name of [
      'mark-copy',
      'read-marks',
      'activated-queues',
      'prove-restore',
      'check-copy',
      'waiting-messages',
    ])
      expect(
        whyNotAllowed(
          statementFrom(template(name), { HartDatabase: 'Hartonomous_R1' }),
          {},
          allowed,
        ),
        name,
      ).toBeNull();
  });
});
