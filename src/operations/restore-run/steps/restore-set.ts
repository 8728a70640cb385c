import { objectIn, textIn } from '../../../domain/json-fields.ts';
import { named } from '../../../domain/plan.ts';
import type { Examined, StepContext, StepKind } from '../../acting/operation.ts';
import { setFromJson } from '../planned-set.ts';
import { restoreSet as statementOf } from '../statements.ts';
import { restoredSince } from './restored.ts';
import {
  failure,
  leavesOf,
  notTheTarget,
  type Standing,
  sessionOf,
  standingOf,
  troubleWords,
} from './standing.ts';
import { percentTo } from './tail.ts';
import { isUntouched, nothingOverwritten } from './untouched.ts';

/** The database that is restored into: the copy, or the target itself. */
export function intoOf({ memory, plan }: StepContext): string {
  const copy = memory['copy'];
  return typeof copy === 'string' ? copy : plan.target.database;
}

/** Why a set may not be restored into what is there now; null: it may. */
export function whyNotInto(context: StepContext, found: Standing | null): string | null {
  const { memory, step } = context;
  const into = intoOf(context);
  const isFull = setFromJson(step.input['set']).type === 'full' && step.does === 'restore-set';
  if (typeof memory['copy'] === 'string') {
    if (found === null) return isFull ? null : `there is no database ${named(into)}`;
    if (found.state !== 'RESTORING')
      return `there is a database ${named(into)} already, and none is ever restored over`;
    // Ours is what came to be after this run began; another's is left alone.
    const since = textIn(memory, 'since') ?? '';
    return found.createdLocal >= since ? null : `${named(into)} is being restored by someone else`;
  }
  if (found === null) return `there is no database ${named(into)}`;
  const wrong = notTheTarget(context, found);
  if (wrong !== null) return wrong;
  const mayBeOpen = memory['mode'] === 'without-tail' && isFull;
  return found.state === 'RESTORING' || mayBeOpen
    ? null
    : `${named(into)} is ${found.state}, not in RESTORING: somebody has opened it`;
}

/** Restores a full or a differential. */
export const restoreSet: StepKind = {
  async perform(context) {
    const { memory, step, ports } = context;
    const into = intoOf(context);
    const standing = await standingOf(context, into);
    if (!standing.ok)
      return failure(context, into, 'The server could not be asked.', standing.trouble);
    const why = whyNotInto(context, standing.value);
    if (why !== null) {
      const words = `Nothing was restored in this step: ${why}.`;
      return (await isUntouched(context, standing.value, null))
        ? nothingOverwritten(words, null)
        : failure(context, into, words);
    }
    const set = setFromJson(step.input['set']);
    const moves = objectIn(memory, 'moves');
    const answer = await sessionOf(context).run(
      statementOf(ports.template, into, set, {
        moves: Object.fromEntries(
          Object.keys(moves).map((logical) => [logical, textIn(moves, logical) ?? '']),
        ),
        replace: memory['mode'] === 'without-tail',
      }),
      {},
      { onMessage: percentTo(context) },
    );
    if (answer.ok) return { kind: 'done', note: null };
    const { trouble } = answer;
    const words = `Restoring the ${set.type} backup of ${set.finished} failed (${troubleWords(trouble)}).`;
    return (await isUntouched(context, standing.value, trouble))
      ? nothingOverwritten(words, trouble.detail)
      : failure(context, into, words, trouble);
  },

  async examine(context): Promise<Examined> {
    const into = intoOf(context);
    const [standing, restored] = [
      await standingOf(context, into),
      await restoredSince(context, into),
    ];
    if (!standing.ok || !restored.ok)
      return { kind: 'unclear', why: `${named(into)} can’t be looked at` };
    const found = standing.value;
    const set = setFromJson(context.step.input['set']);
    const isIn = restored.value.some(({ setId }) => setId === set.id.toLowerCase());
    const why = whyNotInto(context, found);
    if (isIn && found?.state === 'RESTORING' && reaches(found, set.lastLsn))
      return { kind: 'done', note: 'It had been restored.' };
    if (isIn)
      return {
        kind: 'unclear',
        why: `msdb says that the ${set.type} was restored, and the files do not: ${leavesOf(found, into)}`,
      };
    if (why !== null) return { kind: 'unclear', why };
    return { kind: 'again', note: 'a restore that was cut off begins anew.' };
  },
};

/** Whether the files have come at least as far as a set leads. Where they do not say, msdb's word stands. */
function reaches({ redoStartLsn }: Standing, lastLsn: string): boolean {
  return redoStartLsn === null || BigInt(redoStartLsn) >= BigInt(lastLsn);
}
