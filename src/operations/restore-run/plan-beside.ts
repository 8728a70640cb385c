import { type Refusal, refuse } from '../../domain/authority.ts';
import { named, type Plan, type PlanStep } from '../../domain/plan.ts';
import type { RestoreOptions } from '../../domain/restore-choices.ts';
import { readRestoreOptions } from '../../domain/restore-options.ts';
import type { RunOrder } from '../../domain/run.ts';
import { type DatabaseFacts } from '../acting/database-facts.ts';
import { claimOn, databaseTarget } from '../acting/database-target.ts';
import type { PlanContext } from '../acting/operation.ts';
import { fileStamp } from '../backup/backup-files.ts';
import { sameGuid } from '../restore/backup-set.ts';
import { formatServerTime, sayServerTime } from '../restore/server-time.ts';
import { type BesideNames, besideNames, refusedBeside } from './beside-fits.ts';
import { besideSteps, mayMark } from './beside-steps.ts';
import { type Chosen, chooseSets } from './choose-sets.ts';
import type { RestoreFacts } from './facts.ts';
import { refusedByInDoubt } from './in-doubt.ts';
import { containerWarnings } from './in-place-words.ts';
import { moveTargets } from './move-targets.ts';
import { mutedInPlace } from './muted-in-place.ts';
import { chosenBinding, chosenLogs, chosenMemory, momentWords } from './plan-parts.ts';
import { queueNotes } from './queues-back.ts';
import { recorded } from './recorded.ts';
import {
  gigabytes,
  refusedAcross,
  refusedByEncryption,
  refusedByRights,
  refusedByServer,
  refusedBySessions,
  refusedInPlace,
} from './refuse-restore.ts';
import { lackedNow, reliesOnNotes } from './relies-on.ts';
import { strangerNotes } from './strangers.ts';
import { tailFileFor } from './tail-file.ts';
import { jobWarnings } from './wait-for-jobs.ts';
import { wayBack } from './way-back.ts';

/**
 * The plan of a restore in place that overwrites nothing (S8): a copy is restored beside, up to the tail of the log where
 * the newest is wanted, and proven; then both change their names. Or why there is none.
 */
export function planBeside(
  order: RunOrder,
  facts: RestoreFacts,
  context: PlanContext,
): Plan | Refusal {
  const options = readRestoreOptions(order.options);
  if (options === null) return refuse('restore: order', 'This is no restore.', 'Ask by the form.');
  const { database } = facts;
  if (database === null)
    return refuse(
      'restore: no database',
      `There is no database ${named(context.settings.database)} on ${named(facts.server.name)}.`,
      'Restore a copy under this name.',
    );
  const names = besideNames(database.name, context.runId);
  const refused =
    refusedByServer(facts) ??
    refusedByRights(facts, context.settings.operatorLogin, true) ??
    refusedInPlace(database, facts) ??
    refusedBySessions(facts.sessions, context.settings.rollbackLimit) ??
    refusedByInDoubt(database.name, facts.inDoubt) ??
    refusedBeside(names, facts, context.settings);
  if (refused !== null) return refused;
  // The tail continues the present history and no other.
  const isPresent =
    options.fork === null || (database.fork !== null && sameGuid(options.fork, database.fork));
  const chosen = chooseSets(facts, options, {
    withTail: isPresent,
    continueFrom: null,
    now: context.now,
  });
  if ('rule' in chosen) return chosen;
  const unfit = refusedAcross(chosen.sets, facts) ?? refusedByEncryption(chosen.sets, facts);
  if (unfit !== null) return unfit;
  const withTail = isPresent && (options.end.kind === 'latest' || chosen.needsTail);
  const tailFile = withTail ? tailFileFor(database.name, context) : null;
  if (withTail && tailFile === null)
    return refuse(
      'restore: no directory',
      'The tail of the log has nowhere to go.',
      `Set environments.${context.settings.environment}.backups.directory.`,
    );
  return writeBeside({ order, options, facts, context, database, names, chosen, tailFile });
}

interface Beside {
  readonly order: RunOrder;
  readonly options: RestoreOptions;
  readonly facts: RestoreFacts;
  readonly context: PlanContext;
  readonly database: DatabaseFacts;
  readonly names: BesideNames;
  readonly chosen: Chosen;
  /** Null: the moment lies before what is backed up last, and the old database keeps everything after it. */
  readonly tailFile: string | null;
}

function writeBeside(parts: Beside): Plan {
  const { order, options, facts, context, database, names, chosen, tailFile } = parts;
  const { settings } = context;
  const target = databaseTarget(facts.server.name, database);
  const own = facts.files.filter(({ databaseId }) => databaseId === database.id);
  const moves = Object.fromEntries(
    moveTargets(own, names.copy, facts.volumes ?? [], settings.allowedDirectories).map(
      ({ logical, proposed }) => [logical, proposed],
    ),
  );
  const steps: readonly PlanStep[] = besideSteps({ ...parts, moves });
  return {
    operation: 'restore.in-place',
    environment: order.environment,
    target,
    title: `Restore ${named(database.name)} on ${named(target.server)} in place to ${momentWords(chosen)}, beside first`,
    risk: 'critical',
    loses: [
      tailFile === null
        ? `Nothing at first: what came after ${sayServerTime(chosen.reaches ?? '')} stays in ${named(names.before)} until that is dropped.`
        : 'Transactions that are open when the tail of the log is taken.',
    ],
    notes: notesOf(
      parts,
      own.reduce((sum, { bytes }) => sum + bytes, 0),
    ),
    warnings: [
      ...chosen.warnings,
      ...containerWarnings(own),
      ...jobWarnings(parts),
      ...facts.unknown,
    ],
    steps,
    expected: steps.reduce((sum, { expected }) => sum + (expected ?? 0), 0),
    notChosen: [
      {
        what: 'overwrite what is there',
        why: 'there is room beside it: nothing is touched before the restored one is proven',
      },
    ],
    mutes: mutedInPlace,
    claims: [
      claimOn(target, 'everything'),
      claimOn(
        { ...target, database: names.copy, identity: `copy/${names.copy.toLowerCase()}` },
        'everything',
      ),
    ],
    growing: chosenLogs(chosen),
    varies: { moment: fileStamp(context.now) },
    binding: {
      ...chosenBinding(chosen, options),
      way: 'beside',
      tail: tailFile !== null,
      copy: names.copy,
      before: names.before,
      files: moves,
      directory: settings.backupDirectory,
      whileJobsRun: options.whileJobsRun === true,
    },
    memory: {
      ...chosenMemory(chosen, order.options),
      // To the end of the last log while it is still beside; where the tail holds the moment, the tail is cut there.
      ...(tailFile === null ? {} : { stopAt: null }),
      way: 'beside',
      mode: tailFile === null ? 'moment' : 'tail',
      was: recorded({ ...database, queues: facts.queues }),
      wayBack: wayBack(context.template, database.name, database, names.before),
      lacked: lackedNow(facts),
      copy: names.copy,
      before: names.before,
      moves,
      oldFiles: own.map(({ path }) => path),
      tailFile,
      database: database.name,
      databaseId: database.id,
      brokerGuid: database.brokerGuid,
      plannedLocal: formatServerTime(facts.server.localNow),
      offset: facts.server.offset,
    },
  };
}

function notesOf(
  { names, database, tailFile, facts, context }: Beside,
  bytes: number,
): readonly string[] {
  return [
    ...strangerNotes(facts.sessions, context.template, 'beside'),
    ...queueNotes(facts.queues),
    `Takes another ${gigabytes(bytes)} until ${named(names.before)} is dropped.`,
    tailFile === null
      ? `People work in ${named(database.name)} until the names change; what they write after the moment is in ${named(names.before)} alone.`
      : `People work in ${named(database.name)} until the tail of its log is taken; it is closed from then until the restored one is proven.`,
    `Undo: change the names back; ${named(names.before)} stays whole, for administrators only, its broker off.`,
    ...reliesOnNotes(facts),
    mayMark(facts)
      ? `Dropping ${named(names.before)} afterwards is a run of its own, with approvals of its own.`
      : `Dropping ${named(names.before)} afterwards is the DBA’s: it cannot be marked as what this run set aside (\`sql/install/10-set-aside.sql\`).`,
  ];
}
