import { type Refusal, refuse } from '../../domain/authority.ts';
import type { OperationName } from '../../domain/plan.ts';
import type { RunOrder } from '../../domain/run.ts';

export type BackupKind = 'full' | 'diff' | 'log';

/** What is to be backed up, and how. */
export interface BackupOptions {
  readonly kind: BackupKind;
  /** As the order names it: the configured one, `master` or `msdb`. */
  readonly database: string;
  readonly isSystem: boolean;
  readonly copyOnly: boolean;
  readonly stripes: number;
  /** `default`: as the server is set. */
  readonly compression: 'on' | 'off' | 'default';
}

const kinds: Partial<Record<OperationName, BackupKind>> = {
  'backup.full': 'full',
  'backup.diff': 'diff',
  'backup.log': 'log',
};

export const kindWords: Readonly<Record<BackupKind, string>> = {
  full: 'full backup',
  diff: 'differential backup',
  log: 'log backup',
};

const mostStripes = 16;

export function readBackupOptions(
  { operation, options }: RunOrder,
  configured: string,
): BackupOptions | Refusal {
  const kind = kinds[operation] ?? 'full';
  const { database = configured, copyOnly = false, stripes = 1, compression = 'on' } = options;
  if (typeof database !== 'string' || typeof copyOnly !== 'boolean' || typeof stripes !== 'number')
    return refuse('options', 'That is no order for a backup.', 'Ask again by the command.');
  const name = database.toLowerCase();
  const isSystem = name === 'master' || name === 'msdb';
  if (!isSystem && name !== configured.toLowerCase())
    return refuse(
      'S4',
      `\`${database}\` is not configured: hart backs up \`${configured}\`, \`master\` and \`msdb\`.`,
      'Configure it as an environment of its own, or ask the DBA.',
    );
  if (isSystem && kind !== 'full')
    return refuse('options', `A system database gets full backups only.`, 'Ask for a full backup.');
  if (copyOnly && kind === 'diff')
    return refuse(
      'options',
      'A differential is never copy-only: COPY_ONLY does nothing there.',
      'Leave copy-only out, or take a copy-only full.',
    );
  if (!Number.isInteger(stripes) || stripes < 1 || stripes > mostStripes)
    return refuse('options', `${stripes} stripes are not possible.`, `Choose 1 to ${mostStripes}.`);
  if (compression !== 'on' && compression !== 'off' && compression !== 'default')
    return refuse('options', 'Compression is on, off or default.', 'Choose one of these.');
  return { kind, database: isSystem ? name : configured, isSystem, copyOnly, stripes, compression };
}
