import { textIn } from '../../../domain/json-fields.ts';
import { named } from '../../../domain/plan.ts';
import { isStopping, pastAWord } from '../../acting/next-move.ts';
import type { StepContext, StepKind, StepOutcome } from '../../acting/operation.ts';
import { setOption } from '../statements.ts';
import { isUndoing, putBack, statisticsBack } from './doors.ts';
import { leftWith } from './put-back.ts';
import { unchanged } from './set-aside.ts';
import { giveBack, type Standing, sessionOf, troubleWords } from './standing.ts';
import { bothWords, giveName, isNamed, whereabouts } from './whereabouts.ts';

/**
 * Lets people in. After a failure or a cancel the old database gets its name, its broker and its doors back, as long as
 * the restored one does not bear the name; afterwards only by a cancel that was agreed to (S12). After a failure it stays
 * closed then, and a person decides.
 */
export const openBeside: StepKind = {
  async perform(context) {
    const outcome = await open(context);
    await context.ports.keepReaderOut?.(false);
    return outcome;
  },
  examine: async () => ({ kind: 'again', note: 'opening an open door does no harm.' }),
};

async function open(context: StepContext): Promise<StepOutcome> {
  const seen = await whereabouts(context);
  if (!seen.ok) return unchanged(context, 'The databases could not be looked at.', seen.trouble);
  const { names, old, fresh } = seen.value;
  const bears = fresh !== null && isNamed(fresh, names.product);
  const isSwapped = bears && !isSwappedBack(context);
  if (isSwapped && isUndoing(context))
    return { kind: 'done', note: `It stays closed. ${bothWords(seen.value)}` };
  if (bears && !isSwapped) {
    const failed = old === null ? null : await giveUpName(context, fresh, names.copy);
    if (failed !== null) return failed;
  }
  if (!isSwapped) {
    if (old === null)
      return unchanged(context, 'The database of before could not be given its name back.');
    if (!isNamed(old, names.product)) {
      const back = await giveName(context, old.name, names.product, 'SINGLE_USER');
      if (!back.ok)
        return unchanged(
          context,
          `Its name could not be given back (${troubleWords(back.trouble)}).`,
          back.trouble,
        );
    }
    if (!(await giveBack(context, names.product)))
      return unchanged(context, 'It could not be opened again.');
  }
  const putAside = isSwapped ? [] : await putBack(context, names.product);
  const wanted = textIn(context.step.input, 'userAccess') ?? 'MULTI_USER';
  const here = isSwapped ? fresh : old;
  // Nobody is thrown out for a door that was never shut.
  const opened =
    here !== null && isNamed(here, names.product) && here.userAccess === wanted
      ? seen
      : await sessionOf(context).run(
          setOption(context.ports.template, names.product, `${wanted} WITH ROLLBACK IMMEDIATE`),
        );
  if (!opened.ok)
    return unchanged(
      context,
      `People could not be let in (${troubleWords(opened.trouble)}).`,
      opened.trouble,
    );
  const left = isSwapped ? [] : [...putAside, ...(await statisticsBack(context, names.product))];
  const after = await whereabouts(context);
  const how = after.ok ? ` ${bothWords(after.value)}` : '';
  const note = isSwapped
    ? `${named(names.product)} is open.`
    : `${named(names.product)} was not touched and is online again.`;
  return {
    kind: 'done',
    note: `${note}${how}${left.length === 0 ? '' : ` ${left.length} left to the DBA.`}`,
    memory: {
      ...(left.length === 0 ? {} : leftWith(context, left)),
      ...(isSwappedBack(context) ? { copy: names.copy, marked: false, swappedBack: true } : {}),
    },
  };
}

/** By a cancel that was agreed to, once the restored one had taken the name: nobody has worked in it yet. */
function isSwappedBack({ run }: StepContext): boolean {
  const hasFailed = run.steps.some(({ state }) => state === 'failed');
  const isAgreed = run.cancelAsked?.agreed !== undefined && isStopping(run);
  return isAgreed && !hasFailed && pastAWord(run) !== null && !isOpened(run);
}

/** Its own turn in the plan: a cancel from then on leaves it open. */
function isOpened({ cancelAsked, plan }: StepContext['run']): boolean {
  const doors = plan.steps.findIndex(({ does }) => does === 'open-beside');
  return plan.steps.findIndex(({ id }) => id === cancelAsked?.agreed?.after) >= doors;
}

/** The restored one goes back to its own name, its broker off: two with one GUID cannot both have it on. */
async function giveUpName(
  context: StepContext,
  { name, broker }: Standing,
  to: string,
): Promise<StepOutcome | null> {
  const { template } = context.ports;
  const off = broker
    ? await sessionOf(context).run(setOption(template, name, 'DISABLE_BROKER', 'set-broker'))
    : null;
  const renamed = off?.ok === false ? off : await giveName(context, name, to, 'RESTRICTED_USER');
  return renamed.ok
    ? null
    : unchanged(
        context,
        `The names could not be changed back (${troubleWords(renamed.trouble)}).`,
        renamed.trouble,
      );
}
