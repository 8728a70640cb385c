import { named, type PlanStep } from '../../domain/plan.ts';
import type { PlanContext } from '../acting/operation.ts';
import { planStep } from '../acting/plan-step.ts';
import { backupFiles } from '../backup/backup-files.ts';
import type { BackupOptions } from '../backup/backup-options.ts';
import { backupStatement, headerStatement, verifyStatement } from '../backup/backup-statements.ts';
import type { Chosen } from './choose-sets.ts';
import type { ServerFacts } from './facts.ts';
import { readTime } from './plan-parts.ts';

/** How the run's own claims and lock stand beside a base backup: it holds everything, so nothing else is asked. */
interface NewFull {
  readonly database: string;
  readonly server: ServerFacts;
  readonly chosen: Chosen;
  readonly context: PlanContext;
}

/**
 * The first full backup of the new recovery fork, last of all: until it is written no set counts (S21), since what was
 * backed up before leads to the fork that was left. None where backups have no directory: then it is only proposed.
 */
export function newFullSteps({
  database,
  server,
  chosen,
  context: { settings, template, runId, now },
}: NewFull): readonly PlanStep[] {
  const { backupDirectory } = settings;
  if (backupDirectory === null) return [];
  const options: BackupOptions = {
    kind: 'full',
    database,
    isSystem: false,
    copyOnly: false,
    stripes: 1,
    compression: 'on',
  };
  const files = backupFiles(backupDirectory, options, { id: runId, at: now });
  // Only Enterprise and Developer compress for sure; elsewhere as the server is set.
  const compress = server.engineEdition === 3 ? true : null;
  const expected = readTime(chosen.sets.filter(({ type }) => type === 'full'));
  const common = { safe: 'open' } as const;
  return [
    planStep({
      ...common,
      id: 'new-full',
      does: 'write',
      brokenOff: noNewFull,
      title: `New full backup → ${files.map(named).join(', ')}`,
      why: 'so that backups count again: those before lead to the history that was left',
      statements: [backupStatement(template, options, files, { id: runId, compress })],
      expected,
      undo: 'Nothing has to be undone: the database stays as it is, and the file may be deleted.',
      input: { ...options, files: [...files], compress, base: null },
    }),
    planStep({
      ...common,
      id: 'new-full-header',
      does: 'header',
      title: 'Read its header back from the file',
      brokenOff: notReadBack,
      statements: [headerStatement(template, files)],
    }),
    planStep({
      ...common,
      id: 'new-full-verify',
      does: 'verify',
      title: 'Read all of it back with its checksums',
      brokenOff: notReadBack,
      why: 'so that a write that went wrong shows now',
      statements: [verifyStatement(template, files, 1)],
      expected,
    }),
  ];
}

const noNewFull =
  'The new full backup was broken off, and what there is of its file is of no use: until one is written no backup counts.';
const notReadBack = 'The new full backup is written, and was not read back.';

/** How much it may come to: as the full that is restored. Null: that is not known. */
export function newFullBytes({ sets }: Chosen): number | null {
  return sets.find(({ type }) => type === 'full')?.bytes ?? null;
}
