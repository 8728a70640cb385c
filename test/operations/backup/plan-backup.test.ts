import { describe, expect, it } from 'vitest';
import { whyNotAllowed } from '../../../src/clients/allow-list.ts';
import { isRefusal } from '../../../src/domain/authority.ts';
import type { Plan } from '../../../src/domain/plan.ts';
import { planBackup } from '../../../src/operations/backup/plan-backup.ts';
import { context, factsWith, order, past, sets } from './backup-scene.ts';

function planned(...asked: Parameters<typeof planBackup>): Plan {
  const plan = planBackup(...asked);
  if (isRefusal(plan)) throw new Error(`${plan.rule}: ${plan.message}`);
  return plan;
}

const statementsOf = ({ steps }: Plan): readonly string[] =>
  steps.flatMap(({ statements }) => statements);

describe('the plan of a backup', () => {
  it('says what is sent, where to, how large and long, and what it does to the chain', () => {
    const plan = planned(order('backup.log'), factsWith(), context);

    expect(plan.title).toBe('Take a log backup of `Hartonomous` on `SQL-PROD`');
    expect(statementsOf(plan)).toEqual([
      "BACKUP LOG [Hartonomous] TO DISK = N'D:\\Backups\\Hartonomous_20261123T134612Z_R204_log.trn' WITH CHECKSUM, COMPRESSION, STATS = 1, NAME = N'hart R204'",
      "RESTORE HEADERONLY FROM DISK = N'D:\\Backups\\Hartonomous_20261123T134612Z_R204_log.trn'",
      "RESTORE VERIFYONLY FROM DISK = N'D:\\Backups\\Hartonomous_20261123T134612Z_R204_log.trn' WITH FILE = 1, CHECKSUM",
    ]);
    expect(plan.notes).toEqual([
      'About 1 GB in 12 s, as the last ones.',
      'Free where `D:\\Backups` is: 2 TB.',
      'Effect: continues the chain from LSN 320, and gives the log back for use.',
    ]);
    expect(plan.warnings).toEqual([]);
    expect(plan.claims).toEqual([{ key: 'SQL-PROD/b0b0/5', mode: 'log-backup' }]);
    expect([plan.risk, plan.loses]).toEqual(['low', []]);
  });

  it.each([
    ['backup.full', {}, 'the new base of differentials; the log chain goes on', 'base-backup'],
    ['backup.full', { copyOnly: true }, 'Effect: none', 'base-backup'],
    ['backup.diff', {}, 'since the full of 2026-11-23 01:18:00 (server time)', 'base-backup'],
    ['backup.log', { copyOnly: true }, 'none on the chain', 'log-backup'],
    ['backup.full', { database: 'master' }, 'restored from fulls alone', 'base-backup'],
  ] as const)('%s %o says its effect', (operation, options, effect, mode) => {
    const plan = planned(order(operation, options), factsWith(), context);

    expect(plan.notes.join('\n')).toContain(effect);
    expect(plan.claims.map((claim) => claim.mode)).toEqual([mode]);
  });

  it('S4 sends nothing that the allow-list would hold back', () => {
    const allowed = { databases: ['Hartonomous'], directories: ['D:\\Backups'] };
    for (const operation of ['backup.full', 'backup.diff', 'backup.log'] as const)
      for (const stripes of [1, 3])
        for (const statement of statementsOf(
          planned(order(operation, { stripes }), factsWith(), context),
        ))
          expect(whyNotAllowed(statement, {}, allowed)).toBeNull();
  });

  it('S20 names files after the run, one for each stripe', () => {
    const plan = planned(order('backup.full', { stripes: 3 }), factsWith(), context);

    const [backup = ''] = statementsOf(plan);
    expect(backup.match(/N'([^']*)'/g)?.slice(0, 3)).toEqual([
      "N'D:\\Backups\\Hartonomous_20261123T134612Z_R204_full_1of3.bak'",
      "N'D:\\Backups\\Hartonomous_20261123T134612Z_R204_full_2of3.bak'",
      "N'D:\\Backups\\Hartonomous_20261123T134612Z_R204_full_3of3.bak'",
    ]);
  });

  it('S25 joins paths as the server writes them', () => {
    const settings = { ...context.settings, backupDirectory: '/var/opt/mssql/backups/' };
    const plan = planned(order('backup.log'), factsWith(), { ...context, settings });

    expect(statementsOf(plan)[0]).toContain("N'/var/opt/mssql/backups/Hartonomous_2026");
  });

  it.each([
    ['Express Edition (64-bit)', 4, 'on', null],
    ['Web Edition (64-bit)', 2, 'on', null],
    ['Standard Edition (64-bit)', 2, 'on', 'COMPRESSION'],
    ['Enterprise Edition (64-bit)', 3, 'off', 'NO_COMPRESSION'],
    ['Enterprise Edition (64-bit)', 3, 'default', null],
  ])('S24 on %s (%i), compression %s, says %s', (edition, engineEdition, compression, word) => {
    const { server } = factsWith();
    const facts = factsWith({ server: { ...server, edition, engineEdition } });

    const [backup = ''] = statementsOf(
      planned(order('backup.log', { compression }), facts, context),
    );

    expect(/ ((?:NO_)?COMPRESSION)\b/.exec(backup)?.[1] ?? null).toBe(word);
  });

  it('S4 leaves reading back to the DBA where the login may not', () => {
    const plan = planned(order('backup.log'), factsWith({ mayReadBack: false }), context);

    expect(plan.steps.map(({ does, by }) => `${does} ${by}`)).toEqual([
      'write bot',
      'header dba',
      'verify dba',
      'reach bot',
    ]);
  });

  it('says what is not known instead of guessing', () => {
    const facts = factsWith({ past: [], volumes: null, directory: null, mayBackUp: null });
    const { notes, expected } = planned(order('backup.log'), facts, context);

    expect(notes).toEqual([
      'Size and time are not known: the history has no log backup.',
      'Free space where `D:\\Backups` is: not known.',
      'Effect: continues the chain from LSN 320, and gives the log back for use.',
      'Whether the server sees `D:\\Backups` is not known.',
      'What the operator login may do is not known.',
    ]);
    expect(expected).toBeNull();
  });

  it('is bound to what it does, not to when: the same asked a minute later is the same', () => {
    const plan = planned(order('backup.diff'), factsWith(), context);
    const later = planned(order('backup.diff'), factsWith({ past: past([sets.F1]) }), {
      ...context,
      now: context.now + 60_000,
    });

    expect(later.binding).toEqual(plan.binding);
    expect(planned(order('backup.diff', { stripes: 2 }), factsWith(), context).binding).not.toEqual(
      plan.binding,
    );
  });

  it('S21 warns where the newest log in the history is not the last one taken', () => {
    const facts = factsWith({ of: { lastLogBackupLsn: '900' } });

    expect(planned(order('backup.log'), facts, context).warnings.join()).toContain(
      'not the last one that was taken',
    );
  });

  it('S23 warns where someone else takes backups too', () => {
    const others = past([sets.F1, sets.L1], 'nightly');
    const plan = planned(order('backup.full'), factsWith({ past: others }), context);

    expect(plan.warnings.join()).toContain('another tool (1 full backup, 1 log backup');
  });

  it.each([
    ['hart R7', false],
    ['Hartonomous tail R204', false],
    ['hart report', true],
    ['Hartonomous tail', true],
    [null, true],
  ])('S23 takes a backup named %j for another tool’s: %s', (name, isOther) => {
    const facts = factsWith({ past: past([sets.F1], name) });

    expect(planned(order('backup.full'), facts, context).warnings.join().includes('another')).toBe(
      isOther,
    );
  });

  it('S17 S23 takes no set that a copy of another server has brought into msdb for one of another tool', () => {
    const taken = (server: string) =>
      past(
        [
          { ...sets.F1, server },
          { ...sets.L1, server },
        ],
        'nightly',
      );
    const warnings = (server: string) =>
      planned(order('backup.full'), factsWith({ past: taken(server) }), context).warnings.join();

    expect(warnings('SQL-OTHER')).not.toContain('another tool');
    expect(warnings('sql-prod')).toContain('another tool');
  });
});
