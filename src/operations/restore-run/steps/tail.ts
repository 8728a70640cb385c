import { named } from '../../../domain/plan.ts';
import type { Trouble } from '../../../domain/target.ts';
import type { StepContext, StepKind, StepOutcome } from '../../acting/operation.ts';
import { text } from '../../acting/row-fields.ts';
import { tailIn } from '../planned-set.ts';
import { backupTail, headersOf } from '../statements.ts';
import {
  failure,
  giveBack,
  leavesOf,
  notTheTarget,
  sessionOf,
  standingOf,
  troubleWords,
} from './standing.ts';
import { refuseStrangers } from './stopped.ts';

/** Someone was quicker than our BACKUP in the same batch: then it is tried again at once. */
const tries = 3;
const inUse = [3101, 924, 5064, 5061];

/**
 * Takes the database and backs up the tail of its log in one batch (S1). A tail without NORECOVERY is none. What fails
 * here gives the untouched database back.
 */
export const tail: StepKind = {
  async perform(context) {
    const { plan, ports } = context;
    const { database } = plan.target;
    await ports.keepReaderOut?.(true);
    const standing = await standingOf(context, database);
    if (!standing.ok || standing.value === null)
      return failure(context, database, `${named(database)} could not be looked at.`);
    const wrong = notTheTarget(context, standing.value);
    if (wrong !== null) return failure(context, database, `Nothing was done: ${wrong}.`);
    if (standing.value.state !== 'ONLINE')
      return failure(context, database, 'The tail of the log can’t be backed up.');
    // Since it was last looked the bot may have died, and the application may be back.
    const strangers = await refuseStrangers(context);
    if (strangers !== null) return strangers;
    let trouble: Trouble | null = null;
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      const file = await freeFile(context);
      if (file === null)
        return backAgain(context, 'No free name for the tail of the log was found.', null);
      const answer = await sessionOf(context).run(
        backupTail(ports.template, database, file, context.run.id),
        {},
        { onMessage: percentTo(context) },
      );
      if (answer.ok) return { kind: 'done', note: `→ ${named(file)}`, memory: { tailFile: file } };
      trouble = answer.trouble;
      if (!inUse.includes(Number(trouble.code))) break;
    }
    const why = trouble === null ? '' : ` (${troubleWords(trouble)})`;
    return backAgain(context, `The tail of the log could not be backed up${why}.`, trouble);
  },

  async examine(context) {
    const { database } = context.plan.target;
    await context.ports.keepReaderOut?.(true);
    const standing = await standingOf(context, database);
    if (!standing.ok) return { kind: 'unclear', why: `${named(database)} can’t be looked at` };
    const found = standing.value;
    if (found === null) return { kind: 'unclear', why: `${named(database)} is gone` };
    // The file before msdb: a full msdb loses the row of a good backup (S13).
    const file = await newestTail(context);
    if (found.state === 'ONLINE')
      return {
        kind: 'again',
        note:
          file === null
            ? 'the tail had not been backed up.'
            : `a tail lies in ${named(file)}, but the database went on: another is taken under a new name.`,
      };
    if (found.state !== 'RESTORING') return { kind: 'unclear', why: leavesOf(found, database) };
    if (file !== null)
      return { kind: 'done', note: `→ ${named(file)}`, memory: { tailFile: file } };
    return {
      kind: 'failed',
      why: 'The database is in RESTORING, and no file of its tail can be read.',
      leaves: 'It was not overwritten, and is opened again.',
    };
  },
};

/** Fails, after the untouched database was opened again (S2). */
export async function backAgain(
  context: StepContext,
  why: string,
  trouble: Trouble | null,
): Promise<StepOutcome> {
  const { database } = context.plan.target;
  const isBack = await giveBack(context, database);
  if (isBack)
    return {
      kind: 'failed',
      why,
      detail: trouble?.detail ?? null,
      leaves: `${named(database)} was not touched and is online again.`,
    };
  return failure(context, database, why, trouble);
}

/** The names a tail may have, in order: a broken one stays as it is, and the next is taken (S13, S20). */
function namesOf({ plan }: StepContext): readonly string[] {
  const planned = plan.memory['tailFile'];
  if (typeof planned !== 'string') return [];
  return [1, 2, 3, 4, 5].map((number) =>
    number === 1 ? planned : planned.replace(/\.trn$/, `_${number}.trn`),
  );
}

/** The first that is not there: BACKUP would append to what is (S20). */
async function freeFile(context: StepContext): Promise<string | null> {
  for (const file of namesOf(context)) {
    const header = await sessionOf(context).run(headersOf(context.ports.template, tailIn(file)));
    if (!header.ok && Number(header.trouble.code) === 3201) return file;
  }
  return null;
}

/** The newest file of this run's tail that holds a log backup of this database. */
async function newestTail(context: StepContext): Promise<string | null> {
  let newest: string | null = null;
  for (const file of namesOf(context)) {
    const header = await sessionOf(context).run(headersOf(context.ports.template, tailIn(file)));
    if (!header.ok && Number(header.trouble.code) === 3201) break;
    const [row] = header.ok ? header.value : [];
    const isOurs =
      row !== undefined &&
      text(row, 'DatabaseName')?.toLowerCase() === context.plan.target.database.toLowerCase() &&
      text(row, 'BackupType') === '2';
    if (isOurs) newest = file;
  }
  return newest;
}

/** `10 percent processed.` */
export function percentTo({ progress }: StepContext) {
  return ({ text: said }: { readonly text: string }): void => {
    const percent = /^(\d+) percent processed/.exec(said)?.[1];
    if (percent !== undefined) progress({ percent: Number(percent), note: null, left: null });
  };
}
