import { named } from '../../../domain/plan.ts';
import type { Trouble } from '../../../domain/target.ts';
import type { StepContext, StepKind, StepOutcome } from '../../acting/operation.ts';
import { about, setOption } from '../statements.ts';
import { notTheTarget, type Standing, sessionOf, troubleWords } from './standing.ts';
import { refuseStrangers } from './stopped.ts';
import { bothWords, giveName, isNamed, whereabouts } from './whereabouts.ts';

/**
 * Gives the old database another name, with all that is in it: out of RESTORING where its tail was taken, since none in
 * RESTORING changes its name; its broker off, since two with one GUID cannot both have it on; and for administrators only.
 */
export const setAside: StepKind = {
  async perform(context) {
    const { template } = context.ports;
    await context.ports.keepReaderOut?.(true);
    const seen = await whereabouts(context);
    if (!seen.ok) return unchanged(context, 'The server could not be asked.', seen.trouble);
    const { names, old, fresh } = seen.value;
    if (old === null || fresh === null || fresh.state !== 'ONLINE' || !isNamed(fresh, names.copy))
      return unchanged(context, 'The copy is not ready to take the name.');
    // A process may have died just after the name was changed.
    const failed = isNamed(old, names.before) ? null : await moveAway(context, old, names.before);
    if (failed !== null) return failed;
    const kept = await sessionOf(context).run(
      setOption(template, names.before, 'RESTRICTED_USER WITH ROLLBACK IMMEDIATE'),
    );
    return {
      kind: 'done',
      note: kept.ok ? asideWords(names.before) : `It is ${named(names.before)}, for one user.`,
    };
  },

  async examine(context) {
    const seen = await whereabouts(context);
    if (!seen.ok) return { kind: 'unclear', why: 'the databases can’t be looked at' };
    const { names, old } = seen.value;
    if (old === null) return { kind: 'unclear', why: bothWords(seen.value) };
    if (!isNamed(old, names.before))
      return { kind: 'again', note: `${named(names.product)} had not been renamed.` };
    return old.userAccess === 'RESTRICTED_USER'
      ? { kind: 'done', note: asideWords(names.before) }
      : { kind: 'again', note: `it is ${named(names.before)}, and was not closed yet.` };
  },
};

/** Null: it has the other name. */
async function moveAway(
  context: StepContext,
  old: Standing,
  to: string,
): Promise<StepOutcome | null> {
  const { template } = context.ports;
  const session = sessionOf(context);
  const wrong = notTheTarget(context, old);
  if (wrong !== null) return unchanged(context, `Nothing was renamed: ${wrong}.`);
  // One whose tail was taken is empty already.
  const strangers = old.state === 'RESTORING' ? null : await refuseStrangers(context);
  if (strangers !== null) return strangers;
  const failed = (what: string, trouble: Trouble) =>
    unchanged(context, `${what} (${troubleWords(trouble)}).`, trouble);
  if (old.state === 'RESTORING') {
    const opened = await session.run(about(template, 'restore-give-back', old.name));
    if (!opened.ok) return failed('It could not be opened', opened.trouble);
  }
  const off = await session.run(setOption(template, old.name, 'DISABLE_BROKER', 'set-broker'));
  if (!off.ok) return failed('Its broker could not be turned off', off.trouble);
  const renamed = await giveName(context, old.name, to, 'SINGLE_USER');
  return renamed.ok ? null : failed('It could not be renamed', renamed.trouble);
}

function asideWords(before: string): string {
  return `It is ${named(before)} now, whole, for administrators only.`;
}

/** What follows gives the name and the doors back; the words say how both stand until then. */
export async function unchanged(
  context: StepContext,
  why: string,
  trouble: Trouble | null = null,
): Promise<StepOutcome> {
  const after = await whereabouts(context);
  return {
    kind: 'failed',
    why,
    detail: trouble?.detail ?? null,
    leaves: after.ok ? bothWords(after.value) : 'How the databases stand now is not known.',
  };
}
