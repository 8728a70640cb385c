import { named } from '../../../domain/plan.ts';
import type { StepKind } from '../../acting/operation.ts';
import { about } from '../statements.ts';
import { intoOf, whyNotInto } from './restore-set.ts';
import { failure, leavesOf, sessionOf, standingOf, troubleWords } from './standing.ts';

/** Ends the restore. Says nothing about the broker: that is a step of its own, and the last (S5). */
export const recover: StepKind = {
  async perform(context) {
    const into = intoOf(context);
    // A copy that is masked first stays shut until then.
    const isOpened =
      typeof context.memory['copy'] === 'string' && context.step.input['restricted'] !== true;
    const standing = await standingOf(context, into);
    if (!standing.ok)
      return failure(context, into, 'The server could not be asked.', standing.trouble);
    const why = whyNotInto(context, standing.value);
    if (why !== null) return failure(context, into, `It was not recovered: ${why}.`);
    const answer = await sessionOf(context).run(
      about(context.ports.template, isOpened ? 'restore-recover-copy' : 'restore-recover', into),
    );
    if (!answer.ok)
      return failure(
        context,
        into,
        `Recovery failed (${troubleWords(answer.trouble)}).`,
        answer.trouble,
      );
    const after = await standingOf(context, into);
    if (!after.ok || after.value?.state !== 'ONLINE')
      return failure(context, into, 'After recovery the database is not online.');
    return {
      kind: 'done',
      note: `${named(into)} is online${isOpened ? '' : ', restricted'}.`,
      memory: { recoveredLocal: after.value.localNow, createdLocal: after.value.createdLocal },
    };
  },
  async examine(context) {
    const into = intoOf(context);
    const standing = await standingOf(context, into);
    if (!standing.ok) return { kind: 'unclear', why: `${named(into)} can’t be looked at` };
    const found = standing.value;
    if (found?.state === 'ONLINE')
      return {
        kind: 'done',
        note: 'It had been recovered.',
        memory: { recoveredLocal: found.localNow, createdLocal: found.createdLocal },
      };
    if (found?.state === 'RESTORING') return { kind: 'again', note: 'it had not been recovered.' };
    return { kind: 'unclear', why: leavesOf(found, into) };
  },
};
