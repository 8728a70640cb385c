import { named } from '../../domain/plan.ts';
import type { Answer, ResultRow } from '../../domain/target.ts';
import type { Examined, StepContext, StepKind, StepOutcome } from '../acting/operation.ts';
import { text } from '../acting/row-fields.ts';
import { stepFailed } from '../acting/step-failed.ts';
import { backupFiles } from './backup-files.ts';
import { backupStatement, headerStatement, setName } from './backup-statements.ts';
import { baseGuid } from './differential-base.ts';
import { followProgress } from './follow-progress.ts';
import { heldBy } from './read-header.ts';
import { sees } from './see-files.ts';
import { notInHistory, whyItFailed } from './why-it-failed.ts';
import { type WriteInput, writeInput, writtenToJson } from './written.ts';

const mostAttempts = 5;

/** Sends the BACKUP, into files that are not there yet. */
export const writeStep: StepKind = {
  async perform(context) {
    const { session, ports, signal, run } = context;
    const input = writeInput(context.step);
    if (session === null)
      return stepFailed('There is no connection.', null, 'Nothing was written.');
    const moved = await baseMoved(context, input);
    if (moved !== null) return stepFailed(moved, null, 'Nothing was written. Take a full backup.');
    const chosen = await freshFiles(context, input);
    if (chosen === null)
      return stepFailed('No name for the file is free any more.', null, 'Nothing was written.');
    const { files, leftBehind } = chosen;
    const statement = backupStatement(ports.template, input.options, files, {
      id: run.id,
      compress: input.compress,
    });
    const begun = ports.now();
    const answer = await followProgress(context, (onMessage) =>
      session.run(statement, {}, { signal, onMessage }),
    );
    const isWritten = answer.ok || answer.trouble.code === notInHistory;
    if (!isWritten) return broken(answer.trouble, files);
    const tookMs = ports.now() - begun;
    const written = { files, tookMs, leftBehind, inHistory: answer.ok };
    const memory = { written: writtenToJson(written) };
    const movedSince = await baseMoved(context, input);
    if (movedSince !== null)
      return {
        ...stepFailed(movedSince, null, 'The file is of no use: take a full backup.'),
        memory,
      };
    return {
      kind: 'done',
      note: answer.ok ? null : 'Written; the history in msdb did not take it.',
      memory,
    };
  },

  /** The file decides, then the history; where they contradict each other a person must look (S13). */
  async examine(context) {
    const input = writeInput(context.step);
    const candidates = await existingFiles(context, input);
    if (candidates === null) return unclear('the server cannot say which files are there');
    const history = await inHistory(context, input);
    if (history === null) return unclear('the history of backups could not be asked');
    const files = candidates.at(-1);
    if (files === undefined)
      return history.length === 0
        ? { kind: 'again', note: 'nothing was written' }
        : unclear('the history has the backup, and its file is not there');
    const { session, ports, run } = context;
    if (session === null) return unclear('there is no connection');
    const held = heldBy(await session.run(headerStatement(ports.template, files)), {
      name: setName(run.id),
      database: input.options.database,
    });
    if (held.kind === 'unknown') return unclear(`the file could not be read: ${held.why}`);
    const isKnown = history.some((guid) => held.kind === 'whole' && guid === held.set.guid);
    if (held.kind === 'whole')
      return {
        kind: 'done',
        note: isKnown ? 'The file is whole.' : 'The file is whole; the history does not have it.',
        memory: {
          written: writtenToJson({
            files,
            tookMs: 0,
            leftBehind: candidates.slice(0, -1).flat(),
            inHistory: isKnown,
          }),
        },
      };
    if (history.length > 0)
      return unclear(`the history has the backup as whole, but of its file ${held.why}`);
    return {
      kind: 'again',
      note: `the file that it left is not whole (${held.why}); it goes into a new one`,
    } satisfies Examined;
  },
};

/**
 * The planned files, or those of the next attempt where earlier ones are there (S20): none is ever written into. Where the
 * server cannot tell, the run's id in the name has to do; the header is read back for a second set.
 */
async function freshFiles(
  context: StepContext,
  input: WriteInput,
): Promise<{ readonly files: readonly string[]; readonly leftBehind: readonly string[] } | null> {
  const there = await existingFiles(context, input);
  if (there === null) return { files: input.files, leftBehind: [] };
  if (there.length >= mostAttempts) return null;
  return {
    files: filesOfAttempt(context, input, there.length + 1),
    leftBehind: there.flat(),
  };
}

/** The files of each attempt of which something is there, in order; null: the server cannot say. */
async function existingFiles(
  context: StepContext,
  input: WriteInput,
): Promise<readonly (readonly string[])[] | null> {
  const found: (readonly string[])[] = [];
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const files = filesOfAttempt(context, input, attempt);
    const seen = await Promise.all(files.map((file) => sees(context.ports.facts, file)));
    if (seen.includes(null)) return null;
    if (!seen.includes(true)) break;
    found.push(files);
  }
  return found;
}

function filesOfAttempt(
  { run, plan }: StepContext,
  { options, files }: WriteInput,
  attempt: number,
): readonly string[] {
  if (attempt === 1) return files;
  // The run's own start, so that a successor finds the same names.
  const at = run.startedAt ?? run.askedAt;
  const { directory } = plan.binding;
  if (typeof directory !== 'string') return files;
  return backupFiles(directory, options, { id: run.id, at, attempt });
}

/** A base that moved since it was planned makes a differential worthless (S22). Null: it is where it was. */
async function baseMoved(
  { ports }: StepContext,
  { options, base }: WriteInput,
): Promise<string | null> {
  if (options.kind !== 'diff') return null;
  const [files, databases] = await Promise.all([
    ports.facts.ask('database-files'),
    ports.facts.ask('database-state'),
  ]);
  if (!files.ok || !databases.ok) return 'What the differential stands on could not be asked.';
  const id = databases.value.find(
    (row) => text(row, 'name')?.toLowerCase() === options.database.toLowerCase(),
  )?.['database_id'];
  const now = baseGuid(
    files.value
      .filter((row) => row['database_id'] === id && text(row, 'kind') === 'ROWS')
      .map((row) => text(row, 'differential_base_guid')),
  );
  return now !== null && now === base?.toLowerCase()
    ? null
    : 'Someone took another full backup meanwhile: the differential would not stand on the planned one.';
}

/** The GUIDs of sets in msdb that bear the name of this run; null: it could not be asked. */
async function inHistory(
  { ports, run }: StepContext,
  { options }: WriteInput,
): Promise<readonly string[] | null> {
  const answer: Answer<readonly ResultRow[]> = await ports.facts.ask('backup-sets', {
    database: { type: 'text', value: options.database },
    days: { type: 'int', value: 7 },
  });
  if (!answer.ok) return null;
  return answer.value
    .filter((row) => text(row, 'backup_name') === setName(run.id))
    .map((row) => (text(row, 'set_guid') ?? '').toLowerCase());
}

function broken(trouble: Parameters<typeof whyItFailed>[0], files: readonly string[]): StepOutcome {
  const left = `The database is as it was. A part may lie in ${files.map(named).join(', ')}; hart deletes nothing.`;
  if (trouble.kind === 'cancelled') return { kind: 'cancelled', note: `Cancelled. ${left}` };
  return stepFailed(whyItFailed(trouble), trouble.detail, left);
}

function unclear(why: string): Examined {
  return { kind: 'unclear', why };
}
