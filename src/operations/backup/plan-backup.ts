import { isRefusal, type Refusal } from '../../domain/authority.ts';
import { formatBytes } from '../../domain/format-value.ts';
import { named, type Plan, type PlanStep } from '../../domain/plan.ts';
import type { RunOrder } from '../../domain/run.ts';
import { type Duration, formatDuration, SECOND } from '../../domain/time.ts';
import { claimOn, databaseTarget } from '../acting/database-target.ts';
import { type PlanContext } from '../acting/operation.ts';
import { sayServerTime } from '../restore/server-time.ts';
import type { BackupDatabase, BackupFacts } from './backup-facts.ts';
import { backupFiles, fileStamp } from './backup-files.ts';
import { type BackupOptions, kindWords, readBackupOptions } from './backup-options.ts';
import { backupStatement, headerStatement, verifyStatement } from './backup-statements.ts';
import { baseGuid, baseOf } from './differential-base.ts';
import { type Expected, expectedOf } from './expected.ts';
import { freeOn } from './free-space.ts';
import { listedWriters, otherWriters } from './other-writers.ts';
import { refuseBackup } from './refuse-backup.ts';

/** A backup from its facts alone: what is sent, what comes of it, and what it does to the chain. */
export function planBackup(
  order: RunOrder,
  facts: BackupFacts,
  context: PlanContext,
): Plan | Refusal {
  const options = readBackupOptions(order, context.settings.database);
  if (isRefusal(options)) return options;
  const expected = expectedOf(facts.past, options.kind);
  const scheduled = order.by.actor === 'schedule';
  const sound = refuseBackup(options, facts, context, expected, scheduled);
  if (isRefusal(sound)) return sound;
  const { database, directory } = sound;
  const target = databaseTarget(facts.server.name, database);
  const files = backupFiles(directory, options, { id: context.runId, at: context.now });
  const compress = compressionOf(options, facts);
  const steps = stepsOf({ options, facts, context, files, compress, expected });
  return {
    operation: order.operation,
    environment: order.environment,
    target,
    title: `Take a ${titleOf(options)} of ${named(database.name)} on ${named(facts.server.name)}`,
    risk: 'low',
    loses: [],
    notes: notesOf(options, facts, database, directory, expected),
    warnings: warningsOf(options, facts, database),
    steps,
    expected: steps.reduce<Duration | null>(
      (sum, { expected: each }) => (each === null || sum === null ? sum : sum + each),
      expected.took === null ? null : 0,
    ),
    notChosen: [],
    mutes: [],
    claims: [claimOn(target, options.kind === 'log' ? 'log-backup' : 'base-backup')],
    varies: { moment: fileStamp(context.now) },
    binding: {
      ...options,
      directory,
      base: options.kind === 'diff' ? baseGuid(facts.bases) : null,
      fork: database.fork,
      template: context.template(options.kind === 'log' ? 'backup-log' : 'backup-database'),
    },
    memory: {},
  };
}

function titleOf({ kind, copyOnly }: BackupOptions): string {
  return `${copyOnly ? 'copy-only ' : ''}${kindWords[kind]}`;
}

/** Express and Web have none (Msg 1844); elsewhere as asked, and as the server is set where nothing was. */
function compressionOf({ compression }: BackupOptions, { server }: BackupFacts): boolean | null {
  if (!canCompress(server)) return null;
  return compression === 'default' ? null : compression === 'on';
}

function canCompress({ engineEdition, edition }: BackupFacts['server']): boolean {
  return engineEdition !== 4 && !/\b(?:Express|Web)\b/i.test(edition);
}

interface StepParts {
  readonly options: BackupOptions;
  readonly facts: BackupFacts;
  readonly context: PlanContext;
  readonly files: readonly string[];
  readonly compress: boolean | null;
  readonly expected: Expected;
}

function stepsOf({
  options,
  facts,
  context,
  files,
  compress,
  expected,
}: StepParts): readonly PlanStep[] {
  const { template, runId } = context;
  const readBack = facts.mayReadBack === false ? 'dba' : 'bot';
  const common = { undo: null, overwrites: false, input: {} };
  return [
    {
      ...common,
      id: 'write',
      does: 'write',
      title: `Write ${files.map((file) => named(lastPart(file))).join(', ')}`,
      why: null,
      statements: [backupStatement(template, options, files, { id: runId, compress })],
      by: 'bot',
      expected: expected.took,
      undo: 'Nothing has to be undone: the database stays as it is, and the file may be deleted.',
      input: {
        ...options,
        files: [...files],
        compress,
        base: options.kind === 'diff' ? baseGuid(facts.bases) : null,
      },
    },
    {
      ...common,
      id: 'header',
      does: 'header',
      title: 'Read its header back from the file',
      why: 'so that what counts is what lies on the disk, not what the history says',
      statements: [headerStatement(template, files)],
      by: readBack,
      expected: SECOND,
    },
    {
      ...common,
      id: 'verify',
      does: 'verify',
      title: 'Read all of it back with its checksums',
      why: 'so that a write that went wrong shows now. Whether it can be restored only a restore proves',
      statements: [verifyStatement(template, files, 1)],
      by: readBack,
      expected: expected.took,
    },
    {
      ...common,
      id: 'reach',
      does: 'reach',
      title: 'Look up to which moment the history can restore now',
      why: null,
      statements: [],
      by: 'bot',
      expected: SECOND,
    },
  ];
}

function lastPart(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

function notesOf(
  options: BackupOptions,
  facts: BackupFacts,
  database: BackupDatabase,
  directory: string,
  expected: Expected,
): readonly string[] {
  const free = freeOn(facts.volumes, directory);
  return [
    expected.bytes === null
      ? `Size and time are not known: the history has no ${kindWords[options.kind]}.`
      : `About ${formatBytes(expected.bytes)} in ${formatDuration(expected.took ?? 0)}, as the last ones.`,
    free === null
      ? `Free space where ${named(directory)} is: not known.`
      : `Free where ${named(directory)} is: ${formatBytes(free)}.`,
    effectOf(options, facts, database),
    ...(facts.directory === null
      ? [`Whether the server sees ${named(directory)} is not known.`]
      : []),
    ...(facts.mayBackUp === null ? ['What the operator login may do is not known.'] : []),
    ...(canCompress(facts.server) ? [] : [`Not compressed: ${facts.server.edition} cannot.`]),
  ];
}

function effectOf(
  { kind, copyOnly, isSystem }: BackupOptions,
  facts: BackupFacts,
  database: BackupDatabase,
): string {
  if (isSystem) return 'A system database is restored from fulls alone.';
  if (kind === 'diff') {
    const base = baseOf(facts.bases, facts.past);
    const since = base === null ? 'a moment not known' : sayServerTime(base.set.finishedText);
    return `Effect: holds what changed since the full of ${since} (server time), and is restored on it. The log chain goes on.`;
  }
  if (kind === 'log')
    return copyOnly
      ? 'Effect: none on the chain; the log is not given back for use.'
      : `Effect: continues the chain from LSN ${database.lastLogBackupLsn}, and gives the log back for use.`;
  if (copyOnly) return 'Effect: none. Differentials stay on their base, and the log chain goes on.';
  const begins = database.lastLogBackupLsn === null && database.recoveryModel !== 'SIMPLE';
  return `Effect: the new base of differentials${begins ? ', and the log chain begins' : '; the log chain goes on'}.`;
}

function warningsOf(
  { kind, copyOnly, isSystem }: BackupOptions,
  facts: BackupFacts,
  database: BackupDatabase,
): readonly string[] {
  const others = copyOnly || isSystem ? [] : otherWriters(facts);
  return [
    ...(others.length === 0
      ? []
      : [
          `Backups of this database are taken by ${listedWriters(others)} too: a restore then needs the files of both.`,
        ]),
    ...(kind === 'log' && brokenChain(facts, database)
      ? [
          'The newest log backup in the history is not the last one that was taken: without the one between, what follows cannot be restored. A full or differential begins anew.',
        ]
      : []),
    ...(kind === 'diff' && facts.unseenBaseFiles === null
      ? ['Whether the files of the full that it stands on are there is not known.']
      : []),
  ];
}

/** A log counts only if it continues what the database says was backed up last (safety rule S21). */
function brokenChain({ past }: BackupFacts, { lastLogBackupLsn }: BackupDatabase): boolean {
  if (lastLogBackupLsn === null || past.length === 0) return false;
  const ends = past.flatMap(({ set }) => (set.isCopyOnly === true ? [] : [set.lastLsn]));
  const newest = ends.reduce((most, lsn) => (lsn > most ? lsn : most), 0n);
  return newest < BigInt(lastLogBackupLsn);
}
