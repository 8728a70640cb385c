import { describe, expect, it } from 'vitest';
import { isRefusal } from '../../../src/domain/authority.ts';
import type { Plan } from '../../../src/domain/plan.ts';
import type { BackupFacts } from '../../../src/operations/backup/backup-facts.ts';
import { planBackup } from '../../../src/operations/backup/plan-backup.ts';
import { log } from '../restore/scene.ts';
import { context, factsWith, order, past, sets } from './backup-scene.ts';

function planned(...asked: Parameters<typeof planBackup>): Plan {
  const plan = planBackup(...asked);
  if (isRefusal(plan)) throw new Error(`${plan.rule}: ${plan.message}`);
  return plan;
}

describe('a backup is refused', () => {
  const group = { preferred: true, primary: true };
  const running = (command: string) => ({
    sessionId: 61,
    command,
    program: 'SQLAgent',
    startedLocal: '2026-11-23T14:40:00',
  });
  const { server } = factsWith();

  it.each<
    readonly [string, Parameters<typeof order>, Parameters<typeof factsWith>[0], string, string]
  >([
    [
      'S24 on a Managed Instance',
      ['backup.full'],
      { server: { ...server, engineEdition: 8 } },
      'S24',
      'the platform takes its backups',
    ],
    [
      'S24 on Azure SQL Database',
      ['backup.log'],
      { server: { ...server, engineEdition: 5 } },
      'S24',
      'Azure SQL Database',
    ],
    [
      'where the database is not there',
      ['backup.full'],
      { database: null },
      'target',
      'has no database',
    ],
    [
      'while it is restoring',
      ['backup.log'],
      { of: { state: 'RESTORING' } },
      'target',
      'restoring',
    ],
    ['S4 without the right', ['backup.log'], { mayBackUp: false }, 'S4', 'no right'],
    [
      'S24 on a replica that is not preferred',
      ['backup.log'],
      { of: { inGroup: true }, replica: { ...group, preferred: false } },
      'S24',
      'not the replica',
    ],
    [
      'S24 for a differential on a secondary',
      ['backup.diff'],
      { of: { inGroup: true }, replica: { ...group, primary: false } },
      'S24',
      'secondary',
    ],
    [
      'S24 where nobody knows which replica',
      ['backup.log'],
      { of: { inGroup: true } },
      'S24',
      'Nobody could tell',
    ],
    [
      'while another of its kind runs',
      ['backup.full'],
      { running: [running('BACKUP DATABASE')] },
      'running',
      'session 61',
    ],
    [
      'while a restore runs',
      ['backup.log'],
      { running: [running('RESTORE DATABASE')] },
      'running',
      'RESTORE',
    ],
    [
      'for a log in SIMPLE',
      ['backup.log'],
      { of: { recoveryModel: 'SIMPLE', lastLogBackupLsn: null } },
      'chain',
      'SIMPLE',
    ],
    [
      'for a log before the first full',
      ['backup.log'],
      { of: { lastLogBackupLsn: null } },
      'chain',
      'has not begun',
    ],
    [
      'S22 for a differential without a base',
      ['backup.diff'],
      { bases: [null] },
      'S22',
      'no full backup was taken yet',
    ],
    [
      'S22 for a differential on a base that moved',
      ['backup.diff'],
      { bases: ['guid-vss'] },
      'S22',
      'not in the history',
    ],
    [
      'S22 for files on different bases',
      ['backup.diff'],
      { bases: ['guid-F1', 'guid-X'] },
      'S22',
      'different full backups',
    ],
    [
      'S22 for a base whose files are gone',
      ['backup.diff'],
      { unseenBaseFiles: ['D:\\Backups\\F1'] },
      'S22',
      'does not see the files',
    ],
    [
      'S22 for a base from before a restore',
      ['backup.diff'],
      { of: { fork: 'b' } },
      'S22',
      'another recovery fork',
    ],
    [
      'S22 for a damaged base',
      ['backup.diff'],
      { past: past([{ ...sets.F1, isDamaged: true }]) },
      'S22',
      'damaged',
    ],
    [
      'S22 for a base that is a snapshot',
      ['backup.diff'],
      { past: past([{ ...sets.F1, isSnapshot: true }]) },
      'S22',
      'snapshot',
    ],
    [
      'S25 where the directory is not there',
      ['backup.full'],
      { directory: 'missing' },
      'S25',
      'does not see the directory',
    ],
    [
      'S25 where it does not fit',
      ['backup.full'],
      { volumes: [{ mount: 'D:\\', freeBytes: 1 }] },
      'S25',
      'takes about 400 GB',
    ],
    [
      'S23 on a schedule beside another tool',
      ['backup.log', {}, 'schedule'],
      { past: past([sets.F1, sets.L1], 'nightly') },
      'S23',
      'another tool',
    ],
    [
      'S4 for a database of others',
      ['backup.full', { database: 'Payroll' }],
      {},
      'S4',
      'not configured',
    ],
    [
      'for a log of master',
      ['backup.log', { database: 'master' }],
      {},
      'options',
      'full backups only',
    ],
    [
      'for a copy-only differential',
      ['backup.diff', { copyOnly: true }],
      {},
      'options',
      'never copy-only',
    ],
    ['for 40 stripes', ['backup.full', { stripes: 40 }], {}, 'options', '40 stripes'],
  ])('%s', (_, asked, changes, rule, words) => {
    const refusal = planBackup(order(...asked), factsWith(changes), context);

    expect(refusal).toMatchObject({
      kind: 'refusal',
      rule,
      message: expect.stringContaining(words),
    });
    expect(isRefusal(refusal) && refusal.hint.length > 10).toBe(true);
  });

  it.each<readonly [string, Partial<typeof context.settings>, string]>([
    ['S4 where hart only watches', { operatorLogin: null }, 'only watches'],
    ['S4 where no directory is configured', { backupDirectory: null }, 'No directory'],
  ])('%s', (_, changes, words) => {
    const settings = { ...context.settings, ...changes };

    expect(planBackup(order('backup.log'), factsWith(), { ...context, settings })).toMatchObject({
      rule: 'S4',
      message: expect.stringContaining(words),
    });
  });

  it('S23 on a schedule only where the other was there first: one that came later is warned of', () => {
    const ours = past([sets.F1, sets.L1]);
    const theirs = past([log('X1', '14:40', [300, 310])], 'nightly');
    const facts: BackupFacts = factsWith({ past: [...ours, ...theirs] });

    const plan = planned(order('backup.log', {}, 'schedule'), facts, context);

    expect(plan.warnings.join()).toContain('another tool');
  });

  it('not while one of another kind runs', () => {
    const facts = factsWith({ running: [running('BACKUP LOG')] });

    expect(isRefusal(planBackup(order('backup.full'), facts, context))).toBe(false);
  });
});
